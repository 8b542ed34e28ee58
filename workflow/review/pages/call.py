"""Opening a page: who may see it, and the way to the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.review.access import require
from workflow.review.api.call import Call
from workflow.review.pages.filters import read

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


async def opened(datasette: Datasette, request: Request) -> Call:
    """Return the call of somebody who may read; its values are the filter of the address."""
    actor = await require(datasette, request, "review-view")
    return Call(datasette, request, actor, read(request))
