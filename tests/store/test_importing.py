from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.building import MODEL, decide, everything, machine, save
from workflow.errors import StoreError
from workflow.memory import Memory, Query
from workflow.model import Finding, Severity, Status, Unit
from workflow.store import Store
from workflow.store.exchange.importing import Intake
from workflow.store.exchange.selection import Selection

NEWS = [["Совет собрался.", "Он обсудил 5 вопросов."], ["Заседание закрыто."]]
NEW = Unit("Мир вам!", "Peace be with you!", "ru", "en")


def find(pair):
    if "5" in pair.source and "5" not in pair.target:
        yield Finding("numbers", Severity.ERROR, "5 is missing")


def merge(store, *units, **how):
    return store.merge_units(units, Intake("ООН", "import:x.tmx", find, **how))


def exported(store, number=1, **changes):
    (unit,) = store.units([number])
    return replace(unit, **changes)


def row(store, number, columns):
    return store.db.execute(f"SELECT {columns} FROM pairs WHERE id = ?", [number]).fetchone()


def test_a_new_pair_goes_into_the_memory_and_is_found(store):
    merged = merge(store, replace(NEW, status=Status.APPROVED, notes=("Проверено.",)))
    assert merged.added == 1
    columns = "source, target, origin, status, author, version, memory_id, segment_id"
    assert row(store, 1, columns) == (
        *("Мир вам!", "Peace be with you!", "import", "approved", "import:x.tmx", 1, 1, None),
    )
    assert [memory.name for memory in store.memories()] == ["ООН"]
    assert [hit.stored.id for hit in store.search("миру")] == [1]
    assert store.db.execute("SELECT author, text FROM comments").fetchall() == [
        ("import:x.tmx", "Проверено.")
    ]
    [match] = Memory.open(store, "ru", "en").exact([Query("Мир вам!")]).values()
    assert match.settled


def test_a_new_pair_is_checked_and_remembers_its_neighbours(store):
    merge(store, Unit("Их 5.", "There are many.", "ru", "en", before="До.", after="После."))
    (unit,) = store.units([1])
    assert unit.findings == (Finding("numbers", Severity.ERROR, "5 is missing"),)
    assert (unit.before, unit.after, unit.memory) == ("До.", "После.", "ООН")


def test_the_same_again_changes_nothing(store):
    units = [NEW, replace(NEW, target="Peace!"), replace(NEW, source="Мир  вам!\n"), NEW]
    merged = merge(store, *units)
    assert (merged.added, merged.duplicates) == (2, 2)
    before = everything(store)
    merged = merge(store, *units)
    assert (merged.added, merged.duplicates) == (0, 4)
    assert everything(store) == before


def test_another_memory_may_have_the_same_pair(store):
    merge(store, NEW)
    merged = store.merge_units([NEW], Intake("НАТО", "", find))
    assert merged.added == 1
    assert {m.name: m.pairs for m in store.memories()} == {"ООН": 1, "НАТО": 1}


def test_what_has_no_text_on_one_side_is_counted_and_left(store):
    save(store, NEWS)
    before = everything(store)
    merged = merge(
        store, replace(NEW, target=" "), replace(NEW, source=""), exported(store, target="")
    )
    assert merged.empty == 3
    assert everything(store) == before


def test_a_correction_goes_back_as_a_new_version(store):
    save(store, NEWS)
    unit = exported(store, 2, target="It discussed many questions.")
    merged = merge(store, unit)
    assert [(c.pair, c.before, c.after) for c in merged.corrections] == [
        (
            2,
            ("English of Он обсудил 5 вопросов.", Status.MACHINE),
            ("It discussed many questions.", Status.CORRECTED),
        )
    ]
    columns = "target, origin, status, author, version"
    assert row(store, 2, columns) == (
        *("It discussed many questions.", "human", "corrected", "import:x.tmx", 2),
    )
    (again,) = store.units([2])
    assert again.findings == (Finding("numbers", Severity.ERROR, "5 is missing"),)
    assert store.db.execute("SELECT version, target FROM revisions").fetchall() == [
        (1, "English of Он обсудил 5 вопросов.")
    ]
    assert [hit.stored.id for hit in store.search("many questions")] == [2]
    assert store.check() == []


def test_a_correction_twice_changes_nothing_the_second_time(store):
    save(store, NEWS)
    unit = exported(store, target="The council met.", notes=("Новое.",))
    merge(store, unit)
    before = everything(store)
    assert merge(store, unit).unchanged == 1
    assert everything(store) == before


def test_an_untouched_export_changes_nothing_whatever_happened_since(store):
    save(store, NEWS)
    units = [exported(store, number) for number in (1, 2, 3)]
    decide(store, 1, "approved", "The council met.")
    decide(store, 2, "rejected")
    before = everything(store)
    assert merge(store, *units).unchanged == 3
    assert everything(store) == before


