"""Surnames alone, of persons whom the document names in full elsewhere."""

from __future__ import annotations

import pytest

from workflow.engines.constrain import finished
from workflow.model import Demand, Sentence, Translation
from workflow.pipeline.persons import Persons

DOCUMENT = [
    Sentence("Заседание открыл Владимир Ключников."),
    Sentence("С докладом выступила Е. В. Громова."),
    Sentence("Ключников поблагодарил Громову."),
]


def respelt(text: str, sentence: Sentence, document: list[Sentence] = DOCUMENT) -> str:
    return Persons(document).respelt(sentence, Translation(text, -0.5)).text


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("Klynikov thanked Grova.", "Klyuchnikov thanked Gromova."),
        ("Kliuchnikov thanked Gromova.", "Kliuchnikov thanked Gromova."),
        ("He thanked her.", "He thanked her."),
        ("On Sunday the chairman thanked Grova’s deputy.",
         "On Sunday the chairman thanked Gromova’s deputy."),
    ],
)  # fmt: skip
def test_surnames_alone(made: str, expected: str) -> None:
    assert respelt(made, DOCUMENT[2]) == expected


def test_whom_nobody_names_in_full_is_unknown() -> None:
    assert respelt("Klynikov thanked Grova.", DOCUMENT[2], DOCUMENT[2:]) == (
        "Klynikov thanked Grova."
    )


def test_a_word_that_stands_for_another_is_left_alone() -> None:
    sentence = Sentence("Ключников и Клюшников спорили.")
    assert respelt("He and Klyushnikov argued.", sentence) == "He and Klyushnikov argued."


def test_whom_the_glossary_names_is_its_business() -> None:
    term = Demand(12, 16, ("Zas",), "Зась", "person")
    first = Sentence("Станислав Зась прибыл.", (Demand(0, 14, ("Stanislav Zas",), "Зась"),))
    sentence = Sentence("Об этом гн. Зась сообщил Громовой.", (term,))
    made = finished(Translation("Zas told Grova about it.", -0.5), (term,))
    done = Persons([first, *DOCUMENT]).respelt(sentence, made)
    assert done.text in {"Zas told Gromova about it.", "Zas told Gromov about it."}
    [applied] = done.terms
    assert done.text[applied.target_start : applied.target_stop] == "Zas"


def test_what_failed_is_left_as_it_is() -> None:
    made = Translation("Klynikov Klynikov Klynikov", -3.0, problem="loop")
    assert Persons(DOCUMENT).respelt(DOCUMENT[2], made) == made
