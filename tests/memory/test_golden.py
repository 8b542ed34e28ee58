from __future__ import annotations

from pathlib import Path

import pytest

from tests.memory.building import remember
from workflow.memory import Kind, Memory, band, similarity
from workflow.memory.adapt import adapt, skeleton
from workflow.store import Store
from workflow.text import clean

GOLDEN = Path(__file__).parents[1] / "golden" / "memory"


def rows(name):
    lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("percent", "expected", "a", "b"), rows("similarity.tsv"))
def test_similarity(percent, expected, a, b):
    assert similarity(a, b) == similarity(b, a) == int(percent)
    floors = {"exact": 100, "95-99": 95, "85-94": 85, "75-84": 75, "new": 0}
    assert floors[expected] <= int(percent)


@pytest.fixture(scope="module")
def memory(tmp_path_factory):
    """Return a memory of every pair of the golden files."""
    with Store.open(str(tmp_path_factory.mktemp("golden") / "pairs.db")) as store:
        for _, _, source, _ in rows("similarity.tsv"):
            remember(store, source, "English.")
        for source, target, _, _ in rows("adapted.tsv"):
            remember(store, source, target)
        yield Memory.open(store, "ru", "en")


@pytest.mark.parametrize(("percent", "expected", "a", "b"), rows("similarity.tsv"))
def test_the_memory_finds_a_pair_with_its_percentage(memory, percent, expected, a, b):
    found = memory.fuzzy(b, threshold=30, limit=50)
    matches = [m for m in found if (m.source, m.stored) == (clean(a), "English.")]
    if int(percent) < 30:
        assert matches == []
        return
    (match,) = matches
    if match.kind is Kind.ADAPTED:
        assert match.percent == 99
        return
    assert match.percent == int(percent)
    assert band(match) == expected
    assert (match.kind is Kind.EXACT) is (match.percent == 100)


@pytest.mark.parametrize(("source", "target", "query", "expected"), rows("adapted.tsv"))
def test_adapted(memory, source, target, query, expected):
    made = adapt(query, source, target, "ru", "en")
    assert (made or "-") == expected
    matches = memory.fuzzy(query, threshold=30, limit=50)
    (match,) = [m for m in matches if (m.source, m.stored) == (clean(source), target)]
    if expected == "-":
        assert (match.kind, match.target) == (Kind.FUZZY, target)
    else:
        assert (match.kind, match.percent, match.target) == (Kind.ADAPTED, 99, expected)
        assert skeleton(query, "ru") == skeleton(source, "ru")
