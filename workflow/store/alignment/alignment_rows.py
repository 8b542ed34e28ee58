"""The rows of alignments and of their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workflow.errors import MissingError
from workflow.store import documents, pairs
from workflow.store.alignment import beads
from workflow.store.alignment.aligned import (
    AlignmentOverview,
    StoredAlignment,
    StoredBead,
    StoredSentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

SIDES = ("source", "target")
_HEAD = "id, version, source_id, target_id, source_lang, target_lang, mode, created_at, updated_at"


class Head(NamedTuple):
    """An alignment without its sentences and beads."""

    id: int
    version: int
    source_id: int
    target_id: int
    source_lang: str
    target_lang: str
    mode: str
    created_at: str
    updated_at: str


def head(db: Database, number: int) -> Head:
    """Return an alignment's own row; `MissingError` if there is none of this number."""
    found = _head(db, number)
    if found is None:
        raise MissingError(f"there is no alignment {number}", "Make one: workflow align RU EN.")
    return found


def _head(db: Database, number: int) -> Head | None:
    # SQLite's integers have 64 bits; no larger one is a row's number.
    row = db.execute(
        f"SELECT {_HEAD} FROM alignments WHERE id = CAST(? AS INTEGER)", [str(number)]
    ).fetchone()
    return Head(*row) if row else None


def put(
    db: Database,
    run: int,
    ids: tuple[int, int],
    values: tuple[str, str, str],
    time: str,
) -> tuple[Head, bool]:
    """Store an alignment's own row, `values` its languages and mode; say whether it is new."""
    row = db.execute(
        f"SELECT {_HEAD} FROM alignments WHERE source_id = ? AND target_id = ?", ids
    ).fetchone()
    if row is None:
        cursor = db.execute(
            "INSERT INTO alignments (source_id, target_id, source_lang, target_lang, mode, run_id,"
            " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [*ids, *values, run, time, time],
        )
        assert cursor.lastrowid is not None
        return head(db, cursor.lastrowid), True
    found = Head(*row)
    if (found.source_lang, found.target_lang, found.mode) != values:
        db.execute(
            "UPDATE alignments SET source_lang = ?, target_lang = ?, mode = ? WHERE id = ?",
            [*values, found.id],
        )
    return found, False


def sentences(
    db: Database, number: int, side: str, first: int = 0, stop: int | None = None
) -> list[StoredSentence]:
    """Return the sentences of a side in order, from `first` up to `stop`."""
    return [
        StoredSentence(*row)
        for row in db.execute(
            "SELECT paragraph, paragraph_id, start, stop, text FROM sentences WHERE"
            " alignment_id = ? AND side = ? AND position >= ? AND position < coalesce(?, 1e18)"
            " ORDER BY position",
            [number, side, first, stop],
        )
    ]


def put_sentences(db: Database, number: int, side: str, current: Sequence[StoredSentence]) -> None:
    """Store the sentences of a side as they stand now."""
    if sentences(db, number, side) == list(current):
        return
    db.execute("DELETE FROM sentences WHERE alignment_id = ? AND side = ?", [number, side])
    db.conn.executemany(
        "INSERT INTO sentences (alignment_id, side, position, paragraph, paragraph_id, start, stop,"
        " text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((number, side, position, *values) for position, values in enumerate(current)),
    )


def find(db: Database, number: int) -> StoredAlignment | None:
    """Return an alignment by its number."""
    found = _head(db, number)
    if found is None:
        return None
    source, target = documents.find(db, found.source_id), documents.find(db, found.target_id)
    assert source is not None
    assert target is not None
    known = pairs.by_bead(db, number)
    return StoredAlignment(
        found.id,
        found.version,
        source,
        target,
        found.source_lang,
        found.target_lang,
        found.mode,
        tuple(sentences(db, number, "source")),
        tuple(sentences(db, number, "target")),
        tuple(
            StoredBead(
                row.id,
                tuple(range(row.span.start[0], row.span.stop[0])),
                tuple(range(row.span.start[1], row.span.stop[1])),
                row.span.type,
                row.span.score,
                row.span.edited,
                known.get(row.id),
            )
            for row in beads.read(db, number)
            if row.position is not None
        ),
        found.created_at,
        found.updated_at,
    )


def overviews(db: Database) -> Iterator[AlignmentOverview]:
    """Yield an overview of every alignment, by the paths of its documents."""
    for row in db.execute(
        "SELECT a.id, s.path, t.path, a.source_lang, a.target_lang, a.mode, a.version,"
        " count(b.id), coalesce(sum(b.source_start = b.source_stop"
        " OR b.target_start = b.target_stop), 0), coalesce(sum(b.edited), 0),"
        " count(pairs.id) FILTER (WHERE pairs.status <> 'machine'), a.updated_at"
        " FROM alignments a JOIN documents s ON s.id = a.source_id"
        " JOIN documents t ON t.id = a.target_id"
        " LEFT JOIN beads b ON b.alignment_id = a.id AND b.position IS NOT NULL"
        " LEFT JOIN pairs ON pairs.bead_id = b.id GROUP BY a.id ORDER BY s.path, t.path"
    ):
        yield AlignmentOverview(*row)
