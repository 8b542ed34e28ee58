"""Pairs, read with all that is known about them."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from workflow.model import Applied, Finding, Origin, Pair, Provenance, Severity, Status
from workflow.store.connection import batches
from workflow.store.rows import StoredPair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlite_utils import Database

_COLUMNS = """
SELECT pairs.segment_id, pairs.id, pairs.version, pairs.source, pairs.target, pairs.source_lang,
    pairs.target_lang, pairs.origin, pairs.status, pairs.score, pairs.created_at, pairs.updated_at,
    d.path, CASE WHEN s.start IS NOT NULL THEN p.position END, p.place, p.kind,
    pairs.bead_id, pairs.author, pairs.reason, d.id, d.title,
    m.engine, m.model, m.digest, m.options, t.segmenter, t.demands,
    pairs.reused_id
"""
_MADE_BY = """
LEFT JOIN translations t ON t.id = pairs.translation_id
LEFT JOIN translators m ON m.id = t.translator_id
"""
# CROSS JOIN makes SQLite start from the document, and not read all pairs there are.
_OF_DOCUMENT = f"""{_COLUMNS}
FROM documents d
CROSS JOIN paragraphs p ON p.document_id = d.id
CROSS JOIN segments s ON s.paragraph_id = p.id
CROSS JOIN pairs ON pairs.segment_id = s.id
{_MADE_BY}
WHERE d.id = ?
"""
_IN_ORDER = """
ORDER BY s.start IS NULL OR p.position IS NULL, p.position, s.start, pairs.target_lang,
    pairs.bead_id
"""
_ANYWHERE = f"""{_COLUMNS}
FROM pairs
LEFT JOIN segments s ON s.id = pairs.segment_id
LEFT JOIN paragraphs p ON p.id = s.paragraph_id
LEFT JOIN documents d ON d.id = p.document_id
{_MADE_BY}
"""


def of_document(db: Database, document_id: int) -> Iterator[StoredPair]:
    """Yield the pairs of a document, those that stand in it first and in order."""
    return (stored for _, stored in _read(db, _OF_DOCUMENT + _IN_ORDER, [document_id]))


def of_segments(db: Database, ids: Iterable[int]) -> dict[int, list[StoredPair]]:
    """Return pairs by the row number of their sentence, of these sentences only."""
    found: defaultdict[int, list[StoredPair]] = defaultdict(list)
    for batch, marks in batches(ids):
        for segment_id, stored in _read(
            db, f"{_ANYWHERE} WHERE pairs.segment_id IN ({marks})", batch
        ):
            assert segment_id is not None
            found[segment_id].append(stored)
    return found


def by_id(db: Database, ids: Iterable[int]) -> dict[int, StoredPair]:
    """Return pairs by their numbers."""
    return {
        stored.id: stored
        for batch, marks in batches(ids)
        for _, stored in _read(db, f"{_ANYWHERE} WHERE pairs.id IN ({marks})", batch)
    }


def by_bead(
    db: Database, alignment_id: int, first: int = 0, stop: int | None = None
) -> dict[int, StoredPair]:
    """Return the pairs of an alignment by bead, of beads in places `first` to `stop` only.

    Beads that stand nowhere come too where no `stop` is given.
    """
    where = "WHERE pairs.bead_id IN (SELECT id FROM beads WHERE alignment_id = ?"
    values = [alignment_id]
    if stop is not None:
        where += " AND position >= ? AND position < ?"
        values += [first, stop]
    found = (stored for _, stored in _read(db, f"{_ANYWHERE} {where})", values))
    return {stored.bead: stored for stored in found if stored.bead is not None}


def all_approved(db: Database, source_lang: str, target_lang: str) -> Iterator[Pair]:
    """Yield every approved pair of two languages, the oldest first."""
    sql = (
        f"{_ANYWHERE} WHERE pairs.status = 'approved'"
        " AND pairs.source_lang = ? AND pairs.target_lang = ? ORDER BY pairs.id"
    )
    return (stored.pair for _, stored in _read(db, sql, [source_lang, target_lang]))


def every(db: Database, source_lang: str, target_lang: str) -> Iterator[StoredPair]:
    """Yield every pair of two languages, the oldest first."""
    sql = f"{_ANYWHERE} WHERE pairs.source_lang = ? AND pairs.target_lang = ? ORDER BY pairs.id"
    return (stored for _, stored in _read(db, sql, [source_lang, target_lang]))


def _read(
    db: Database, sql: str, values: Sequence[str | int]
) -> Iterator[tuple[int | None, StoredPair]]:
    cursor = db.execute(sql, values)
    while rows := list(islice(cursor, 500)):
        numbers = [row[1] for row in rows]
        findings, terms = _findings(db, numbers), _terms(db, numbers)
        for row in rows:
            yield row[0], _stored(row, tuple(findings[row[1]]), tuple(terms[row[1]]))


def _stored(
    row: tuple[Any, ...], findings: tuple[Finding, ...], terms: tuple[Applied, ...]
) -> StoredPair:
    number, version, source, target, source_lang, target_lang, origin, status, score = row[1:10]
    created_at, updated_at, document, paragraph, place, kind, bead = row[10:17]
    author, reason, document_id, title = row[17:21]
    provenance = None if row[21] is None else Provenance(*row[21:27])
    pair = Pair(
        source,
        target,
        source_lang,
        target_lang,
        Origin(origin),
        Status(status),
        score,
        provenance,
        findings,
        terms,
        row[27],
    )
    return StoredPair(
        number,
        version,
        pair,
        document,
        paragraph,
        place or "",
        kind or "",
        created_at,
        updated_at,
        bead,
        author,
        reason,
        document_id,
        title or "",
    )


def _terms(db: Database, ids: Iterable[int]) -> defaultdict[int, list[Applied]]:
    found: defaultdict[int, list[Applied]] = defaultdict(list)
    for batch, marks in batches(ids):
        for pair_id, *values in db.execute(
            "SELECT pair_id, entry, start, stop, target_start, target_stop, how FROM terms"
            f" WHERE pair_id IN ({marks}) ORDER BY id",
            batch,
        ):
            found[pair_id].append(Applied(*values))
    return found


def _findings(db: Database, ids: Iterable[int]) -> defaultdict[int, list[Finding]]:
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for batch, marks in batches(ids):
        for pair_id, check, severity, message in db.execute(
            "SELECT pair_id, check_name, severity, message FROM findings"
            f" WHERE pair_id IN ({marks}) ORDER BY id",
            batch,
        ):
            found[pair_id].append(Finding(check, Severity(severity), message))
    return found
