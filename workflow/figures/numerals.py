"""Number words of Russian and English, in every form in which they stand in texts."""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Need(IntEnum):
    """How sure it is that the other language has the number too."""

    NONE = 0
    """It often has none: one, second, both, half, a hundred, decade."""

    WORD = 1
    """A number word: it may have been put differently."""

    FIGURE = 2
    """A figure: it stands there in every good translation."""


class Numeral(NamedTuple):
    """A number word: what it can mean, and how it combines with its neighbours.

    `readings` are decimal figures, the first of them is the value. `place` is the least decimal
    place that the word fills (20 fills 10, 15 fills 1), 0 if it combines with nothing. A scale
    (thousand) multiplies what precedes, an ordinal ends a number.
    """

    readings: tuple[str, ...]
    need: Need = Need.NONE
    place: int = 0
    scale: bool = False
    last: bool = False

    @property
    def value(self) -> float:
        """The number itself."""
        return float(self.readings[0])


_ADJECTIVE = ("ый", "ой", "ая", "ое", "ые", "ого", "ому", "ую", "ым", "ом", "ых", "ыми")
_VAGUE = frozenset({"0", "1", "2", "100", "1000"})
"""What stands where the other language has no number: one of, first of all, a hundred times."""


@cache
def numerals() -> dict[str, Numeral]:
    """Return every number word in lower case, with е for ё, with what it means."""
    words: dict[str, Numeral] = {}
    for value, kind, form in _rows():
        if kind in {"prefix", "month"}:
            continue
        forms = [form[:-1] + ending for ending in _ADJECTIVE] if form[-1] == "-" else [form]
        numeral = _numeral(value, kind)
        for word in forms:
            if kind == "other" and word in words:
                numeral = words[word]._replace(readings=(*words[word].readings, value))
            words[word] = numeral
    return words


def _numeral(value: str, kind: str) -> Numeral:
    """Read a row: ordinals and decades of tens name years too, as in the nineties."""
    years = tuple(f"{century}{value}" for century in (19, 20) if value[1:] == "0")
    need = Need.NONE if value in _VAGUE or kind in {"scale", "decade", "other"} else Need.WORD
    return Numeral(
        readings=(value, *years) if kind in {"ordinal", "decade"} else (value,),
        need=need,
        place=_place(value, kind),
        scale=kind == "scale",
        last=kind == "ordinal",
    )


def _place(value: str, kind: str) -> int:
    if kind == "scale":
        return int(value)
    if kind not in {"cardinal", "ordinal", "part"}:
        return 0
    round_to = 100 if value.endswith("00") else 10 if value.endswith("0") else 1
    return 1 if value in {"0", "10"} else round_to


@cache
def months() -> dict[str, str]:
    """Return every form of a month's name in lower case with its number."""
    return {form: value for value, kind, form in _rows() if kind == "month"}


@cache
def _prefixes() -> dict[int, str]:
    return {int(value): form for value, kind, form in _rows() if kind == "prefix"}


def prefix(value: str) -> str:
    """Return how Russian begins a compound with this number, as a pattern, or nothing.

    5 is `пяти` (пятилетие), 75 is `семидесятипяти`.
    """
    number = int(value) if value.isdigit() and len(value) <= 3 else -1  # noqa: PLR2004
    known = _prefixes()
    if number in known:
        return known[number]
    tens, ones = known.get(number // 10 * 10, ""), known.get(number % 10, "")
    return tens + ones if tens and ones else ""


@cache
def month_stem(value: str) -> str:
    """Return the stem of a month's Russian adjective: 6 is `июн` (июньский), 5 is `май`."""
    first = next(form for number, kind, form in _rows() if kind == "month" and number == value)
    return first.rstrip("ь")


@cache
def _rows() -> list[tuple[str, str, str]]:
    """Return the data: value, kind, form."""
    text = files("workflow.figures").joinpath("data", "numerals.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    return [(value, kind, form) for value, kind, forms in lines for form in forms.split()]
