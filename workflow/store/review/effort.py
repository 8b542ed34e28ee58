"""How much people changed: words edited between the draft and the approved text.

The draft is the newest version of a pair that no person made. The measure is the Levenshtein
distance on words (insertions, deletions, replacements), as word error rate counts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from workflow.store.rows import StoredPair


def distance(a: Sequence[str], b: Sequence[str]) -> int:
    """Return the least number of insertions, deletions and replacements that make `b` of `a`."""
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j - 1] + 1, row[j] + 1, diagonal + (left != right))
    return row[-1]


def draft(db: Database, pair_id: int) -> str | None:
    """Return the target of the newest version that no person made; None if a person began it."""
    row = db.execute(
        "SELECT target FROM (SELECT version, target, author, status FROM pairs WHERE id = ?"
        " UNION ALL SELECT version, target, author, status FROM revisions WHERE pair_id = ?)"
        " WHERE author = '' AND status = 'machine' ORDER BY version DESC LIMIT 1",
        [pair_id, pair_id],
    ).fetchone()
    return row[0] if row else None


def note(db: Database, stored: StoredPair, by: int) -> None:
    """Count an approved pair under the day and the person of its approval, `by` 1 or -1."""
    text = draft(db, stored.id)
    if text is None or stored.pair.status != "approved":
        return
    words = stored.pair.target.split()
    edits = distance(text.split(), words)
    db.execute(
        "INSERT INTO post_edits (day, author, pairs, edits, words) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET pairs = pairs + excluded.pairs,"
        " edits = edits + excluded.edits, words = words + excluded.words",
        [stored.updated_at[:10], stored.author, by, by * edits, by * len(words)],
    )
