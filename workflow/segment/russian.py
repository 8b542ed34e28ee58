"""Russian: where a full stop belongs to an abbreviation, a date or a name."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from workflow.segment import common
from workflow.segment.abbreviations import Kind, is_number
from workflow.segment.boundary import JOIN, SPLIT, Boundary

_STARTER = re.compile(
    r"в|во|на|по|со|из|за|от|до|у|и|а|но|я|он|она|оно|они|мы|вы|это|эта|эти|этот|эту|этого|"
    r"этому|для|если|когда|так|также|однако|при|после|перед|под|как|что|кто|все|всё|его|её|их|"
    r"там|тогда|поэтому|кроме|более|затем|согласно|не|ни|же|с|к",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:Статья|Глава|Раздел|Часть|Пункт|Параграф|Приложение|Протокол|Таблица|Рисунок|Рис\.|Табл\.|§)"
    r"\s*№?\s*(?:[\dА-Я](?:[\d.-]*\d)?|[IVXLCХІ]+)",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    r"(?:витамин|групп|категори|класс|гепатит|вариант|тип|корпус|литер|точк|план)\w*\s+[«\"]?\w$",
    re.IGNORECASE,
)
_SURNAME = (
    r"[А-ЯЁ][а-яё-]+(?:[ое]в|[иы]н|[сц]к|ич|ко|[уюа]к|ян|дзе|швили|ец)"
    r"(?:а|у|ым|ом|е|ой|ий|ого|ому)?"
)
_SURNAME_FIRST = re.compile(rf"{_SURNAME}\s+[А-ЯЁ]\.\s?[А-ЯЁ]$")
_TWO_NAMES = re.compile(rf"[А-ЯЁ]\.\s?{_SURNAME}\s+[А-ЯЁ]\.\s?[А-ЯЁ]$")
_IS_SURNAME = re.compile(_SURNAME)
_DATE = (
    r"(?:\d{1,2}(?:\s?[-–—]\s?\d{1,2})?\s+)?(?:[а-яё]+\s+)?"
    r"(?:\d{4}(?:\s?[-–—]\s?\d{2,4})?|[IVXХІ]+(?:\s?[-–—]\s?[IVXХІ]+)?)\s*(?:гг?|вв?)"
)
_OPENING_DATE = re.compile(
    r"(?:[-–—«]\s*)?(?:(?:В|Во|К|Ко|С|Со|До|После|На|За|От|По|Около|Начиная с)\s+"
    rf"(?:[а-яё]+\s+){{0,2}})?{_DATE}"
)
_OPENING_PHRASE = re.compile(
    r"(?:В соответствии с|Согласно|На основании|Во исполнение|По состоянию|По данным|В период|"
    rf"В целях|С учётом|С учетом)\s+(?:[\w«»№/.-]+\s+){{0,12}}(?:от|на|за|с|до|по|в)\s+{_DATE}"
)
_COUNTRIES = frozenset({"США", "РФ", "Канады", "Австралии", "Республики", "Российской"})
_ABOUT = frozenset({"о", "об", "обо"})


def no_space(place: Boundary) -> bool | None:
    """Split where a space was lost, but for abbreviations: «сказал он.Потом», «им.Ленина»."""
    if place.space:
        return None
    return JOIN if place.kind else SPLIT


def whole_word(place: Boundary) -> bool | None:
    """Split behind a word that ends in a vowel: abbreviations end in a consonant.

    Most sentences end here; the rules that look further are asked about the others.
    """
    word = place.word
    whole = (len(word) > 2 and word[-1] in "аеёиоуыэюяьй") or len(word) > 6  # noqa: PLR2004
    return SPLIT if whole and place.mark == "." and not place.kind else None


def country(place: Boundary) -> bool | None:
    """Join a currency or a region to its country: «500 долл. США», «обл. Республики Беларусь»."""
    return JOIN if place.kind is Kind.TAIL and place.next in _COUNTRIES else None


def heading(place: Boundary) -> bool | None:
    """Join the number of an article to its title: «Статья 5. Предмет договора»."""
    return JOIN if place.mark == "." and _HEADING.fullmatch(place.sentence) else None


def lettered(place: Boundary) -> bool | None:
    """Split behind a letter that names a class: «гепатит В. Врачи», «группа А. В неё»."""
    return SPLIT if len(place.word) == 1 and _LETTERED.search(place.left[-30:]) else None


def ordinal(place: Boundary) -> bool | None:
    """Split behind a single Roman figure after a name: «при Петре I. Россия»."""
    if place.word not in {"I", "V", "X"} or len(place.tokens) < 2:  # noqa: PLR2004
        return None
    return SPLIT if place.tokens[-2][1:].islower() else None


def title(place: Boundary) -> bool | None:
    """Join a person's title to what follows: «проф. Иванов»."""
    return JOIN if place.kind is Kind.TITLE else None


