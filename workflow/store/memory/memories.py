"""Named translation memories: what was imported from elsewhere, and under which conditions."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from workflow.errors import UsageError
from workflow.store.connection import now, writing
from workflow.text import clean

if TYPE_CHECKING:
    from sqlite_utils import Database

_BATCH = 2_000
"""Pairs removed in one transaction: others need not wait long."""

_COLUMNS = """SELECT m.id, m.name, m.read_only, m.penalty, m.licence, m.origin, m.added_at,
    (SELECT count(*) FROM pairs WHERE memory_id = m.id) FROM memories m"""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a memory may be used; see `StoredMemory`."""

    read_only: bool = False
    penalty: int = 0
    licence: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class StoredMemory:
    """A named memory: `penalty` percent are taken off its matches; `pairs` counts what it has.

    A `read_only` one is neither added to nor removed. `licence` and `origin` are words.
    """

    id: int
    name: str
    read_only: bool
    penalty: int
    licence: str
    origin: str
    added_at: str
    pairs: int


def every(db: Database) -> list[StoredMemory]:
    """Return the named memories by name."""
    rows = db.execute(f"{_COLUMNS} ORDER BY m.name").fetchall()
    return [StoredMemory(number, name, bool(only), *rest) for number, name, only, *rest in rows]


def named(db: Database, name: str) -> StoredMemory:
    """Return a memory; `UsageError` if there is none of that name."""
    memories = {memory.name: memory for memory in every(db)}
    if name not in memories:
        raise UsageError(
            f"there is no memory “{name}”", "See which there are: workflow memory list."
        )
    return memories[name]


def put(db: Database, name: str, terms: Terms) -> StoredMemory:
    """Make a memory, or set the terms of the one of that name."""
    if not name or name != clean(name):
        raise UsageError(f"“{name}” is no name for a memory", "Give it one, of a single line.")
    if not 0 <= terms.penalty <= 100:  # noqa: PLR2004 (percent)
        raise UsageError(f"a penalty of {terms.penalty} % is none", "Give one from 0 to 100.")
    with writing(db):
        db.execute(
            "INSERT INTO memories (name, read_only, penalty, licence, origin, added_at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
            " read_only = excluded.read_only, penalty = excluded.penalty,"
            " licence = excluded.licence, origin = excluded.origin",
            [name, *astuple(terms), now()],
        )
    return named(db, name)


def remove(db: Database, name: str, *, edited: bool) -> int:
    """Remove a memory and its pairs, a batch at a time, and return how many those were."""
    memory = _writable(db, name)
    changed = "SELECT count(*) FROM pairs WHERE memory_id = ? AND version > 1"
    count = db.execute(changed, [memory.id]).fetchone()[0]
    if count and not edited:
        raise UsageError(
            f"people have changed {count} pair{'s' if count > 1 else ''} of the memory “{name}”",
            f"Keep a copy: workflow memory export {name} FILE; then: --edited",
        )
    batch = "SELECT id FROM pairs WHERE memory_id = ? LIMIT ?"
    removed = 0
    while numbers := db.execute(batch, [memory.id, _BATCH]).fetchall():
        with writing(db):
            db.conn.executemany("DELETE FROM pairs WHERE id = ?", numbers)
        removed += len(numbers)
    with writing(db):
        db.execute("DELETE FROM memories WHERE id = ?", [memory.id])
    return removed


def _writable(db: Database, name: str) -> StoredMemory:
    memory = named(db, name)
    if memory.read_only:
        raise UsageError(f"the memory “{name}” is read-only", "Name another memory.")
    return memory
