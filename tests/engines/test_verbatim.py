"""What a sentence has in Latin letters stands in its translation as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.engines.argos import ArgosEngine
from workflow.engines.exact import corrected
from workflow.engines.verbatim import LONGEST, verbatim

if TYPE_CHECKING:
    from workflow.models import Model

WORDS = st.from_regex(r"[A-Za-z][A-Za-z0-9]{1,9}(?:[-.@][A-Za-z0-9]{1,5})?", fullmatch=True)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Концерн Airbus SAS и Boeing Co. спорят.", ["Airbus SAS", "Boeing Co"]),
        ("Пишите на press@cis.int (сайт cis.int/news).", ["press@cis.int", "cis.int/news"]),
        ("IT-компания Procter & Gamble, F-16.", ["IT", "Procter & Gamble", "F-16"]),
        ("В XX веке, при Карле XII, вариант B.", []),
        ("VIPов и iPhone'ов не было, Cовет заседал.", ["iPhone"]),
        ("Он сказал: " + "word " * (LONGEST + 1), []),
        ("Только русские слова, 5 и 6.", []),
        ("Тел.: +375 (17) 222-33-44, факс 222-33-45.", ["+375 (17) 222-33-44", "222-33-45"]),
        ("Звоните 8-800-555-35-35 или (017) 22-33-44.", ["8-800-555-35-35", "(017) 22-33-44"]),
        ("Пункт 4.2 и п. 1.2.3 от 05.02.2024 и 5.2.24/7", ["1.2.3"]),
        ("В 2014-15-16 годах, дело 49-26-28-1/7", []),
    ],
)  # fmt: skip
def test_what_is_found(sentence: str, found: list[str]) -> None:
    assert [each.text for each in verbatim(sentence)] == found
    assert [sentence[each.start : each.stop] for each in verbatim(sentence)] == found


def test_what_a_glossary_has_is_its_own_business() -> None:
    sentence = "Участники BRICS Plus и Shell"
    start = sentence.index("Plus")
    assert [each.text for each in verbatim(sentence, [(start, start + 4)])] == ["Shell"]


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("e-mail", "Send an email.", True),
        ("Wi-Fi", "there is Wi Fi here", True),
        ("NGO", "five NGOs, an ngo's", True),
        ("US", "because", False),
        ("SSJ-100", "the SSJ flies", False),
        ("Airbus SAS", "AIRBUS SAS.", True),
        ("Airbus SAS", "Airbus", False),
        ("222-33-45", "fax: 222 33 45", False),
        ("222-33-45", "fax: 222-33-45.", True),
    ],
)
def test_what_stands(words: str, text: str, *, stands: bool) -> None:
    [found] = verbatim(f"Это {words}")
    assert found.stands(text) is stands


@given(st.lists(WORDS, min_size=1, max_size=4), st.booleans())
def test_words_stand_in_a_text_that_has_them(words: list[str], loud: bool) -> None:  # noqa: FBT001
    text = " ".join(words)
    for each in verbatim(f"Это {text}, да"):
        english = f"It is {text.upper() if loud else text}, yes"
        assert each.stands(english)
        assert each.lost(english) == []
        assert not each.stands("It is ours")


def test_misspelt_words_are_spelt_as_in_the_source() -> None:
    source = "Прилив вызвала Karenia brevis, сообщил Blackthorne."
    said = "The tide was caused by Karen brevis, Blackkhorne said."
    text, left = corrected(source, said)
    assert text == "The tide was caused by Karenia brevis, Blackthorne said."
    assert not left.count


def test_a_translation_has_them_all(model: Model) -> None:
    sentences = [
        "Самолёт SSJ-100 построен в партнёрстве с Alenia Aermacchi.",
        "Об этом пишет газета Financial Times со ссылкой на ASCOVIME.",
        "Красный прилив вызван водорослью Karenia brevis.",
        "Заявки направляются на адрес tender@vodokanal-sever.by до пятницы.",
        "Компания Northern Rock Plc национализирована, сообщает Star-Tribune.",
        "Первый выпуск CowParade прошёл в Цюрихе.",
    ]
    plain, exact = ArgosEngine([model], device="cpu"), ArgosEngine([model], device="cpu")
    plain._stages[0]._exact = False
    free, made = (dict(engine.translate(sentences)) for engine in (plain, exact))
    wanted = [(n, each) for n, source in enumerate(sentences) for each in verbatim(source)]
    assert any(not each.stands(free[n].text) for n, each in wanted), "else this shows nothing"
    assert [each.text for n, each in wanted if not each.stands(made[n].text)] == []
    assert [each.problem for each in made.values()] == [""] * len(sentences)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Исх. № 17/204, приказ № 15-П/ОД.", ["No. 17/204", "No. 15-P/OD"]),
        ("Закон № 44-ФЗ, распоряжение N 345-р", ["No. 44-FZ", "No. 345-r"]),
        ("Дело № А40–12345/2023; № A/RES/68/262", ["No. A40-12345/2023", "No. A/RES/68/262"]),
        ("№№ 1-3", ["No. 1-3"]),
        ("Школа № 5, дом № 12, указ № 1479.", []),
        ("Участок № 26-летний", []),
    ],
)
def test_what_papers_are_registered_under(sentence: str, found: list[str]) -> None:
    assert [each.text for each in verbatim(sentence)] == found
    assert all(each.stands(each.text) for each in verbatim(sentence))
    assert not any(each.stands(f"{each.text}/9") for each in verbatim(sentence))


@pytest.mark.parametrize(
    ("source", "draft", "right"),
    [
        ("Исх. № 17/204 от 5 мая", "Ech. No. 17/304 of 5 May", "Ref. No. 17/204 of 5 May"),
        ("Вх. № 345-р.", "Wh. No. never-a-r.", "Incoming No. 345-r."),
        (
            "На № 12/3-45 ответа нет.",
            "K No 12/3-45 is silent.",
            "In reply to No. 12/3-45 is silent.",
        ),
        (
            "Закон № 44-ФЗ и школа № 5",
            "Law No. 44-FL and school No. 5",
            "Law No. 44-FZ and school No. 5",
        ),
        ("Школа № 5", "School No. 5", "School No. 5"),
        # Which of two wrong ones is which is not known.
        ("Законы № 44-ФЗ и № 45-ФЗ", "Laws No. 4 and No. 5", "Laws No. 4 and No. 5"),
    ],
)
def test_the_number_of_a_paper_is_put_right(source: str, draft: str, right: str) -> None:
    assert corrected(source, draft)[0] == right
