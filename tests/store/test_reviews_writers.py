"""Many people and a run on the same pairs at once, as processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.store.building import save
from workflow.store import Store

ROOT = Path(__file__).parents[2]
WRITERS, PAIRS, EDITS = 8, 40, 25
TEXT = [[f"Предложение {n}.", f"Второе {n}."] for n in range(PAIRS // 2)]

PERSON = """
import json, random, sys
from workflow.errors import ConflictError
from workflow.model import Status
from workflow.store import Store
from workflow.store.review.reviewed import Change
path, name, edits, pairs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
chance, conflicts = random.Random(name), 0
with Store.open(path) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(edits):
        pair, text = chance.randint(1, pairs), f"{name} {number}."
        status = chance.choice([None, Status.APPROVED])
        while True:
            version = store.reviews.get(pair).version
            try:
                stored = store.reviews.edit(pair, version, Change(name, text, status=status))
            except ConflictError as error:
                assert error.current.version > version
                conflicts += 1
            else:
                print(json.dumps([pair, stored.version, text]), flush=True)
                break
print(json.dumps({"conflicts": conflicts}), flush=True)
"""

RUN = """
import sys, time
from dataclasses import replace
from tests.store.building import MODEL, machine, save
from tests.store.test_reviews_writers import TEXT
from workflow.model import Sentence, Translation
from workflow.store import Store
with Store.open(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for turn in range(12):
        save(store, TEXT, make=lambda s: replace(machine(s), target=f"Run {turn} of {s}"))
        made = [(Sentence(f"{turn} {n}"), Translation(f"{turn} {n}", 0.0)) for n in range(200)]
        store.save_translations(made, "ru", "en", MODEL, 1)
print("{}", flush=True)
"""


def start(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_eight_people_and_a_run(tmp_path):
    path = str(tmp_path / "pairs.db")
    with Store.open(path) as store:
        save(store, TEXT)
    people = {f"person{n}": start(PERSON, path, f"person{n}", EDITS, PAIRS) for n in range(WRITERS)}
    children = [*people.values(), start(RUN, path)]
    for child in children:
        assert child.stdout.readline() == "ready\n", child.stderr.read()
    begun = time.monotonic()
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    said = {child: child.communicate(timeout=120) for child in children}
    assert [(child.returncode, said[child][1]) for child in children] == [(0, "")] * len(children)
    acknowledged = {}
    for name, child in people.items():
        lines = [json.loads(line) for line in said[child][0].splitlines()]
        assert len(lines) == EDITS + 1
        acknowledged |= {(pair, version): (name, text) for pair, version, text in lines[:-1]}
    assert len(acknowledged) == WRITERS * EDITS, "no version was acknowledged to two people"
    with Store.open(path) as store:
        stored = {}
        for pair in range(1, PAIRS + 1):
            versions = store.reviews.history(pair)
            assert [r.version for r in versions] == list(range(1, len(versions) + 1))
            stored |= {(pair, r.version): (r.author, r.target) for r in versions if r.author}
            touched = next((n for n, r in enumerate(versions) if r.author), len(versions))
            assert all(r.author for r in versions[touched:]), "the run came after a person"
        assert stored == acknowledged, "what is in the history was acknowledged, and no more"
        assert store.check() == []
        counts = store.reviews.counts()
        assert counts.reviewer == Counter(
            store.reviews.get(pair).author for pair in {pair for pair, _ in acknowledged}
        )
    assert time.monotonic() - begun < 100
