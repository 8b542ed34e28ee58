from __future__ import annotations

import re

import pytest

from workflow.engines.repair import affected, changed_pieces
from workflow.engines.words import Word
from workflow.model import Demand, Example

OLD = "Встреча прошла в Минске 5 мая."


def letters(text):
    """Cut a text into its words and marks, as a tokenizer of the simplest kind would."""
    return re.findall(r"\w+|[^\w\s]", text)


@pytest.mark.parametrize(
    ("new", "pieces"),
    [
        (OLD, []),
        ("Встреча прошла в Ереване 5 мая.", [["Минске"]]),
        ("Встреча прошла в Ереване 7 мая.", [["Минске", "5"]]),
        ("Беседа прошла в Минске 7 мая.", [["Встреча"], ["5"]]),
        ("Встреча прошла 5 мая.", [["в", "Минске"]]),
        ("Вчера встреча прошла в Минске 5 мая.", [["Встреча"]]),
    ],
)
def test_what_is_different_is_known_by_its_pieces(new, pieces):
    found = [letters(OLD)[a:b] for a, b in changed_pieces(OLD, new, letters)]
    assert found == pieces


def test_what_is_put_in_has_a_place_and_no_pieces():
    added = "Встреча министров прошла в Минске 5 мая."
    assert changed_pieces(OLD, added, letters) == [(1, 1)]
    assert changed_pieces(OLD, f"{OLD} Итоги подведены.", letters) == [(7, 7)]


WORDS = [Word(text, n, n + 1) for n, text in enumerate(["The", "talks", "were", "held", "there"])]
ATTENTION = [  # of five words to four pieces
    [0.9, 0.1, 0.0, 0.0],
    [0.8, 0.1, 0.1, 0.0],
    [0.1, 0.8, 0.1, 0.0],
    [0.0, 0.7, 0.2, 0.1],
    [0.0, 0.1, 0.1, 0.8],
]


@pytest.mark.parametrize(
    ("changed", "stretch"),
    [
        ([], None),
        ([(3, 4)], (4, 5)),
        ([(0, 1)], (0, 2)),
        ([(1, 2)], (2, 4)),
        ([(0, 1), (3, 4)], (0, 5)),
        ([(0, 0)], (0, 0)),
        ([(2, 2)], (3, 3)),  # behind “were”, which stands for the piece before
        ([(4, 4)], (5, 5)),
    ],
)
def test_the_words_that_attend_to_it_stand_for_it(changed, stretch):
    assert affected(WORDS, ATTENTION, changed) == stretch


SENTENCES = [
    "Заседание Совета коллективной безопасности ОДКБ состоялось в Ереване 12 мая.",
    "Министры обсудили вопросы региональной безопасности и борьбы с терроризмом.",
    "Стороны договорились продолжить консультации.",
    "Стороны договорились продолжить консультации.",
]
EXAMPLES = [
    Example(
        "Заседание Совета коллективной безопасности ОДКБ состоялось в Москве 12 мая.",
        "A session of the CSTO Collective Security Council was held in Moscow on May 12.",
    ),
    Example(
        "Министры обсудили вопросы региональной безопасности.",
        "The ministers discussed issues of regional security.",
    ),
    None,
    Example("Стороны договорились " + "очень " * 200, "The parties agreed " + "very " * 200),
]


def test_an_example_changes_nothing_but_its_own_sentence(argos_engine):
    free = dict(argos_engine.translate(SENTENCES))
    made = dict(argos_engine.translate(SENTENCES, (), EXAMPLES))
    assert sorted(made) == sorted(free)
    assert made[2] == free[2]
    assert made[3] == free[3], "an example that is too long to be read helps nobody"
    for number, each in made.items():
        assert each.repaired or each == free[number]
        assert not each.repaired or each.text != free[number].text
        assert each.problem == "" or each.problem == free[number].problem


def test_what_is_repaired_keeps_what_is_common(argos_engine):
    made = dict(argos_engine.translate(SENTENCES, (), EXAMPLES))
    kept = [
        set(letters(made[n].text)) & set(letters(EXAMPLES[n].target))
        for n in (0, 1)
        if made[n].repaired
    ]
    assert kept, "the examples are better English than the model's"
    assert all(len(words) > 2 for words in kept)


def test_demanded_terms_stand_in_what_is_repaired(argos_engine):
    start = SENTENCES[0].index("Ереване")
    demand = Demand(start, start + len("Ереване"), ("Yerevan",), "Ереван", "place")
    wanted = [[demand], [], [], []]
    made = dict(argos_engine.translate(SENTENCES, wanted, EXAMPLES))
    assert made[0].text.count("Yerevan") == 1
    (applied,) = made[0].terms
    assert made[0].text[applied.target_start : applied.target_stop] == "Yerevan"
