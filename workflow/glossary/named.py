"""Persons named in full, «Владимира Ключникова», and how English names them.

Only where that is sure: the given name is one of `given.tsv`, which are used in the states that
write Russian, and the surname has an ending that they have; others are not transliterated but
known (Виктор Гюго, Иван Ракитич).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from workflow.glossary.initialled import (
    SURNAME,
    Person,
    expected,
    nominatives,
    persons,
    romanised,
)
from workflow.glossary.spellings import sound_of_cyrillic, sounds_of_latin
from workflow.morphology import analyser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:[оеь]вич|[ьи]ч|[оё]вн|евн|иничн|ичн)[а-яё]{0,3}"
_GIVEN = r"(?P<given>[А-ЯЁ][а-яё]+)"
_WORD = re.compile(r"(?<![\w-])[А-ЯЁ][а-яё]+")
_GAP = "[ \u00a0]+"
_PERSON = re.compile(rf"{_GIVEN}{_GAP}(?:{_PATRONYMIC}{_GAP})?(?P<surname>{SURNAME})")
_LISTED = re.compile(rf"(?P<surname>{SURNAME}){_GAP}{_GIVEN}{_GAP}{_PATRONYMIC}(?!\w)")
_EITHER = "енко|[чл]ук|юк|швили|дзе|[аяь]н|янц"
_ENDINGS = {
    "masc": re.compile(f"(?:[оеё]в|[иы]н|[сц]кий|ской|{_EITHER})$"),
    "femn": re.compile(f"(?:[оеё]ва|[иы]на|[сц]кая|{_EITHER})$"),
}
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_FORMS = {
    gender: [
        (case, re.compile(f"(.*{stem}){ending}"), endings[0])
        for stem, endings in stems
        for case, ending in zip(_CASES, endings, strict=True)
    ]
    for gender, stems in {
        "masc": [
            ("(?:[оеё]в|[иы]н)", ("", "а", "у", "а", "ым", "е")),
            ("[сц]к", ("ий", "ого", "ому", "ого", "им", "ом")),
        ],
        "femn": [
            ("(?:[оеё]в|[иы]н)", ("а", "ой", "ой", "у", "ой", "ой")),
            ("[сц]к", ("ая", "ой", "ой", "ую", "ой", "ой")),
        ],
    }.items()
}
_LATIN_NAME = re.compile(r"[A-Z][\w-]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A person at `sentence[start:stop]`: in English, and what the surname may be in Russian.

    They are more than one where the case leaves the gender open: «Евгения Васильева» is Yevgenia
    Vasilyeva, or somebody's who is Yevgeny Vasilyev.
    """

    start: int
    stop: int
    english: tuple[str, ...]
    surnames: tuple[str, ...]

    def stands(self, text: str) -> bool:
        """Whether an English text has the surname, whatever the romanisation."""
        return surname_stands(self.surnames, text)


def surname_stands(surnames: Iterable[str], text: str) -> bool:
    """Tell whether an English text has one of the Russian surnames, whatever the romanisation."""
    sounds = {sound_of_cyrillic(surname) for surname in surnames}
    return any(sounds & sounds_of_latin(name) for name in _LATIN_NAME.findall(text))


def people(sentence: str, taken: Iterable[tuple[int, int]] = ()) -> list[Person | Named]:
    """Return the persons that a Russian sentence names, by initials or in full.

    Left out are those that overlap with a place of `taken`, where a glossary has its say.
    """
    places = list(taken)
    found: list[Person | Named] = [*persons(sentence), *named(sentence)]
    return [each for each in found if is_free(each.start, each.stop, places)]


def is_free(start: int, stop: int, taken: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a place overlaps with none of those taken."""
    return all(stop <= first or last <= start for first, last in taken)


def named(sentence: str) -> Iterator[Named]:
    """Yield the persons that a Russian sentence names by given name and surname, in either order.

    The surname comes first in lists, where a patronymic follows: «Петров Иван Иванович».
    """
    end = 0
    for word in _WORD.finditer(sentence):
        found = _LISTED.match(sentence, word.start()) or _PERSON.match(sentence, word.start())
        if not found or found.start() < end:
            continue
        given = _given(found["given"])
        likely = expected(sentence[: found.start()]) if given else frozenset()
        names: dict[bool, dict[str, str]] = {True: {}, False: {}}
        for gender, first, cases in given:
            for surname in _surnames(found["surname"], gender, cases & likely or cases):
                name = f"{first} {romanised(surname)}"
                names[bool(cases & likely)][name] = surname
        either = names[True] | names[False]
        if either:
            end = found.end()
            yield Named(found.start(), found.end(), tuple(either), tuple(either.values()))


def _surnames(surname: str, gender: str, cases: frozenset[str]) -> list[str]:
    """Return what a surname that stands in one of the cases is in the nominative, where sure."""
    found = [name for name in nominatives(surname, cases) if _ENDINGS[gender].search(name)]
    if found:
        return found
    # The dictionary may know the word as another only: «Ключников» of «ключник».
    forms = (
        (case, form.fullmatch(surname), nominative)
        for case, form, nominative in _FORMS[gender]
        if case in cases
    )
    return list(dict.fromkeys(form[1] + nominative for _, form, nominative in forms if form))


@lru_cache(maxsize=1 << 12)
def _given(word: str) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Return the given names that a word may be a case of: gender, English, the cases."""
    found: dict[tuple[str, str], set[str]] = {}
    for parse in analyser().parse(word):
        english = _names().get(parse.normal_form.replace("ё", "е"))
        if english and {"Name", "sing"} <= parse.tag.grammemes and parse.tag.gender in _ENDINGS:
            found.setdefault((str(parse.tag.gender), english), set()).add(str(parse.tag.case))
    return tuple((*key, frozenset(cases)) for key, cases in found.items())


@cache
def _names() -> Mapping[str, str]:
    lines = files("workflow.glossary").joinpath("given.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {russian.lower().replace("ё", "е"): english for russian, english in pairs}
