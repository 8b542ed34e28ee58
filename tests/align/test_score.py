"""Scores of alignments, and the files they are read from."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.align.beads import Bead, from_text, to_text
from workflow.align.score import score
from workflow.errors import DocumentError

SCORER = Path(__file__).resolve().parents[2] / ".." / "shared" / "eval" / "align" / "score.py"
GOLD = "[0]:[0]\n[1,2]:[1]\n[3]:[]\n[]:[2]\n"


@st.composite
def alignments(draw):
    """Beads that cover some sentences of both sides once and in order."""
    i = j = 0
    beads = []
    for a, b in draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=8)):
        if a or b:
            beads.append(Bead(tuple(range(i, i + a)), tuple(range(j, j + b))))
        i, j = i + a, j + b
    return beads


@given(alignments())
def test_beads_survive_their_file(beads):
    assert from_text(to_text(beads), "beads") == beads


def test_beads_with_spaces_and_costs_are_read():
    assert from_text("[0, 1]:[0]:0.25\n\n[]:[1]\n", "x") == [Bead((0, 1), (0,)), Bead((), (1,))]


@pytest.mark.parametrize("line", ["0:0", "[0]", "[0]:[a]", "[0]:[1] x"])
def test_what_is_no_bead_is_named(line):
    with pytest.raises(DocumentError, match="Line 2 of it is no bead"):
        from_text(f"[0]:[0]\n{line}\n", "it")


def test_strict_lax_and_unaligned():
    found = from_text("[0]:[0]\n[1]:[1]\n[2,3]:[]\n[]:[2]\n", "found")
    result = score([(from_text(GOLD, "gold"), found)])
    assert (result.strict.precision, result.strict.recall) == (2 / 4, 1 / 2)
    assert (result.lax.precision, result.lax.recall) == (3 / 4, 2 / 2)
    assert (result.unaligned.precision, result.unaligned.recall) == (2 / 3, 2 / 2)


def test_nothing_scores_nothing():
    assert score([]).strict.f1 == 0
    assert score([([], [])]).lax.f1 == 0


@given(alignments())
def test_the_gold_itself_is_right(beads):
    result = score([(beads, beads)])
    assert result.strict.precision == (1 if beads else 0)
    assert result.strict.recall == (1 if any(b.source and b.target for b in beads) else 0)


@pytest.mark.skipif(not SCORER.exists(), reason="the shared scorer is not here")
@given(st.lists(st.tuples(alignments(), alignments()), max_size=3))
def test_the_scorer_of_the_shared_sets_agrees(pairs):
    spec = importlib.util.spec_from_file_location("shared_score", SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    theirs = module.score([[[(b.source, b.target) for b in side] for side in p] for p in pairs])
    ours = score(pairs)
    assert theirs["P"] == ours.strict.precision
    assert theirs["R"] == ours.strict.recall
    assert theirs["F"] == ours.strict.f1
    assert theirs["Fl"] == ours.lax.f1
    assert theirs["delP"] == ours.unaligned.precision
    assert theirs["delR"] == ours.unaligned.recall
