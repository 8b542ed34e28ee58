"""What reviewers say about pairs: comments, and findings that they dismiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.errors import MissingError, UsageError
from workflow.model import Finding, Severity
from workflow.store.connection import now, writing
from workflow.store.review import reviews
from workflow.store.review.reviewed import Comment, Dismissal, Noticed

if TYPE_CHECKING:
    from sqlite_utils import Database


def comments(db: Database, pair_id: int) -> list[Comment]:
    """Return what was said about a pair, the oldest first."""
    rows = db.execute(
        "SELECT id, author, text, written_at FROM comments WHERE pair_id = ? ORDER BY id",
        [pair_id],
    )
    return [Comment(*row) for row in rows]


def add_comment(db: Database, pair_id: int, author: str, text: str) -> Comment:
    """Say something about a pair; line breaks stay."""
    said = _said(author, text, "a comment needs text", "Write what you want to say.")
    with writing(db):
        reviews.get(db, pair_id)
        cursor = db.execute(
            "INSERT INTO comments (pair_id, author, text, written_at) VALUES (?, ?, ?, ?)",
            [pair_id, *said, now()],
        )
        row = db.execute(
            "SELECT id, author, text, written_at FROM comments WHERE id = ?", [cursor.lastrowid]
        ).fetchone()
    return Comment(*row)


def findings(db: Database, pair_id: int) -> list[Noticed]:
    """Return the findings of a pair, each with its dismissal."""
    rows = db.execute(
        "SELECT f.check_name, f.severity, f.message, d.author, d.reason, d.dismissed_at"
        " FROM findings f LEFT JOIN dismissals d ON d.pair_id = f.pair_id"
        " AND d.check_name = f.check_name AND d.message = f.message"
        " WHERE f.pair_id = ? ORDER BY f.id",
        [pair_id],
    )
    return [
        Noticed(
            Finding(check, Severity(severity), message),
            None if dismissal[0] is None else Dismissal(*dismissal),
        )
        for check, severity, message, *dismissal in rows
    ]


def dismiss(db: Database, pair_id: int, check: str, message: str, author: str, reason: str) -> None:
    """Call a finding harmless; `MissingError` where the pair has no such finding."""
    said = _said(author, reason, "a dismissal needs a reason", "Say why the finding is harmless.")
    with writing(db):
        _finding(db, pair_id, check, message)
        db.execute(
            "INSERT INTO dismissals (pair_id, check_name, message, author, reason, dismissed_at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [pair_id, check, message, *said, now()],
        )


def restore(db: Database, pair_id: int, check: str, message: str) -> None:
    """Take a dismissal back."""
    with writing(db):
        _finding(db, pair_id, check, message)
        db.execute(
            "DELETE FROM dismissals WHERE pair_id = ? AND check_name = ? AND message = ?",
            [pair_id, check, message],
        )


def _said(author: str, text: str, message: str, hint: str) -> tuple[str, str]:
    if not author.strip():
        raise UsageError("a remark needs a name", "Say who.")
    if not text.strip():
        raise UsageError(message, hint)
    return author.strip(), text.strip()


def _finding(db: Database, pair_id: int, check: str, message: str) -> None:
    reviews.get(db, pair_id)
    if not db.execute(
        "SELECT 1 FROM findings WHERE pair_id = ? AND check_name = ? AND message = ?",
        [pair_id, check, message],
    ).fetchone():
        raise MissingError(
            f"pair {pair_id} has no such finding of {check}", "Load the pair again; it has changed."
        )
