"""The queue, its counts, and what filters can be set to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow import registry
from workflow.errors import UsageError
from workflow.review.api import shapes, values
from workflow.review.api.details import details
from workflow.review.api.endpoint import reading

if TYPE_CHECKING:
    from workflow.review.api.call import Call
    from workflow.store import Store
    from workflow.store.review.filters import Filter

PAGE, LONGEST_PAGE = 50, 200


@reading()
async def queue(call: Call) -> dict[str, Any]:
    """Answer with a page of the queue."""
    wish, after = values.wish(call.values), values.text(call.values, "after", "")
    limit = values.limit(call.values, PAGE, LONGEST_PAGE)

    def work(store: Store) -> dict[str, Any]:
        try:
            rows, following = store.reviews.page(wish, after=after, limit=limit)
        except UsageError as error:
            raise _cursor(error, after) from error
        return {"rows": [shapes.row(row) for row in rows], "next": following}

    return await call.read(work)


@reading()
async def counts(call: Call) -> dict[str, Any]:
    """Answer with how many pairs the filter finds, and by what."""
    wish = values.wish(call.values)
    return await call.read(lambda store: shapes.counts(store.reviews.counts(wish)))


@reading()
async def following(call: Call) -> dict[str, Any]:
    """Answer with the next pair of the filter that waits for a person."""
    wish, after = values.wish(call.values), values.text(call.values, "after", "")

    def work(store: Store) -> dict[str, Any]:
        cursor = _place(store, wish, after)
        try:
            row = store.reviews.next_unreviewed(wish, cursor)
        except UsageError as error:
            raise _cursor(error, after) from error
        if row is None:
            return {"pair": None}
        return {"pair": details(call, store, row.stored.id, wish)}

    return await call.read(work)


@reading()
async def choices(call: Call) -> dict[str, Any]:
    """Answer with what filters can be set to."""
    found: dict[str, Any] = await call.read(lambda store: store.reviews.choices())
    return {**found, "formats": list(registry.PAIR_FORMATS)}


def _place(store: Store, wish: Filter, after: str) -> str:
    """Return the cursor that a client means, which may also name a pair by its number."""
    if after.isdecimal():
        return store.reviews.cursor(values.number({"after": after}, "after"), wish)
    return after


def _cursor(error: UsageError, after: str) -> UsageError:
    """Return the error, naming the field where it was the cursor's."""
    return values.BadValue("after", error.message, error.hint) if after else error
