"""The editor of one pair; its scripts go on to the next without loading a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.review.access import require
from workflow.review.pages.ask import ask
from workflow.review.pages.filters import query, read
from workflow.review.pages.render import page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response


async def pair(datasette: Datasette, request: Request) -> Response:
    """Show a pair with all that is known about it; without scripts it can be read."""
    await require(datasette, request, "review-view")
    chosen = read(request)
    number = int(request.url_vars["pair"])
    answer = await ask(datasette, request, f"pair/{number}?{query(chosen)}")
    return await page(
        datasette, request, "pair.html", pair=answer["pair"], chosen=chosen, query=query
    )
