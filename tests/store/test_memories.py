from __future__ import annotations

import pytest

from tests.memory.building import remember
from tests.store.building import decide, save
from workflow.errors import UsageError
from workflow.store.memory.suggestions import StoredSuggestion
from workflow.text import key

PAGE = [["Первое.", "Второе."], [], ["Третье."]]


def ids(store):
    return {source: number for number, source in store.db.execute("SELECT id, source FROM pairs")}


def changes(store):
    return [pair for (pair,) in store.db.execute("SELECT pair_id FROM memory_changes ORDER BY id")]


def test_a_memory_is_made_changed_and_removed(store):
    assert store.memories() == []
    made = store.set_memory("ЕЭС", penalty=5, licence="CC0-1.0", origin="a file")
    assert (made.name, made.read_only, made.penalty, made.pairs) == ("ЕЭС", False, 5, 0)
    remember(store, "Первое.", "First.", memory="ЕЭС")
    kept = remember(store, "Второе.", "Second.")
    changed = store.set_memory("ЕЭС", read_only=True)
    assert (changed.id, changed.read_only, changed.penalty, changed.pairs) == (made.id, True, 0, 1)
    with pytest.raises(UsageError, match="read-only"):
        store.remove_memory("ЕЭС")
    store.set_memory("ЕЭС")
    assert store.remove_memory("ЕЭС") == 1
    assert store.memories() == []
    assert ids(store) == {"Второе.": kept}


@pytest.mark.parametrize(
    ("name", "penalty"), [("", 0), (" a", 0), ("a\nb", 0), ("a", -1), ("a", 101)]
)
def test_a_memory_needs_a_name_and_a_penalty_in_percent(store, name, penalty):
    with pytest.raises(UsageError):
        store.set_memory(name, penalty=penalty)
    with pytest.raises(UsageError, match="no memory"):
        store.memory("other")


def test_neighbours_are_found_across_paragraphs(store):
    save(store, PAGE)
    found = ids(store)
    assert store.contexts(found.values()) == {
        found["Первое."]: ("", "Второе."),
        found["Второе."]: ("Первое.", "Третье."),
        found["Третье."]: ("Второе.", ""),
    }
    decide(store, found["Второе."], "approved")
    save(store, [["Первое."], ["Третье."]])
    contexts = store.contexts(found.values())
    assert found["Второе."] not in contexts  # it stands nowhere now
    assert contexts[found["Первое."]] == ("", "Третье.")


def test_a_sentence_alone_has_no_context(store):
    save(store, [["Одно."]])
    assert store.contexts(ids(store).values()) == {}
    pair = remember(store, "Два.", "Two.", context=("", "Три."))
    assert store.contexts([pair]) == {pair: ("", "Три.")}


def test_every_change_of_the_memory_is_numbered_and_no_other(store):
    save(store, PAGE)
    assert changes(store) == []  # a machine's work is no memory
    first, second = ids(store)["Первое."], ids(store)["Второе."]
    decide(store, first, "approved")
    decide(store, second, "corrected", "By hand.")
    assert changes(store) == [first, second]
    decide(store, first, "rework")
    assert changes(store) == [second, first]
    decide(store, first, "rework", "Still no memory.")
    assert changes(store) == [second, first]
    before = store.index_state("ru", "en").change
    with store.db.conn:
        store.db.execute("DELETE FROM pairs WHERE id = ?", [second])
    assert changes(store) == [first, second]
    assert store.index_state("ru", "en").change == before + 1


def test_what_was_rejected_is_known_by_its_sentence(store):
    save(store, PAGE)
    pair = ids(store)["Второе."]
    model = remember(store, "Другое.", "Another.")
    store.db.execute(
        "UPDATE pairs SET reused_id = ?, version = version + 1, status = 'rejected' WHERE id = ?",
        [model, pair],
    )
    source_key = key("Второе.")
    rejected = store.rejected([source_key, key("Первое.")], "ru", "en")
    assert set(rejected) == {source_key}
    assert rejected[source_key].pairs == {pair, model}
    assert rejected[source_key].targets == {"English of Второе."}
    assert store.rejected([source_key], "ru", "de") == {}


def test_suggestions_are_replaced_and_go_with_their_pairs(store):
    save(store, PAGE)
    pair = ids(store)["Первое."]
    near, far = remember(store, "Перв.", "Fir."), remember(store, "Пер.", "Fi.")
    weak = StoredSuggestion(far, "fuzzy", 71, "Пер.", "Fi.")
    strong = StoredSuggestion(near, "adapted", 99, "Перв.", "Fir!")
    gone = StoredSuggestion(9999, "fuzzy", 80, "x", "y")
    store.save_suggestions({pair: [weak, strong, gone], 8888: [weak]})
    assert store.suggestions([pair, 8888]) == {pair: [strong, weak]}
    store.save_suggestions({pair: [weak]})
    assert store.suggestions([pair]) == {pair: [weak]}
    with store.db.conn:
        store.db.execute("DELETE FROM pairs WHERE id = ?", [far])
    assert store.suggestions([pair]) == {}


def test_indexes_continue_only_those_that_are_still_there(store):
    languages = ("ru", "en")
    assert store.add_index((), ("a", 5), *languages)
    assert store.add_index([("a", 5)], ("b", 9), *languages)
    assert not store.add_index([("x", 5)], ("c", 12), *languages)
    assert store.index_state(*languages).parts == (("a", 5), ("b", 9))
    assert store.add_index((), ("d", 12), *languages)
    assert store.index_tokens() == {"d"}
    assert store.index_state("en", "ru").parts == ()
