from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.store.building import MODEL, decide, save
from workflow.errors import StoreError
from workflow.store import Store
from workflow.store.schema import MIGRATIONS, STEPS

ROOT = Path(__file__).parents[2]
DOCUMENTATION = ROOT / "docs" / "database.md"


def schema(store):
    query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    return store.db.execute(query).fetchall()


def old(path, steps):
    """Make the database that the first versions made, with a pair in it."""
    path.touch()
    if steps == 0:
        return
    db = Database(path)
    db.enable_wal()
    MIGRATIONS.apply(db, stop_before=[step.__name__ for step in STEPS[steps:]])
    db.execute(f"PRAGMA user_version = {steps}")
    db.execute(
        "INSERT INTO pairs (source, target, source_lang, target_lang, origin, status,"
        " source_key, source_lemmas, created_at, updated_at) VALUES ('Указы.', 'Decrees.',"
        " 'ru', 'en', 'import', 'approved', 'k', 'указ', '2026', '2026')"
    )
    db.close()


@pytest.mark.parametrize("steps", range(len(STEPS)))
def test_an_old_database_is_brought_up_to_date(tmp_path, steps):
    old(tmp_path / "old.db", steps)
    with Store.open(str(tmp_path / "old.db")) as store, Store.open(str(tmp_path / "new.db")) as new:
        assert store.migrated == tuple(step.__name__ for step in STEPS[steps:])
        assert store.version == new.version == len(STEPS)
        assert schema(store) == schema(new)
        assert len(store.search("указ")) == (1 if steps else 0)
        assert store.check() == []
    with Store.open(str(tmp_path / "old.db")) as store:
        assert store.migrated == ()


def test_a_migration_that_fails_leaves_the_old_database(tmp_path, monkeypatch):
    old(tmp_path / "old.db", 1)
    broken = MIGRATIONS._migrations[-1]
    monkeypatch.setattr(broken, "fn", lambda db: db.execute("CREATE TABLE pairs (id)"))
    with pytest.raises(StoreError, match="already exists"):
        Store.open(str(tmp_path / "old.db"))
    monkeypatch.undo()
    with Store.open(str(tmp_path / "old.db")) as store:
        assert store.migrated == tuple(step.__name__ for step in STEPS[1:])


def test_many_processes_make_one_database(tmp_path):
    code = f"""
from tests.store.building import save
from workflow.store import Store
import os
with Store.open({str(tmp_path / "pairs.db")!r}) as store:
    for n in range(3):
        save(store, [["Первое.", "Второе."], [str(n)]], path=f"/desk/{{os.getpid()}}-{{n}}.txt")
"""
    children = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(5)]
    assert [child.wait() for child in children] == [0] * 5
    with Store.open(str(tmp_path / "pairs.db")) as store:
        assert len(list(store.documents())) == 15
        assert store.status().translations == 5, "the same sentence is stored once"
        assert store.check() == []


def test_the_file_says_what_it_is(store):
    assert store.db.journal_mode == "wal"
    assert store.db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert store.db.execute("PRAGMA synchronous").fetchone() == (2,)
    store.close()
    header = Path(store.path).read_bytes()[:100]
    assert header[68:72] == b"WFLW"


def test_no_way_around_the_version(store):
    save(store, [["Да."]])
    for change in (
        "target = 'Yes.'",
        "status = 'approved'",
        "status = 'approved', version = version",
        "status = 'approved', version = version + 2",
        "version = 0",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="old version"):
            store.db.execute(f"UPDATE pairs SET {change}")
    decide(store, 1, "approved")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        decide(store, 1, "perfect")
    assert next(store.pairs_of(1)).version == 2


def test_the_views(store):
    save(store, [["Указ № 5.", "Да."], ["Нет."]], path="/desk/b.txt")
    save(store, [["Итог."]], path="/desk/a.txt")
    decide(store, 2, "approved", "Yes.")
    bilingual = store.db.execute("SELECT document, place, source, target, status FROM bilingual")
    assert bilingual.fetchall() == [
        ("/desk/a.txt", "0-5", "Итог.", "English of Итог.", "machine"),
        ("/desk/b.txt", "0-13", "Указ № 5.", "English of Указ № 5.", "machine"),
        ("/desk/b.txt", "0-13", "Да.", "Yes.", "approved"),
        ("/desk/b.txt", "14-18", "Нет.", "English of Нет.", "machine"),
    ]
    review = store.db.execute("SELECT source, warnings, findings FROM to_review").fetchall()
    assert review[0] == ("Указ № 5.", 1, "numbers: 5 is missing from Указ № 5.")
    assert [row[0] for row in review] == ["Указ № 5.", "Нет.", "Итог."]
    overview = store.db.execute(
        "SELECT path, languages, pairs, reviewed, findings FROM documents_overview"
    )
    assert overview.fetchall() == [
        ("/desk/a.txt", "ru 1", 1, 0, 0),
        ("/desk/b.txt", "ru 2", 3, 1, 1),
    ]


def test_the_views_of_a_document_read_no_more_than_it(store):
    save(store, [["Да."]])
    plan = store.db.execute("EXPLAIN QUERY PLAN SELECT * FROM bilingual WHERE document = 'a'")
    assert not [row[3] for row in plan if row[3].startswith("SCAN")]


def documented():
    """The tables of the page and the columns that it explains."""
    found = {}
    for section in re.split("^## ", DOCUMENTATION.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name = re.match("`(\\w+)`", section)
        if name:
            found[name[1]] = re.findall("^\\| `(\\w+)` \\|", section, flags=re.MULTILINE)
    return found


def test_every_table_and_column_is_documented(store):
    stored = {
        name: [row[1] for row in store.db.execute(f"PRAGMA table_info({name})")]
        for (name,) in store.db.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%'"
            " AND name NOT LIKE 'pairs_fts_%'"
        )
    }
    assert documented() == stored


def test_provenance_is_recorded_once(store):
    save(store, [["Да.", "Нет."]])
    rows = store.db.execute("SELECT engine, model, digest, options FROM translators").fetchall()
    assert rows == [(MODEL.engine, MODEL.model, MODEL.digest, MODEL.options)]
