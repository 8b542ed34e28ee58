"""The numbers that a text states in letters: number words, months and Roman numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from operator import mul
from typing import TYPE_CHECKING

from workflow.figures.digits import Mention
from workflow.figures.numerals import Need, months, numerals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.figures.numerals import Numeral

_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s-]{1,3}")
_AND_A_HALF = re.compile(r"\s(?:and\sa\shalf|с\sполовиной)\b\s?")
_HALF_A = re.compile(r"\san?\s")
_NAMES = frozenset({"may", "march", "april", "june", "august", "jan"})
"""Months that are names of people; in Russian a month begins with a small letter."""

_CALENDAR = re.compile(
    r"(?:\d\S{0,3}|\b(?:in|of|since|until|till|by|from|late|early|mid|last|this|next|on|and|to))"
    r"[\s,-]*$",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(r"\d\S{0,3}\s(?:of\s)?$")
_DAY_AFTER = re.compile(r"[\s,.]{1,2}\d")
_ROMAN = re.compile(r"(?<![\w-])(?:[IVXХІ]{1,7}|[MDCLXVIХІМС]{4,12})(?=(?:st|nd|rd|th)?(?!\w))")
_CANONICAL = re.compile("M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LATIN = str.maketrans("ХІМС", "XIMC")
_HUNDRED = 100
_NEAR = 14  # characters before a month in which a day or a preposition stands
_FIGURES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def spelled(text: str) -> Iterator[Mention]:
    """Yield number words, months and Roman numerals."""
    tokens = list(_WORD.finditer(text))
    words = [token[0].lower().replace("ё", "е") for token in tokens]
    if not _known().isdisjoint(words):
        yield from _number_words(text, tokens, words)
        yield from _month_names(text, tokens, words)
    for roman in _ROMAN.finditer(text):
        yield from _roman(roman[0])


@cache
def _known() -> frozenset[str]:
    return frozenset(numerals() | months())


def _number_words(
    text: str, tokens: Sequence[re.Match[str]], words: Sequence[str]
) -> Iterator[Mention]:
    table = numerals()
    index = 0
    while index < len(words):
        numeral = table.get(words[index])
        if numeral is None:
            index += 1
        elif numeral.place:
            mention, index = _combined(text, tokens, words, index)
            yield mention
        else:
            readings = set(numeral.readings or (_figure(numeral.value),))
            if words[index] == "half" and (article := _HALF_A.match(text, tokens[index].end())):
                readings |= _scaled(0.5, _WORD.match(text, article.end()))
            yield Mention(tokens[index][0], frozenset(readings), numeral.need)
            index += 1


def _combined(
    text: str, tokens: Sequence[re.Match[str]], words: Sequence[str], first: int
) -> tuple[Mention, int]:
    """Return the number whose words begin at `first`, and the index behind them."""
    table = numerals()
    amount, index = _Sum(), first
    before_and = None
    while index < len(words):
        if index > first and not _GAP.fullmatch(
            text, tokens[index - 1].end(), tokens[index].start()
        ):
            break
        numeral = table.get(words[index])
        linked = index > first and words[index] == "and" and amount.free >= _HUNDRED
        if linked:
            before_and = index, replace(amount)
        elif numeral is None or not amount.add(numeral):
            # Three million and five million are two numbers.
            if before_and and numeral and numeral.scale:
                index, amount = before_and
            break
        index += 1
        if numeral and numeral.last:
            break
    while words[index - 1] == "and":
        index -= 1
    single = table[words[first]] if index == first + 1 else None
    start, end = tokens[first].start(), tokens[index - 1].end()
    readings = {_figure(amount.value), *(single.readings if single else ())}
    if half := _AND_A_HALF.match(text, end):
        readings |= {_figure(amount.value + 0.5)}
        readings |= _scaled(amount.value + 0.5, _WORD.match(text, half.end()))
    if index < len(words) and (unit := table.get(words[index])) and not unit.place:
        readings |= {_figure(amount.value * unit.value)}  # two decades
    need = single.need if single else Need.WORD
    return Mention(text[start:end], frozenset(readings), need), index


@dataclass(slots=True)
class _Sum:
    """A number as its words come in: each fills a lower place, or multiplies those before it."""

    total: float = 0
    current: float = 0
    free: float = float("inf")
    below: float = float("inf")

    @property
    def value(self) -> float:
        return self.total + self.current

    def add(self, numeral: Numeral) -> bool:
        """Take a word in if it goes on with the number."""
        if not numeral.place:
            return False
        if numeral.scale and numeral.value > _HUNDRED:
            if numeral.value >= self.below:
                return False
            self.total, self.current = self.total + (self.current or 1) * numeral.value, 0
            self.free = self.below = numeral.value
        elif numeral.scale:
            if self.current >= _HUNDRED:
                return False
            self.current, self.free = (self.current or 1) * _HUNDRED, _HUNDRED
        elif numeral.value >= self.free:
            return False
        else:
            self.current, self.free = self.current + numeral.value, numeral.place
        return True


def _scaled(value: float, word: re.Match[str] | None) -> set[str]:
    numeral = numerals().get(word[0].lower()) if word else None
    return {_figure(value * numeral.value)} if numeral and numeral.scale else set()


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _month_names(
    text: str, tokens: Sequence[re.Match[str]], words: Sequence[str]
) -> Iterator[Mention]:
    table = months()
    for token, word in zip(tokens, words, strict=True):
        number = table.get(word)
        if number is None:
            continue
        before, after = text[max(0, token.start() - _NEAR) : token.start()], text[token.end() :][:3]
        dated = _DAY_BEFORE.search(before) or _DAY_AFTER.match(after)
        if word in {"may", "march"} and token[0].islower():
            continue
        name = word in _NAMES or not word.isascii()
        named = name and token[0].istitle() and not _CALENDAR.search(before)
        need = Need.FIGURE if dated else Need.NONE if named else Need.WORD
        yield Mention(token[0], frozenset({f"m{number}"}), need)


def _roman(spelling: str) -> Iterator[Mention]:
    numeral = spelling.translate(_LATIN)
    if spelling == "Х" or not _CANONICAL.fullmatch(numeral):
        return
    values = [_FIGURES[letter] for letter in numeral]
    signs = [-1 if value < then else 1 for value, then in pairwise([*values, 0])]
    value = sum(map(mul, values, signs))
    need = Need.NONE if len(numeral) == 1 else Need.FIGURE
    yield Mention(spelling, frozenset({str(value)}), need)
