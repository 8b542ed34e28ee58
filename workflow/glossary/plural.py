"""The plural of an English term: its head takes the ending, what follows the head stays.

The head is the last word before a preposition, without the adjectives that French left behind it
(“Secretary General”, “Ambassador Extraordinary and Plenipotentiary”).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow.glossary.tokens import WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

_PREPOSITION = re.compile(
    "against|among|at|between|by|d['’].+|de|for|from|in|into|of|on|to|under|with|within"
)
_CIVIL = re.compile(
    "attorney|auditor|commissioner|consul|director|governor|inspector|prosecutor|secretary"
)
_POSTPOSITIVE = frozenset({"elect", "extraordinary", "plenipotentiary"})
_INVARIABLE = ("acting", "ad interim", "interim", "performing the duties", "technical requirements",
               "terms of reference")  # fmt: skip
_WHOLE = {**dict(zip(_INVARIABLE, _INVARIABLE, strict=True)), "note verbale": "notes verbales"}
_IRREGULAR = {
    "crisis": "crises",
    "man": "men",
    "memo": "memos",
    "person": "people",
    "woman": "women",
}
_HISSING = re.compile("(?:s|x|z|ch|sh|[^aeiou]o)$")
_CONSONANT_Y = re.compile("[^aeiou]y$")


def plural(term: str) -> str:
    """Return the plural of a term.

    >>> plural("Deputy Secretary General of the CSTO"), plural("UN Security Council resolution")
    ('Deputy Secretaries General of the CSTO', 'UN Security Council resolutions')
    """
    if whole := _WHOLE.get(term.lower()):
        return term[0] + whole[1:]
    words = list(WORD.finditer(term))
    head = words[_head([_said(word) for word in words])]
    return term[: head.start()] + _inflected(head.group()) + term[head.end() :]


def _said(word: re.Match[str]) -> str:
    """Return the word in small letters, “under” with the hyphen that makes it a prefix."""
    said = word.group().lower()
    return said + "-" * (said == "under" and word.string.startswith("-", word.end()))


def _head(words: Sequence[str]) -> int:
    after = (n for n, word in enumerate(words) if n and _PREPOSITION.fullmatch(word))
    head = next(after, len(words)) - 1
    while head and words[head] in _POSTPOSITIVE:
        head -= 2 if words[head - 1] == "and" else 1
    if head and words[head] == "general" and _CIVIL.fullmatch(words[head - 1]):
        head -= 1
    return max(0, head)


def _inflected(word: str) -> str:
    folded = word.lower()
    for singular, several in _IRREGULAR.items():
        if folded.endswith(singular) and (singular != "person" or folded == singular):
            return word[: len(word) - len(singular)] + several
    if _CONSONANT_Y.search(folded):
        return word[:-1] + "ies"
    return word + ("es" if _HISSING.search(folded) else "s")
