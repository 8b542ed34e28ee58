"""What every request passes before Datasette sees it: host, method, origin, size, login.

An ASGI middleware. Whoever is not logged in gets the login page, static files, and nothing else,
whatever a route behind it would allow.
"""

from __future__ import annotations

import logging
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from workflow.errors import WorkflowError
from workflow.review import policy
from workflow.review.access import API, PREFIX
from workflow.review.answers import FAILED, plain
from workflow.review.site import origin_parts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from datasette.utils.asgi import Response

    from workflow.review.desk import Desk

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

_log = logging.getLogger("workflow.review")

LARGEST_BODY = 2**20
"""How many bytes a request may bring."""

_DRAINED = 16 * 2**20
_READING = {"GET", "HEAD"}
_OPEN = re.compile(rf"{PREFIX}/(login|language/\w+|static/.*)|/-/static/.*|/favicon\.ico")
_SESSION = {f"{PREFIX}/login", f"{PREFIX}/logout", "/-/logout"}


class Guard:
    """The middleware of a desk around Datasette's application."""

    def __init__(self, app: App, desk: Desk) -> None:
        self.app = app
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        site, nonce = self.desk.site, secrets.token_urlsafe(16)
        route = _route(scope, site.prefix)
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = policy.headers(
                    list(message.get("headers", [])),
                    route,
                    nonce=nonce,
                    secure=site.is_secure(dict(scope)),
                )
            await send(message)

        fields = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        refusal = self._refuse(scope, route, fields)
        if refusal is None:
            scope["actor"] = self._actor(fields)
            refusal = self._turn_away(scope, route, fields)
        if refusal is None and scope["method"] not in _READING:
            receive, large = await _limited(fields, receive)
            refusal = _too_large(route) if large else None
        if refusal is not None:
            await refusal.asgi_send(guarded)
            return
        token = policy.NONCE.set(nonce)
        try:
            await self.app(scope, receive, guarded)
        except Exception:
            # Even the page that tells of a failure has failed.
            if begun:
                raise
            _log.exception("a request failed")
            await plain(route, 500, *FAILED).asgi_send(guarded)
        finally:
            policy.NONCE.reset(token)

    def _refuse(self, scope: Scope, route: str, fields: dict[str, str]) -> Response | None:
        """Return the answer to a request that no login makes right."""
        host = fields.get("host", "")
        server = scope.get("server") or ("", 0)
        if not self.desk.site.answers_to(host, server[0] or ""):
            return plain(route, 400, "this server does not go by that name", "Use its own address.")
        if re.match(r"[/\\]{2}", route) or "\\" in route:
            # Datasette redirects //host/ to //host, which is another site.
            return plain(route, 404, "there is no such page")
        return None if scope["method"] in _READING else self._refuse_write(scope, route, fields)

    def _refuse_write(self, scope: Scope, route: str, fields: dict[str, str]) -> Response | None:
        method, host = scope["method"], fields["host"]
        if method != "POST":
            return plain(route, 405, f"{method} means nothing here", headers={"Allow": "GET, POST"})
        if not self._same_origin(scope, host, fields):
            return plain(
                route,
                403,
                "another site has sent this request",
                "Send it from this server's pages.",
            )
        if self.desk.read_only and route not in _SESSION:
            return plain(
                route, 403, "this server is read-only", "Changes need one without --read-only."
            )
        return None

    def _same_origin(self, scope: Scope, host: str, fields: dict[str, str]) -> bool:
        """Say whether a write comes from our own pages, or from no browser at all.

        As in https://words.filippo.io/csrf, but stricter: both headers must be right where a
        browser sends both.
        """
        if fields.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return False
        if "origin" not in fields:
            return True
        try:
            return origin_parts(fields["origin"]) == self.desk.site.origin_of(dict(scope), host)
        except ValueError:
            return False

    def _actor(self, fields: dict[str, str]) -> dict[str, str] | None:
        cookies = SimpleCookie()
        try:
            cookies.load(fields.get("cookie", ""))
        except CookieError:
            return None
        session = cookies.get(self.desk.cookie)
        try:
            return self.desk.sessions.actor(session.value) if session else None
        except WorkflowError as error:
            _log.error("nobody can be let in: %s", error)
            return None

    def _turn_away(self, scope: Scope, route: str, fields: dict[str, str]) -> Response | None:
        """Return the answer to somebody who is not logged in and wants more than to do so."""
        if scope.get("actor") is not None or _OPEN.fullmatch(route):
            return None
        if "text/html" not in fields.get("accept", "") or route.startswith(API):
            return plain(route, 401, "you are not logged in", "Log in.")
        from datasette.utils.asgi import Response

        base = self.desk.site.prefix.rstrip("/")
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = base + route + (f"?{query}" if query else "")
        target = f"{base}{PREFIX}/login"
        if scope["method"] in _READING and route != "/":
            target += f"?next={quote(wanted, safe='')}"
        return Response.redirect(target, 303)


def _route(scope: Scope, prefix: str) -> str:
    """Return the path below the base URL, percent-encoded as Datasette routes it."""
    raw = scope.get("raw_path") or quote(scope["path"]).encode()
    path = str(raw.decode("latin-1").partition("?")[0])
    if f"{path}/" == prefix:
        return "/"
    return "/" + path.removeprefix(prefix) if path.startswith(prefix) else path


def _too_large(route: str) -> Response:
    return plain(route, 413, "a request may bring one megabyte at most", "Send it in parts.")


async def _limited(fields: dict[str, str], receive: Receive) -> tuple[Receive, bool]:
    """Read the body; return what hands it on, and whether it is too large."""
    length = fields.get("content-length", "")
    if length.isdigit() and int(length) > _DRAINED:
        return receive, True
    body, size = b"", 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        size += len(message.get("body", b""))
        body += message.get("body", b"") if size <= LARGEST_BODY else b""
        # Reading on for a while lets a browser hear the answer instead of a broken connection.
        if not message.get("more_body") or size > _DRAINED:
            break
    handed = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return handed.pop() if handed else await receive()

    return again, size > LARGEST_BODY
