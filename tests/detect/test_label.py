from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workflow.detect import detect, label

if TYPE_CHECKING:
    from workflow.model import Labelled

RU = "Государства-члены подтвердили готовность развивать сотрудничество."
EN = "The member states confirmed that they were ready to develop cooperation."
BE = "Дзяржавы-ўдзельніцы пацвердзілі гатоўнасць развіваць супрацоўніцтва."


def langs(texts: list[str], hints: list[str | None] | None = None) -> list[str]:
    return [labelled.detection.lang for labelled in label(texts, hints or [])]


def passages(text: str) -> list[tuple[str, str]]:
    (labelled,) = label([text])
    return [(p.detection.lang, text[p.start : p.stop]) for p in labelled.passages]


@pytest.mark.parametrize(
    ("short", "around", "lang"),
    [
        *[(short, RU, "ru") for short in ("ОДКБ", "МИД", "2024", "—", "Пункт 7", "А. Лавров")],
        *[(short, BE, "be") for short in ("ОДКБ", "2024", "—", "Пункт 7")],
        *[
            (short, EN, "en")
            for short in ("CSTO", "2024", "—", "Stanislav Zas", "I. Tasmagambetov")
        ],
    ],
)
def test_what_proves_nothing_takes_the_language_around(short: str, around: str, lang: str) -> None:
    middle = label([around, short, around])[1].detection
    assert middle.lang == lang
    assert middle.confidence < label([around])[0].detection.confidence


def test_neighbours_are_named_in_the_reason() -> None:
    decision = label([RU, "ОДКБ"])[1].detection
    assert decision.detector == "neighbours"
    assert "Russian" in decision.reason


def test_neighbours_in_another_script_say_nothing() -> None:
    assert langs([EN, "ОДКБ", EN]) == ["en", "und", "en"]
    assert langs([RU, "CSTO", RU]) == ["ru", "und", "ru"]


def test_neighbours_in_the_same_script_are_found_past_others() -> None:
    assert langs([RU, EN, "CSTO", "ОДКБ"]) == ["ru", "en", "en", "ru"]


def test_numbers_take_any_neighbour() -> None:
    assert langs([EN, "2024", EN]) == ["en"] * 3


def test_nothing_around_is_und() -> None:
    assert langs(["ОДКБ", "2024", ""]) == ["und"] * 3


def test_a_sentence_does_not_follow_its_neighbours() -> None:
    assert langs([BE, RU, BE]) == ["be", "ru", "be"]
    assert langs([RU, BE, RU]) == ["ru", "be", "ru"]


def test_headline_under_headline() -> None:
    texts = [
        "Go back",
        "Parliamentary Assembly adopted a statement on the anniversary of the Victory",
        "Парламентское собрание приняло заявление в связи с 75-летием Победы",
        "At a session in St. Petersburg, the Assembly adopted a statement today.",
        "Back to the all news",
    ]
    assert langs(texts) == ["en", "en", "ru", "en", "en"]


def test_a_declared_language_is_weak_evidence() -> None:
    assert langs(["ОДКБ"], ["ru-RU"]) == ["ru"]
    assert langs(["ОДКБ"], ["en"]) == ["und"]
    assert langs([RU], ["en"]) == ["ru"]
    assert langs([BE, "ОДКБ"], ["ru", "ru"]) == ["be", "be"]


def test_empty_paragraphs_have_no_passages() -> None:
    assert label([""])[0].passages == ()
    assert label([]) == []


def test_alone_is_as_detect() -> None:
    for text in (RU, EN, BE, "ОДКБ", "", "Go back"):
        assert label([text])[0].detection == detect(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“Мы готовы к диалогу с партнёрами”, Lavrov said at the briefing in New York.",
            [
                ("ru", "“Мы готовы к диалогу с партнёрами”, "),
                ("en", "Lavrov said at the briefing in New York."),
            ],
        ),
        (
            "The minister said: «Мы не видим другого выхода.» He then left for the airport.",
            [
                ("en", "The minister said: "),
                ("ru", "«Мы не видим другого выхода.» "),
                ("en", "He then left for the airport."),
            ],
        ),
        (
            "He answered the reporters with one word, «Нет!», and left the room at once.",
            [
                ("en", "He answered the reporters with one word, "),
                ("ru", "«Нет!», "),
                ("en", "and left the room at once."),
            ],
        ),
        (
            "Совет принял заявление по Афганистану / The Council adopted a statement on Kabul",
            [
                ("ru", "Совет принял заявление по Афганистану / "),
                ("en", "The Council adopted a statement on Kabul"),
            ],
        ),
        (
            f"{RU} {BE}",
            [("ru", f"{RU} "), ("be", BE)],
        ),
        (f"{RU} {EN} {RU}", [("ru", f"{RU} "), ("en", f"{EN} "), ("ru", RU)]),
    ],
)
def test_mixed(text: str, expected: list[tuple[str, str]]) -> None:
    assert passages(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Компания Microsoft Corporation открыла центр в Минске.",
        "В докладе Human Rights Watch говорится о другом положении дел.",
        "Мы выступаем за сотрудничество NATO и ОДКБ в Афганистане.",
        "По словам Blinken, «we will not accept it», — сказал он в среду вечером.",
        "The newspaper «Российская газета» reported it on Monday.",
        "The ОДКБ exercise «Рубеж» took place in Kyrgyzstan.",
        "г. Минск, ул. Ленина, д. 5. Тел. 22-33-44. Е. А. Петров подписал акт.",
        "Юлия Тимошенко и Пётр Порошенко встретились. Тимошенко заявила протест.",
    ],
)
def test_one_passage(text: str) -> None:
    (labelled,) = label([text])
    assert len(labelled.passages) == 1


def test_the_main_language_of_a_mixed_paragraph() -> None:
    decision = detect(f"«Мы готовы к переговорам.» {EN} {EN}")
    assert decision.lang == "en"
    assert "Russian" in decision.reason


def test_homoglyphs_do_not_change_the_script() -> None:
    assert detect("Cовет минисtров принял решение").lang == "ru"


def covers(text: str, labelled: Labelled) -> bool:
    ends = [0, *(p.stop for p in labelled.passages)]
    return ends[-1] == len(text) and [p.start for p in labelled.passages] == ends[:-1]


def test_long_text_is_cut_in_linear_time() -> None:
    text = f"{RU} {EN} " * 2000
    (labelled,) = label([text])
    assert covers(text, labelled)
    assert len(labelled.passages) == 4000
