from __future__ import annotations

import pytest

from workflow.glossary import Entry, Glossary
from workflow.glossary.spellings import sound_of_cyrillic, sounds_of_latin, spellings
from workflow.glossary.suggest import suggest

PAIRS = [
    (
        "Секретариат ОДКБ сообщил о визите Имангали Тасмагамбетова.",
        "The CSTO Secretariat reported on Imangali Tasmagambetov's visit.",
    ),
    ("Об этом заявил Имангали Тасмагамбетов.", "Imangali Tasmagambetov said so."),
    (
        "Письмо направлено Имангали Тасмагамбетову в Секретариат ОДКБ.",
        "A letter was sent to Imangali Tasmagambetov at the CSTO Secretariat.",
    ),
    ("Встреча прошла в Секретариате ОДКБ.", "The meeting was held at the CSTO Secretariat."),
    (
        "Владимир Андрейченко открыл заседание Совета министров обороны.",
        "Vladimir Andreichenko opened the meeting of the Council of Ministers of Defence.",
    ),
    (
        "Нашу позицию Андрейченко довёл до Совета министров обороны.",
        "Our position was brought by Andreychenko to the Council of Ministers of Defence.",
    ),
    (
        "С Андрейченко встретились в Совете министров обороны.",
        "Our colleagues of the Council of Ministers of Defence met Andreichenko.",
    ),
    ("Нашей целью остаётся мир.", "Our aim remains peace, and it is our duty."),
    ("Нашу работу поддержал совет.", "The council supported our work."),
]


def terms(pairs=PAIRS, known=(), limit=10) -> list[tuple[str, str, int]]:
    found = suggest(pairs, Glossary(known), limit)
    return [(each.source, each.target, each.times) for each in found]


def test_recurring_terms_in_their_dictionary_form() -> None:
    assert terms() == [
        ("Имангали Тасмагамбетов", "Imangali Tasmagambetov", 3),
        ("Секретариат ОДКБ", "CSTO Secretariat", 3),
        ("Совет министров обороны", "Council of Ministers of Defence", 3),
    ]


def test_the_nominative_need_not_stand_in_the_pairs() -> None:
    pairs = [
        (f"{i} — в Парламентской ассамблее {i}.", f"In the Parliamentary Assembly, {i}.")
        for i in range(3)
    ]
    assert terms(pairs) == [("Парламентская ассамблея", "Parliamentary Assembly", 3)]


def test_an_example_and_the_share() -> None:
    more = [*PAIRS, ("Секретариат ОДКБ молчит.", "They are silent.")]
    found = next(each for each in suggest(more, Glossary(), 10) if "ОДКБ" in each.source)
    assert found.share == 0.75
    assert found.example == PAIRS[0]


def test_what_the_glossary_has_is_left_out() -> None:
    known = [Entry("Секретариат ОДКБ", "CSTO Secretariat", "body")]
    assert [source for source, *_ in terms(known=known)] == [
        "Имангали Тасмагамбетов",
        "Совет министров обороны",
    ]


def test_unstable_and_rare_translations_are_none() -> None:
    assert terms(PAIRS[:2]) == []
    unstable = [
        ("Палата решила.", f"The {name} decided.") for name in ("Chamber", "House", "Board")
    ]
    assert terms([(s + str(i), t) for i, (s, t) in enumerate(unstable)]) == []


def test_the_same_pair_twice_is_no_recurrence() -> None:
    assert terms(PAIRS[:1] * 9) == []


def test_limit() -> None:
    assert len(terms(limit=2)) == 2


def test_names_spelt_in_more_than_one_way() -> None:
    (found,) = spellings(PAIRS)
    assert found.source == "Андрейченко"
    assert found.targets == (("Andreichenko", 2), ("Andreychenko", 1))
    assert found.example == PAIRS[4]


def test_men_women_and_places_are_other_names() -> None:
    assert (
        spellings(
            [
                ("Васильев приехал.", "Vasilyev came."),
                ("Васильева приехала.", "Vasilyeva came."),
                ("Город Васильево.", "The town of Vasilyevo."),
                ("У Васильева.", "At Vasilyev's."),
            ]
        )
        == []
    )


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("Андрейченко", "Andreichenko Andreychenko Andrejchenko"),
        ("Токаев", "Tokayev Tokaev Tokajev"),
        ("Жапаров", "Japarov Zhaparov"),
        ("Джумагулов", "Jumagulov Dzhumagulov Djumagulov"),
        ("Дмитрий", "Dmitry Dmitri Dmitriy Dmitrii"),
        ("Саркисян", "Sarkisyan Sarkissian Sarkisian"),
        ("Юрий", "Yuri Yuriy Iurii Jurij"),
        ("Елена", "Elena Yelena Jelena"),
        ("Щербаков", "Shcherbakov"),
        ("Цагикян", "Tsagikyan Tzagikian"),
        ("Хачатрян", "Khachatryan Hachatrian"),
        ("Алексей", "Alexei Aleksey Alexey"),
        ("Соловьёв", "Solovyov Solovyev Soloviev"),
    ],
)
def test_romanisations_of_one_name_sound_the_same(russian: str, english: str) -> None:
    for spelling in english.split():
        assert sound_of_cyrillic(russian) in sounds_of_latin(spelling), spelling


@pytest.mark.parametrize(
    ("russian", "english"),
    [("Казахстан", "Kazakhstani"), ("Минск", "Mink"), ("Орлов", "Orlova"), ("Иванов", "Ivanova")],
)
def test_other_words_do_not(russian: str, english: str) -> None:
    assert sound_of_cyrillic(russian) not in sounds_of_latin(english)
