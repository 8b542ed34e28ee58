"""The editor of one pair; its scripts go on to the next without loading a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.review.api import values
from workflow.review.api.details import details
from workflow.review.pages.call import opened
from workflow.review.pages.filters import query
from workflow.review.pages.render import page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response


async def pair(datasette: Datasette, request: Request) -> Response:
    """Show a pair with all that is known about it; without scripts it can be read."""
    call = await opened(datasette, request)
    wish = values.wish(call.values)
    found = await call.read(lambda store: details(call, store, call.number, wish))
    return await page(datasette, request, "pair.html", pair=found, chosen=call.values, query=query)
