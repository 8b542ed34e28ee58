"""What a request that is refused or fails gets: JSON for programs, a page for people."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from workflow.errors import (
    BusyError,
    ConflictError,
    MissingError,
    UsageError,
    WorkflowError,
)
from workflow.review.access import API, Refused

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

_log = logging.getLogger("workflow.review")
FAILED = ("the server has failed at this", "The terminal it runs in says how.")
_STATUSES = {UsageError: 400, MissingError: 404, ConflictError: 409, BusyError: 503}
_STATUSES = {UsageError: 400, MissingError: 404, ConflictError: 409, BusyError: 503}


def plain(
    route: str, status: int, message: str, hint: str = "", headers: dict[str, str] | None = None
) -> Response:
    """Return an answer that needs no template: JSON under the API, else the sentences as text."""
    if route.startswith(API):
        body = {"error": {"message": message, "hint": hint}}
        return Response.json(body, status=status, headers=headers)
    text = str(WorkflowError(message[:1].upper() + message[1:], hint))
    return Response.text(f"{text}\n", status=status, headers=headers)


async def failed(datasette: Datasette, request: Request, error: Exception) -> Response:
    """Return the answer to a request that ended in an exception."""
    status, message, hint = _meaning(error)
    headers = {"Retry-After": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    route = "/" + request.path.removeprefix(str(datasette.urls.path("")))
    if route.startswith(API):
        return plain(route, status, message, hint, headers)
    if route.endswith(".json"):
        return Response.error(message, status, headers=headers)
    if route.endswith(".csv"):
        return Response.text(f"{message}\n", status=status, headers=headers)
    from workflow.review.pages.render import page

    response = await page(
        datasette, request, "refused.html", status=status, code=status, message=message, hint=hint
    )
    response.headers.update(headers)
    return response


def _meaning(error: Exception) -> tuple[int, str, str]:
    """Return status, message and hint; what nobody expected goes to the log, not to the browser."""
    # Datasette's own pages meet a locked database as SQLite reports it.
    if str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        error = BusyError("the database is in use by another program", "Try again in a second.")
    if isinstance(error, WorkflowError):
        kinds = (status for kind, status in _STATUSES.items() if isinstance(error, kind))
        status = error.status if isinstance(error, Refused) else next(kinds, 500)
        return status, error.message, error.hint
    if isinstance(error, Base400):
        message = "there is no such page" if str(error) in {"404", "None"} else str(error)
        return error.status, message.rstrip("."), ""
    if isinstance(error, DatasetteError):
        return error.status, str(error.plain_message or error.message), ""
    _log.error("a request failed", exc_info=error)
    return 500, *FAILED
