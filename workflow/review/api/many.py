"""Many pairs at once: first what would happen, then the same, a few at a time."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from workflow.review.api import shapes, values
from workflow.review.api.endpoint import writing
from workflow.review.api.terms import find
from workflow.store.connection import now
from workflow.store.review.bulk import BATCH, Task
from workflow.store.review.reviewed import BulkResult

if TYPE_CHECKING:
    from workflow.review.api.call import Call
    from workflow.store import Store
    from workflow.store.review.bulk import Items

MOST = 50_000
"""Pairs that one request may change: minutes, of which nobody else waits for more than a batch."""

_ACTIONS = ("approve", "reject", "rework", "replace")


@writing("review-bulk")
async def bulk(call: Call) -> dict[str, Any]:
    """Approve, reject, rework or replace in all that a filter finds, or in a selection."""
    action = values.text(call.values, "action")
    if action not in _ACTIONS:
        raise values.BadValue(
            "action", f"there is no action {action}", f"Known: {', '.join(_ACTIONS)}."
        )
    if action == "approve":
        await call.allowed("review-approve")
    task = Task(
        action,
        call.who,
        values.text(call.values, "reason", ""),
        values.text(call.values, "find", ""),
        values.text(call.values, "replace", ""),
    )
    if action == "replace" and not task.find:
        raise values.BadValue("find", "nothing to look for", "Say which text is to be replaced.")
    if action == "reject" and not task.reason.strip():
        raise values.BadValue("reason", "a rejection needs a reason", "Say what is wrong.")
    return await _run(call, await _chosen(call), task)


@writing("review-revert")
async def revert(call: Call) -> dict[str, Any]:
    """Take back all that a person changed since a day or time."""
    author = values.text(call.values, "author")
    since, until = values.time(call.values, "since", None), values.time(call.values, "until")
    if not author or not since:
        raise values.BadValue("since" if author else "author", "say whose changes, and since when")
    reason = values.text(call.values, "reason", "") or f"changes by {author} taken back"
    items = _unseen(await call.read(lambda store: store.reviews.changes_by(author, since, until)))
    return await _run(
        call, items, Task("revert", call.who, reason, find=author, since=since, until=until)
    )


async def _run(call: Call, items: Items, task: Task) -> dict[str, Any]:
    """Do a task to pairs, or say what it would do.

    What has changed since the dry run is a conflict, so that nothing happens that nobody saw.
    """
    dry_run, as_of = values.flag(call.values, "dry_run"), values.time(call.values, "as_of")
    begun = now()
    if not dry_run and not as_of and (not items or None in dict(items).values()):
        hint = 'Send the "as_of" of the dry run.'
        raise values.BadValue("as_of", "a change of many pairs needs a dry run first", hint)
    if len(items) > MOST:
        raise values.BadValue(
            "filter", f"these are {len(items):,} pairs, more than {MOST:,}", "Narrow the filter."
        )
    found, rest = BulkResult(), iter(items)
    while batch := list(islice(rest, BATCH)):
        todo = partial(_batch, batch=batch, task=task, as_of=as_of, dry_run=dry_run)
        found += await (call.read(todo) if dry_run else call.write(todo))
    return {"matched": len(items), "as_of": begun, **shapes.bulk(found)}


def _batch(store: Store, batch: Items, task: Task, as_of: str, *, dry_run: bool) -> BulkResult:
    return store.reviews.bulk(batch, task, dry_run=dry_run, find=find, as_of=as_of)


async def _chosen(call: Call) -> Items:
    """Return what the selection or the filter means; nothing stands for everything by itself."""
    if "ids" in call.values:
        return values.ids(call.values, "ids")
    wish = values.body_wish(call.values)
    if wish.empty and not values.flag(call.values, "all"):
        raise values.BadValue(
            "filter", "the filter is empty", 'To mean every pair there is, say "all": true.'
        )
    return _unseen(await call.read(lambda store: store.reviews.select(wish)))


def _unseen(items: Items) -> Items:
    """Return the pairs without versions: the server has seen these, and nobody else."""
    return [(number, None) for number, _ in items]
