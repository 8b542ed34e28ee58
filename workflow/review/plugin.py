"""The Datasette plugin: what the review app adds to Datasette, hook by hook.

`workflow.review.server` registers it in its own process. A Datasette that was started in any other
way does not know it; an instance without a desk is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.permissions import Action, PermissionSQL

from workflow.review.access import ACTIONS, READING, ROLES
from workflow.review.desk import desk_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from datasette.app import Datasette

_VIEWS = {"view-instance", "view-database", "view-table", "view-query"}


@hookimpl
def register_actions() -> list[Action]:
    """Name the app's actions to Datasette."""
    return [Action(name=name, description=text) for name, text in ACTIONS.items()]


@hookimpl
def permission_resources_sql(
    datasette: Datasette, actor: dict[str, Any] | None, action: str
) -> PermissionSQL | None:
    """Allow an actor what the role says, and Datasette's own pages to all who may view."""
    desk = desk_of(datasette)
    if desk is None or actor is None:
        return None
    allowed = ROLES.get(str(actor.get("role")), frozenset())
    if desk.read_only:
        allowed &= READING | {"review-admin"}
    granted = set(allowed)
    if "review-view" in allowed:
        granted |= _VIEWS
    if "review-admin" in allowed:
        granted.add("execute-sql")
    return PermissionSQL.allow(f"role {actor['role']}") if action in granted else None


@hookimpl
def register_routes(datasette: Datasette) -> Sequence[tuple[str, Callable[..., Any]]]:
    """Return the routes of the API and of the pages."""
    if desk_of(datasette) is None:
        return ()
    from workflow.review import api, pages

    return [*api.ROUTES, *pages.ROUTES]
