"""Aligning two documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.align.sentences import align, relatedness

PAIRS = [
    ("Совет министров собрался в Минске.", "The Council of Ministers met in Minsk."),
    ("Стороны обсудили положение в Афганистане.", "They discussed the situation in Afghanistan."),
    ("Пожары уничтожили 1 200 гектаров леса.", "Fires destroyed 1,200 hectares of forest."),
    ("Музей открыт ежедневно, кроме понедельника.", "The museum is open daily except Monday."),
    ("Поезд прибывает на вокзал в семь.", "The train arrives at the station at seven."),
    ("Цены на пшеницу выросли в октябре.", "Wheat prices rose in October."),
    ("Учёные нашли новый вид бабочек.", "Scientists found a new species of butterfly."),
    ("Школьники посадили сто деревьев.", "Schoolchildren planted a hundred trees."),
    ("Мост через реку построят к 2028 году.", "The bridge over the river will be built by 2028."),
    ("Врачи советуют пить больше воды.", "Doctors advise drinking more water."),
    ("Театр покажет премьеру весной.", "The theatre will show the premiere in spring."),
    ("Рыбаки вернулись в порт до шторма.", "The fishermen returned to port before the storm."),
]
RUSSIAN = [russian for russian, _ in PAIRS]
ENGLISH = [english for _, english in PAIRS]
SENTENCES = st.lists(st.sampled_from([*RUSSIAN, *ENGLISH, "Да.", "5", "", "—"]), max_size=14)


def spans(beads):
    return [(bead.source, bead.target) for bead in beads]


def covered(beads, n, m):
    return [i for b in beads for i in b.source] == list(range(n)) and [
        j for b in beads for j in b.target
    ] == list(range(m))


@given(SENTENCES, SENTENCES, st.sampled_from(["corpus", "reading"]))
@settings(max_examples=60, deadline=None)
def test_every_sentence_is_in_one_bead_and_in_order(source, target, mode):
    beads = align(source, target, mode=mode)
    assert covered(beads, len(source), len(target))
    assert all(-1 <= bead.score <= 1 for bead in beads)
    assert all(bead.score == 0 for bead in beads if not (bead.source and bead.target))
    if mode == "reading" and source and target:
        assert all(bead.source and bead.target for bead in beads)


@given(SENTENCES, SENTENCES, st.sampled_from(["corpus", "reading"]))
@settings(max_examples=40, deadline=None)
def test_swapping_the_sides_gives_the_mirror_image(source, target, mode):
    turned = align(target, source, mode=mode)
    assert set(spans(align(source, target, mode=mode))) == {(t, s) for s, t in spans(turned)}


@given(st.lists(st.sampled_from(RUSSIAN), unique=True, min_size=1))
@settings(max_examples=30, deadline=None)
def test_identical_texts_align_one_to_one(sentences):
    assert spans(align(sentences, sentences)) == [((i,), (i,)) for i in range(len(sentences))]


@given(st.integers(1, 10), st.integers(1, 6))
@settings(max_examples=30, deadline=None)
def test_a_deleted_block_leaves_the_rest_as_it_was(start, length):
    stop = min(start + length, 11)
    kept = [*range(start), *range(stop, 12)]
    beads = align(RUSSIAN, [ENGLISH[i] for i in kept])
    paired = {(i,): (place,) for place, i in enumerate(kept)}
    assert {s: t for s, t in spans(beads) if t} == paired


def test_two_sentences_for_one_and_one_for_two():
    source = [RUSSIAN[0], f"{RUSSIAN[3][:-1]}, а {RUSSIAN[4].lower()}", *RUSSIAN[6:8], RUSSIAN[9]]
    target = [ENGLISH[0], ENGLISH[3], ENGLISH[4], f"{ENGLISH[6][:-1]}, and {ENGLISH[7].lower()}", ENGLISH[9]]  # fmt: skip  # noqa: E501
    assert spans(align(source, target)) == [
        ((0,), (0,)), ((1,), (1, 2)), ((2, 3), (3,)), ((4,), (4,)),
    ]  # fmt: skip


def test_numbers_tell_short_lines_apart():
    numbers = [3, 7, 12, 18, 25]
    source = [f"Статья {number}" for number in numbers]
    target = [f"Article {number}" for number in numbers if number != 12]
    assert [s for s, t in spans(align(source, target)) if not t] == [(2,)]


def test_reading_leaves_nothing_out():
    beads = align(RUSSIAN, ENGLISH[:4] + ENGLISH[6:], mode="reading")
    assert all(bead.source and bead.target for bead in beads)
    assert covered(beads, 12, 10)


@pytest.mark.parametrize("mode", ["corpus", "reading"])
def test_an_empty_side_leaves_all_alone(mode):
    beads = align(RUSSIAN[:3], [], mode=mode)
    assert covered(beads, 3, 0)
    assert relatedness(beads) == 0
    assert align([], [], mode=mode) == []


def test_unrelated_texts_are_not_related():
    assert relatedness(align(RUSSIAN[:6], ENGLISH[6:])) < 0.15
    assert relatedness(align(RUSSIAN, ENGLISH)) > 0.5


def test_a_side_a_hundred_times_longer():
    target = [f"{ENGLISH[i % 12][:-1]} on day {i}." for i in range(600)]
    target[300:306] = ENGLISH[:6]
    beads = align(RUSSIAN[:6], target)
    assert covered(beads, 6, 600)
    assert {bead.target for bead in beads if bead.source} == {(300 + i,) for i in range(6)}


DEV = Path(__file__).resolve().parents[2] / ".." / "shared" / "eval" / "align" / "dev"


@pytest.mark.skipif(not DEV.exists(), reason="the shared development sets are not here")
@pytest.mark.parametrize(("name", "strict"), [("syn_gap3", 0.98), ("nat_ntrex11", 0.99)])
def test_the_development_sets(name, strict):
    from workflow.align.beads import from_text
    from workflow.align.score import score

    source, target = (
        (DEV / f"{name}.{lang}").read_text("utf-8").splitlines() for lang in ("ru", "en")
    )
    gold = from_text((DEV / f"{name}.gold").read_text("utf-8"), name)
    result = score([(gold, align(source, target))])
    assert result.strict.f1 >= strict
    assert result.lax.f1 >= 0.99