def test_what_a_person_has_changed_since_is_a_conflict(store):
    save(store, NEWS)
    unit = exported(store, target="The council has met.")
    decide(store, 1, "corrected", "The Council met.")
    before = everything(store)
    (conflict,) = merge(store, unit).conflicts
    assert (conflict.id, conflict.stored, conflict.given) == (
        *(unit.id, "The Council met.", "The council has met."),
    )
    assert "a person has changed" in conflict.message
    assert everything(store) == before


def test_two_corrections_of_one_pair_in_a_file_are_a_conflict(store):
    save(store, NEWS)
    merged = merge(store, exported(store, target="A."), exported(store, target="B."))
    assert len(merged.corrections) == len(merged.conflicts) == 1
    assert row(store, 1, "target, version") == ("A.", 2)


def test_what_only_the_machine_has_changed_since_gives_way(store):
    save(store, NEWS)
    unit = exported(store, target="The council met.")

    def better(source):
        return replace(
            machine(source), target=f"Better {source}", provenance=replace(MODEL, digest="1" * 64)
        )

    save(store, NEWS, make=better)
    assert row(store, 1, "version, target") == (2, "Better Совет собрался.")
    assert len(merge(store, unit).corrections) == 1
    assert row(store, 1, "version, target, status") == (3, "The council met.", "corrected")


def test_an_approval_is_no_change_of_the_text(store):
    save(store, NEWS)
    merge(store, exported(store, status=Status.APPROVED))
    columns = "target, origin, status, author"
    assert row(store, 1, columns) == (
        *("English of Совет собрался.", "machine", "approved", "import:x.tmx"),
    )


def test_a_status_counts_only_where_the_format_keeps_it(store):
    save(store, NEWS)
    merged = merge(store, exported(store, status=Status.APPROVED), trusts_status=False)
    assert merged.unchanged == 1


def test_a_pair_of_another_database_is_a_new_one(store, tmp_path):
    save(store, NEWS)
    unit = exported(store)
    with Store.open(str(tmp_path / "other.db")) as other:
        save(other, NEWS)
        assert merge(other, unit).added == 1
        assert row(other, 1, "version") == (1,)


@pytest.mark.parametrize("number", ["99", "99999999999999999999", "0", "-1", "1.1", "x", "²", ""])
def test_a_pair_that_is_gone_or_never_was_is_a_new_one(store, number):
    save(store, NEWS)
    assert merge(store, replace(NEW, id=f"{store.identity}.{number}")).added == 1


def test_a_new_note_becomes_a_comment(store):
    save(store, NEWS)
    store.db.execute(
        "INSERT INTO comments (pair_id, author, text, written_at) VALUES (1, 'олег', 'Да?', '')"
    )
    unit = exported(store)
    merge(store, replace(unit, notes=(*unit.notes, "Нет.")))
    merge(store, replace(unit, notes=(*unit.notes, "Нет.")))
    assert [c for (c,) in store.db.execute("SELECT text FROM comments ORDER BY id")] == [
        *("Да?", "Нет."),
    ]


def test_a_trial_run_says_the_same_and_writes_nothing(store):
    save(store, NEWS)
    units = [NEW, exported(store, target="The council met."), NEW, replace(NEW, target="Hi!")]
    before = everything(store)
    seen: set[int] = set()
    trial = [merge(store, *units[:2], seen=seen), merge(store, *units[2:], seen=seen)]
    assert everything(store) == before
    assert [(m.added, m.duplicates, len(m.corrections)) for m in trial] == [(1, 0, 1), (1, 1, 0)]
    merged = merge(store, *units)
    assert (merged.added, merged.duplicates, len(merged.corrections)) == (2, 1, 1)


def test_a_read_only_memory_keeps_its_pairs(store):
    merge(store, NEW)
    unit = exported(store, 1, target="Peace!")
    store.set_memory("ООН", read_only=True)
    (conflict,) = merge(store, unit).conflicts
    assert conflict.message == "its memory is read-only"


def test_a_batch_is_stored_whole_or_not_at_all(store):
    save(store, NEWS)
    before = everything(store)
    store.db.execute(
        "CREATE TEMP TRIGGER t BEFORE INSERT ON findings BEGIN SELECT RAISE(ABORT,'no'); END"
    )
    with pytest.raises(StoreError):
        merge(store, NEW, exported(store, 2, target="Many."))
    assert everything(store) == before
    assert not store.memories()


def test_several_batches_of_many_pairs(store):
    units = [Unit(f"Пункт {n}.", f"Item {n}.", "ru", "en") for n in range(1200)]
    assert merge(store, *units).added == 1200
    found = [c.source for c in store.candidates(Selection())]
    assert found == [unit.source for unit in units]
