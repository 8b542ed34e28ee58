"""The queue: what a filter finds, in the order in which it is worth looking at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.model import Origin, Status
from workflow.review.access import require
from workflow.review.pages.ask import ask
from workflow.review.pages.filters import query, read
from workflow.review.pages.render import page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

ROWS = 50


async def queue(datasette: Datasette, request: Request) -> Response:
    """Show a page of the queue."""
    await require(datasette, request, "review-view")
    chosen = read(request)
    after = request.args.get("after") or ""
    found = await ask(datasette, request, f"queue?{query(chosen, after=after, limit=ROWS)}")
    counts = await ask(datasette, request, f"counts?{query(chosen)}")
    choices = await ask(datasette, request, "choices")
    return await page(
        datasette,
        request,
        "queue.html",
        chosen=chosen,
        query=query,
        after=after,
        rows=found["rows"],
        next=found["next"],
        counts=counts,
        choices=choices,
        statuses=[each.value for each in Status],
        origins=[each.value for each in Origin],
    )
