"""The queue: what a filter finds, in the order in which it is worth looking at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow import registry
from workflow.model import Origin, Status
from workflow.review.api import shapes, values
from workflow.review.pages.call import opened
from workflow.review.pages.filters import query
from workflow.review.pages.render import page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

    from workflow.store import Store

ROWS = 50


async def queue(datasette: Datasette, request: Request) -> Response:
    """Show a page of the queue."""
    call = await opened(datasette, request)
    wish, after = values.wish(call.values), request.args.get("after") or ""

    def work(store: Store) -> dict[str, Any]:
        rows, following = store.reviews.page(wish, after=after, limit=ROWS)
        return {
            "rows": [shapes.row(row) for row in rows],
            "next": following,
            "counts": shapes.counts(store.reviews.counts(wish)),
            "choices": store.reviews.choices(),
        }

    return await page(
        datasette,
        request,
        "queue.html",
        chosen=call.values,
        query=query,
        after=after,
        statuses=[each.value for each in Status],
        origins=[each.value for each in Origin],
        formats=list(registry.pair_formats()),
        **await call.read(work),
    )
