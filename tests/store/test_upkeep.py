from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.store.building import decide, save
from tests.support import snapshot
from workflow.errors import StoreError
from workflow.store import Store

TEXT = [["Первое.", "Указ № 5."], ["Третье."]]


def test_a_copy_while_others_write(store, tmp_path):
    save(store, TEXT)
    writer = sqlite3.connect(store.path)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE documents SET title = 'half done'")
    store.backup(str(tmp_path / "copy.db"))
    writer.rollback()
    writer.close()
    assert snapshot(tmp_path / "copy.db") == snapshot(store.path)
    save(store, [["Ещё."]])
    store.backup(str(tmp_path / "copy.db"))
    assert snapshot(tmp_path / "copy.db") == snapshot(store.path)
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {"copy.db", "pairs.db", "pairs.db-shm", "pairs.db-wal"}


def test_a_copy_replaces_nothing_but_a_copy(store, tmp_path):
    save(store, TEXT)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleagues")
    (tmp_path / "link.db").symlink_to(store.path)
    for target in letter, store.path, tmp_path / "link.db", tmp_path:
        with pytest.raises(StoreError, match="no earlier copy"):
            store.backup(str(target))
    with Store.open(str(tmp_path / "busy.db")) as busy:
        save(busy, TEXT)
        with pytest.raises(StoreError):
            store.backup(str(tmp_path / "busy.db"))
    assert letter.read_text() == "Dear colleagues"
    with pytest.raises(StoreError, match="cannot be written"):
        store.backup(str(tmp_path / "none" / "copy.db"))


def test_vacuum_gives_space_back_and_changes_nothing(store):
    save(store, [[f"Предложение {n}."] for n in range(3000)])
    save(store, TEXT)
    decide(store, 1, "approved", "First.")
    before, size = snapshot(store.path), Path(store.path).stat().st_size
    store.vacuum()
    assert snapshot(store.path) == before
    assert Path(store.path).stat().st_size < size
    assert store.search("указ")


def test_check_finds_an_index_that_does_not_fit_and_vacuum_mends_it(store):
    save(store, TEXT)
    assert store.check() == []
    store.db.execute("DROP TRIGGER pairs_fts_update")
    store.db.execute("UPDATE pairs SET target = 'elsewhere', version = version + 1")
    (problem,) = store.check()
    assert "workflow db vacuum" in problem
    store.vacuum()
    assert store.check() == []
    assert len(store.search("elsewhere")) == 3


def test_check_finds_rows_that_refer_to_nothing(store):
    save(store, TEXT)
    store.db.execute("PRAGMA foreign_keys = OFF")
    store.db.execute("DELETE FROM translations WHERE id = 1")
    (problem,) = store.check()
    assert "pairs" in problem
    assert "translations" in problem


def test_counts(store):
    save(store, TEXT)
    save(store, [["Да."]], path="/desk/b.txt")
    decide(store, 1, "approved")
    status = store.status()
    assert (status.documents, status.pairs, status.translations) == (2, 4, 4)
    assert status.paragraphs == {"ru": 3}
    assert status.statuses == {"machine": 3, "approved": 1}
    assert status.origins == {"machine": 4}
    assert status.languages == {("ru", "en"): 4}
    assert status.findings == {("numbers", "warning"): 1}
    second, first = store.documents()
    assert (first.path, first.languages, first.paragraphs) == ("/desk/news.txt", {"ru": 2}, 2)
    assert (first.pairs, first.reviewed, first.findings) == (3, 1, 1)
    assert second.pairs == 1


def test_counts_of_nothing(store):
    status = store.status()
    assert (status.documents, status.pairs, status.findings) == (0, 0, {})
    assert list(store.documents()) == []
    save(store, [])
    assert next(store.documents()).languages == {}
