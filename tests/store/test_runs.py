from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import workflow
from workflow.store import Store

BEGINS = """
import sys, time
from workflow.store import Store
store = Store.open(sys.argv[1])
print(store.begin_run("translate", {}), flush=True)
time.sleep(60)
"""


def states(store):
    return [row[0] for row in store.db.execute("SELECT state FROM runs ORDER BY id")]


def test_a_run_from_beginning_to_end(store):
    run = store.begin_run("translate", {"from": "ru", "out": Path("x"), "name": "caf\udce9"})
    assert states(store) == ["running"]
    store.end_run(run, "done", {"documents": 2})
    (row,) = store.db["runs"].rows
    assert (row["command"], row["workflow"]) == ("translate", workflow.__version__)
    assert json.loads(row["options"])["out"] == "x"
    assert json.loads(row["counts"]) == {"documents": 2}
    assert row["started_at"] <= row["finished_at"]
    with pytest.raises(ValueError, match="perfect"):
        store.end_run(run, "perfect", {})


def test_the_run_of_a_killed_process_is_marked_by_the_next(tmp_path):
    path = str(tmp_path / "pairs.db")
    child = subprocess.Popen([sys.executable, "-c", BEGINS, path], stdout=subprocess.PIPE)
    assert child.stdout.readline().strip() == b"1"
    with Store.open(path) as store:
        store.begin_run("translate", {})
        assert states(store) == ["running", "running"], "both processes are alive"
        child.kill()
        child.communicate()
        store.begin_run("translate", {})
        # One process does one thing at a time: its own earlier run is over too.
        assert states(store) == ["interrupted", "interrupted", "running"]
        assert store.status().runs == {"interrupted": 2, "running": 1}
