"""What the database knows already of the units of a file: their pairs, versions and remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.store.connection import batches
from workflow.store.exchange.merging import Version
from workflow.store.exchange.units import note
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database


def stored(db: Database, numbers: Iterable[int]) -> dict[int, Version]:
    """Return pairs as they are now, by their numbers."""
    return {
        row[0]: Version(*row)
        for batch, marks in batches(n for n in numbers if n < 2**63)
        for row in db.execute(
            "SELECT pairs.id, version, source, target, source_lang, target_lang, pairs.origin,"
            " status, coalesce(read_only, 0) FROM pairs LEFT JOIN memories m ON m.id = memory_id"
            f" WHERE pairs.id IN ({marks})",
            batch,
        )
    }


def revisions(db: Database, numbers: Iterable[int]) -> list[Version]:
    """Return the earlier versions of pairs."""
    return [
        Version(*row)
        for batch, marks in batches(numbers)
        for row in db.execute(
            "SELECT pair_id, version, source, target, '', '', origin, status, 0"
            f" FROM revisions WHERE pair_id IN ({marks})",
            batch,
        )
    ]


def notes(db: Database, numbers: Iterable[int]) -> dict[int, set[str]]:
    """Return what was said about pairs, cleaned, with and without the name of who said it."""
    found: dict[int, set[str]] = {}
    for batch, marks in batches(numbers):
        for number, author, text in db.execute(
            f"SELECT pair_id, author, text FROM comments WHERE pair_id IN ({marks})", batch
        ):
            found.setdefault(number, set()).update({clean(note(author, text)), clean(text)})
    return found


def memory(db: Database, name: str, time: str = "") -> int | None:
    """Return the number of a memory; with a time, one that there is not is made."""
    if time:
        db.execute(
            "INSERT INTO memories (name, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [name, time],
        )
    row = db.execute("SELECT id FROM memories WHERE name = ?", [name]).fetchone()
    return row[0] if row else None


def contents(
    db: Database, keys: Iterable[str], memory_id: int | None
) -> set[tuple[str, str, str, str]]:
    """Return the contents of the memory's pairs that have the same sources."""
    # The plus signs keep SQLite from going through all pairs of the memory, or without a segment.
    return {
        row
        for batch, marks in batches(keys)
        for row in db.execute(
            "SELECT source_key, target, source_lang, target_lang FROM pairs"
            f" WHERE source_key IN ({marks}) AND +segment_id IS NULL AND +memory_id IS ?",
            [*batch, memory_id],
        )
    }
