from __future__ import annotations

import pytest

from workflow.glossary import Entry, Glossary, demands

GLOSSARY = Glossary(
    [
        Entry("ОДКБ", "CSTO", "organisation", ("Collective Security Treaty Organization",)),
        Entry("Генеральный секретарь ОДКБ", "CSTO Secretary General", "title"),
        Entry("страна НАТО", "NATO country", "term", ("NATO member",)),
        Entry("орден Почёта", "Order of Honour", "event"),
        Entry("вооружённые силы", "armed forces", "body"),
        Entry("ПА ОДКБ", "CSTO PA", "body", case="exact"),
        Entry("Имангали Тасмагамбетов", "Imangali Tasmagambetov", "person", gender="m"),
    ]
)


def english(sentence: str) -> list[str]:
    return [demand.english[0] for demand in demands(GLOSSARY, sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Генеральный секретарь ОДКБ прибыл.", ["CSTO Secretary General"]),
        ("Генеральные секретари ОДКБ, ОДКБ", ["CSTO Secretaries General", "CSTO"]),
        ("ОДКБ и ОДКБ", ["CSTO", "CSTO"]),
        ("Вооружённых сил", ["armed forces"]),
        ("ПА ОДКБ усилены.", ["CSTO PA"]),
        ("Среди стран НАТО", ["NATO countries"]),
        ("Ничего такого.", []),
        ("", []),
    ],
)
def test_best_english(sentence: str, expected: list[str]) -> None:
    assert english(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Страны НАТО увеличили расходы.", "NATO countries"),
        ("«Страны НАТО» готовы.", "NATO countries"),
        ("Интересы страны НАТО выросли.", "NATO country"),
        ("Страны НАТО.", "NATO country"),
        ("Ордена Почёта удостоен конструктор.", "Order of Honour"),
    ],
)
def test_an_open_number_is_told_by_the_predicate(sentence: str, expected: str) -> None:
    (demand,) = demands(GLOSSARY, sentence)
    assert demand.english[0] == expected
    if "НАТО" in sentence:
        assert set(demand.english) == {
            "NATO country", "NATO countries", "NATO member", "NATO members",
        }  # fmt: skip


def test_a_known_number_is_demanded() -> None:
    (demand,) = demands(GLOSSARY, "Одной страной НАТО больше")
    assert demand.english == ("NATO country", "NATO member")


def test_places_and_kinds() -> None:
    sentence = "Речь ОДКБ держал И. Тасмагамбетов"
    first, second = demands(GLOSSARY, sentence)
    assert sentence[first.start : first.stop] == "ОДКБ"
    assert (first.entry, first.kind) == ("ОДКБ", "organisation")
    assert first.english == ("CSTO", "Collective Security Treaty Organization")
    assert sentence[second.start : second.stop] == "И. Тасмагамбетов"
    assert second.english == ("I. Tasmagambetov", "Imangali Tasmagambetov")


def test_a_full_name_may_have_an_initial_in_english() -> None:
    (demand,) = demands(GLOSSARY, "Имангали Тасмагамбетовым")
    assert demand.english == ("Imangali Tasmagambetov", "I. Tasmagambetov")
