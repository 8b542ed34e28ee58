"""Persons named by initials: who it is, in whatever case, and how English writes it."""

from __future__ import annotations

import pytest

from workflow.glossary.initialled import persons, romanised


@pytest.mark.parametrize(
    ("sentence", "english"),
    [
        ("Открывая заседание, Е. В. Громова напомнила о повестке.", "E. V. Gromova"),
        ("Слово взял депутат Г.Б. Ахметов.", "G. B. Akhmetov"),
        ("Депутат Г. Б. Ахметова внесла поправку.", "G. B. Akhmetova"),
        ("Заслушан доклад В. И. Мельникова.", "V. I. Melnikov"),
        ("Заслушан доклад В. И. Мельниковой.", "V. I. Melnikova"),
        ("Директору А. С. Карпенко вручили грамоту.", "A. S. Karpenko"),
        ("Встреча с Н.\u00a0П.\u00a0Савицким отложена.", "N. P. Savitsky"),
        ("Площадь им. В. И. Ленина закрыта.", "V. I. Lenin"),
        ("По докладу В. И. Мельникова принято решение.", "V. I. Melnikov"),
        ("Вела заместитель председателя по правовым вопросам Е. В. Громова.", "E. V. Gromova"),
        ("Директор Дж. Р. Рахимов ответил.", "J. R. Rakhimov"),
        ("По словам С. Тасмагамбетовой, всё готово.", "S. Tasmagambetova"),
    ],
)
def test_the_person_in_any_case(sentence, english):
    [person] = persons(sentence)
    assert person.english[0] == english


@pytest.mark.parametrize(
    ("sentence", "english"),
    [
        ("Депутат парламента Республики Казахстан Г. Б. Ахметова предложила это.", "Akhmetova"),
        ("Председатель фонда «Мост» Г. Б. Ахметова (Астана) затем подробно ответила.", "Akhmetova"),
        ("Секретарь комиссии Г. Б. Ахметова была избрана.", "Akhmetova"),
        ("Председатель фонда Г. Б. Ахметова предложил это.", "Akhmetov"),
    ],
)
def test_the_verb_tells_a_woman_from_what_is_of_a_man(sentence, english):
    [person] = persons(sentence)
    assert person.english == (f"G. B. {english}",)


def test_where_the_case_leaves_it_open_either_will_do():
    [person] = persons("Наградили В. И. Мельникова.")
    assert set(person.english) == {"V. I. Melnikov", "V. I. Melnikova"}


@pytest.mark.parametrize(
    "sentence", ["СССР. Москва", "г. Минск", "А. Б.", "п. 3 ст. 5", "Н.э. Рим"]
)
def test_nobody(sentence):
    assert not list(persons(sentence))


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("Щербаков", "Shcherbakov"),
        ("Юрьев", "Yuryev"),
        ("Соловьёв", "Solovyov"),
        ("Хрущёв", "Khrushchev"),
        ("Крутой", "Krutoy"),
        ("Белый", "Bely"),
        ("Римский-Корсаков", "Rimsky-Korsakov"),
    ],
)
def test_in_latin_letters(russian, english):
    assert romanised(russian) == english


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("E. V. Gromova spoke.", True),
        ("Mrs E.V. Gromova’s report", True),
        ("The report by Gromova E. V. was heard.", True),
        ("Ye. V. Gromova spoke.", True),
        ("E. V. Grova spoke.", False),
        ("V. E. Gromova spoke.", False),
        ("Gromova spoke.", False),
        ("", False),
    ],
)
def test_whether_english_names_the_person(text, stands):
    [person] = persons("Открывая заседание, Е. В. Громова напомнила.")
    assert person.stands(text) is stands


def test_other_romanisations_are_the_same_person():
    [person] = persons("Выступил Х. Ж. Щербаков.")
    assert person.stands("K. Z. Scherbakov spoke.") is False
    assert person.stands("Kh. Zh. Scherbakov spoke.")
    assert person.stands("H. J. Shcherbakov spoke.")
