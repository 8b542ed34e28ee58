"""Pairs inside one document. Paragraph numbers count both languages, as on a page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.align import side
from workflow.align.document import pair_within

HEADLINE = "CSTO Secretariat hosts round table on cultural heritage"
LEAD = (
    "On May 22, a round table on the protection of cultural heritage in emergencies was held at "
    "the CSTO Secretariat in Moscow."
)
BODY = [
    "It brought together museum workers, rescuers and diplomats from six states.",
    "A glossary of terms in Russian and English was presented.",
    "The next round table will be held in Yerevan in November.",
]
REPORT = (
    "The Executive Committee presented a detailed report, according to which 19 terrorist attacks "
    "were prevented in 2023."
)
RUSSIAN_HEADLINE = "В Секретариате ОДКБ прошел круглый стол по культурному наследию"


def spans(source, target):
    return [(match.source, match.target) for match in pair_within(source, target)]


def test_nothing_to_do_loads_nothing(monkeypatch):
    monkeypatch.setattr(side, "embed", lambda _: pytest.fail("embedded"))
    assert pair_within([], [(0, LEAD)]) == []
    assert pair_within([(0, RUSSIAN_HEADLINE)], []) == []


def test_a_headline_goes_to_the_headline_and_not_to_the_lead():
    english = [(0, HEADLINE), (2, LEAD), *((3, text) for text in BODY)]
    assert spans([(1, RUSSIAN_HEADLINE)], english) == [((0,), (0,))]


def test_a_headline_without_its_english_stays_alone():
    english = [(1, LEAD), *((2, text) for text in BODY)]
    assert spans([(0, RUSSIAN_HEADLINE)], english) == []


def test_the_nearer_of_two_equal_headlines_is_taken():
    english = [(0, HEADLINE), (1, BODY[1]), (8, HEADLINE)]
    assert spans([(7, RUSSIAN_HEADLINE)], english) == [((0,), (2,))]


def test_a_repeated_headline_is_paired_each_time():
    english = [(1, HEADLINE), (2, LEAD)]
    assert spans([(0, RUSSIAN_HEADLINE), (9, RUSSIAN_HEADLINE)], english) == [
        ((0,), (0,)),
        ((1,), (0,)),
    ]


def test_another_number_is_another_sentence():
    source = [(0, "В 2023 году было предотвращено 19 терактов.")]
    target = [(1, "In 2022, 47 terrorist attacks were prevented.")]
    assert spans(source, target) == []
    assert spans(source, [(1, "In 2023, 19 terrorist attacks were prevented.")]) == [((0,), (0,))]


def test_one_sentence_for_two():
    source = [
        (
            0,
            (
                "Особое внимание было уделено борьбе с терроризмом, а также защите важнейшей "
                "инфраструктуры от компьютерных атак."
            ),
        ),
        (2, "Следующая встреча пройдет в Бишкеке."),
    ]
    target = [
        (1, "Particular attention was paid to combating terrorism."),
        (1, "The protection of critical infrastructure against computer attacks was discussed."),
        (3, "The next meeting will be held in Bishkek."),
    ]
    assert spans(source, target) == [((0,), (0, 1)), ((1,), (2,))]


def test_two_sentences_for_one():
    source = [
        (0, "Исполнительный комитет представил подробный доклад."),
        (0, "В 2023 году было предотвращено 19 терактов."),
    ]
    target = [
        (1, REPORT),
        (2, "For media enquiries, write to the press office."),
    ]
    assert spans(source, target) == [((0, 1), (0,))]


def test_a_bead_does_not_reach_over_the_end_of_a_paragraph():
    source = [
        (0, "Исполнительный комитет представил подробный доклад."),
        (2, "В 2023 году было предотвращено 19 терактов."),
    ]
    target = [
        (1, REPORT),
    ]
    assert all(len(match.source) == 1 for match in pair_within(source, target))


def test_what_stands_between_two_pairs_is_paired():
    source = [
        (0, "Слово было предоставлено делегации Республики Таджикистан."),
        (0, "Аплодисменты."),
        (0, "Затем участники утвердили повестку дня следующего заседания."),
    ]
    target = [
        (1, "The floor was given to the delegation of the Republic of Tajikistan."),
        (1, "(Applause in the hall.)"),
        (1, "The participants then approved the agenda of the next meeting."),
    ]
    assert spans(source, target) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


PIECES = ["Да.", "Yes.", "", "ОДКБ", "CSTO", RUSSIAN_HEADLINE, HEADLINE, LEAD, "2024", "—"]
SENTENCES = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(PIECES)), max_size=6).map(sorted)


@given(SENTENCES, SENTENCES)
@settings(max_examples=25, deadline=None)
def test_matches_are_runs_in_order_and_no_source_is_used_twice(source, target):
    matches = pair_within(source, target)
    used = [index for match in matches for index in match.source]
    assert used == sorted(set(used))
    for match in matches:
        for run, sentences in ((match.source, source), (match.target, target)):
            assert run == tuple(range(run[0], run[-1] + 1))
            assert len({sentences[index][0] for index in run}) == 1
        assert -1 <= match.score <= 1
