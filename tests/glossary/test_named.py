"""Persons named in full: who it is, in whatever case, and how English writes them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from workflow.glossary.named import named


@pytest.mark.parametrize(
    ("sentence", "english"),
    [
        ("Владимир Ключников открыл заседание.", ["Vladimir Klyuchnikov"]),
        ("Встреча с Владимиром Ключниковым отложена.", ["Vladimir Klyuchnikov"]),
        ("Подарки Ульяне Дровосековой.", ["Ulyana Drovosekova"]),
        ("По словам Юлии Барановской и Тараса Шевченко, всё готово.",
         ["Yulia Baranovskaya", "Taras Shevchenko"]),
        ("Об этом заявил Сергей Викторович Щербаков.", ["Sergei Shcherbakov"]),
        ("Присутствовали: Петров Иван Иванович, Сидорова Анна Петровна.",
         ["Ivan Petrov", "Anna Sidorova"]),
        ("Вопрос Карену Карапетяну и Зурабу Вашадзе.", ["Karen Karapetyan", "Zurab Vashadze"]),
        ("Алена Семенова-Тян и Петр Соловьев", ["Alyona Semenova-Tyan", "Pyotr Solovyov"]),
        ("Приняли Игоря\u00a0Римского-Корсакова.", ["Igor Rimsky-Korsakov"]),
    ],
)  # fmt: skip
def test_the_person_in_any_case(sentence: str, english: list[str]) -> None:
    assert [person.english[0] for person in named(sentence)] == english
    for person in named(sentence):
        assert sentence[person.start : person.stop][0].isupper()


def test_where_the_case_leaves_it_open_either_will_do() -> None:
    [person] = named("Евгения Васильева арестована.")
    assert person.english[0] == "Yevgenia Vasilyeva"
    [person] = named("Доклад Евгения Васильева.")
    assert person.english[0] == "Yevgeny Vasilyev"
    assert person.stands("Evgeniya Vasilieva")
    assert person.stands("Vasiliev")
    [person] = named("Наградили Евгению Васильеву.")
    assert set(person.english) == {"Yevgenia Vasilyeva", "Yevgeny Vasilyev"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Виктор Гюго и Мария Кюри",
        "Майкл Блумберг, Анна Винтур, Роман Полански",
        "Новак Джокович и Иван Ракитич",
        "Корабль «Иван Грозный» вышел в море.",
        "Мария Остин",  # a woman whose surname does not change is no Russian
        "Совет Федерации. Владимир. Иванов",
        "город Владимир Российской Федерации",
        "имени Ивана Франко",
    ],
)
def test_nobody_who_would_have_to_be_known(sentence: str) -> None:
    assert not list(named(sentence))


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Vladimir Klyuchnikov opened it.", True),
        ("Mr Kliuchnikov’s report", True),
        ("Vladimir Klynikov opened it.", False),
        ("Klyuchnikova opened it.", False),
        ("Vladimir opened it.", False),
        ("", False),
    ],
)
def test_whether_english_names_the_person(text: str, stands: bool) -> None:  # noqa: FBT001
    [person] = named("Владимир Ключников открыл заседание.")
    assert person.stands(text) is stands


def test_ts_is_one_letter_or_two() -> None:
    [person] = named("Сергей Магнитский")
    assert person.stands("Sergei Magnitsky")
    [person] = named("Николай Савицкий")
    assert person.stands("Nikolai Savitskiy")


def test_the_given_names() -> None:
    lines = files("workflow.glossary").joinpath("given.tsv").read_text("utf-8").splitlines()
    names = [line.split("\t") for line in lines]
    assert lines == sorted(set(lines))
    for _, english in names:
        assert english.isascii()
        assert english.istitle()
