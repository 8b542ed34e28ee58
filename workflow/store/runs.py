"""Runs: which command made what, and whether it came to its end."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING

import workflow
from workflow.store.connection import now, writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database


def begin(db: Database, command: str, options: Mapping[str, object]) -> int:
    """Insert a run, mark those of killed processes interrupted, and return its number."""
    host = socket.gethostname()
    with writing(db):
        for run, pid in db.execute(
            "SELECT id, pid FROM runs WHERE state = 'running' AND host = ?", [host]
        ).fetchall():
            if not _alive(pid):
                _finish(db, run, "interrupted", None)
        cursor = db.execute(
            "INSERT INTO runs (started_at, command, options, workflow, host, pid, state, counts)"
            " VALUES (?, ?, ?, ?, ?, ?, 'running', '{}')",
            [now(), command, _json(options), workflow.__version__, host, os.getpid()],
        )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def end(db: Database, run: int, state: str, counts: Mapping[str, object]) -> None:
    """Record the end of a run."""
    if state not in {"done", "failed", "interrupted"}:
        raise ValueError(state)
    with writing(db):
        _finish(db, run, state, _json(counts))


def _finish(db: Database, run: int, state: str, counts: str | None) -> None:
    db.execute(
        "UPDATE runs SET state = ?, finished_at = ?, counts = coalesce(?, counts) WHERE id = ?",
        [state, now(), counts, run],
    )


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(values, default=str, sort_keys=True)


def _alive(pid: int) -> bool:
    """Whether another process of this number runs; it may be an unrelated one.

    In a container every run may have the same number: a run under our own is over.
    """
    if pid == os.getpid():
        return False
    import psutil  # os.kill(pid, 0) asks on Unix, and on Windows it kills

    return bool(psutil.pid_exists(pid))
