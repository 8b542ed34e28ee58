"""Misspelt persons are respelt, and nothing else is."""

from __future__ import annotations

import pytest

from workflow.engines.exact import corrected
from workflow.engines.respell import respelt
from workflow.model import Demand

PERSON = ("Vladimir Klyuchnikov",)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Vladimir Klynikov said", "Vladimir Klyuchnikov said"),
        ("Mr Klyushnikov’s report", "Mr Klyuchnikov’s report"),
        ("a report by Vasdimir Klunikow.", "a report by Vladimir Klyuchnikov."),
        ("Vladimir Kolokolnikov said", "Vladimir Klyuchnikov said"),
        ("Vladimir Vladimirovich Kluchniv said", "Vladimir Vladimirovich Klyuchnikov said"),
        # Nothing there is like it.
        ("He said", "He said"),
        ("Vladimir said in Moscow", "Vladimir said in Moscow"),
        ("Kulikov said", "Kulikov said"),
    ],
)
def test_respelt(target: str, expected: str) -> None:
    assert respelt(target, [PERSON], "") == expected


def test_what_stands_for_another_word_is_left_alone() -> None:
    assert respelt("Chaplin spoke", [("Natalya Chaplina",)], "") == "Chaplina spoke"
    assert respelt("Chaplin spoke", [("Natalya Chaplina",)], "фильм Чаплина") == "Chaplin spoke"
    assert respelt("Chaplin spoke", [("Natalya Chaplina",)], "", ["Charlie Chaplin"]) == (
        "Chaplin spoke"
    )


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            "Директор Е. В. Громова и её заместитель Антон Цветков прибыли.",
            "Director E. V. Grova and her deputy Anton Tsvetakov arrived.",
            "Director E. V. Gromova and her deputy Anton Tsvetkov arrived.",
        ),
        (
            "Елена Лашкина сообщила об этом.",
            "Elena Lashkin reported that.",
            "Elena Lashkina reported that.",
        ),
        (
            "Об этом заявил Александр Ломакин-Румянцев.",
            "Alexander Lomakin-Romanov said that.",
            "Alexander Lomakin-Rumyantsev said that.",
        ),
        (
            "Владимир Якунин и Владимир Якушев встретились.",
            "Vladimir Yakunin and Vladimir Yakovshev met.",
            "Vladimir Yakunin and Vladimir Yakushev met.",
        ),
        (
            "Е. В. Громова вела заседание.",
            "Y. Gromov chaired the meeting.",
            "E. V. Gromova chaired the meeting.",
        ),
        ("Пётр Соловьёв выступил.", "Peter Soloviov spoke.", "Peter Soloviov spoke."),
    ],
)
def test_persons_of_a_sentence(source: str, target: str, expected: str) -> None:
    text, left = corrected(source, target)
    assert text == expected
    assert left.count == 0


def test_whom_the_glossary_names_is_its_business() -> None:
    source = "Встреча с Имангали Тасмагамбетовым и Натальей Комаровой."
    term = Demand(10, 36, ("Imangali Tasmagambetov",), "Имангали Тасмагамбетов", "person")
    text, _ = corrected(
        source, "A meeting with Imangali Tasmagambetov and Natalya Komarov.", [term]
    )
    assert text == "A meeting with Imangali Tasmagambetov and Natalya Komarova."
