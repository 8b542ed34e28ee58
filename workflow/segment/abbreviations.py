"""Abbreviations as data: what may follow the full stop of each."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Kind(StrEnum):
    """What the full stop of an abbreviation can be."""

    TITLE = "title"
    """Never the end of a sentence: «проф. Иванов», «Mr. He»."""

    HEAD = "head"
    """Belongs to what follows, unless that is a function word: «г. Минск», «ст. 5»."""

    TAIL = "tail"
    """Belongs to what precedes; a capital letter behind it starts a sentence: «и др.»."""

    UNIT = "unit"
    """A tail where a number stands before it: «2024 г.», «XX в.»."""

    NUMBERED = "numbered"
    """Belongs to the number behind it, otherwise a whole word: "No. 5", "Art. 3"."""

    WORD = "word"
    """A whole word that other lists take for an abbreviation: «в нем.», «на пол.»."""


@cache
def table(lang: str) -> dict[tuple[str, Kind | None], Kind]:
    """Return the abbreviations of a language, a full stop and a space between their parts.

    They are in lower case, but for those that end in a single capital letter (`Ph. D`).
    A unit is found under its own kind, everything else under None. The file has a line for each:
    the abbreviation, its kind and an example, separated by tabs.
    """
    found: dict[tuple[str, Kind | None], Kind] = {}
    for abbreviation, kind, _example in rows(lang):
        found[abbreviation, kind if kind is Kind.UNIT else None] = kind
    return found


def rows(lang: str) -> list[tuple[str, Kind, str]]:
    """Return the lines of a language's file: abbreviation, kind, example."""
    data = files("workflow.segment").joinpath("data", f"{lang}.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in data.splitlines() if line and line[0] != "#")
    return [(abbreviation, Kind(kind), example) for abbreviation, kind, example in lines]


def kind_of(tokens: Sequence[str], lang: str) -> Kind | None:
    """Return the kind of the abbreviation at the end of the tokens, if one stands there."""
    if not tokens:
        return None
    known = table(lang)
    tokens = tokens if _initial(tokens[-1]) else [token.lower() for token in tokens[-3:]]
    last, before = tokens[-1], tokens[-2] if len(tokens) > 1 else ""
    if (last, Kind.UNIT) in known and is_number(before.upper()):
        return Kind.UNIT
    dotted = f"{tokens[-3]}. {last}" if before == "." and len(tokens) > 2 else ""  # noqa: PLR2004
    found = (known.get((name, None)) for name in (dotted, f"{before} {last}", last))
    return next(filter(None, found), None)


def _initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


def is_number(token: str) -> bool:
    """Tell whether the token is written in digits or is a Roman numeral in capitals."""
    return token[:1].isdigit() or (token != "" and not token.strip("IVXLCХІ"))
