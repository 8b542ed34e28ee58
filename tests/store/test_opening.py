from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store.building import save
from workflow.errors import StoreError
from workflow.store import Store

TEXT = [["Первое.", "Второе."]]


def refused(path, **options):
    with pytest.raises(StoreError) as caught, Store.open(str(path), **options):
        pass
    error = caught.value
    assert str(path) in error.message
    assert error.hint.endswith(".")
    assert not error.message.endswith(".")
    assert "\n" not in error.message
    return error


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "pairs.db"
    with Store.open(str(path)) as store:
        save(store, TEXT)
    return path


@contextmanager
def unprivileged():
    """Permissions mean nothing to root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared(path):
    """The database in a folder that any user may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    copy = folder / "pairs.db"
    shutil.copy(path, copy)
    copy.chmod(0o644)
    yield copy
    shutil.rmtree(folder)


def test_no_name_is_special(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ":memory:", "with space?mode=ro#x.db", "имя.db":
        with Store.open(name) as store:
            save(store, TEXT)
        assert (tmp_path / name).is_file()
        with Store.open(name, create=False) as store:
            assert store.document("/desk/news.txt")


def test_missing_file_and_folder(tmp_path):
    assert "workflow translate" in refused(tmp_path / "none.db", create=False).hint
    assert not (tmp_path / "none.db").exists()
    assert "mkdir" in refused(tmp_path / "none" / "pairs.db").hint
    assert "folder" in refused(tmp_path).message


def test_a_file_that_is_no_database(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Уважаемые коллеги! " * 100)
    assert "not a database" in refused(file).message
    assert file.read_text().startswith("Уважаемые")


def test_the_database_of_another_program(tmp_path):
    file = tmp_path / "places.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    assert "another program" in refused(file).message


def test_an_empty_file_becomes_a_database(tmp_path):
    file = tmp_path / "empty.db"
    file.touch()
    with Store.open(str(file)) as store:
        assert save(store, TEXT).inserted == 2


def test_a_damaged_database(path):
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 512] = b"\xff" * 512
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged") as caught:
        use(path)
    assert "backup" in caught.value.hint


def use(path):
    with Store.open(str(path)) as store:
        list(store.pairs_of(1))
        store.search("первое")
        save(store, [["Третье."]])


def test_a_newer_version(path):
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 999")
    newer.close()
    error = refused(path)
    assert "newer version" in error.message
    assert "upgrade" in error.hint


def test_locked_for_longer_than_the_timeout(path):
    with Store.open(str(path), timeout=0.1) as store:
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        assert store.search("первое"), "reading goes on beside a writer"
        with pytest.raises(StoreError, match="in use") as caught:
            save(store, TEXT)
        assert "again" in caught.value.hint
        other.rollback()
        other.close()
        assert save(store, TEXT).unchanged == 2


def test_locked_exclusively(path):
    other = sqlite3.connect(path)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("UPDATE documents SET title = ''")
    assert "in use" in refused(path, timeout=0.1).message
    other.close()


def test_read_only_file(shared):
    shared.chmod(0o444)
    shared.parent.chmod(0o777)
    with unprivileged():
        assert "cannot be written" in refused(shared).message


def test_read_only_folder(shared):
    shared.chmod(0o666)
    with unprivileged():
        assert str(shared.parent) in refused(shared).hint
        assert "cannot be written" in refused(shared.parent / "new.db").message


def test_unreadable_file(shared):
    shared.chmod(0o222)
    shared.parent.chmod(0o777)
    with unprivileged():
        assert "cannot be opened" in refused(shared).message


def test_made_read_only_while_open(path):
    with Store.open(str(path)) as store:
        store.db.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be written"):
            save(store, TEXT)


def test_a_full_disk_loses_nothing(path):
    with Store.open(str(path)) as store:
        pages = store.db.execute("PRAGMA page_count").fetchone()[0]
        store.db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="no room") as caught:
            save(store, [[f"Предложение {n}."] for n in range(2000)], path="/desk/long.txt")
        assert "Free" in caught.value.hint
        store.db.execute("PRAGMA max_page_count = 1000000")
        assert store.document("/desk/long.txt") is None
        assert save(store, TEXT).unchanged == 2
        assert store.check() == []


FILLS = """
import sys
from tests.store.building import save
from workflow.errors import StoreError
from workflow.store import Store
with Store.open(sys.argv[1]) as store:
    try:
        save(store, [[f"Предложение {n}."] for n in range(20000)], path="/desk/long.txt")
    except StoreError as error:
        print(error.message)
"""


def test_a_file_that_cannot_grow(path):
    """A limit on the size of files is what a quota or a full disk is to a process."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    done = subprocess.run(
        [sys.executable, "-c", FILLS, path],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert "could not be read or written" in done.stdout
    with Store.open(str(path)) as store:
        assert [o.path for o in store.documents()] == ["/desk/news.txt"]
        assert store.check() == []
