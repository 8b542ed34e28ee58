"""Which article an English term takes when it is put where a translation did not have it."""

from __future__ import annotations

import re

ARTICLES = frozenset({"a", "an", "the"})

FIGURE = "figure"
"""What `Demand.kind` says of a number, which is no glossary's term."""

_DETERMINERS = ARTICLES | {
    *("this", "that", "these", "those", "its", "his", "her", "their", "our", "your", "my"),
    *("each", "every", "any", "some", "no", "all", "both"),
}
# They stand between an article and a title, or without any: “the new Speaker”, “acting Head”.
_ATTRIBUTES = frozenset(
    {"acting", "current", "former", "incoming", "new", "next", "outgoing", "previous", "then"}
)
_POSSESSIVE = ("'s", "’s", "s'", "s’")
# Countries and regions whose name describes them: the Kyrgyz Republic, the United States.
_DESCRIBED = re.compile(
    r"\bof\b|^United\b|\b(?:Federation|Republic|Union|States|Kingdom|Emirates|Region|Oblast|Sea"
    r"|Ocean|Caucasus|Netherlands|Philippines|Kremlin|Palace)$"
)
_VOWEL = re.compile("[aeio]|u(?!n[ei]|s[ae])", re.IGNORECASE)
_SPELT_VOWEL = frozenset("AEFHILMNORSX")
_SAID_AS_WORDS = frozenset({"NATO", "SPIEF", "RATS", "SAARC", "LAS"})


def choices(term: str, kind: str, before: str, had: str) -> tuple[str, ...]:
    """Return the articles that may precede a term, the likeliest first; `""` is none.

    `kind` is a glossary kind, or `FIGURE`; `before` the word in front of the place (or nothing);
    `had` the article that stood there, if one did. Where grammar leaves it open, the model is to
    choose.
    """
    closed = before.lower() in _DETERMINERS | _ATTRIBUTES or before.endswith(_POSSESSIVE)
    if kind == "person" or closed:
        return ("",)
    if kind == FIGURE or not term[0].isalpha():
        return ("" if term.endswith(".") else had,)  # “7.” begins a clause
    if kind == "place":
        return ("the" if _DESCRIBED.search(term) else "",)
    if had:
        return (had if had == "the" else indefinite(term),)
    return ("", "the") if term[0].islower() else ("the", "")


def indefinite(term: str) -> str:
    """Return `a` or `an`, as the term is said: an SCO summit, a UN body, a NATO country."""
    word = re.split(r"[\s-]", term, maxsplit=1)[0]
    if word.isupper() and len(word) > 1 and word not in _SAID_AS_WORDS:
        return "an" if word[0] in _SPELT_VOWEL else "a"
    return "an" if _VOWEL.match(word) else "a"
