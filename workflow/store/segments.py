"""A document's sentences: what still stands keeps its row, and with it its pairs."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

from workflow.model import Origin, Pair, Status
from workflow.store.connection import batches
from workflow.store.matching import match
from workflow.store.paragraphs import next_id
from workflow.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from workflow.model import Labelled, Segment
    from workflow.store.paragraphs import Standing
    from workflow.store.rows import PlacedPair


class _Row(NamedTuple):
    id: int
    paragraph_id: int
    start: int | None
    stop: int | None
    text: str


class _Place(NamedTuple):
    """Where a sentence stands now: its paragraph's number and row, and the sentence."""

    paragraph: int
    paragraph_id: int
    segment: Segment


def place(
    db: Database,
    document_id: int,
    standing: Standing,
    labelled: Sequence[Labelled],
    placed: Sequence[PlacedPair],
    most: int,
) -> list[int]:
    """Store the sentences of the pairs as they stand now.

    A sentence that is gone from its paragraph goes on where the same sentence stands anew, in
    whichever paragraph. One that is gone for good is removed with its pairs, unless a person
    touched one of them: then it loses its offsets. If these are more than `most`, they all lose
    their offsets, and the numbers of those to `remove` are returned.
    """
    known = _known(db, document_id)
    stored, gone = _stored(db, document_id)
    current = _by_paragraph(placed)
    langs = {item.pair.source_lang for item in placed}
    plan: list[tuple[_Place, _Row | None]] = []
    for index, paragraph_id in enumerate(standing.ids):
        old, new = stored.pop(paragraph_id, []), current.get(index, [])
        matched = _match(old, new)
        for segment, i in zip(new, matched, strict=True):
            plan.append((_Place(index, paragraph_id, segment), None if i is None else old[i]))
        # A run for another source language does not speak about this one's sentences.
        same = standing.same_text[index]
        starts = {segment.start for segment in new}
        gone.extend(
            row
            for i, row in enumerate(old)
            if i not in set(matched)
            and not (
                same
                and row.start not in starts
                and _still_valid(row, known.get(row.id, ()), langs, labelled[index])
            )
        )
    for rows in stored.values():
        gone.extend(rows)
    return _write(db, *_adopt(plan, gone, known), known, most)


def claim(db: Database, places: Iterable[tuple[int, Segment]]) -> dict[tuple[int, int], int]:
    """Return row numbers by (paragraph row, start), with a new row where none stands there."""
    wanted = {(paragraph_id, segment.start): segment for paragraph_id, segment in places}
    found: dict[tuple[int, int], int] = {}
    for batch, marks in batches({paragraph_id for paragraph_id, _ in wanted}):
        for number, paragraph_id, start in db.execute(
            f"SELECT id, paragraph_id, start FROM segments WHERE paragraph_id IN ({marks})", batch
        ):
            if (paragraph_id, start) in wanted:
                found[paragraph_id, start] = number
    first = next_id(db, "segments")
    new = [at for at in wanted if at not in found]
    found |= {at: first + n for n, at in enumerate(new)}
    db.conn.executemany(
        "INSERT INTO segments (id, paragraph_id, start, stop, text) VALUES (?, ?, ?, ?, ?)",
        ((found[at], *at, wanted[at].stop, wanted[at].text) for at in new),
    )
    return found


def sweep(db: Database, document_id: int) -> None:
    """Remove the sentences of a document that have no pair any more."""
    db.execute(
        "DELETE FROM segments WHERE paragraph_id IN"
        " (SELECT id FROM paragraphs WHERE document_id = ?)"
        " AND NOT EXISTS (SELECT 1 FROM pairs WHERE segment_id = segments.id)",
        [document_id],
    )


def remove(db: Database, lost: Iterable[int]) -> None:
    """Remove sentences with their pairs, but for those where a person came before."""
    for batch, marks in batches(lost):
        free = (
            f"SELECT id FROM segments WHERE id IN ({marks}) AND start IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM pairs WHERE segment_id = segments.id"
            " AND (status <> 'machine' OR origin = 'human'))"
        )
        found = [number for (number,) in db.execute(free, batch)]
        _remove(db, found)


def _remove(db: Database, lost: Iterable[int]) -> None:
    for batch, marks in batches(lost):
        db.execute(f"DELETE FROM pairs WHERE segment_id IN ({marks})", batch)
        db.execute(f"DELETE FROM segments WHERE id IN ({marks})", batch)


def touched(pair: Pair) -> bool:
    """Whether a person had a hand in the pair."""
    return pair.status != "machine" or pair.origin == "human"


