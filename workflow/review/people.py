"""The users page: an admin adds users, changes their roles and shuts them out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from datasette.utils.asgi import Response

from workflow.errors import UsageError
from workflow.review.access import PREFIX, ROLES, require
from workflow.review.desk import running
from workflow.review.login import fields
from workflow.review.pages.render import page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from workflow.review.accounts import Accounts


async def users(datasette: Datasette, request: Request) -> Response:
    """Show the users, or change one."""
    actor = await require(datasette, request, "review-admin")
    accounts = running(datasette).accounts
    problem = ""
    if request.method == "POST":
        form = await fields(request)
        try:
            await asyncio.to_thread(_change, accounts, actor["id"], form)
        except UsageError as error:
            problem = str(error)
        else:
            return Response.redirect(str(datasette.urls.path(f"{PREFIX}/users")), 303)
    return await page(
        datasette,
        request,
        "users.html",
        status=400 if problem else 200,
        users=accounts.all(),
        roles=list(ROLES),
        problem=problem,
    )


def _change(accounts: Accounts, admin: str, form: dict[str, str]) -> None:
    """Do what a form asks for. An admin always remains: nobody demotes or disables themselves."""
    action, name = form.get("action", ""), form.get("name", "")
    role, password = form.get("role", ""), form.get("password", "")
    if action in {"role", "disable"} and name.casefold() == admin.casefold():
        raise UsageError("you cannot take your own rights away", "Ask another admin to do it.")
    if action == "add":
        accounts.add(name, role, password)
    elif action == "role":
        accounts.set_role(name, role)
    elif action in {"disable", "enable"}:
        accounts.set_disabled(name, action == "disable")
    elif action == "password":
        accounts.set_password(name, password)
    else:
        raise UsageError(f"{action!r} is nothing to do with a user", "Use the buttons of the page.")


ROUTES = [(rf"{PREFIX}/users$", users)]
