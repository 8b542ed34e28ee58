"""An alignment, bead by bead; its scripts merge, split and shift them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.errors import MissingError
from workflow.review.api import shapes
from workflow.review.pages.call import opened
from workflow.review.pages.render import page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response


async def alignment(datasette: Datasette, request: Request) -> Response:
    """Show the beads of an alignment in order."""
    call = await opened(datasette, request)
    found = await call.read(lambda store: store.alignment(call.number))
    if found is None:
        raise MissingError(f"there is no alignment {call.number}", "It may have been removed.")
    return await page(datasette, request, "alignment.html", alignment=shapes.alignment(found))
