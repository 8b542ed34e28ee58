"""What stands in English as it is in Russian: Latin words, telephones, numbers of papers.

Names of firms, products and species, mail addresses: a small model spells them anew, and Karenia
brevis becomes Karen brevis, 222-33-45 “222 33 but 45”, 1.2.3 “1.3”, № 17/204 “No. 17/304”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from workflow.glossary.initialled import lettered
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
_NUMBER_SIGN = "(?:№[ \u00a0\u202f]?|\\bN[ \u00a0\u202f])"
_REGISTERED = re.compile(
    rf"{_NUMBER_SIGN}(?P<mark>(?!\d+(?![\w/–-]|\.\w))(?=\w*(?:[-–/.]\w+)*?\d)"
    r"(?!\w+-[а-я]{3})\w+(?:[-–/.]\w+)*)(?![-–/]?\w)"
)
_RUSSIAN_MARK = re.compile(rf"{_NUMBER_SIGN}(?P<mark>\w[\w./–-]*)")
_MARK = re.compile(r"\b[Nn]o(?:\.\s?|\s)(?P<mark>[^\s,;:()\"“”]*\w)")
_ROMAN = re.compile("[IVXLCDM]+")
_LETTER = re.compile("[A-Za-z]")
_DASHES = str.maketrans("–—‑", "---")
_SIGN = re.compile("[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Verbatim:
    """What stands at `sentence[start:stop]`; of `text`, `mark` must stand if not all does."""

    start: int
    stop: int
    text: str
    mark: str = ""

    @property
    def english(self) -> tuple[str, ...]:
        """What has to stand in English."""
        return (self.text,)

    def stands(self, text: str) -> bool:
        """Whether an English text has it; words in any case, whatever the signs between them."""
        if self.mark:
            alone = rf"(?<![\w/-]){re.escape(self.mark)}(?!\w|[/-]\w)"
            return bool(re.search(alone, text.translate(_DASHES), re.IGNORECASE))
        return _stands(self.text, text)

    def lost(self, text: str) -> list[str]:
        """Return the words that an English text does not have."""
        if self.mark:
            return []
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
    >>> [each.text for each in verbatim("Исх. № 17/204, приказ № 15-П/ОД, школа № 5")]
    ['No. 17/204', 'No. 15-P/OD']
    """
    places = list(taken)
    found = []
    for paper in _REGISTERED.finditer(sentence):
        mark = lettered(paper["mark"].translate(_DASHES))
        found.append(Verbatim(paper.start(), paper.end(), f"No. {mark}", mark))
    words = [each for each in _RUN.finditer(sentence) if _is_name(each.group())]
    others = chain(words, _TELEPHONE.finditer(sentence), _CLAUSE.finditer(sentence))
    papers = [(each.start, each.stop) for each in found]
    found += [
        Verbatim(each.start(), each.end(), each.group())
        for each in others
        if is_free(each.start(), each.end(), papers)
    ]
    return [each for each in found if is_free(each.start, each.stop, places)]


def marks(text: str) -> list[tuple[int, int]]:
    """Return where an English text has what papers are registered under, or numbers behind `No.`.

    >>> text = "By order No. never-a-r of the Council and No 5."
    >>> [text[start:stop] for start, stop in marks(text)]
    ['never-a-r', '5']
    """
    return [found.span("mark") for found in _MARK.finditer(text)]


def numbered(sentence: str) -> list[str]:
    """Return the same of a Russian sentence, as English has it.

    >>> numbered("Приказ № 15-П и школа № 5")
    ['15-P', '5']
    """
    found = (each["mark"].rstrip(".-–/") for each in _RUSSIAN_MARK.finditer(sentence))
    return [lettered(mark.translate(_DASHES)) for mark in found]


def _is_name(words: str) -> bool:
    several = words.split()
    return len(words) > 1 and len(several) <= LONGEST and not all(map(_ROMAN.fullmatch, several))


def _stands(words: str, text: str) -> bool:
    if not _LETTER.search(words):
        return words in text
    letters = _SIGN.sub("", words)
    spelt = r"[^\w]?".join(letters)
    return bool(re.search(rf"(?<![^\W_]){spelt}(?:'?s)?(?![^\W_])", text, re.IGNORECASE))
