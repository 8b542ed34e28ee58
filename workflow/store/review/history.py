"""Every version of a pair, and the way back to any of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workflow.errors import MissingError, UsageError
from workflow.model import Origin, Status
from workflow.store.connection import writing
from workflow.store.review import reviews
from workflow.store.review.reviewed import Change, Revision

if TYPE_CHECKING:
    from sqlite_utils import Database

    from workflow.model import Pair
    from workflow.store.alignment.beads import Find
    from workflow.store.rows import StoredPair

_COLUMNS = "version, source, target, origin, status, author, reason"


def history(db: Database, pair_id: int) -> list[Revision]:
    """Return every version of a pair, the oldest first, the present one last."""
    reviews.get(db, pair_id)
    rows = db.execute(
        f"SELECT {_COLUMNS}, changed_at FROM revisions WHERE pair_id = ?"
        f" UNION ALL SELECT {_COLUMNS}, updated_at FROM pairs WHERE id = ? ORDER BY version",
        [pair_id, pair_id],
    )
    return [Revision(*row) for row in rows]


def revert(
    db: Database, pair_id: int, version: int, to: int, author: str, reason: str, find: Find
) -> StoredPair:
    """Make an earlier version the newest one; `Reviews.revert` says how."""
    before = reviews.get(db, pair_id, version)
    revision = next((r for r in history(db, pair_id) if r.version == to), None)
    if revision is None:
        raise MissingError(f"pair {pair_id} has no version {to}", "Look at its history.")
    if not author.strip():
        raise UsageError("a change needs a name for the history", "Say who.")
    after = at(before.pair, revision)
    if after == before.pair:
        return before
    after, lemmas = reviews.prepared(before.pair, after, find)
    change = Change(author, reason=reason or f"as in version {to}")
    with writing(db):
        reviews.write(db, reviews.get(db, pair_id, version), after, lemmas, change)
        return reviews.get(db, pair_id)


def at(pair: Pair, revision: Revision) -> Pair:
    """Return a pair as it was at a revision."""
    return replace(
        pair,
        source=revision.source,
        target=revision.target,
        origin=Origin(revision.origin),
        status=Status(revision.status),
    )
