"""What pages show, they ask of the JSON API, inside the process: one place decides who sees what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.review.access import API, Refused

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


async def ask(datasette: Datasette, request: Request, route: str) -> dict[str, Any]:
    """Return what the API answers to a GET of `route`, in the name of who asks for the page.

    Raises `Refused` with the answer's status where it is an error.
    """
    answer = await datasette.client.get(f"{API}{route}", cookies=request.cookies)
    values: dict[str, Any] = answer.json()
    if answer.status_code != 200:  # noqa: PLR2004 (OK)
        error = values["error"]
        raise Refused(error["message"], error["hint"], status=answer.status_code)
    return values
