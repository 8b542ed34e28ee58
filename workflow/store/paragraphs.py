"""A document's paragraphs and passages: what still stands keeps its row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.store.connection import batches
from workflow.store.matching import match
from workflow.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from workflow.model import Document, Labelled, Paragraph

_Values = tuple[int, str, str, str, str, str, float, str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """The row numbers of a document's paragraphs in order, and which have the text they had."""

    ids: list[int]
    same_text: list[bool]


def place(
    db: Database, document_id: int, document: Document, labelled: Sequence[Labelled]
) -> Standing:
    """Store the paragraphs as they stand now; those that are gone lose their position."""
    columns = "position, kind, place, text, key, lang, confidence, detector, reason"
    stored: list[tuple[int, _Values]] = [
        (row[0], row[1:])
        for row in db.execute(
            f"SELECT id, {columns} FROM paragraphs"
            " WHERE document_id = ? AND position IS NOT NULL ORDER BY position",
            [document_id],
        )
    ]
    current = [
        _values(position, paragraph, label)
        for position, (paragraph, label) in enumerate(
            zip(document.paragraphs, labelled, strict=True)
        )
    ]
    matched = match([values[4] for _, values in stored], [values[4] for values in current])
    first = next_id(db, "paragraphs")
    ids: list[int] = []
    inserts: list[tuple[object, ...]] = []
    updates: list[tuple[object, ...]] = []
    for values, i in zip(current, matched, strict=True):
        if i is None:
            ids.append(first + len(inserts))
            inserts.append((ids[-1], document_id, *values))
            continue
        ids.append(stored[i][0])
        if stored[i][1] != values:
            updates.append((*values, ids[-1]))
    kept = set(ids)
    # Positions are unique: all that change are freed before any is taken.
    free = [(row,) for row, _ in stored if row not in kept] + [(values[-1],) for values in updates]
    db.conn.executemany("UPDATE paragraphs SET position = NULL WHERE id = ?", free)
    db.conn.executemany(
        f"UPDATE paragraphs SET ({columns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?", updates
    )
    db.conn.executemany(
        f"INSERT INTO paragraphs (id, document_id, {columns})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        inserts,
    )
    _place_passages(db, document_id, ids, labelled)
    same_text = [
        i is not None and stored[i][1][3] == values[3]
        for values, i in zip(current, matched, strict=True)
    ]
    return Standing(ids, same_text)


def stand(db: Database, document_id: int, ids: Iterable[int]) -> bool:
    """Whether paragraphs, by row number, all stand in a document."""
    return all(
        db.execute(
            f"SELECT count(*) FROM paragraphs WHERE id IN ({marks}) AND document_id = ?"
            " AND position IS NOT NULL",
            [*batch, document_id],
        ).fetchone()[0]
        == len(batch)
        for batch, marks in batches(ids)
    )


def sweep(db: Database, document_id: int) -> None:
    """Remove the paragraphs that are gone and hold no sentence that is to be kept."""
    db.execute(
        "DELETE FROM paragraphs WHERE document_id = ? AND position IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM segments WHERE paragraph_id = paragraphs.id)",
        [document_id],
    )


def next_id(db: Database, table: str) -> int:
    """Return the number that the next row gets; it stays free while the write lock is held."""
    number: int = db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0]
    return number


def _values(position: int, paragraph: Paragraph, label: Labelled) -> _Values:
    runs, found = paragraph.runs, label.detection
    return (
        position,
        paragraph.kind,
        f"{runs[0].start}-{runs[-1].stop}" if runs else "",
        paragraph.text,
        key(paragraph.text),
        found.lang,
        found.confidence,
        found.detector,
        found.reason,
    )


def _place_passages(
    db: Database, document_id: int, ids: Sequence[int], labelled: Sequence[Labelled]
) -> None:
    columns = "start, stop, lang, confidence, detector, reason"
    stored = defaultdict(list)
    for row in db.execute(
        f"SELECT paragraph_id, {columns} FROM passages WHERE paragraph_id IN"
        " (SELECT id FROM paragraphs WHERE document_id = ?) ORDER BY paragraph_id, start",
        [document_id],
    ):
        stored[row[0]].append(row[1:])
    stale: list[tuple[int]] = []
    inserts: list[tuple[object, ...]] = []
    for paragraph_id, label in zip(ids, labelled, strict=True):
        passages = [
            (p.start, p.stop, found.lang, found.confidence, found.detector, found.reason)
            for p in label.passages
            for found in (p.detection,)
        ]
        if stored[paragraph_id] != passages:
            stale.append((paragraph_id,))
            inserts.extend((paragraph_id, *values) for values in passages)
    db.conn.executemany("DELETE FROM passages WHERE paragraph_id = ?", stale)
    db.conn.executemany(
        f"INSERT INTO passages (paragraph_id, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", inserts
    )