def _known(db: Database, document_id: int) -> defaultdict[int, list[Pair]]:
    """Return the pairs of a document by sentence row: what decides about them, not their texts."""
    found: defaultdict[int, list[Pair]] = defaultdict(list)
    for segment_id, source_lang, target_lang, origin, status in db.execute(
        "SELECT pairs.segment_id, source_lang, target_lang, origin, status FROM paragraphs p"
        " CROSS JOIN segments s ON s.paragraph_id = p.id"
        " CROSS JOIN pairs ON pairs.segment_id = s.id WHERE p.document_id = ?",
        [document_id],
    ):
        pair = Pair("", "", source_lang, target_lang, Origin(origin), Status(status))
        found[segment_id].append(pair)
    return found


def _stored(db: Database, document_id: int) -> tuple[dict[int, list[_Row]], list[_Row]]:
    """Return the stored sentences by paragraph row, and those that stood nowhere already."""
    stored: defaultdict[int, list[_Row]] = defaultdict(list)
    gone: list[_Row] = []
    for values in db.execute(
        "SELECT s.id, s.paragraph_id, s.start, s.stop, s.text FROM segments s"
        " JOIN paragraphs p ON p.id = s.paragraph_id WHERE p.document_id = ?"
        " ORDER BY s.paragraph_id, s.start",
        [document_id],
    ):
        row = _Row(*values)
        (gone if row.start is None else stored[row.paragraph_id]).append(row)
    return stored, gone


def _match(old: Sequence[_Row], new: Sequence[Segment]) -> list[int | None]:
    if [row.text for row in old] == [segment.text for segment in new]:
        return list(range(len(new)))
    return match([key(row.text) for row in old], [key(segment.text) for segment in new])


def _by_paragraph(placed: Iterable[PlacedPair]) -> dict[int, list[Segment]]:
    """Return the sentences of each paragraph in order, each once."""
    found: defaultdict[int, dict[int, Segment]] = defaultdict(dict)
    for item in placed:
        found[item.paragraph][item.segment.start] = item.segment
    return {index: [by[start] for start in sorted(by)] for index, by in found.items()}


def _still_valid(row: _Row, pairs: Sequence[Pair], langs: set[str], label: Labelled) -> bool:
    assert row.start is not None
    assert row.stop is not None
    # What stands in another document is not for a translation of this one to remove.
    return any(pair.origin == Origin.ALIGNED for pair in pairs) or all(
        pair.source_lang not in langs
        and any(
            passage.start <= row.start
            and row.stop <= passage.stop
            and passage.detection.lang == pair.source_lang
            for passage in label.passages
        )
        for pair in pairs
    )


def _adopt(
    plan: list[tuple[_Place, _Row | None]], gone: list[_Row], known: Mapping[int, Sequence[Pair]]
) -> tuple[list[tuple[_Place, _Row | None]], list[_Row]]:
    """Let sentences that stand anew go on with the rows of equal ones that are gone."""
    left: defaultdict[str, deque[_Row]] = defaultdict(deque)
    for row in sorted(gone, key=lambda row: not any(map(touched, known.get(row.id, ())))):
        left[key(row.text)].append(row)
    if left:
        plan = [
            (at, row or (rows.popleft() if (rows := left.get(key(at.segment.text))) else None))
            for at, row in plan
        ]
    return plan, [row for rows in left.values() for row in rows]


def _write(
    db: Database,
    plan: list[tuple[_Place, _Row | None]],
    gone: list[_Row],
    known: Mapping[int, Sequence[Pair]],
    most: int,
) -> list[int]:
    first = next_id(db, "segments")
    inserts: list[tuple[int | str, ...]] = []
    updates: list[tuple[int | str, ...]] = []
    for (_, paragraph_id, segment), row in plan:
        values = (paragraph_id, segment.start, segment.stop, segment.text)
        if row is None:
            inserts.append((*values, first + len(inserts)))
        elif row[1:] != values:
            updates.append((*values, row.id))
    kept = {row.id for row in gone if any(map(touched, known.get(row.id, ())))}
    lost = [row.id for row in gone if row.id not in kept]
    later = lost if len(lost) > most else []
    if not later:
        _remove(db, lost)
    # Starts are unique in a paragraph: all that change are freed before any is taken.
    free = [row.id for row in gone if row.start is not None and (row.id in kept or later)]
    for batch, marks in batches([*free, *(values[-1] for values in updates)]):
        db.execute(f"UPDATE segments SET start = NULL, stop = NULL WHERE id IN ({marks})", batch)
    db.conn.executemany(
        "UPDATE segments SET paragraph_id = ?, start = ?, stop = ?, text = ? WHERE id = ?", updates
    )
    db.conn.executemany(
        "INSERT INTO segments (paragraph_id, start, stop, text, id) VALUES (?, ?, ?, ?, ?)", inserts
    )
    return later
