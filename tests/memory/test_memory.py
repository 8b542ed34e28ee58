from __future__ import annotations

import pytest

from tests.memory.building import remember
from workflow.memory import Kind, Memory, Query

SOURCE = "Постоянный совет обсудил подготовку к сессии."
TARGET = "The Permanent Council discussed preparations for the session."


@pytest.fixture
def memory(store):
    return Memory.open(store, "ru", "en")


def test_an_approved_pair_settles_its_sentence(store, memory):
    pair = remember(store, SOURCE, TARGET)
    found = memory.exact([Query(SOURCE)])[Query(SOURCE)]
    assert (found.kind, found.percent, found.pair, found.target) == (
        Kind.EXACT, 100, pair, TARGET,
    )  # fmt: skip
    assert found.settled


@pytest.mark.parametrize(
    ("status", "origin", "is_memory", "settled"),
    [
        ("approved", "machine", True, True),
        ("corrected", "machine", True, False),
        ("machine", "machine", False, False),
        ("machine", "memory", False, False),
        ("machine", "aligned", True, False),
        ("machine", "document", False, False),
        ("machine", "import", True, False),
        ("rework", "aligned", False, False),
        ("rejected", "aligned", False, False),
    ],
)
def test_what_is_memory(store, memory, status, origin, is_memory, settled):
    remember(store, SOURCE, TARGET, status=status, origin=origin)
    found = memory.exact([Query(SOURCE)]).get(Query(SOURCE))
    assert (found is not None) is is_memory
    assert bool(memory.fuzzy(SOURCE)) is is_memory
    if found:
        assert found.settled is settled


def test_the_same_neighbours_make_a_context_match(store, memory):
    remember(store, SOURCE, "Elsewhere.", context=("Раньше.", "Позже."))
    remember(store, SOURCE, TARGET, context=("До.", "После."))
    query = Query(SOURCE, "До.", "После.")
    found = memory.exact([query, Query(SOURCE)])
    assert (found[query].kind, found[query].target) == (Kind.CONTEXT, TARGET)
    assert found[Query(SOURCE)].kind is Kind.EXACT


def test_the_better_pair_comes_first(store, memory):
    remember(store, SOURCE, "imported", status="machine", origin="import")
    remember(store, SOURCE, "aligned", status="machine", origin="aligned")
    remember(store, SOURCE, "corrected", status="corrected")
    remember(store, SOURCE, "old", updated_at="2025-01-01T00:00:00.000+00:00")
    remember(store, SOURCE, "new", updated_at="2026-02-01T00:00:00.000+00:00")
    targets = [match.target for match in memory.fuzzy(SOURCE)]
    assert targets == ["new", "old", "corrected", "aligned", "imported"]
    assert memory.exact([Query(SOURCE)])[Query(SOURCE)].target == "new"


def test_a_penalty_is_taken_off_and_unsettles(store, memory):
    store.set_memory("old", penalty=6)
    remember(store, SOURCE, TARGET, memory="old")
    found = memory.exact([Query(SOURCE)])[Query(SOURCE)]
    assert (found.percent, found.penalty, found.memory, found.settled) == (94, 6, "old", False)


def test_only_the_memories_that_were_named_are_asked(store):
    store.set_memory("a")
    remember(store, SOURCE, "of a", memory="a")
    remember(store, SOURCE, "own")
    for names, expected in ((["a"], {"of a"}), ([""], {"own"}), (None, {"of a", "own"})):
        memory = Memory.open(store, "ru", "en", memories=names)
        assert {match.target for match in memory.fuzzy(SOURCE)} == expected


def test_what_was_rejected_for_a_sentence_is_not_offered_for_it_again(store, memory):
    remember(store, SOURCE, TARGET)
    remember(store, SOURCE, TARGET, origin="memory", status="rejected")
    like = SOURCE.replace("сессии", "заседанию")
    assert memory.exact([Query(SOURCE)]) == {}
    assert memory.fuzzy(SOURCE) == []
    assert [match.target for match in memory.fuzzy(like)] == [TARGET]


def test_changes_are_seen_at_once(store, memory):
    assert memory.fuzzy(SOURCE) == []
    pair = remember(store, SOURCE, TARGET)
    like = SOURCE.replace("обсудил", "рассмотрел")
    assert [(m.kind, m.source) for m in memory.fuzzy(like)] == [(Kind.FUZZY, SOURCE)]
    changed = SOURCE.replace("сессии", "учениям")
    store.db.execute(
        "UPDATE pairs SET version = version + 1, target = 'Other.' WHERE id = ?", [pair]
    )
    assert [match.target for match in memory.fuzzy(like)] == ["Other."]
    remember(store, changed, "Newer.")
    assert {match.target for match in memory.fuzzy(changed)} == {"Newer.", "Other."}
    store.db.execute("DELETE FROM pairs WHERE id = ?", [pair])
    assert [match.target for match in memory.fuzzy(SOURCE)] == ["Newer."]


def test_sentences_that_mean_the_like_are_hints(store, memory):
    pair = remember(store, "Главы государств подписали совместное заявление.", "Heads of state …")
    remember(store, "Погода завтра будет холодной.", "It will be cold tomorrow.")
    remember(store, "Лидеры стран подписали общую декларацию!", "…", status="machine")
    query = "Лидеры стран подписали общую декларацию."
    for _ in range(2):  # made, and read again
        found = Memory.open(store, "ru", "en").semantic([query, "Погода завтра будет холодной."])
        assert [[(m.kind, m.pair) for m in each] for each in found] == [
            [(Kind.SEMANTIC, pair)],
            [],
        ]
    assert memory.semantic([query], most=1) == [[]]
    later = remember(store, "Руководители стран подписали декларацию.", "The leaders …")
    assert later in {match.pair for match in memory.semantic([query])[0]}
