"""The same change to many pairs: found first, then made in transactions that nobody waits for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from workflow.errors import ConflictError, MissingError, UsageError
from workflow.model import Status
from workflow.store import pairs
from workflow.store.connection import writing
from workflow.store.review import history, queue, reviews
from workflow.store.review.reviewed import EXAMPLES, BulkResult, Change
from workflow.store.search import parsed
from workflow.store.segments import touched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

    from workflow.model import Pair
    from workflow.store.alignment.beads import Find
    from workflow.store.review.filters import Filter
    from workflow.store.rows import StoredPair

    Items = list[tuple[int, int | None]]

BATCH = 100
"""Pairs that are changed in one transaction: it takes well under a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to do to each pair, and who and why.

    `action` is `approve`, `reject`, `rework`; `replace` (`find` by `put` in the target, letter by
    letter); `correct` (the target becomes `put`, with `status` if given); or `revert` (back to
    before the person `find` changed it, since `since` and until `until`).
    """

    action: str
    author: str
    reason: str = ""
    find: str = ""
    put: str = ""
    status: Status | None = None
    since: str = ""
    until: str = ""


_STATUSES = {
    "approve": Status.APPROVED,
    "reject": Status.REJECTED,
    "rework": Status.REWORK,
}
ACTIONS = (*_STATUSES, "replace", "correct", "revert")


def select(db: Database, wish: Filter) -> Items:
    """Return number and version of every pair that a filter finds, by number."""
    query = parsed(wish.text)
    if query.inflected or (wish.text and not query.match):
        return _versions(db, sorted(number for number, _ in queue.keys(db, wish, None)))
    where = queue.source(db, wish, 0)
    rows = db.execute(
        f"SELECT pairs.id, pairs.version FROM {where.tables} WHERE {where.where}", where.values
    )
    return sorted(tuple(row) for row in rows)


def identical(db: Database, pair_id: int) -> Items:
    """Return the other pairs with the same source and languages that no person has touched.

    Those of memories are left aside.
    """
    rows = db.execute(
        "SELECT other.id, other.version FROM pairs JOIN pairs other"
        " ON other.source_key = pairs.source_key AND other.source_lang = pairs.source_lang"
        " AND other.target_lang = pairs.target_lang"
        " WHERE pairs.id = ? AND other.id <> pairs.id AND other.segment_id IS NOT NULL"
        " AND other.status = 'machine' AND other.origin <> 'human'"
        " ORDER BY other.id",
        [pair_id],
    )
    return [tuple(row) for row in rows]


def changes_by(db: Database, author: str, since: str, until: str) -> Items:
    """Return the pairs of which a person made a version in a time."""
    bounds = [author, since, until + "\uffff"]
    rows = db.execute(
        "SELECT id, version FROM pairs WHERE id IN (SELECT pair_id FROM revisions"
        " WHERE author = ? AND author <> '' AND changed_at BETWEEN ? AND ?"
        " UNION SELECT id FROM pairs"
        " WHERE author = ? AND author <> '' AND updated_at BETWEEN ? AND ?) ORDER BY id",
        bounds * 2,
    )
    return [tuple(row) for row in rows]


def run(
    db: Database, items: Items, task: Task, find: Find, *, dry_run: bool, as_of: str = ""
) -> BulkResult:
    """Do a task to pairs; `Reviews.bulk` says how."""
    _check(task)
    done = _Done()
    rest = iter(dict(items).items())
    while batch := list(islice(rest, BATCH)):
        planned = list(_planned(db, batch, as_of, task, find, done))
        if dry_run:
            done.changed += [before.id for before, _, _ in planned]
        elif planned:
            _store(db, planned, task, done)
    return done.result()


class _Done:
    """What has happened so far."""

    def __init__(self) -> None:
        self.changed: list[int] = []
        self.unchanged: list[int] = []
        self.conflicts: list[int] = []
        self.refused: list[tuple[int, str]] = []
        self.examples: list[tuple[int, str, str]] = []

    def result(self) -> BulkResult:
        return BulkResult(
            tuple(self.changed),
            tuple(self.unchanged),
            tuple(self.conflicts),
            tuple(self.refused),
            tuple(self.examples),
        )


def _check(task: Task) -> None:
    if task.action not in ACTIONS:
        raise UsageError(f"there is no action {task.action}", f"Known: {', '.join(ACTIONS)}.")
    if not task.author.strip():
        raise UsageError("a change needs a name for the history", "Say who.")
    if task.action == "reject" and not task.reason.strip():
        raise UsageError("a rejection needs a reason", "Say what is wrong with the translations.")
    if task.action == "replace" and not task.find:
        raise UsageError("nothing to look for", "Say which text is to be replaced.")


def _planned(
    db: Database, batch: Items, as_of: str, task: Task, find: Find, done: _Done
) -> Iterator[tuple[StoredPair, Pair, str | None]]:
    """Yield the pairs to change, with what becomes of them; note all others."""
    known = pairs.by_id(db, [number for number, _ in batch])
    for number, version in batch:
        before = known.get(number)
        if before is None or _conflicts(before, version, as_of):
            done.conflicts.append(number)
            continue
        try:
            after = _after(db, before, task)
        except UsageError as error:
            done.refused.append((number, error.message))
            continue
        if after == before.pair:
            done.unchanged.append(number)
            continue
        if len(done.examples) < EXAMPLES:
            done.examples.append((number, before.pair.target, after.target))
        after, lemmas = reviews.prepared(before.pair, after, find)
        yield before, after, lemmas


def _conflicts(before: StoredPair, version: int | None, as_of: str) -> bool:
    other = version is not None and before.version != version
    return other or bool(as_of and before.updated_at >= as_of)


def _store(
    db: Database, planned: Sequence[tuple[StoredPair, Pair, str | None]], task: Task, done: _Done
) -> None:
    change = Change(task.author, reason=task.reason)
    changed: list[int] = []
    conflicts: list[int] = []
    with writing(db):
        for before, after, lemmas in planned:
            try:
                reviews.get(db, before.id, before.version)
            except (ConflictError, MissingError):
                conflicts.append(before.id)
                continue
            reviews.write(db, before, after, lemmas, change)
            changed.append(before.id)
    done.changed += changed
    done.conflicts += conflicts


def _after(db: Database, before: StoredPair, task: Task) -> Pair:
    """Return what a task makes of a pair; `UsageError` where it may not."""
    reviews.writable(db, before.id)
    if task.action == "revert":
        return _reverted(db, before, task)
    change = Change(task.author, reason=task.reason)
    if task.action == "replace":
        change = replace(change, target=before.pair.target.replace(task.find, task.put))
    elif task.action == "correct":
        if touched(before.pair) and before.pair.status != Status.REWORK:
            raise UsageError("a person has decided on this one", "Change it by itself.")
        change = replace(change, target=task.put, status=task.status)
    else:
        change = replace(change, status=_STATUSES[task.action])
    return reviews.changed(before.pair, change)


def _reverted(db: Database, before: StoredPair, task: Task) -> Pair:
    """Return a pair as it was before a person changed it, unless another did after that."""
    versions = history.history(db, before.id)
    theirs = [
        n
        for n, r in enumerate(versions)
        if r.author == task.find and task.since <= r.at <= task.until + "\uffff"
    ]
    if not theirs or theirs[0] == 0:
        raise UsageError(f"there is no version before those of {task.find}", "Look at its history.")
    later = {r.author for r in versions[theirs[0] :]} - {task.find}
    if later:
        names = ", ".join(sorted(name or "a run" for name in later))
        raise UsageError(f"changed since by {names}", "Revert it by itself.")
    return history.at(before.pair, versions[theirs[0] - 1])


def _versions(db: Database, ids: Sequence[int]) -> Items:
    return [(number, stored.version) for number, stored in pairs.by_id(db, ids).items()]
