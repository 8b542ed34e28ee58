"""What every endpoint does alike: who may, what was sent, and what an error says."""

from __future__ import annotations

import json
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias

from datasette.utils.asgi import PayloadTooLarge, Response

from workflow.errors import (
    BusyError,
    ConflictError,
    ExchangeError,
    MissingError,
    UsageError,
    WorkflowError,
)
from workflow.review.access import Refused, require
from workflow.review.api.call import Call
from workflow.review.api.shapes import current
from workflow.review.api.values import BadValue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from datasette.app import Datasette
    from datasette.utils.asgi import AsgiFileDownload, Request

    Answer: TypeAlias = dict[str, Any] | Response | AsgiFileDownload
    Work = Callable[[Call], Awaitable[Answer]]
    View = Callable[[Datasette, Request], Awaitable[Response | AsgiFileDownload]]

LARGEST_BODY = 1_000_000
"""Bytes: no sentence, and no list of chosen pairs, comes near."""

_STATUSES: dict[type[WorkflowError], HTTPStatus] = {
    UsageError: HTTPStatus.BAD_REQUEST,
    ExchangeError: HTTPStatus.BAD_REQUEST,
    MissingError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
}


def reading(action: str = "review-view") -> Callable[[Work], View]:
    """Make a view for GET of a function that answers who is allowed the action."""
    return _endpoint("GET", action)


def writing(action: str) -> Callable[[Work], View]:
    """Make a view for POST of a function that does what a body says for who is allowed it."""
    return _endpoint("POST", action)


def _endpoint(method: str, action: str) -> Callable[[Work], View]:
    def made(work: Work) -> View:
        @wraps(work)
        async def view(datasette: Datasette, request: Request) -> Response | AsgiFileDownload:
            try:
                actor = await require(datasette, request, action)
                if request.method != method and (request.method, method) != ("HEAD", "GET"):
                    return _failure(
                        HTTPStatus.METHOD_NOT_ALLOWED,
                        WorkflowError(f"this route takes {method}", "See the API's page."),
                        {"Allow": method},
                    )
                values = _query(request) if method == "GET" else await _body(request)
                answer = await work(Call(datasette, request, actor, values))
            except PayloadTooLarge:
                too_large = WorkflowError(
                    f"the request is larger than {LARGEST_BODY:,} bytes", "Send it in parts."
                )
                return _failure(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large)
            except WorkflowError as error:
                return _refusal(error)
            return _json(answer) if isinstance(answer, dict) else answer

        # Datasette gives a view what its parameters are named; those of `work` are others.
        del view.__wrapped__
        return view

    return made


def _query(request: Request) -> dict[str, Any]:
    args = request.args
    return {
        name: args.getlist(name) if len(args.getlist(name)) > 1 else args[name] for name in args
    }


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.post_body(LARGEST_BODY)
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadValue("body", "the body is not JSON", "Send a JSON object.") from None
    if not isinstance(values, dict):
        raise BadValue("body", "the body must be an object", "Send a JSON object.")
    return values


def _refusal(error: WorkflowError) -> Response:
    if isinstance(error, Refused):
        return _failure(error.status, error)
    status = next(
        (status for kind, status in _STATUSES.items() if isinstance(error, kind)),
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )
    busy = status == HTTPStatus.SERVICE_UNAVAILABLE
    return _failure(status, error, {"Retry-After": "1"} if busy else None)


def _failure(status: int, error: WorkflowError, headers: dict[str, str] | None = None) -> Response:
    said = {"message": error.message, "hint": error.hint}
    body: dict[str, Any] = {"error": said}
    if isinstance(error, BadValue):
        said["field"] = error.field
    if isinstance(error, ConflictError):
        body["current"] = current(error.current)
    return _json(body, status, headers)


def _json(
    body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(
        text.encode("utf-8", "replace"),
        status,
        headers,
        content_type="application/json; charset=utf-8",
    )
