"""`workflow export` and `workflow import`, as users call them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from workflow.model import Unit
from workflow.store import Store
from workflow.store.exchange.importing import Intake
from workflow.store.exchange.selection import Selection


def fill(path, count=3, word="Пункт"):
    units = [Unit(f"{word} {n} договора.", f"Item {n}.", "ru", "en") for n in range(count)]
    with Store.open(str(path)) as store:
        for start in range(0, count, 1000):
            store.merge_units(units[start : start + 1000], Intake("ООН", "", lambda _: ()))


@pytest.fixture
def desk(workflow, tmp_path):
    fill(tmp_path / "workflow.db")
    return workflow


def test_export_prints_what_was_written(desk, tmp_path):
    outcome = desk("export", "x.tsv", "--licence", "CC0-1.0")
    assert outcome.status == 0
    assert "x.tsv" in outcome.out
    assert "3 of 3" in outcome.out
    manifest = json.loads((tmp_path / "x.tsv.manifest.json").read_text(encoding="utf-8"))
    assert desk("export", "x.tsv", "--licence", "CC0-1.0", "--json").json == manifest


def test_every_option_of_an_export(desk, tmp_path):
    outcome = desk(
        *("export", "out/x.data", "--format", "jsonl", "--status", "machine,approved"),
        *("--lang", "ru-en", "--memory", "ООН", "--origin", "import", "--since", "2020-01-01"),
        *("--min-score", "-3", "--findings-below", "error", "--max-ratio", "4"),
        *("--max-overlap", "0.5", "--max-foreign", "0.95", "--min-similarity", "-1"),
        *("--dedupe", "exact", "--shuffle-seed", "5", "--split", "60/20/20", "--json"),
    )
    assert outcome.status == 0, outcome.err
    manifest = outcome.json
    assert [f["name"] for f in manifest["filters"]] == [
        *("findings", "ratio", "overlap", "foreign", "similarity"),
    ]
    assert manifest["filters"][0]["most"] == 2
    assert manifest["filters"][4]["least"] == -1
    assert (manifest["seed"], manifest["split"]) == (5, [60, 20, 20])
    assert manifest["counts"]["selected"] == 3
    assert {f["path"] for f in manifest["files"]} == {
        f"x.data.{part}.jsonl" for part in ("train", "dev", "test")
    }


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("x.doc",), "ending"),
        (("x.tsv", "--format", "doc"), "no exchange format"),
        (("x.tsv", "--status", "done"), "does not know 'done'"),
        (("x.tsv", "--status", ","), "names nothing"),
        (("x.tsv", "--origin", "heaven"), "does not know 'heaven'"),
        (("x.tsv", "--lang", "ru"), "no pair of languages"),
        (("x.tsv", "--split", "98/2"), "no split"),
        (("x.tsv", "--split", "0/0/0"), "no split"),
        (("x.tsv", "--split", "-1/1/1"), "no split"),
        (("x.tsv", "--split", "nan/1/1"), "no split"),
        (("x.tsv", "--since", "soon"), "no date"),
        (("x.tsv", "--db", "other.db"), "no database"),
    ],
)
def test_bad_exports_are_refused_in_a_sentence(desk, words, complaint):
    outcome = desk("export", *words)
    assert outcome.status in {1, 2}
    assert complaint in outcome.err
    assert outcome.out == ""


def test_import_counts_and_lists(desk, tmp_path):
    desk("export", "x.jsonl")
    text = (tmp_path / "x.jsonl").read_text(encoding="utf-8").replace("Item", "Point")
    (tmp_path / "y.jsonl").write_text(text + "{\n" * 25, encoding="utf-8")
    trial = desk("import", "y.jsonl", "--dry-run")
    assert trial.status == 1
    assert "“Item 0.” -> corrected “Point 0.”" in trial.err
    assert "y.jsonl:4: it is no JSON" in trial.err
    assert "and 5 more" in trial.err
    assert "Nothing was changed" in trial.err
    assert desk("import", "x.jsonl").status == 0
    (report,) = desk("import", "y.jsonl", "--json").json
    assert report["counts"]["corrected"] == 3
    assert len(report["faults"]) == 25
    with Store.open(str(tmp_path / "workflow.db")) as store:
        assert [u.target for u in store.units([1, 2, 3])] == [f"Point {n}." for n in range(3)]


def test_an_import_into_a_new_database(workflow, tmp_path):
    (tmp_path / "x.tsv").write_text("source\ttarget\nМир.\tPeace.\n", encoding="utf-8")
    outcome = workflow("import", "x.tsv", "--memory", "ООН", "--status", "approved")
    assert outcome.status == 0, outcome.err
    with Store.open(str(tmp_path / "workflow.db")) as store:
        (unit,) = store.units([1])
    assert (unit.source, unit.memory, unit.status) == ("Мир.", "ООН", "approved")


def command(*words):
    return [sys.executable, "-m", "workflow", *map(str, words)]


def killed(words, moment):
    """Run a command and kill it after so many seconds; return whether it came to its end."""
    child = subprocess.Popen(command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        child.wait(moment)
    except subprocess.TimeoutExpired:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        return False
    assert child.returncode == 0
    return True


def content(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


@pytest.mark.timeout(600)
def test_a_killed_export_leaves_the_old_file_or_the_new_one(tmp_path):
    db, out = tmp_path / "pairs.db", tmp_path / "out"
    fill(db, 4000)
    words = ("export", out / "x.tmx", "--db", db, "--dedupe", "near")
    subprocess.run(command(*words), check=True, capture_output=True)
    old = content(out)
    fill(db, 200, "Глава")
    (tmp_path / "new").mkdir()
    started = time.monotonic()
    again = ("export", tmp_path / "new" / "x.tmx", *words[2:])
    subprocess.run(command(*again), check=True, capture_output=True)
    whole = time.monotonic() - started
    new = content(tmp_path / "new")
    assert old.keys() == new.keys()
    assert old["x.tmx"] != new["x.tmx"]
    moments = random.Random(os.environ.get("PYTEST_SEED"))
    finished = sum(killed(words, moments.uniform(0.3, 1.05) * whole) for _ in range(6))
    assert finished < 6
    found = content(out)
    assert found["x.tmx"] in {old["x.tmx"], new["x.tmx"]}
    assert found.get("x.tmx.manifest.json", new["x.tmx.manifest.json"]) in {
        old["x.tmx.manifest.json"],
        new["x.tmx.manifest.json"],
    }
    subprocess.run(command(*words), check=True, capture_output=True)
    assert content(out) == new
    assert [p.name for p in out.iterdir() if p.is_dir()] == []


@pytest.mark.timeout(600)
def test_a_killed_import_goes_on(tmp_path):
    lines = "".join(f"Глава {n}.\tItem {n}.\n" for n in range(4000))
    (tmp_path / "x.tsv").write_text(f"source\ttarget\n{lines}", encoding="utf-8")

    def words(name):
        return ("import", tmp_path / "x.tsv", "--db", tmp_path / name)

    started = time.monotonic()
    subprocess.run(command(*words("calm.db")), check=True, capture_output=True)
    whole = time.monotonic() - started
    moments = random.Random(os.environ.get("PYTEST_SEED"))
    for _ in range(50):
        if killed(words("pairs.db"), moments.uniform(0.4, 0.9) * whole):
            break
    else:
        subprocess.run(command(*words("pairs.db")), check=True, capture_output=True)
    for name in ("calm.db", "pairs.db"):
        with Store.open(str(tmp_path / name)) as store:
            found = [(c.source, c.target) for c in store.candidates(Selection())]
            assert found == [(f"Глава {n}.", f"Item {n}.") for n in range(4000)]
            assert store.check() == []
