"""What people do to pairs: each change a new version, checked against the one that they saw."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workflow.errors import ConflictError, MissingError, UsageError
from workflow.lemmas import searchable
from workflow.model import Origin, Pair, Status
from workflow.store import pairs
from workflow.store.connection import now, writing
from workflow.store.review import effort
from workflow.text import clean, key

if TYPE_CHECKING:
    from sqlite_utils import Database

    from workflow.store.alignment.beads import Find
    from workflow.store.review.reviewed import Change
    from workflow.store.rows import StoredPair

DECIDABLE = {
    Status.APPROVED: (Status.MACHINE, Status.CORRECTED, Status.REWORK),
    Status.REJECTED: (Status.MACHINE, Status.CORRECTED, Status.APPROVED, Status.REWORK),
    Status.REWORK: (Status.MACHINE, Status.CORRECTED, Status.APPROVED, Status.REJECTED),
}
"""What a pair may become without a change of its text, and from what."""


def get(db: Database, pair_id: int, version: int | None = None) -> StoredPair:
    """Return a pair; `MissingError` if it is gone, `ConflictError` if of another version."""
    # SQLite's integers have 64 bits; no larger one is a row's number.
    stored = pairs.by_id(db, [pair_id]).get(pair_id) if abs(pair_id) < 2**63 else None
    if stored is None:
        raise MissingError(f"there is no pair {pair_id}", "It may be gone: load the list again.")
    if version is not None and stored.version != version:
        who = f" by {stored.author}" if stored.author else ""
        raise ConflictError(
            f"pair {pair_id} has changed{who} since version {version}",
            "Compare both texts, then save yours, keep theirs, or merge them.",
            stored,
        )
    return stored


def edit(db: Database, pair_id: int, version: int, change: Change, find: Find) -> StoredPair:
    """Make a change to a pair; `Reviews.edit` says how."""
    before = get(db, pair_id, version)
    after = changed(before.pair, change)
    if after == before.pair:
        return before
    after, lemmas = prepared(before.pair, after, find)
    with writing(db):
        write(db, get(db, pair_id, version), after, lemmas, change)
        return get(db, pair_id)  # what this change made of it, before anyone else's


def changed(pair: Pair, change: Change) -> Pair:
    """Return what a change makes of a pair; the same where it changes nothing.

    Raises `UsageError` for what the rules of review forbid.
    """
    if not change.author.strip():
        raise UsageError("a change needs a name for the history", "Say who.")
    target = pair.target if change.target is None else clean(change.target)
    source = pair.source if change.source is None else clean(change.source)
    reworded = (source, target) != (pair.source, pair.target)
    status = change.status or (Status.CORRECTED if reworded else pair.status)
    if not source:
        raise UsageError("the source of a pair cannot be empty", "Reject the pair instead.")
    if status == pair.status and not reworded:
        return pair
    if status == Status.APPROVED and not target:
        raise UsageError("an empty translation cannot be approved", "Write one, or reject the pair")
    if status == Status.REJECTED and not change.reason.strip():
        raise UsageError("a rejection needs a reason", "Say what is wrong with the translation.")
    by_hand = reworded and status in (Status.CORRECTED, Status.APPROVED)
    if not by_hand and pair.status not in DECIDABLE.get(status, ()):
        raise UsageError(
            f"what is {pair.status} cannot become {status} as it stands",
            "Correct the text, or send the pair to rework.",
        )
    origin = Origin.HUMAN if target != pair.target else pair.origin
    return replace(pair, source=source, target=target, status=status, origin=origin)


def prepared(before: Pair, after: Pair, find: Find) -> tuple[Pair, str | None]:
    """Return a pair with its findings and its search words; None for words that stay.

    This takes the longest, and is done before other writers have to wait.
    """
    if (before.source, before.target) == (after.source, after.target):
        return after, None
    # What was enforced while decoding says nothing about a text that a person wrote.
    bare = replace(after, findings=(), terms=())
    lemmas = searchable(after.source, after.source_lang) if before.source != after.source else None
    return replace(after, findings=tuple(find(bare))), lemmas


def write(
    db: Database, before: StoredPair, after: Pair, lemmas: str | None, change: Change
) -> None:
    """Store a pair as the next version, in the transaction that is open."""
    writable(db, before.id)
    effort.note(db, before, -1)
    values: dict[str, object] = {
        "source": after.source,
        "target": after.target,
        "origin": after.origin,
        "status": after.status,
        "author": change.author.strip(),
        "reason": clean(change.reason),
        "updated_at": now(),
    }
    if lemmas is not None:
        values |= {"source_key": key(after.source), "source_lemmas": lemmas}
    if after.target != before.pair.target:
        values["reused_id"] = None
    db.execute(
        f"UPDATE pairs SET version = version + 1, {', '.join(f'{name} = ?' for name in values)}"
        " WHERE id = ?",
        [*values.values(), before.id],
    )
    if after.findings != before.pair.findings:
        db.execute("DELETE FROM findings WHERE pair_id = ?", [before.id])
        db.conn.executemany(
            "INSERT INTO findings (pair_id, check_name, severity, message) VALUES (?, ?, ?, ?)",
            ((before.id, f.check, f.severity, f.message) for f in after.findings),
        )
    if after.status == Status.APPROVED:
        effort.note(db, get(db, before.id), 1)


def writable(db: Database, pair_id: int) -> None:
    """Raise `UsageError` for a pair of a memory that may not be changed."""
    row = db.execute(
        "SELECT m.name FROM pairs JOIN memories m ON m.id = pairs.memory_id"
        " WHERE pairs.id = ? AND m.read_only",
        [pair_id],
    ).fetchone()
    if row:
        raise UsageError(
            f"pair {pair_id} belongs to the memory {row[0]}, which is read-only",
            "Correct the translation where it is used.",
        )
