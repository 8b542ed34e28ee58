"""Switching the language of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.asgi import Response

from workflow.review.access import PREFIX
from workflow.review.pages.messages import COOKIE, LANGUAGES

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

_YEAR = 365 * 24 * 3600


async def language(datasette: Datasette, request: Request) -> Response:
    """Remember the language and go back to the page that asked, which is one of our own."""
    base = str(datasette.urls.path(PREFIX))
    asked = request.args.get("back") or ""
    ours = asked == base or asked.startswith((f"{base}/", f"{base}?"))
    back = asked if ours and "\\" not in asked else base
    response = Response.redirect(back)
    if (lang := request.url_vars["lang"]) in LANGUAGES:
        response.set_cookie(
            COOKIE,
            lang,
            max_age=_YEAR,
            path=str(datasette.setting("base_url")),
            httponly=True,
            samesite="lax",
        )
    return response
