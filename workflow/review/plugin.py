"""The Datasette plugin: what the review app adds to Datasette, hook by hook.

`workflow.review.server` registers it in its own process. A Datasette that was started in any other
way does not know it; an instance without a desk is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.permissions import Action, PermissionSQL

from workflow.review.access import ACTIONS, PREFIX, READING, ROLES
from workflow.review.desk import desk_of
from workflow.review.guard import Guard
from workflow.review.policy import NONCE, TemplateNonces
from workflow.store.connection import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from sqlite3 import Connection

    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from jinja2 import Environment

_VIEWS = {"view-instance", "view-database", "view-table", "view-query"}


@hookimpl
def register_actions() -> list[Action]:
    """Name the app's actions to Datasette."""
    return [Action(name=name, description=text) for name, text in ACTIONS.items()]


@hookimpl
def permission_resources_sql(
    datasette: Datasette, actor: dict[str, Any] | None, action: str
) -> PermissionSQL | None:
    """Allow an actor what the role says, and Datasette's own pages to all who may view.

    Nothing allows Datasette's ways of writing: they keep no history.
    """
    desk = desk_of(datasette)
    if desk is None or actor is None:
        return None
    allowed = ROLES.get(str(actor.get("role")), frozenset())
    granted = set(allowed & READING if desk.read_only else allowed)
    if "review-view" in allowed:
        granted |= _VIEWS
    if "review-admin" in allowed:
        granted |= {"review-admin", "execute-sql"}
    return PermissionSQL.allow(f"role {actor['role']}") if action in granted else None


@hookimpl
def register_routes(datasette: Datasette) -> Sequence[tuple[str, Callable[..., Any]]]:
    """Return the routes of the API and of the pages."""
    if desk_of(datasette) is None:
        return ()
    from workflow.review import api, login, pages, people

    return [*api.ROUTES, *login.ROUTES, *people.ROUTES, *pages.ROUTES]


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Put the guard before everything."""
    desk = desk_of(datasette)
    return lambda app: app if desk is None else Guard(app, desk)


@hookimpl(tryfirst=True)
def actor_from_request(datasette: Datasette, request: Request) -> dict[str, Any] | None:
    """Return whom the guard has let in, before Datasette looks for cookies of its own."""
    return request.scope.get("actor") if desk_of(datasette) else None


@hookimpl
def prepare_connection(conn: Connection, database: str, datasette: Datasette) -> None:
    """Set up a connection to the desk's database as the store does."""
    if desk_of(datasette) and database != "_internal":
        prepare(conn, timeout=1.0)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Let the scripts that stand in Datasette's templates run, and no others."""
    if desk_of(datasette):
        env.add_extension(TemplateNonces)
        env.globals["csp_nonce"] = NONCE.get


@hookimpl(tryfirst=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """Answer a request that ended in an exception."""
    if desk_of(datasette) is None:
        return None
    from workflow.review.answers import failed

    return failed(datasette, request, exception)


@hookimpl(tryfirst=True)
def forbidden(datasette: Datasette, request: Request, message: str) -> Response | None:
    """Answer a request that Datasette does not allow."""
    if desk_of(datasette) is None:
        return None
    from workflow.review.access import Refused
    from workflow.review.answers import failed

    refused = Refused(f"your role does not allow this: {message}", status=403)
    return failed(datasette, request, refused)


@hookimpl
def menu_links(datasette: Datasette, actor: dict[str, Any] | None) -> list[dict[str, str]]:
    """Link from Datasette's menu to the review app."""
    if desk_of(datasette) is None or actor is None:
        return []
    return [{"href": str(datasette.urls.path(PREFIX)), "label": "Review"}]
