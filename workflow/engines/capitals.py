"""Headings in capitals, «ИТОГОВЫЙ ДОКУМЕНТ»: models have hardly seen any, and make nothing of them.

They are translated as if they were written in small letters, and what comes out is put in capitals.
"""

from __future__ import annotations

import re

from workflow.morphology import analyser

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[А-ЯЁ]+")
_NAMES = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn", "Trad"})
_LONGEST_ABBREVIATION = 6


def is_loud(text: str) -> bool:
    """Tell whether a Russian text is in capitals because of how it looks, not what it says.

    >>> is_loud("ИТОГОВЫЙ ДОКУМЕНТ № 7"), is_loud("ОДКБ"), is_loud("Совет ОДКБ")
    (True, False, False)
    """
    return text.isupper() and any(_quiet(word) != word for word in _WORD.findall(text))


def quiet(text: str) -> str:
    """Return a text in capitals in small letters, names and abbreviations as they are written.

    Every character keeps its place.

    >>> quiet("СОВЕТ ОДКБ СОБЕРЁТСЯ В МИНСКЕ")
    'Совет ОДКБ соберётся в Минске'
    """
    first = True

    def spelled(match: re.Match[str]) -> str:
        nonlocal first
        word = _quiet(match.group())
        if first and word[0].islower():
            word = word[0].upper() + word[1:]
        first = False
        return word

    return _WORD.sub(spelled, text)


def _quiet(word: str) -> str:
    lower = word.lower()
    if not _CYRILLIC.fullmatch(word) or len(lower) != len(word):
        return word
    if analyser().word_is_known(lower):
        tags = [parse.tag for parse in analyser().parse(lower)]
        if len(word) > 1 and "Abbr" in tags[0]:
            return word
        if tags[0].POS in {"PREP", "CONJ", "PRCL", "NPRO"} or not _NAMES & tags[0].grammemes:
            return lower
        return word[0] + lower[1:]
    if len(word) <= _LONGEST_ABBREVIATION:
        return word
    return word[0] + lower[1:]
