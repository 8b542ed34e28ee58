"""A process that is killed while it stores: what it reported is there, whole, and can go on."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from tests.store.building import save
from tests.support import snapshot
from workflow.store import Store

ROOT = Path(__file__).parents[2]
DOCUMENTS = 40

CODE = """
import sys
from tests.store.test_kill import document
from tests.store.building import save
from workflow.store import Store
with Store.open(sys.argv[1]) as store:
    for number in range(int(sys.argv[2])):
        path, text = document(number)
        save(store, text, path)
        print(number, flush=True)
"""


def document(number):
    text = [[f"Абзац {n} документа {number}.", "Подробнее.", "Указ № 5."] for n in range(60)]
    return f"/desk/{number}.txt", text


def test_sigkill_while_saving(tmp_path):
    path = str(tmp_path / "pairs.db")
    moments = random.Random(5)
    kills = 0
    while kills < 10:
        child = subprocess.Popen(
            [sys.executable, "-c", CODE, path, str(DOCUMENTS)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        # Reads up to some line, so that the kill falls into the work that follows it.
        reported = [child.stdout.readline() for _ in range(moments.randint(0, 5))]
        try:
            child.wait(moments.uniform(0, 0.05))
        except subprocess.TimeoutExpired:
            child.kill()
            kills += 1
        reported += child.communicate()[0].split()
        if not Path(path).exists():
            continue
        with Store.open(path) as store:
            assert store.check() == []
            stored = {overview.path: overview for overview in store.documents()}
            for number in map(int, filter(None, map(str.strip, reported))):
                assert stored[f"/desk/{number}.txt"].pairs == 180
            assert {overview.pairs for overview in stored.values()} <= {180}
    for target in path, str(tmp_path / "calm.db"):
        with Store.open(target) as store:
            for number in range(DOCUMENTS):
                name, text = document(number)
                save(store, text, name)
    assert snapshot(path) == snapshot(tmp_path / "calm.db")
