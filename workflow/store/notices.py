"""What was noticed in passages that no pair holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.model import Finding, Severity
from workflow.store.rows import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

_COLUMNS = "start, stop, check_name, severity, message"


def place(
    db: Database, document_id: int, paragraph_ids: Sequence[int], noticed: Sequence[Notice]
) -> None:
    """Store what was noticed, in place of what was noticed before."""
    stored = db.execute(
        f"SELECT paragraph_id, {_COLUMNS} FROM notices WHERE paragraph_id IN"
        " (SELECT id FROM paragraphs WHERE document_id = ?) ORDER BY paragraph_id, start",
        [document_id],
    ).fetchall()
    current = sorted(
        (
            paragraph_ids[n.paragraph],
            n.start,
            n.stop,
            n.finding.check,
            str(n.finding.severity),
            n.finding.message,
        )
        for n in noticed
    )
    if stored == current:
        return
    db.execute(
        "DELETE FROM notices WHERE paragraph_id IN (SELECT id FROM paragraphs"
        " WHERE document_id = ?)",
        [document_id],
    )
    db.conn.executemany(
        f"INSERT INTO notices (paragraph_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", current
    )


def of_document(db: Database, document_id: int) -> Iterator[Notice]:
    """Yield what was noticed in a document as it stands, in reading order."""
    for paragraph, start, stop, check, severity, message in db.execute(
        "SELECT p.position, n.start, n.stop, check_name, severity, message FROM paragraphs p"
        " JOIN notices n ON n.paragraph_id = p.id"
        " WHERE p.document_id = ? AND p.position IS NOT NULL ORDER BY p.position, n.start",
        [document_id],
    ):
        yield Notice(paragraph, start, stop, Finding(check, Severity(severity), message))
