"""What a reviewer reads; the contract suite holds what is found."""

from __future__ import annotations

import time

import pytest

from tests.contracts.checks import pair, rows
from workflow.registry import checks


def messages(source: str, target: str, **langs: str) -> list[str]:
    return [
        finding.message
        for check in checks().values()
        for finding in check.find(pair(source, target, **langs))
    ]


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("75 лет", "years", "75 is missing in the English"),
        ("лет", "75 years", "75 is in the English but not in the Russian"),
        ("75 лет", "76 years", "75 in the Russian is 76 in the English"),
        ("с 5 до 7", "from to", "5 and 7 are missing in the English"),
        ("2,5 млн лет", "2.5 years", "2,5 млн in the Russian is 2.5 in the English"),
        ("5 мая", "5 June", "мая in the Russian is June in the English"),
        ("12 % да", "12 yes", "the percentage is missing in the English"),
        ("4,5", "4,5", "4,5 is written with a comma as in the Russian"),
        ("Иван", "Иван", "the English repeats the Russian untranslated"),
        ("пришёл Иван", "Иван came", "Иван is left in Russian in the English"),
        ("да ли", "the the", "“the” stands 2 times in a row in the English"),
        ("(да)", "(yes", "( has no other half in the English"),
        ("да?", "yes", "the Russian ends with a question mark and the English does not"),
        ("да", "", "the English is empty"),
        ("", "yes", "the English translates nothing: the Russian is empty"),
    ],
)
def test_messages_name_the_thing(source: str, target: str, message: str) -> None:
    assert message in messages(source, target)


def test_languages_are_named_in_both_directions() -> None:
    found = messages("75 years", "лет", source_lang="en", target_lang="ru")
    assert found == ["75 is missing in the Russian"]


def test_number_words_of_unknown_languages_are_not_missed() -> None:
    assert messages("Бес ел", "Five countries", source_lang="kk") == []
    assert messages("75 ел", "Countries", source_lang="kk") == ["75 is missing in the English"]


def test_length_says_what_is_usual() -> None:
    [message] = messages("Стороны подписали соглашение.", "Signed.")
    assert message == "the English is too short: 7 characters for 29, where 11 to 70 are usual"


def test_all_checks_together_are_fast() -> None:
    pairs = [pair(source, target) for source, target in rows("good.tsv")] * 10
    everything = checks().values()
    before = time.process_time()
    for each in pairs:
        for check in everything:
            list(check.find(each))
    assert len(pairs) / (time.process_time() - before) > 1500  # 6,000 where nothing else runs
