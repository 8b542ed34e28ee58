"""Who may do what: the actions of the review app, the roles, and the check that views make.

A view begins with `actor = await require(datasette, request, "review-edit")`. What `require` raises
becomes the answer: JSON under `/-/review/api/`, the login page or a page with the sentence
elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.errors import AccessError

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

PREFIX = "/-/review"
"""Where the app's routes are, below the base URL."""

API = f"{PREFIX}/api/"
"""Where the routes are that answer in JSON, also when they refuse."""

ACTIONS = {
    "review-view": "Read the queue, documents, pairs, their history and comments",
    "review-export": "Export what a filter finds",
    "review-comment": "Write comments",
    "review-edit": "Correct pairs, reject them, dismiss findings, edit alignments",
    "review-approve": "Approve pairs",
    "review-bulk": "Change many pairs at once",
    "review-revert": "Bring back earlier versions",
    "review-admin": "Manage users, read with SQL",
}
"""What can be allowed, as Datasette actions, and what each allows."""

_VIEWER = frozenset({"review-view", "review-export"})
_REVIEWER = _VIEWER | {"review-comment", "review-edit"}
_APPROVER = _REVIEWER | {"review-approve", "review-bulk", "review-revert"}
ROLES = {
    "viewer": _VIEWER,
    "reviewer": _REVIEWER,
    "approver": _APPROVER,
    "admin": _APPROVER | {"review-admin"},
}
"""The actions of each role; each role may do what the one before may."""

READING = frozenset({"review-view", "review-export"})
"""The actions that change nothing: what is left where the server is read-only."""


class Refused(AccessError):  # noqa: N818 (it says what happened)
    """A request is refused; `status` is 401 without a login, 403 for what a role may not do."""

    def __init__(self, message: str, hint: str = "", *, status: int) -> None:
        super().__init__(message, hint)
        self.status = status


async def require(datasette: Datasette, request: Request, action: str) -> dict[str, Any]:
    """Return the actor of a request, `{"id": name, "role": role}`, if allowed the action.

    Raises `Refused` otherwise.
    """
    actor: dict[str, Any] | None = request.actor
    if actor is None:
        raise Refused("you are not logged in", "Log in.", status=401)
    if not await datasette.allowed(action=action, actor=actor):
        if action in ROLES.get(str(actor.get("role")), ()):
            raise Refused(
                "this server is read-only", "Changes need one without --read-only.", status=403
            )
        raise Refused(
            f"the role {actor.get('role')} does not allow this: {ACTIONS[action].lower()}",
            "An admin can give you another role.",
            status=403,
        )
    return actor
