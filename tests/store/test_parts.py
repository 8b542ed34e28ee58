"""Long documents are stored in several transactions, between which others write."""

from __future__ import annotations

import contextlib
import itertools

import pytest

from tests.store.building import decide, machine, save
from workflow.errors import StoreError
from workflow.store import Store, changes, documents
from workflow.store.connection import writing

LONG = [[f"Предложение {n}.", f"Второе {n}.", f"Третье {n}."] for n in range(4)]
SHORT = [["Второе 2.", "Новое."]]


def rows(store):
    sql = (
        "SELECT p.position, s.start, s.text, source, target, status, pairs.version, origin"
        " FROM pairs JOIN segments s ON s.id = segment_id JOIN paragraphs p ON p.id = paragraph_id"
        " ORDER BY p.position, s.start, source"
    )
    return store.db.execute(sql).fetchall()


@pytest.fixture
def parts(monkeypatch):
    for module in (changes, documents):
        monkeypatch.setattr(module, "PART", 2)


def steps(store):
    """Do what changes documents, and return what the database holds after each step."""
    found = []
    for text, make in (
        (LONG, machine),
        (LONG, machine),
        (LONG[1:] + LONG[:1], machine),
        (LONG, lambda s: machine(s + " Иначе.")),
    ):
        saved = save(store, text, make=make)
        found.append((rows(store), saved.inserted, saved.updated, saved.unchanged, saved.kept))
    decide(store, store.db.execute("SELECT min(id) FROM pairs").fetchone()[0], "approved", "Mine.")
    for text in (SHORT, [], LONG):
        saved = save(store, text)
        found.append((rows(store), saved.inserted, saved.updated, saved.unchanged, saved.kept))
        assert len(saved.pairs) == len(saved.numbers) == sum(map(len, text))
    return found


def test_parts_make_the_same_database(tmp_path, monkeypatch, parts):
    with Store.open(str(tmp_path / "parts.db")) as store:
        in_parts = steps(store)
        assert store.check() == []
    monkeypatch.undo()
    with Store.open(str(tmp_path / "whole.db")) as store:
        assert in_parts == steps(store)


def test_nothing_is_written_twice(store, parts):
    save(store, LONG)
    before = rows(store), store.document(1)
    save(store, LONG)
    assert (rows(store), store.document(1)) == before


@pytest.mark.parametrize("stop", range(1, 7))
def test_what_broke_off_goes_on(store, parts, monkeypatch, stop):
    count = itertools.count()

    def breaking(db):
        if next(count) == stop:
            raise KeyboardInterrupt
        return writing(db)

    monkeypatch.setattr(documents, "writing", breaking)
    with contextlib.suppress(KeyboardInterrupt):
        save(store, LONG)
        save(store, SHORT)
        pytest.fail("it was to break off")
    monkeypatch.setattr(documents, "writing", writing)
    save(store, LONG)
    assert [row[2] for row in rows(store)] == [text for part in LONG for text in part]
    save(store, SHORT)
    assert [row[2] for row in rows(store)] == SHORT[0]
    assert store.check() == []


def test_who_comes_between_is_heard(store, parts, monkeypatch):
    save(store, LONG)

    def person():
        waiting = store.db.execute("SELECT max(id) FROM pairs WHERE status = 'machine'")
        if (number := waiting.fetchone()[0]) is not None:
            decide(store, number, "corrected", "By a person.")

    monkeypatch.setattr(documents, "give_way", person)
    save(store, SHORT)
    assert {row[4] for row in rows(store) if row[5] == "corrected"} == {"By a person."}
    assert store.check() == []
    monkeypatch.setattr(documents, "give_way", lambda: None)
    before = [row for row in rows(store) if row[5] == "corrected"]
    save(store, LONG, make=lambda s: machine(s + " Иначе."))
    after = [row for row in rows(store) if row[5] == "corrected"]
    assert sorted(row[3:] for row in before) == sorted(row[3:] for row in after)


def test_two_runs_on_two_versions_of_a_document(store, parts, monkeypatch):
    with Store.open(store.path) as other:

        def run():
            monkeypatch.setattr(documents, "give_way", lambda: None)
            save(other, [["Совсем другое."]])

        monkeypatch.setattr(documents, "give_way", run)
        with pytest.raises(StoreError, match="another run has stored"):
            save(store, LONG)
    assert [row[2] for row in rows(store)] == ["Совсем другое."]
    assert store.check() == []
