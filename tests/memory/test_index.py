from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.memory.building import remember
from workflow.memory import Memory, index
from workflow.store import Store

WORDS = ("совет", "комитет", "штаб", "министр", "посол")


def sources(count, first=0):
    """Return sentences, no two alike."""
    return [
        f"слово{n} знак{n} место{n} время{n} {WORDS[n % 5]}" for n in range(first, first + count)
    ]


@pytest.fixture
def small(monkeypatch):
    """Write an index of any ten sources."""
    monkeypatch.setattr(index, "SMALL", 9)


def folders(store):
    folder = Path(f"{store.path}-memory") / "index"
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def fill(store, texts):
    for text in texts:
        remember(store, text, f"English of {text}")


def found(store, text, memory=None):
    memory = memory or Memory.open(store, "ru", "en")
    return [match.source for match in memory.fuzzy(text)]


def test_a_small_memory_needs_no_folder(store):
    fill(store, sources(20))
    assert found(store, sources(20)[7]) == [sources(20)[7]]
    assert not Path(f"{store.path}-memory").exists()


def test_the_index_is_written_read_again_and_grows_by_parts(store, small):
    fill(store, sources(40))
    memory = Memory.open(store, "ru", "en")
    assert found(store, sources(40)[3], memory) == [sources(40)[3]]
    (first,) = folders(store)
    fill(store, sources(12, 40))
    for text in sources(52):
        assert found(store, text, memory) == [text]
    assert len(folders(store)) == 2
    assert first in folders(store)
    again = Memory.open(store, "ru", "en")
    for text in sources(52):
        assert found(store, text, again) == [text]
    assert len(folders(store)) == 2
    fill(store, sources(30, 52))
    for text in sources(82):
        assert found(store, text, memory) == [text]
    assert len(store.index_state("ru", "en").parts) == 1  # together larger than the first half


def test_what_others_write_is_used(store, small):
    fill(store, sources(20))
    memory = Memory.open(store, "ru", "en")
    found(store, "x", memory)
    with Store.open(store.path) as other:
        fill(other, sources(30, 20))
        found(other, "x")
    for text in sources(50):
        assert found(store, text, memory) == [text]


@pytest.mark.parametrize("harm", ["folder", "file", "cut", "all"])
def test_an_index_that_is_gone_or_damaged_is_made_again(store, small, harm):
    fill(store, sources(20))
    found(store, "x")
    folder = Path(f"{store.path}-memory") / "index"
    (token,) = folders(store)
    if harm == "folder":
        shutil.rmtree(folder / token)
    elif harm == "file":
        (folder / token / "postings.npy").unlink()
    elif harm == "cut":
        os.truncate(folder / token / "tokens.npy", 150)
    else:
        shutil.rmtree(folder.parent)
    for text in sources(20):
        assert found(store, text) == [text]
    assert len(store.index_state("ru", "en").parts) == 1
    assert store.index_state("ru", "en").parts[0][0] in folders(store)


def test_an_older_copy_of_the_database_takes_no_index_of_a_newer_one(store, small, tmp_path):
    copy = str(tmp_path / "copy.db")
    fill(store, sources(15))
    store.backup(copy)
    fill(store, sources(15, 15))
    found(store, "x")
    shutil.copytree(f"{store.path}-memory", f"{copy}-memory")
    with Store.open(copy) as old:
        fill(old, sources(15, 30))  # as many changes as the newer one has
        for text in [*sources(15), *sources(15, 30)]:
            assert found(old, text) == [text]
        assert found(old, sources(1, 20)[0]) == []


def test_pairs_that_went_leave_nothing_behind(store, small):
    store.set_memory("old")
    remember(store, "Совет утвердил план работы.", "The Council approved the plan.")
    for text in sources(60):
        remember(store, text, "x", memory="old")
    memory = Memory.open(store, "ru", "en")
    assert found(store, sources(1)[0], memory) == sources(1)
    assert store.remove_memory("old") == 60
    assert found(store, sources(1)[0], memory) == []
    assert found(store, "Совет утвердил план учений.", memory) == ["Совет утвердил план работы."]


def test_where_no_folder_can_be_made_the_index_stays_in_the_process(store, small):
    Path(f"{store.path}-memory").write_text("in the way")
    fill(store, sources(20))
    memory = Memory.open(store, "ru", "en")
    for text in sources(20):
        assert found(store, text, memory) == [text]
    assert "cannot be written" in memory.index.note
    fill(store, sources(20, 20))
    for text in sources(40):
        assert found(store, text, memory) == [text]


WRITER = """
import sys
from tests.memory.building import remember
from tests.memory.test_index import found, sources
from workflow.memory import index
from workflow.store import Store
index.SMALL = 9
first = int(sys.argv[2])
with Store.open(sys.argv[1]) as store:
    for text in sources(12, first):
        remember(store, text, "x")
        assert found(store, text) == [text], text
"""


def test_processes_index_side_by_side(store, small):
    root = Path(__file__).parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, store.path, str(first)], cwd=root)
        for first in (0, 100)
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    for text in [*sources(12), *sources(12, 100)]:
        assert found(store, text) == [text]
