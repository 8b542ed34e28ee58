"""The words of a text as evidence: where they stand, their script, and the form that is looked up.

Addresses of the net and of post are no words of any language and are passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from workflow.languages import script
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+"
_LETTER = "[^\\W\\d_]"
# A stress mark or a soft hyphen inside a word does not end it; an apostrophe may stand inside.
_WORD = f"{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u00ad\u200b-\u200d]|['’ʼ](?={_LETTER}))*+"
# What touches a figure or an underscore (md5, «3D») is a name of something in no language.
_TOKEN = re.compile(f"{_ADDRESS}|(?<![\\d_])({_WORD})(?![\\d_])")
_CYRILLIC = re.compile("[\u0400-\u052f']+")
_LONGEST_ABBREVIATION = 5
_LONGEST_WORD = 60


class Token(NamedTuple):
    """A word, `text[start:stop]`.

    `form` is lower case with plain apostrophes; it is empty for what proves nothing but by its
    letters (an abbreviation in capitals, an initial, «г.»), which are always in `letters`.
    """

    start: int
    stop: int
    script: str
    form: str
    letters: str


def tokens(text: str, start: int = 0, stop: int | None = None) -> Iterator[Token]:
    """Yield the words of `text[start:stop]` in order, with offsets into `text`."""
    stop = len(text) if stop is None else stop
    found = [match.span(1) for match in _TOKEN.finditer(text, start, stop) if match[1]]
    longest = max((last - first for first, last in found), default=0)
    words = longest > _LONGEST_ABBREVIATION or len(found) > _LONGEST_ABBREVIATION
    shouted = words and text[start:stop].isupper()
    for first, last in found:
        if described := _describe(text[first:last], shouted, text[last : last + 1] == "."):
            yield Token(first, last, *described)


@lru_cache(maxsize=1 << 15)
def _describe(word: str, shouted: bool, dotted: bool) -> tuple[str, str, str] | None:  # noqa: FBT001
    letters = clean(word).replace("’", "'").replace("ʼ", "'")
    kind = "Cyrillic" if _CYRILLIC.fullmatch(letters) else _script(letters)
    if not kind or len(letters) > _LONGEST_WORD:
        return None
    lower = letters.lower()
    short = len(letters) <= _LONGEST_ABBREVIATION and not shouted
    silent = (short and letters.isupper()) or (dotted and len(letters) == 1)
    return kind, "" if silent else lower, lower


def _script(letters: str) -> str:
    """Return the script of most letters, or "" if there are none (²).

    In `Cовет` with a Latin C it is Cyrillic; a Japanese word with any kana is in kana.
    """
    if letters.isascii():
        return "Latin"
    counts = Counter(script(c) for c in letters if c.isalpha())
    if "Kana" in counts:
        return "Kana"
    return counts.most_common(1)[0][0] if counts else ""
