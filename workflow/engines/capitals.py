"""Headings in capitals, «ИТОГОВЫЙ ДОКУМЕНТ»: models have hardly seen any, and make nothing of them.

They are translated as if they were written in small letters, and what comes out is put in capitals;
so is the beginning of what begins so, «ИТОГОВЫЙ ДОКУМЕНТ миссии».
"""

from __future__ import annotations

import re

from workflow.morphology import analyser

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[А-ЯЁ]+")
_NAMES = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn", "Trad"})
_LONGEST_ABBREVIATION = 6
_OPENING = re.compile(r"(?:[А-ЯЁ]+(?:-[А-ЯЁ]+)*\s+(?:№\s*[\d/-]+\s+)?)+(?=[А-ЯЁ]?[а-яё])")
_PREPOSITION = re.compile(r"\s(?:between|by|concerning|for|from|in|of|on|regarding|to|with)\b")


def is_loud(text: str) -> bool:
    """Tell whether a Russian text is in capitals because of how it looks, not what it says.

    >>> is_loud("ИТОГОВЫЙ ДОКУМЕНТ № 7"), is_loud("ОДКБ"), is_loud("Совет ОДКБ")
    (True, False, False)
    """
    return text.isupper() and any(_quiet(word) != word for word in _WORD.findall(text))


def lowered(text: str) -> str:
    """Return a Russian text with what is in capitals for its looks in small letters.

    >>> lowered("СОГЛАШЕНИЕ о мире"), lowered("НАТО и ОДКБ")
    ('Соглашение о мире', 'НАТО и ОДКБ')
    """
    if is_loud(text):
        return quiet(text)
    opening = _opening(text)
    return quiet(opening) + text[len(opening) :]


def raised(text: str, source: str) -> str:
    """Return an English text in capitals where its source is: all, or up to a preposition.

    >>> raised("The agreement on peace", "СОГЛАШЕНИЕ о мире")
    'THE AGREEMENT on peace'
    """
    if is_loud(source):
        return text.upper()
    words = len(_opening(source).split())
    found = _PREPOSITION.search(text) if words else None
    if not found or len(text[: found.start()].split()) > words + 1:  # an article more
        return text
    return text[: found.start()].upper() + text[found.start() :]


def _opening(text: str) -> str:
    """Return the words in capitals that a text in small letters begins with, if looks are why."""
    found = _OPENING.match(text)
    return found[0] if found and is_loud(found[0]) else ""


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
