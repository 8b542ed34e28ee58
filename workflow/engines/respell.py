"""Misspelt persons: “Vladimir Klynikov” for «Владимир Ключников» becomes Vladimir Klyuchnikov.

A small model spells names badly, but puts something like them in their place. A capitalised word
that stands for nothing else in the source and looks like the person's surname is exchanged for it.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from workflow.glossary.spellings import (
    capitalised,
    nominatives,
    sound_of_cyrillic,
    sounds_of_latin,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[A-Z][\w-]*\w")
_BEFORE = re.compile(r"(?P<initials>(?:[A-Z][a-z]{0,2}\.\s?)+)$|(?P<given>[A-Z][\w-]*\w)\s$")
_PATRONYMIC = re.compile("(?:v[iy]ch|vna|ichna)$")
_BESIDE, _BY_ITSELF, _ALONE = 0.4, 0.6, 0.75
"""How alike a word and a surname have to be behind the given name; anywhere, if the source has the
surname alone; and anywhere, if it has the given name too."""
_GIVEN = 0.5
_LESS = 0.2  # for what the name may be, but less likely
# Russian writes these in small letters, so that nothing in the source tells them from names.
_CALENDAR = frozenset([*day_name, *month_name])


class _Place(NamedTuple):
    """Where a name may go, the best place the greatest."""

    likeness: float
    start: int
    stop: int
    name: str


def respelt(
    target: str, persons: Iterable[Sequence[str]], others: str, terms: Iterable[str] = ()
) -> str:
    """Return the target with names in it spelt as they should be, as far as they are recognised.

    `persons` are those whom the target does not name: for each what the name may be in English,
    in full or the surname alone, the likeliest first. `others` is the Russian sentence without
    them: what stands for a name in it is left alone, and so are the words of `terms`.
    """
    russian = {name for word in capitalised(others) for name in nominatives(word)}
    told = {sound_of_cyrillic(name) for name in russian}
    kept = {word for term in terms for word in _WORD.findall(term)}
    for names in persons:
        places = list(_places(target, names, told, kept))
        if places:
            best = max(places, key=lambda place: place.likeness)
            target = target[: best.start] + best.name + target[best.stop :]
    return target


def _places(target: str, names: Sequence[str], told: set[str], kept: set[str]) -> Iterator[_Place]:
    for word in _WORD.finditer(target):
        if word.group() in kept or told & sounds_of_latin(word.group()):
            continue
        before = _BEFORE.search(target, 0, word.start())
        if before and before["given"] in kept:
            before = None
        for rank, name in enumerate(names):
            if place := _place(word, before, name):
                yield place._replace(likeness=place.likeness - _LESS * rank)


def _place(word: re.Match[str], before: re.Match[str] | None, name: str) -> _Place | None:
    """Return the place of a name if the word looks like it, with what stands before it."""
    first, _, surname = name.rpartition(" ")
    alike = _alike(surname, word.group())
    if not first:
        fits = alike >= _BY_ITSELF and word.group() not in _CALENDAR
        return _Place(alike, word.start(), word.end(), surname) if fits else None
    sounds = sounds_of_latin(first)
    if sounds & sounds_of_latin(word.group()):
        return None
    given = (before["given"] if before else None) or ""
    if before and before["initials"] and "." in first and alike >= _BESIDE:
        return _Place(1 + alike, before.start("initials"), word.end(), name)
    if alike >= _BESIDE and (_PATRONYMIC.search(given) or sounds & sounds_of_latin(given)):
        return _Place(1 + alike, word.start(), word.end(), surname)
    if before and alike >= _BESIDE and given and _alike(given, first) >= _GIVEN:
        return _Place(_GIVEN + alike, before.start("given"), word.end(), name)
    return _Place(alike, word.start(), word.end(), surname) if alike >= _ALONE else None


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio()
