"""The words of a text as evidence: where they stand, their script, and the form that is looked up.

Addresses of the net and of post are no words of any language and are passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from workflow.languages import script

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+"
_LETTER = "[^\\W\\d_]"
# A stress mark or a soft hyphen inside a word does not end it; an apostrophe may stand inside.
_WORD = f"{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u00ad\u200b-\u200d]|['’ʼ](?={_LETTER}))*"
_TOKEN = re.compile(f"{_ADDRESS}|({_WORD})")
_IGNORED = re.compile("[\u0300\u0301\u00ad\u200b-\u200d]")
_LONGEST_ABBREVIATION = 5


class Token(NamedTuple):
    """A word, `text[start:stop]`.

    `form` is lower case with plain apostrophes; it is empty for what proves nothing but by its
    letters (an abbreviation in capitals, an initial), which are then in `letters`.
    """

    start: int
    stop: int
    script: str
    form: str
    letters: str


def tokens(text: str, start: int = 0, stop: int | None = None) -> Iterator[Token]:
    """Yield the words of `text[start:stop]` in order, with offsets into `text`."""
    for found in _TOKEN.finditer(text, start, len(text) if stop is None else stop):
        if found[1] and (described := _describe(found[1])):
            yield Token(found.start(), found.end(), *described)


@lru_cache(maxsize=1 << 15)
def _describe(word: str) -> tuple[str, str, str] | None:
    letters = _IGNORED.sub("", word).replace("’", "'").replace("ʼ", "'")
    kind = "Latin" if letters.isascii() else _script(letters)
    if not kind:
        return None
    lower = letters.lower()
    silent = letters.isupper() and len(letters) <= _LONGEST_ABBREVIATION
    return kind, "" if silent else lower, lower


def _script(letters: str) -> str:
    """Return the script of most letters, or "" if there are none (²).

    In `Cовет` with a Latin C it is Cyrillic; a Japanese word with any kana is in kana.
    """
    counts = Counter(script(c) for c in letters if c.isalpha())
    if "Kana" in counts:
        return "Kana"
    return counts.most_common(1)[0][0] if counts else ""
