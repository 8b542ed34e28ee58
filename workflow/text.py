"""Pure functions on strings: what every other part means by clean text and by the same text."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Soft hyphen, zero-width space and joiners, word joiner, byte order mark, directional marks.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# A stress mark (grave or acute) on a Cyrillic vowel is typography; й and ё are letters.
_STRESS = re.compile("(?<=[аеиоуыэюяіАЕИОУЫЭЮЯІ])[\u0300\u0301]+")
# Either such a mark, or a Cyrillic vowel that Unicode has with one.
_STRESSED = re.compile("[\u0300\u0301ЀЍѐѝ]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACE = re.compile(r"\s+")
_SIGNS = re.compile('[()\\[\\]{}«»“”„"]')
_ITEM = re.compile(r"(?:^|[\s;:,.])(?:[\d.]{1,4}|[^\W\d_]|[ivx]{1,4})$")
"""What stands before the bracket of a numbered item, «а)» or "1)", which closes nothing."""

_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"))


def clean(text: str) -> str:
    """Return the text as it should be read: NFC, no invisible characters, single spaces.

    Stress marks over Cyrillic vowels, soft hyphens, zero-width and directional characters and
    control characters go; every run of white space becomes one space; the ends are stripped.
    `clean(clean(x)) == clean(x)`.
    """
    text = _INVISIBLE.sub("", _CONTROL.sub(" ", text))
    if _STRESSED.search(text) or not unicodedata.is_normalized("NFC", text):  # most text is ready
        text = _STRESS.sub("", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", text)
    return _SPACE.sub(" ", text).strip()


def key(text: str) -> str:
    """Return the digest under which a sentence is known: equal where `clean` is equal.

    SHA-256 of the cleaned text, the first 32 hexadecimal digits (128 bits).
    """
    return hashlib.sha256(clean(text).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def fold(text: str) -> str:
    """Return the text for comparison that ignores case, ё/е and the shape of quotes and dashes."""
    text = clean(text).casefold().replace("ё", "е")
    return re.sub("[–—−‐‑]", "-", re.sub("[«»„“”″]", '"', re.sub("[’‘ʼ`]", "'", text)))


def unbalanced(text: str) -> str:
    """Return a bracket or quote that lacks its other half, or nothing.

    Curly and straight double quotes need an even number: “ opens in English and closes in German.
    """
    signs = list(_SIGNS.finditer(text))
    for opening, closing in _PAIRS:
        depth = 0
        for sign in signs:
            if sign[0] == opening:
                depth += 1
            elif sign[0] == closing and depth:
                depth -= 1
            elif sign[0] == closing and not _ITEM.search(
                text[max(0, sign.start() - 6) : sign.start()]
            ):
                return closing
        if depth:
            return opening
    quotes = [sign[0] for sign in signs if sign[0] in '“”„"']
    return quotes[-1] if len(quotes) % 2 else ""