def law_title(place: Boundary) -> bool | None:
    """Join the name of an act to its date: «от 5 мая 2024 г. «О гражданстве»»."""
    if place.kind is not Kind.UNIT:
        return None
    return JOIN if place.next.lower() in _ABOUT else None


def opening_date(place: Boundary) -> bool | None:
    """Join a date at the beginning of a sentence: «В мае 2024 г. Минск принял»."""
    if place.kind is not Kind.UNIT:
        return None
    phrases = (_OPENING_DATE, _OPENING_PHRASE)
    return JOIN if any(phrase.fullmatch(place.sentence) for phrase in phrases) else None


def surname_first(place: Boundary) -> bool | None:
    """Split behind initials that follow the surname: «утвердил Иванов А. С. Документ готов»."""
    if place.mark != "." or not _SURNAME_FIRST.search(place.left[-30:]):
        return None
    if _TWO_NAMES.search(place.left[-40:]):  # «им. В. И. Ленина Л. М. Шульга»
        return None
    return None if _IS_SURNAME.fullmatch(place.next) or place.after_next == "." else SPLIT


def function_word(place: Boundary) -> bool | None:
    """Split before a capital function word: «в нем. Он», «2024 г. На»."""
    return SPLIT if _STARTER.fullmatch(place.next) and place.after_next != "." else None


def pronoun_im(place: Boundary) -> bool | None:
    """Join «им.» before a name in the genitive; otherwise it is the pronoun, and ends."""
    if place.word.lower() != "им" or place.mark != ".":
        return None
    named = place.after_next == "." or re.search("(?:а|я|го|ой|ых|их|и|ы)$", place.next)
    return JOIN if named or place.lead.strip() else SPLIT


def abbreviation(place: Boundary) -> bool | None:
    """Do what the table says about the abbreviation."""
    if place.kind is Kind.HEAD:
        return JOIN
    if place.kind is Kind.WORD:
        return SPLIT
    if place.kind in {Kind.TAIL, Kind.UNIT}:
        joined = set(place.lead) & set("-–—([") or is_number(place.next)
        return JOIN if joined or not place.next[0].isalpha() else SPLIT
    return None


def razdel(place: Boundary) -> bool | None:
    """Do what razdel's own rules say; they look at ten characters to each side."""
    if place.mark != "." or place.closers:
        return None
    split_type, rules = _razdel()
    right = place.text[place.stop : min(place.end, place.stop + 10)]
    split = split_type(place.left[-10:], place.mark, right)
    split.buffer = place.text[place.start : min(place.at, place.start + 30)]
    return JOIN if any(rule(split) for rule in rules) else None


@cache
def _razdel() -> tuple[Any, list[Any]]:
    from razdel.segmenters.sentenize import RULES, SentSplit

    return SentSplit, RULES


RULES = (
    no_space,
    *common.FIRST,
    heading,
    whole_word,
    country,
    lettered,
    ordinal,
    title,
    law_title,
    opening_date,
    surname_first,
    function_word,
    pronoun_im,
    abbreviation,
    common.lone_letter,
    razdel,
)
