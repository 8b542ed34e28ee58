"""Pairs on their way out: the candidates of an export in their order, and whole units by number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from workflow.model import Finding, Origin, Severity, Status, Unit
from workflow.store.connection import batches
from workflow.store.exchange.selection import Candidate
from workflow.store.memory.remembered import contexts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

    from workflow.store.exchange.selection import Selection

_WORST = """coalesce((SELECT max(CASE severity WHEN 'error' THEN 3 WHEN 'warning' THEN 2 ELSE 1 END)
    FROM findings WHERE pair_id = pairs.id AND NOT dismissed), 0)"""
_CANDIDATE = (
    "SELECT pairs.id, pairs.source, pairs.target, pairs.status, {document},"
    f" {_WORST}, pairs.updated_at"
)
# CROSS JOIN: read in this order, so that nothing but one document's pairs is ever sorted.
_OF_DOCUMENT = f"""{_CANDIDATE.format(document="p.document_id")}
FROM paragraphs p
CROSS JOIN segments s ON s.paragraph_id = p.id
CROSS JOIN pairs ON pairs.segment_id = s.id
WHERE p.document_id = ? AND {{condition}}
ORDER BY s.start IS NULL OR p.position IS NULL, p.position, s.start, pairs.bead_id IS NOT NULL,
    pairs.id
"""
_OF_NONE = f"""{_CANDIDATE.format(document="0")}
FROM pairs WHERE pairs.segment_id IS NULL AND {{condition}} ORDER BY pairs.id
"""
# The number, then the fields of `Unit` in their order but for neighbours, findings and notes. Where
# the sentence no longer stands in its document it has no place there.
_UNITS = """
SELECT pairs.id, pairs.source, pairs.target, pairs.source_lang, pairs.target_lang,
    ? || pairs.id, pairs.version, pairs.origin, pairs.status, pairs.score, ifnull(d.path, ''),
    iif(s.start IS NULL, NULL, p.position), iif(p.position IS NULL, NULL, s.start),
    iif(p.position IS NULL, NULL, s.stop), pairs.created_at, pairs.updated_at, pairs.author,
    CASE WHEN pairs.origin = 'machine' THEN ifnull(m.engine || ' ' || m.model, '') ELSE '' END,
    ifnull(memories.name, '')
FROM pairs
LEFT JOIN segments s ON s.id = pairs.segment_id
LEFT JOIN paragraphs p ON p.id = s.paragraph_id
LEFT JOIN documents d ON d.id = p.document_id
LEFT JOIN translations t ON t.id = pairs.translation_id
LEFT JOIN translators m ON m.id = t.translator_id
LEFT JOIN memories ON memories.id = pairs.memory_id
WHERE pairs.id IN ({marks})
"""
_ORIGINS = {str(origin): origin for origin in Origin}
_STATUSES = {str(status): status for status in Status}
_NOWHERE = ("", "")


def identity(db: Database) -> str:
    """Return the random name of this database."""
    name: str = db.execute("SELECT id FROM identity").fetchone()[0]
    return name


def languages(db: Database, selection: Selection) -> dict[tuple[str, str], int]:
    """Count the pairs of a selection by source and target language."""
    condition, values = selection.condition()
    of_documents = ""
    if selection.documents:
        marks = ",".join("?" * len(selection.documents))
        of_documents = (
            " AND pairs.segment_id IN (SELECT s.id FROM paragraphs p"
            f" JOIN segments s ON s.paragraph_id = p.id WHERE p.document_id IN ({marks}))"
        )
        values += selection.documents
    rows = db.execute(
        "SELECT pairs.source_lang, pairs.target_lang, count(*) FROM pairs"
        f" WHERE {condition}{of_documents} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
        values,
    )
    return {(source, target): count for source, target, count in rows}


def candidates(db: Database, selection: Selection) -> Iterator[Candidate]:
    """Yield the pairs of a selection: documents by path and in reading order, then the others."""
    condition, values = selection.condition()
    wanted = frozenset(selection.documents)
    documents = [
        number
        for (number,) in db.execute("SELECT id FROM documents ORDER BY path")
        if not wanted or number in wanted
    ]
    sql = _OF_DOCUMENT.format(condition=condition)
    for number in documents:
        yield from map(Candidate._make, db.execute(sql, [number, *values]))
    if not wanted:
        yield from map(Candidate._make, db.execute(_OF_NONE.format(condition=condition), values))


def units(db: Database, ids: Iterable[int]) -> Iterator[Unit]:
    """Yield pairs as units, by their numbers and in that order; a pair that is gone is left out."""
    prefix = f"{identity(db)}."
    for batch, marks in batches(ids):
        rows = {row[0]: row[1:] for row in db.execute(_UNITS.format(marks=marks), [prefix, *batch])}
        findings, notes = _findings(db, batch, marks), _notes(db, batch, marks)
        around = contexts(db, rows)
        for number in map(int, batch):
            if row := rows.get(number):
                values: Iterable[Any] = (
                    *row[:6],
                    _ORIGINS[row[6]],
                    _STATUSES[row[7]],
                    *row[8:13],
                    *around.get(number, _NOWHERE),
                    *row[13:],
                    tuple(findings.get(number, ())),
                    tuple(notes.get(number, ())),
                )
                yield Unit(*values)


def _findings(db: Database, batch: list[str | int], marks: str) -> dict[int, list[Finding]]:
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for number, check, severity, message in db.execute(
        "SELECT pair_id, check_name, severity, message FROM findings"
        f" WHERE pair_id IN ({marks}) AND NOT dismissed ORDER BY id",
        batch,
    ):
        found[number].append(Finding(check, Severity(severity), message))
    return found


def _notes(db: Database, batch: list[str | int], marks: str) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for number, author, text in db.execute(
        f"SELECT pair_id, author, text FROM comments WHERE pair_id IN ({marks}) ORDER BY id", batch
    ):
        found[number].append(note(author, text))
    return found


def note(author: str, text: str) -> str:
    """Return what an export says of a comment."""
    return f"{author}: {text}" if author else text
