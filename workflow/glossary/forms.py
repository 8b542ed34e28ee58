"""What a Russian word looks like in each case and number: forms as sets of cells.

A cell is a case in a number, the accusative once for things and once for living beings; a set of
cells is a 14-bit mask, seven cases in the singular, then the same in the plural. The words of a
term agree where the intersection of their masks is not empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from workflow.morphology import analyser
from workflow.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

Forms: TypeAlias = dict[str, int]
"""Folded forms of a word, each with the cells that it can fill."""

CASES = ("nomn", "gent", "datv", "accs", "accs", "ablt", "loct")
SINGULAR = 0b1111111
PLURAL = SINGULAR << 7
ANY = SINGULAR | PLURAL
NOMINATIVE = 1 | 1 << 7

# Second cases are cases; «accs» is narrowed by animacy below.
_CASE = {
    "nomn": 0b1, "gent": 0b10, "gen1": 0b10, "gen2": 0b10, "datv": 0b100, "accs": 0b11000,
    "acc2": 0b11000, "ablt": 0b100000, "loct": 0b1000000, "loc1": 0b1000000, "loc2": 0b1000000,
}  # fmt: skip
_ACCUSATIVE = {"inan": 0b1000, "anim": 0b10000}
_RELATIONAL = re.compile("(.+)(ск(?:ий|ая|ое|ие))")
# What tells a frozen attribute: a case that is neither nominative nor accusative.
_OBLIQUE = ANY & ~(0b11001 | 0b11001 << 7)


@dataclass(frozen=True)
class Reading:
    """One nominative reading of a word: its part of speech, what it agrees in, its forms.

    `part` is `NOUN` or `ADJF` (participles and ordinals with it); `gender` is `masc`, `femn`,
    `neut`, `ms-f` (common) or empty; `given` is the cells of the form that was read; `proper` is
    `Name`, `Surn`, `Patr`, `Geox` or empty; `known` is false for a guess.
    """

    part: str
    gender: str
    given: int
    forms: tuple[tuple[str, int], ...]
    proper: str = ""
    known: bool = True


@dataclass(frozen=True)
class Word:
    """What the dictionary says about one word as written in a term.

    `oblique` is true where a reading in another case is possible, which is what a frozen
    attribute («Договора», «безопасности») looks like; `preposition` as it says.
    """

    readings: tuple[Reading, ...]
    oblique: bool
    preposition: bool


def cells(tag: Any) -> int:
    """Return the mask of one pymorphy3 tag; 0 where it has no case."""
    mask = _CASE.get(tag.case, 0)
    if mask == _CASE["accs"]:
        mask = _ACCUSATIVE.get(tag.animacy, mask)
    return {"sing": mask, "plur": mask << 7}.get(tag.number, mask | mask << 7)


def grammar(mask: int) -> tuple[str, str]:
    """Return case and number of a mask (`gent`, `sing`), each empty where it is not certain."""
    cases = {case for bit, case in enumerate(CASES) if mask & (1 | 1 << 7) << bit}
    number = "sing" if not mask & PLURAL else "plur" if not mask & SINGULAR else ""
    return (cases.pop() if len(cases) == 1 else ""), number


@lru_cache(maxsize=1 << 14)
def word(text: str) -> Word:
    """Look a word up; guesses count only where the dictionary does not know the word."""
    parses = analyser().parse(text.lower())
    known = [p for p in parses if p.is_known]
    parses = known or parses
    if not known and (found := _RELATIONAL.fullmatch(fold(text))):
        return _relational(*found.groups())
    readings: dict[tuple[Any, ...], Reading] = {}
    for parse in parses:
        tag, given = parse.tag, cells(parse.tag)
        part = "ADJF" if tag.POS in ("ADJF", "PRTF") else str(tag.POS)
        if not given & NOMINATIVE or part not in ("NOUN", "ADJF"):
            continue
        gender = "" if part == "ADJF" and given & PLURAL else gender_of(tag)
        signature = (part, gender, str(tag.animacy), given, parse.normal_form)
        if signature not in readings:
            forms = tuple(_lexeme(parse, gender).items())
            readings[signature] = Reading(part, gender, given, forms, _proper(tag), bool(known))
    oblique = any(cells(p.tag) & _OBLIQUE and "Fixd" not in p.tag for p in parses)
    preposition = any(p.tag.POS == "PREP" and p.is_known for p in parses)
    return Word(tuple(readings.values()), oblique, preposition)


def _relational(stem: str, ending: str) -> Word:
    """Return an unknown adjective in -ский as a known one declines: «Хатлонская» as «русская»."""
    readings = (
        replace(
            reading,
            forms=tuple((stem + form.removeprefix("рус"), mask) for form, mask in reading.forms),
            known=False,
        )
        for reading in word("рус" + ending).readings
        if reading.part == "ADJF"
    )
    return Word(tuple(readings), oblique=False, preposition=False)


def _proper(tag: Any) -> str:
    return next((mark for mark in ("Name", "Surn", "Patr", "Geox") if mark in tag), "")


def gender_of(tag: Any) -> str:
    """Return the gender of a pymorphy3 tag as a plain string; common gender is `ms-f`."""
    return "ms-f" if "ms-f" in tag else str(tag.gender or "")


def _lexeme(parse: Any, gender: str) -> Forms:
    """Return the forms of the parse's lexeme that have its part of speech and gender."""
    forms: Forms = {}
    kind = (parse.tag.POS, parse.tag.tense, parse.tag.voice)  # one participle of a verb
    for form in parse.lexeme:
        tag = form.tag
        if (tag.POS, tag.tense, tag.voice) != kind or not (mask := cells(tag)):
            continue
        if gender and gender_of(tag) not in ("", gender):
            continue
        key = form.word.replace("ё", "е")
        forms[key] = forms.get(key, 0) | mask
    return forms


def union(*several: Forms) -> Forms:
    """Return the forms of any, with the cells of all."""
    forms: Forms = {}
    for one in several:
        for form, mask in one.items():
            forms[form] = forms.get(form, 0) | mask
    return forms


def frozen(text: str, mask: int = ANY) -> Forms:
    """Return the word as the only form, in every cell."""
    return {fold(text): mask}


def joined(parts: Sequence[Forms], link: str) -> Forms:
    """Return the forms of a hyphenated word whose parts agree."""
    forms: Forms = {}
    for combination in product(*(part.items() for part in parts)):
        mask = ANY
        for _, each in combination:
            mask &= each
        if mask:
            key = link.join(form for form, _ in combination)
            forms[key] = forms.get(key, 0) | mask
    return forms
