"""What stands in English as it is in Russian: words in Latin letters, telephones, clause numbers.

Names of firms, products and species, mail addresses: a small model spells them anew, and Karenia
brevis becomes Karen brevis, 222-33-45 “222 33 but 45”, 1.2.3 “1.3”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from workflow.glossary.named import is_free

if TYPE_CHECKING:
    from collections.abc import Iterable

VERBATIM = "verbatim"
"""What `Demand.kind` says of them."""

LONGEST = 8
"""Words in a row; more are a quotation, which the model has understood or not."""

_WORD = r"[A-Za-z][A-Za-z0-9]*(?:[-.@/:_&'’]+[A-Za-z0-9]+)*"
_RUN = re.compile(rf"(?<![\w.@/-]){_WORD}(?: (?:& )?{_WORD})*(?!\w)")
_TELEPHONE = re.compile(
    r"(?<![\w.-])(?:\+?\d{1,3}(?:[ -]|(?=\()))?"  # the country's code
    r"(?:\(\d{2,5}\) ?|\d{2,3}[ -])?\d{2,3}-\d\d-\d\d(?![\w-])"
)
_CLAUSE = re.compile(r"(?<![\w.])(?!\d\d?\.\d\d?\.\d{4})\d{1,2}(?:\.\d{1,2}){2,}(?![\w/]|\.\d)")
_ROMAN = re.compile("[IVXLCDM]+")
_LETTER = re.compile("[A-Za-z]")
_SIGN = re.compile("[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Verbatim:
    """What stands at `sentence[start:stop]`."""

    start: int
    stop: int
    text: str

    @property
    def english(self) -> tuple[str, ...]:
        """What has to stand in English."""
        return (self.text,)

    def stands(self, text: str) -> bool:
        """Whether an English text has it; words in any case, whatever the signs between them."""
        return _stands(self.text, text)

    def lost(self, text: str) -> list[str]:
        """Return the words that an English text does not have."""
        words = filter(_LETTER.search, self.text.split())
        return [word for word in words if not _stands(word, text)]


def verbatim(sentence: str, taken: Iterable[tuple[int, int]] = ()) -> list[Verbatim]:
    """Return what a Russian sentence has that is the same in English.

    Single letters and Roman numbers are not. Left out is what overlaps with a place of `taken`,
    where a glossary has its say.

    >>> [each.text for each in verbatim("В XX веке концерн Airbus SAS и IT-отдел (it@airbus.com)")]
    ['Airbus SAS', 'IT', 'it@airbus.com']
    >>> [each.text for each in verbatim("п. 1.2.3 от 05.02.2024, тел. (17) 222-33-45")]
    ['(17) 222-33-45', '1.2.3']
    """
    places = list(taken)
    words = [found for found in _RUN.finditer(sentence) if _is_name(found.group())]
    return [
        Verbatim(found.start(), found.end(), found.group())
        for found in chain(words, _TELEPHONE.finditer(sentence), _CLAUSE.finditer(sentence))
        if is_free(found.start(), found.end(), places)
    ]


def _is_name(words: str) -> bool:
    several = words.split()
    return len(words) > 1 and len(several) <= LONGEST and not all(map(_ROMAN.fullmatch, several))


def _stands(words: str, text: str) -> bool:
    if not _LETTER.search(words):
        return words in text
    letters = _SIGN.sub("", words)
    spelt = r"[^\w]?".join(letters)
    return bool(re.search(rf"(?<![^\W_]){spelt}(?:'?s)?(?![^\W_])", text, re.IGNORECASE))
