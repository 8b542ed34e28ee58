"""Logging in and out, and one's own password: the views behind `login.html`, `password.html`."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from datasette.utils.asgi import Response

from workflow.errors import UsageError
from workflow.review import passwords
from workflow.review.access import PREFIX, Refused, require
from workflow.review.desk import running
from workflow.review.pages.render import page
from workflow.review.sessions import LIFETIME

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from workflow.review.accounts import User
    from workflow.review.desk import Desk


async def login(datasette: Datasette, request: Request) -> Response:
    """Show the form, take the one-time link, or check name and password."""
    desk = running(datasette)
    if request.method == "POST":
        return await _check(datasette, request, desk)
    target = _target(desk, request.args.get("next") or "")
    token = request.args.get("token")
    if token and request.method == "GET":
        session = desk.sessions.use_link(token)
        if session:
            return _enter(desk, session, target)
        return await _form(datasette, request, target, problem="link", status=401)
    if request.actor is not None:
        return Response.redirect(target, 303)
    return await _form(datasette, request, target)


async def _check(datasette: Datasette, request: Request, desk: Desk) -> Response:
    form = await fields(request)
    name, target = form.get("name", ""), _target(desk, form.get("next", ""))
    user, wait = await _verified(desk, request, name, form.get("password", ""))
    if user is not None:
        return _enter(desk, desk.sessions.open(user.name), target)
    if not wait:
        return await _form(datasette, request, target, name=name, problem="wrong", status=401)
    response = await _form(
        datasette, request, target, name=name, problem="wait", seconds=wait, status=429
    )
    response.headers["Retry-After"] = str(wait)
    return response


async def _verified(
    desk: Desk, request: Request, name: str, password: str
) -> tuple[User | None, int]:
    """Return the user of a name and password, or None and how many seconds to wait, if any."""
    address = (request.scope.get("client") or ("",))[0]
    keys = (f"name {name.casefold()[:64]}", f"address {address}")
    wait = desk.attempts.begin(*keys)
    if wait > 0:
        return None, int(wait) + 1
    async with desk.hashing:
        user = await asyncio.to_thread(desk.accounts.verify, name, password)
    if user is not None:
        desk.attempts.succeed(*keys)
    return user, 0


def _enter(desk: Desk, session: str, target: str) -> Response:
    response = Response.redirect(target, 303)
    response.set_cookie(
        desk.cookie,
        session,
        max_age=LIFETIME,
        path=desk.site.prefix,
        httponly=True,
        samesite="lax",  # a link in a letter leads to the page, not to the login
    )
    return response


async def _form(
    datasette: Datasette,
    request: Request,
    target: str,
    *,
    name: str = "",
    problem: str = "",
    seconds: int = 0,
    status: int = 200,
) -> Response:
    users = any(not user.disabled for user in running(datasette).accounts.all())
    values = {"next": target, "name": name, "problem": problem, "seconds": seconds, "users": users}
    return await page(datasette, request, "login.html", status=status, **values)


def _target(desk: Desk, asked: str) -> str:
    """Return where to go after the login: a page of this server, else the queue."""
    ours = asked.startswith(desk.site.prefix) and re.fullmatch(r"/(?![/\\])[!-\[\]-~]*", asked)
    return asked if ours else desk.site.prefix + PREFIX[1:]


async def logout(datasette: Datasette, request: Request) -> Response:
    """End the session; a GET only shows the queue, where the button is."""
    desk = running(datasette)
    if request.method != "POST":
        return Response.redirect(_target(desk, ""), 303)
    desk.sessions.close(request.cookies.get(desk.cookie, ""))
    response = Response.redirect(f"{desk.site.prefix}{PREFIX[1:]}/login", 303)
    response.set_cookie(
        desk.cookie, "", max_age=0, path=desk.site.prefix, httponly=True, samesite="lax"
    )
    return response


async def password(datasette: Datasette, request: Request) -> Response:
    """Let somebody choose a new password, which ends all of the user's sessions."""
    desk, actor = running(datasette), await require(datasette, request, "review-view")
    user = desk.accounts.find(actor["id"])
    if user is None:
        raise Refused(
            "who came in by the link from the terminal has no password",
            "Add a user: workflow review user add NAME.",
            status=403,
        )
    problem, seconds = "", 0
    if request.method == "POST":
        form = await fields(request)
        problem, seconds = await _change(desk, request, user, form)
        if not problem:
            return await logout(datasette, request)
    status = (429 if seconds else 400) if problem else 200
    values: dict[str, Any] = {
        "problem": problem,
        "seconds": seconds,
        "shortest": passwords.SHORTEST,
    }
    return await page(datasette, request, "password.html", status=status, **values)


async def _change(
    desk: Desk, request: Request, user: User, form: dict[str, str]
) -> tuple[str, int]:
    """Return what is wrong with a change of password, or nothing, once it is done."""
    verified, wait = await _verified(desk, request, user.name, form.get("old", ""))
    if verified is None:
        return ("wait", wait) if wait else ("wrong", 0)
    if form.get("new", "") != form.get("again", ""):
        return "differ", 0
    try:
        async with desk.hashing:
            await asyncio.to_thread(desk.accounts.set_password, user.name, form["new"])
    except (KeyError, UsageError):
        return "length", 0
    return "", 0


async def fields(request: Request) -> dict[str, str]:
    """Return the fields of a form, the last of each name."""
    body = (await request.post_body()).decode("utf-8", "replace")
    return {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}


ROUTES = [
    (rf"{PREFIX}/login$", login),
    (rf"{PREFIX}/logout$", logout),
    (r"/-/logout$", logout),
    (rf"{PREFIX}/password$", password),
]
