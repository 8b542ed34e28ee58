"""Alignments: two documents, their sentences and beads, saved whole in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.errors import UsageError
from workflow.store import changes, documents, pairs, paragraphs, segments
from workflow.store.alignment import beads, edits
from workflow.store.alignment.aligned import SavedAlignment, StoredSentence
from workflow.store.alignment.alignment_rows import SIDES, put, put_sentences, sentences
from workflow.store.alignment.beads import Texts
from workflow.store.alignment.pins import carried
from workflow.store.alignment.spans import Span, overlay, spans
from workflow.store.connection import now, writing
from workflow.store.segments import touched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlite_utils import Database

    from workflow.align.beads import Bead
    from workflow.model import Pair
    from workflow.store.alignment.aligned import AlignedSide
    from workflow.store.alignment.beads import Find, Row
    from workflow.store.rows import StoredPair

Sides = tuple["AlignedSide", "AlignedSide"]


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a run found: its beads with their pairs, made before other writers have to wait."""

    texts: Texts
    machine: list[Span]
    pairs: dict[Span, Pair | None]
    find: Find

    def pair(self, span: Span) -> Pair | None:
        """Return the pair of a bead, which may also be one that a person has made."""
        return self.pairs[span] if span in self.pairs else self.texts.pair(span, self.find)


def save(
    db: Database, run: int, sides: Sides, found: Sequence[Bead], mode: str, find: Find
) -> SavedAlignment:
    """Store an alignment; `Store.save_alignment` says how."""
    source, target = ([segment.text for _, segment in side.sentences] for side in sides)
    texts = Texts(source, target, (sides[0].lang, sides[1].lang))
    machine = spans(found, (len(source), len(target)))
    draft = _Draft(texts, machine, {span: texts.pair(span, find) for span in machine}, find)
    made = (pair for pair in draft.pairs.values() if pair)
    lemmas = documents.lemmas(db, sides[0].document.path, made)
    with writing(db):
        return _save(db, run, sides, draft, mode, lemmas)


def _save(
    db: Database,
    run: int,
    sides: Sides,
    draft: _Draft,
    mode: str,
    lemmas: Mapping[tuple[str, str], str],
) -> SavedAlignment:
    time = now()
    (source_id, source), (target_id, target) = (_place(db, run, side, time) for side in sides)
    if source_id == target_id:
        raise UsageError("a document cannot be aligned with itself", "Name two documents.")
    head, new = put(db, run, (source_id, target_id), (*draft.texts.langs, mode), time)
    before = db.conn.total_changes
    stored, known = beads.read(db, head.id), pairs.by_bead(db, head.id)
    pins = _pins(db, head.id, draft.texts, stored, known)
    for side, current in zip(SIDES, (source, target), strict=True):
        put_sentences(db, head.id, side, current)
    standing = overlay(draft.machine, pins)
    keys = [draft.texts.key(span) for span in standing]
    bead_ids = beads.place(db, head.id, stored, standing, keys, known)
    changed = not new and db.conn.total_changes != before
    wanted = [draft.pair(span) for span in standing]
    starts = [span.start[0] for span, pair in zip(standing, wanted, strict=True) if pair]
    at = beads.claim(db, source, starts)
    rows = zip(bead_ids, wanted, [at.get(span.start[0]) for span in standing], strict=True)
    written = beads.follow(db, list(rows), known)
    changes.write(db, run, written, lemmas, time)
    for document_id in (source_id, target_id):
        segments.sweep(db, document_id)
        paragraphs.sweep(db, document_id)
    if db.conn.total_changes != before:
        db.execute(
            "UPDATE alignments SET run_id = ?, updated_at = ?, version = version + ? WHERE id = ?",
            [run, time, changed, head.id],
        )
    if changed:
        edits.note_run(db, head.id, head.version + 1, time)
    inserted, updated = len(written.inserted), len(written.updated) + len(written.noticed)
    return SavedAlignment(
        head.id,
        head.version + changed,
        tuple(written.pairs),
        inserted,
        updated,
        len(written.pairs) - inserted - updated - written.kept,
        written.kept,
        len(pins),
    )


def _place(
    db: Database, run: int, side: AlignedSide, time: str
) -> tuple[int, list[StoredSentence]]:
    """Store a document with its paragraphs; return its number and its sentences."""
    before = db.conn.total_changes
    document_id = documents.write(db, run, side.document, time)
    ids = paragraphs.place(db, document_id, side.document, side.labelled).ids
    if db.conn.total_changes != before:
        documents.stamp(db, run, document_id, time)
    return document_id, [
        StoredSentence(paragraph, ids[paragraph], segment.start, segment.stop, segment.text)
        for paragraph, segment in side.sentences
    ]


def _pins(
    db: Database,
    number: int,
    texts: Texts,
    stored: Sequence[Row],
    known: Mapping[int, StoredPair],
) -> list[Span]:
    """Return the beads that a person has made, or whose pair a person touched, as they stand."""
    held = [
        row.span
        for row in stored
        if row.position is not None
        and (row.span.edited or (row.id in known and touched(known[row.id].pair)))
    ]
    if not held:
        return []
    source, target = ([s.text for s in sentences(db, number, side)] for side in SIDES)
    return carried(held, (source, target), (texts.source, texts.target))
