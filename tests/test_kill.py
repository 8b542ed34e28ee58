"""Killed at any moment, the next run goes on, and the database ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import snapshot

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
DOCUMENTS = ("message.txt", "many-languages.txt", "news-page.html", "single-line.txt")
KILLS = 50


def command(folder: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "workflow", "translate", str(folder / "in")),
        *("--db", str(folder / "pairs.db"), "--out", str(folder / "out"), "--jobs", "1"),
    ]


def fresh(folder: Path) -> Path:
    (folder / "in").mkdir(parents=True)
    for name in DOCUMENTS:
        shutil.copy(CORPUS / name, folder / "in")
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((folder / "out").rglob("*")) if p.is_file()}


@pytest.mark.timeout(900)
def test_sigkill_at_random_moments_then_resume(tmp_path):
    calm = fresh(tmp_path / "calm")
    started = time.monotonic()
    subprocess.run(command(calm), check=True, capture_output=True)
    whole = time.monotonic() - started
    wanted_rows, wanted_files = snapshot(calm / "pairs.db"), outputs(calm)
    assert wanted_rows["pairs"], "the corpus should give pairs"

    seed = random.randrange(2**32)
    moments = random.Random(seed)
    kills = rounds = 0
    while kills < KILLS:
        rounds += 1
        folder = fresh(tmp_path / f"round-{rounds}")
        for attempt in range(200):
            child = subprocess.Popen(
                command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                # ever later: the machine may be busier by now than when `whole` was measured
                child.wait(moments.uniform(0.1, 0.9 + attempt / 20) * whole)
            except subprocess.TimeoutExpired:
                os.kill(child.pid, signal.SIGKILL)
                child.wait()
            if child.returncode == 0:
                break
            assert child.returncode == -signal.SIGKILL
            kills += 1
        else:
            pytest.fail("200 runs in a row were killed without an end: nothing is resumed")
        assert snapshot(folder / "pairs.db") == wanted_rows, f"seed {seed}"
        assert outputs(folder) == wanted_files
        leftovers = [p for p in (folder / "out").rglob("*") if "tmp" in p.name]
        assert not leftovers, "a killed run's temporary files are cleaned up"
        shutil.rmtree(folder)
