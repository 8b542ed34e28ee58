"""What a Russian sentence has in Latin letters, which stands in its English as it is.

Names of firms, products, species and sites, mail addresses: a small model spells them anew, and
Karenia brevis becomes Karen brevis.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

VERBATIM = "verbatim"
"""What `Demand.kind` says of words in Latin letters."""

LONGEST = 8
"""Words in a row; more are a quotation, which the model has understood or not."""

_WORD = r"[A-Za-z][A-Za-z0-9]*(?:[-.@/:_&'’]+[A-Za-z0-9]+)*"
_RUN = re.compile(rf"(?<![\w.@/-]){_WORD}(?: (?:& )?{_WORD})*(?!\w)")
_ROMAN = re.compile("[IVXLCDM]+")
_SIGN = re.compile("[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Words in Latin letters at `sentence[start:stop]`."""

    start: int
    stop: int
    text: str

    @property
    def english(self) -> tuple[str, ...]:
        """What has to stand in English."""
        return (self.text,)

    def stands(self, text: str) -> bool:
        """Whether an English text has the words, whatever the case and the signs between them."""
        return _stands(self.text, text)

    def lost(self, text: str) -> list[str]:
        """Return the words that an English text does not have."""
        return [word for word in self.text.split() if not _stands(word, text)]


def verbatim(sentence: str, taken: Iterable[tuple[int, int]] = ()) -> list[Verbatim]:
    """Return what a Russian sentence has in Latin letters, but single letters and Roman numbers.

    Left out is what overlaps with a place of `taken`, where a glossary has its say.

    >>> [each.text for each in verbatim("В XX веке концерн Airbus SAS и IT-отдел (it@airbus.com)")]
    ['Airbus SAS', 'IT', 'it@airbus.com']
    """
    places = list(taken)
    return [
        Verbatim(found.start(), found.end(), found.group())
        for found in _RUN.finditer(sentence)
        if len(found.group()) > 1 and found.group().count(" ") < LONGEST
        if not all(map(_ROMAN.fullmatch, found.group().split()))
        if all(found.end() <= first or last <= found.start() for first, last in places)
    ]


def _stands(words: str, text: str) -> bool:
    letters = _SIGN.sub("", words)
    spelt = r"[^\w]?".join(letters)
    return bool(re.search(rf"(?<![^\W_]){spelt}(?:'?s)?(?![^\W_])", text, re.IGNORECASE))
