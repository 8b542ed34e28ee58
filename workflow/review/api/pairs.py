"""One pair: looked at, corrected, decided on, brought back, spoken about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.errors import ConflictError
from workflow.model import Status
from workflow.review.api import shapes, values
from workflow.review.api.details import details
from workflow.review.api.endpoint import reading, writing
from workflow.review.api.terms import find
from workflow.store import StoredPair
from workflow.store.review.bulk import Task
from workflow.store.review.reviewed import Change
from workflow.text import clean

if TYPE_CHECKING:
    from workflow.review.api.call import Call
    from workflow.store import Store


@reading()
async def pair(call: Call) -> dict[str, Any]:
    """Answer with all that there is to know of a pair."""
    wish = values.wish(call.values)
    return await call.read(lambda store: {"pair": details(call, store, call.number, wish)})


@writing("review-edit")
async def save(call: Call) -> dict[str, Any]:
    """Correct a pair."""
    target = values.text(call.values, "target")
    source = values.text(call.values, "source") if "source" in call.values else None
    return await _edit(call, target, source, None)


@writing("review-approve")
async def approve(call: Call) -> dict[str, Any]:
    """Approve a pair, with a correction if there is one."""
    target = None
    if "target" in call.values:
        await call.allowed("review-edit")
        target = values.text(call.values, "target")
    return await _edit(call, target, None, Status.APPROVED)


@writing("review-edit")
async def reject(call: Call) -> dict[str, Any]:
    """Reject a pair for a reason."""
    if not values.text(call.values, "reason", "").strip():
        raise values.BadValue("reason", "a rejection needs a reason", "Say what is wrong.")
    return await _edit(call, None, None, Status.REJECTED)


@writing("review-edit")
async def rework(call: Call) -> dict[str, Any]:
    """Send a pair back to be worked on again."""
    return await _edit(call, None, None, Status.REWORK)


@writing("review-revert")
async def revert(call: Call) -> dict[str, Any]:
    """Make an earlier version of a pair the newest."""
    version, to = (values.number(call.values, name) for name in ("version", "to"))
    reason = values.text(call.values, "reason", "")

    def work(store: Store) -> StoredPair:
        return store.reviews.revert(
            call.number, version, to, author=call.who, reason=reason, find=find
        )

    await call.write(work)
    return await _answer(call)


@writing("review-comment")
async def comment(call: Call) -> dict[str, Any]:
    """Say something about a pair."""
    text = values.text(call.values, "text")

    def work(store: Store) -> None:
        store.reviews.comment(call.number, author=call.who, text=text)

    await call.write(work)
    found = await call.read(lambda store: store.reviews.comments(call.number))
    return {"comments": [shapes.comment(each) for each in found]}


@writing("review-edit")
async def dismiss(call: Call) -> dict[str, Any]:
    """Call a finding harmless, or take that back."""
    check, message = (values.text(call.values, name) for name in ("check", "message"))
    undo, reason = values.flag(call.values, "undo"), values.text(call.values, "reason", "")

    def work(store: Store) -> None:
        if undo:
            store.reviews.restore(call.number, check, message)
        else:
            store.reviews.dismiss(call.number, check, message, author=call.who, reason=reason)

    await call.write(work)
    found = await call.read(lambda store: store.reviews.findings(call.number))
    return {"findings": [shapes.noticed(each) for each in found]}


async def _edit(
    call: Call, target: str | None, source: str | None, status: Status | None
) -> dict[str, Any]:
    version = values.number(call.values, "version")
    identical = values.flag(call.values, "identical")
    reason = values.text(call.values, "reason", "")
    change = Change(call.who, target, source, status, reason)

    def work(store: Store) -> StoredPair:
        try:
            return store.reviews.edit(call.number, version, change, find)
        except ConflictError as error:
            if _sent_twice(error.current, version, change):
                return store.reviews.get(call.number)
            raise

    stored = await call.write(work)
    answer = await _answer(call)
    if identical:
        answer["others"] = shapes.bulk(await call.write(lambda store: _others(store, stored, call)))
    return answer


def _others(store: Store, stored: StoredPair, call: Call) -> Any:
    """Correct the pairs with the same source as this one was."""
    task = Task(
        "correct",
        call.who,
        f"as pair {stored.id}, which has the same source",
        put=stored.pair.target,
        status=stored.pair.status,
    )
    return store.reviews.bulk(store.reviews.identical(stored.id), task, find=find)


def _sent_twice(current: object, version: int, change: Change) -> bool:
    """Whether a change has been made already: its answer was lost, and it was sent again."""
    return (
        isinstance(current, StoredPair)
        and (current.version, current.author) == (version + 1, change.author)
        and current.pair.target
        == (current.pair.target if change.target is None else clean(change.target))
        and current.pair.status == (change.status or Status.CORRECTED)
    )


async def _answer(call: Call) -> dict[str, Any]:
    wish = values.wish(call.values.get("filter") or {})
    return await call.read(lambda store: {"pair": details(call, store, call.number, wish)})
