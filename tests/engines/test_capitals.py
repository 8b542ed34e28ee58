"""Headings in capitals are translated as if they were in small letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workflow.engines.capitals import is_loud, lowered, quiet, raised
from workflow.model import Demand

if TYPE_CHECKING:
    from workflow.engines.argos import ArgosEngine


@pytest.mark.parametrize(
    ("loud", "expected"),
    [
        ("ИТОГОВЫЙ ДОКУМЕНТ", "Итоговый документ"),
        ("О СОЗЫВЕ ЗАСЕДАНИЯ СОВЕТА ОДКБ", "О созыве заседания совета ОДКБ"),
        ("ПОЕЗДКА В МИНСК И КАЗАХСТАН", "Поездка в Минск и Казахстан"),
        ("1. «ПОВЕСТКА ДНЯ» (2024 Г.)", "1. «Повестка дня» (2024 г.)"),
        ("NATO И ОДКБ: ВСТРЕЧА", "NATO И ОДКБ: встреча"),
        ("СЪЁМКИ В ТАШКЕНТЕ", "Съёмки в Ташкенте"),
    ],
)
def test_in_small_letters(loud: str, expected: str) -> None:
    assert is_loud(loud)
    assert quiet(loud).casefold() == loud.casefold()
    assert len(quiet(loud)) == len(loud)
    assert quiet(loud).replace(" и ", " И ") == expected.replace(" и ", " И ")


@pytest.mark.parametrize(
    ("source", "small", "english", "expected"),
    [
        ("СОГЛАШЕНИЕ о мире", "Соглашение о мире", "Agreement on peace", "AGREEMENT on peace"),
        ("ИТОГОВЫЙ ДОКУМЕНТ сессии", "Итоговый документ сессии",
         "The final document of the session", "THE FINAL DOCUMENT of the session"),
        ("ПРОТОКОЛ № 5 заседания", "Протокол № 5 заседания", "Minutes No. 5 of the meeting",
         "MINUTES NO. 5 of the meeting"),
        ("РЕШЕНИЕ Совета", "Решение Совета", "Decision of the Council", "DECISION of the Council"),
        ("СОВБЕЗ принял меры", "Совбез принял меры",
         "The council has taken measures on it", "The council has taken measures on it"),
        ("РЕШЕНИЕ О МИРЕ", "Решение о мире", "Decision on peace", "DECISION ON PEACE"),
        ("ОДКБ и ООН", "ОДКБ и ООН", "CSTO and UN", "CSTO and UN"),
        ("МИНСК, 5 мая", "МИНСК, 5 мая", "Minsk, 5 May", "Minsk, 5 May"),
    ],
)  # fmt: skip
def test_what_begins_in_capitals(source: str, small: str, english: str, expected: str) -> None:
    assert lowered(source) == small
    assert raised(english, source) == expected


@pytest.mark.parametrize(
    "text", ["ОДКБ", "ООН, СНГ", "Совет ОДКБ", "2024", "", "СОГЛАШЕНИЕ о мире"]
)
def test_what_is_not_loud(text: str) -> None:
    assert not is_loud(text)


def test_headings_come_out_in_capitals(argos_engine: ArgosEngine) -> None:
    headings = ["ИТОГОВЫЙ ДОКУМЕНТ", "СОВМЕСТНОЕ ЗАЯВЛЕНИЕ", "ПРОТОКОЛ ЗАСЕДАНИЯ РАБОЧЕЙ ГРУППЫ"]
    small = ["Итоговый документ", "Совместное заявление", "Протокол заседания рабочей группы"]
    loud = dict(argos_engine.translate(headings))
    plain = dict(argos_engine.translate(small))
    for number in range(len(headings)):
        assert loud[number].text == plain[number].text.upper()


def test_terms_stand_in_capitals(argos_engine: ArgosEngine) -> None:
    heading = "ВСТРЕЧА МИНИСТРА ЮСТИЦИИ С ДЕЛЕГАЦИЕЙ"
    term = Demand(8, 24, ("minister of justice",), "министр юстиции", "title")
    [(_, made)] = argos_engine.translate([heading], [[term]])
    [applied] = made.terms
    assert made.text[applied.target_start : applied.target_stop] == "MINISTER OF JUSTICE"
