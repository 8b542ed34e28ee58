"""Names that are known by heart: countries, languages, currencies, months in Cyrillic letters.

A heading or the cell of a table is often nothing else, and each language spells the world in its
own way: «Малдив» is Tajik, «якутська» Ukrainian. `names.tsv` has them from CLDR (Unicode License
v3); `benchmarks/detection_names.py` makes it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from workflow.morphology import analyser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST = 6
"""The longest of these names, in words."""

WEIGHT = 5.0
"""How much likelier the languages are that spell a name like this (natural logarithm)."""


def spellers(forms: Sequence[str]) -> frozenset[str]:
    """Return the languages that have these words in lower case as a name; empty if none has.

    What is a name elsewhere may be a plain Russian word: «араб».
    """
    found = _names().get(" ".join(forms), frozenset()) if len(forms) <= LONGEST else frozenset()
    if found and all(map(analyser().word_is_known, forms)):
        found |= {"ru"}
    return found


@cache
def _names() -> Mapping[str, frozenset[str]]:
    lines = files("workflow.detect").joinpath("names.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {name: frozenset(langs.split()) for name, langs in pairs}
