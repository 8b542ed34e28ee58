"""The rows of beads and of their pairs, which follow them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from workflow.model import Origin, Pair, Segment, Status
from workflow.store import changes, segments
from workflow.store.alignment.spans import Span
from workflow.store.changes import Changes
from workflow.store.connection import batches
from workflow.store.matching import match
from workflow.store.paragraphs import next_id
from workflow.store.segments import touched
from workflow.text import clean, key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from workflow.model import Finding
    from workflow.store.alignment.aligned import StoredSentence
    from workflow.store.rows import StoredPair

    Find = Callable[[Pair], Iterable[Finding]]
    """Looks at a pair as checks do."""

_COLUMNS = "id, position, source_start, target_start, source_stop, target_stop, score, edited, key"


class Row(NamedTuple):
    """A stored bead; `position` is None where it no longer stands, kept for its pair's sake."""

    id: int
    position: int | None
    span: Span
    key: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences that beads count; `first` is the number of the first one of either side."""

    source: Sequence[str]
    target: Sequence[str]
    langs: tuple[str, str]
    first: tuple[int, int] = (0, 0)

    def of(self, span: Span) -> tuple[str, str]:
        """Return the text of either side of a bead, cleaned."""
        a, b = self.first
        source = self.source[span.start[0] - a : span.stop[0] - a]
        target = self.target[span.start[1] - b : span.stop[1] - b]
        return " ".join(map(clean, source)), " ".join(map(clean, target))

    def key(self, span: Span) -> str:
        """Return the key under which a bead is known again."""
        return key("\n".join(self.of(span)))

    def pair(self, span: Span, find: Find, status: Status = Status.MACHINE) -> Pair | None:
        """Return the pair of a bead that has text on both sides."""
        source, target = self.of(span)
        if not source or not target:
            return None
        pair = Pair(source, target, *self.langs, Origin.ALIGNED, status, span.score)
        return replace(pair, findings=tuple(find(pair)))


def read(db: Database, alignment_id: int, first: int = 0, stop: int | None = None) -> list[Row]:
    """Return the beads in order, of places `first` to `stop` only, or all and then the gone."""
    where = "" if stop is None else "AND position >= ? AND position < ?"
    return [
        Row(row[0], row[1], Span((row[2], row[3]), (row[4], row[5]), row[6], bool(row[7])), row[8])
        for row in db.execute(
            f"SELECT {_COLUMNS} FROM beads WHERE alignment_id = ? {where}"
            " ORDER BY position IS NULL, position",
            [alignment_id] if stop is None else [alignment_id, first, stop],
        )
    ]


def place(
    db: Database,
    alignment_id: int,
    stored: Sequence[Row],
    spans: Sequence[Span],
    keys: Sequence[str],
    known: Mapping[int, StoredPair],
) -> list[int]:
    """Store the beads as they stand now and return their numbers; equal ones keep their rows.

    Those that are gone are removed with their pairs `known`, unless a person touched the pair.
    """
    matched = match([row.key for row in stored], keys)
    first = next_id(db, "beads")
    ids: list[int] = []
    written: list[tuple[int, int, Span, str]] = []
    moved: list[int] = []
    inserted = 0
    for position, (span, bead_key, i) in enumerate(zip(spans, keys, matched, strict=True)):
        old = None if i is None else stored[i]
        ids.append(first + inserted if old is None else old.id)
        inserted += old is None
        # A score alone is no change: it moves in the last digits from batch to batch.
        if old is None or (old.position, replace(old.span, score=span.score)) != (position, span):
            written.append((ids[-1], position, span, bead_key))
            moved += [] if old is None else [old.id]
    kept = set(ids)
    gone = [row for row in stored if row.id not in kept]
    orphans = [row.id for row in gone if row.id in known and touched(known[row.id].pair)]
    remove(db, [row.id for row in gone if row.id not in set(orphans)])
    # Positions are unique: all that change are freed before any is taken.
    for batch, marks in batches([*orphans, *moved]):
        db.execute(
            f"UPDATE beads SET position = NULL WHERE position IS NOT NULL AND id IN ({marks})",
            batch,
        )
    write(db, alignment_id, written)
    return ids


def write(db: Database, alignment_id: int, rows: Iterable[tuple[int, int, Span, str]]) -> None:
    """Insert or update beads `(id, position, span, key)`."""
    columns = (
        "position, type, source_start, source_stop, target_start, target_stop, score, edited, key"
    )
    db.conn.executemany(
        f"INSERT INTO beads (id, alignment_id, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        f" ON CONFLICT (id) DO UPDATE SET ({columns}) = (excluded.position, excluded.type,"
        " excluded.source_start, excluded.source_stop, excluded.target_start,"
        " excluded.target_stop, excluded.score, excluded.edited, excluded.key)",
        (
            (
                *(number, alignment_id, position, span.type),
                *(span.start[0], span.stop[0], span.start[1], span.stop[1]),
                *(span.score, span.edited, bead_key),
            )
            for number, position, span, bead_key in rows
        ),
    )


def remove(db: Database, ids: Sequence[int]) -> None:
    """Remove beads with their pairs."""
    for batch, marks in batches(ids):
        db.execute(f"DELETE FROM pairs WHERE bead_id IN ({marks})", batch)
        db.execute(f"DELETE FROM beads WHERE id IN ({marks})", batch)


def make_room(db: Database, alignment_id: int, position: int, count: int) -> None:
    """Move the beads from a place on by `count` places, back where that is negative."""
    if count:
        # Positions are unique at every moment: the beads go by way of free, negative ones.
        db.execute(
            "UPDATE beads SET position = -1 - (position + ?)"
            " WHERE alignment_id = ? AND position >= ?",
            [count, alignment_id, position],
        )
        db.execute(
            "UPDATE beads SET position = -1 - position WHERE alignment_id = ? AND position < 0",
            [alignment_id],
        )


def follow(
    db: Database,
    wanted: Sequence[tuple[int, Pair | None, int | None]],
    known: Mapping[int, StoredPair],
    *,
    by_hand: bool = False,
) -> Changes:
    """Find out what storing the pairs `(bead, pair, segment)` changes; write it with `changes`.

    A pair that a person touched stays, unless it is another person who changes it `by_hand`.
    """
    first = next_id(db, "pairs")
    found = Changes()
    for bead_id, pair, segment_id in wanted:
        stored = known.get(bead_id)
        if pair is None:
            db.execute("DELETE FROM pairs WHERE bead_id = ?", [bead_id])
            continue
        found.pairs.append(pair)
        if stored is None:
            found.inserted.append((first + len(found.inserted), segment_id, bead_id, pair))
            continue
        db.execute(
            "UPDATE pairs SET segment_id = ? WHERE id = ? AND segment_id IS NOT ?",
            [segment_id, stored.id, segment_id],
        )
        if touched(stored.pair) and not by_hand:
            found.pairs[-1] = stored.pair
            found.kept += 1
        elif changes.content(stored.pair) != changes.content(pair):
            found.updated.append((stored.id, pair))
        elif stored.pair.findings != pair.findings:
            found.noticed.append((stored.id, pair))
    return found


def claim(
    db: Database, sentences: Sequence[StoredSentence], starts: Iterable[int]
) -> dict[int, int]:
    """Return by number the segments of sentences whose paragraph is there, making what lacks."""
    places: dict[int, tuple[int, Segment]] = {}
    for n in starts:
        _, paragraph_id, start, stop, text = sentences[n]
        if paragraph_id is not None:
            places[n] = (paragraph_id, Segment(text, start, stop))
    ids = segments.claim(db, places.values())
    return {n: ids[paragraph_id, at.start] for n, (paragraph_id, at) in places.items()}
