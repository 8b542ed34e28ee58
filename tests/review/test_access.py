"""Who may do what: every role, every action, every route."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="needs the extra: pip install 'workflow-desk[review]'")

from tests.review.support import ask, make_desk
from workflow.review import api, login, pages, people
from workflow.review.access import ACTIONS, API, PREFIX, ROLES, Refused, require
from workflow.review.guard import _OPEN

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return the app of a desk with a user of every role; its tests change no pair."""
    datasette, desk = make_desk(tmp_path_factory.mktemp("desk"))
    asyncio.run(datasette.invoke_startup())
    yield datasette, desk
    datasette.close()


# Viewer, reviewer, approver, admin.
TABLE = {
    "review-view": "1111",
    "review-export": "1111",
    "review-comment": "0111",
    "review-edit": "0111",
    "review-approve": "0011",
    "review-bulk": "0011",
    "review-revert": "0011",
    "review-admin": "0001",
    "view-instance": "1111",
    "view-database": "1111",
    "view-table": "1111",
    "execute-sql": "0001",
    "view-database-download": "0000",
    "execute-write-sql": "0000",
    "insert-row": "0000",
    "update-row": "0000",
    "delete-row": "0000",
    "alter-table": "0000",
    "drop-table": "0000",
    "drop-view": "0000",
    "create-table": "0000",
    "create-view": "0000",
    "store-query": "0000",
    "set-column-type": "0000",
    "permissions-debug": "0000",
    "debug-menu": "0000",
}


def resource(action):
    from datasette.resources import DatabaseResource, TableResource

    if action in {"execute-sql", "execute-write-sql", "view-database", "view-database-download",
                  "create-table", "create-view", "store-query"}:  # fmt: skip
        return DatabaseResource("desk")
    table = "-row" in action or action in {"view-table", "alter-table", "drop-table", "drop-view",
                                           "set-column-type"}  # fmt: skip
    return TableResource("desk", "pairs") if table else None


@pytest.mark.parametrize("action", sorted(TABLE))
def test_roles_allow_what_the_table_says(desk, action):
    datasette, _ = desk
    allowed = [
        asyncio.run(
            datasette.allowed(
                action=action, resource=resource(action), actor={"id": "x", "role": role}
            )
        )
        for role in ROLES
    ]
    assert "".join(str(int(each)) for each in allowed) == TABLE[action]


def test_the_table_has_every_action(desk):
    assert set(ACTIONS) <= set(TABLE)
    known = set(desk[0].actions) - {"view-query", "update-query", "delete-query"}
    assert known <= set(TABLE)


def test_a_role_nobody_knows_allows_nothing(desk):
    datasette, _ = desk
    for actor in (None, {"id": "x"}, {"id": "x", "role": "root"}, {"id": "root"}):
        assert not any(
            asyncio.run(datasette.allowed(action=action, actor=actor)) for action in ACTIONS
        )


# Every route of the app, with a path that it matches: the action it needs for reading (GET) and
# for writing (POST); "" is any user, None means that the method is not there to test.
ROUTES = {
    f"{PREFIX}/password": ("", ""),
    f"{PREFIX}/logout": ("", ""),
    "/-/logout": ("", ""),
    f"{PREFIX}/users": ("review-admin", "review-admin"),
    f"{PREFIX}": ("review-view", None),
    f"{PREFIX}/pair/1": ("review-view", None),
    f"{PREFIX}/bulk": ("review-bulk", None),
    f"{PREFIX}/documents": ("review-view", None),
    f"{PREFIX}/document/1": ("review-view", None),
    f"{PREFIX}/alignments": ("review-view", None),
    f"{PREFIX}/alignment/1": ("review-view", None),
    f"{PREFIX}/overview": ("review-view", None),
    f"{PREFIX}/export": ("review-export", None),
    f"{API}queue": ("review-view", None),
    f"{API}counts": ("review-view", None),
    f"{API}choices": ("review-view", None),
    f"{API}next": ("review-view", None),
    f"{API}pair/1": ("review-view", None),
    f"{API}documents": ("review-view", None),
    f"{API}document/1": ("review-view", None),
    f"{API}alignments": ("review-view", None),
    f"{API}alignment/1": ("review-view", None),
    f"{API}overview": ("review-view", None),
    f"{API}export": ("review-export", None),
    f"{API}pair/1/save": (None, "review-edit"),
    f"{API}pair/1/approve": (None, "review-approve"),
    f"{API}pair/1/reject": (None, "review-edit"),
    f"{API}pair/1/rework": (None, "review-edit"),
    f"{API}pair/1/revert": (None, "review-revert"),
    f"{API}pair/1/comment": (None, "review-comment"),
    f"{API}pair/1/dismiss": (None, "review-edit"),
    f"{API}pair/1/presence": (None, "review-edit"),
    f"{API}bulk": (None, "review-bulk"),
    f"{API}revert": (None, "review-revert"),
    f"{API}alignment/1/merge": (None, "review-edit"),
    f"{API}alignment/1/split": (None, "review-edit"),
    f"{API}alignment/1/shift": (None, "review-edit"),
    f"{API}alignment/1/undo": (None, "review-edit"),
}
OPEN = {f"{PREFIX}/login", f"{PREFIX}/language/ru", f"{PREFIX}/static/0/base.css"}


def ours():
    every = (*api.ROUTES, *login.ROUTES, *people.ROUTES, *pages.ROUTES)
    return [re.compile(regex) for regex, _ in every]


def test_every_route_stands_in_the_table():
    known = (*ROUTES, *OPEN)
    missing = [each.pattern for each in ours() if not any(each.match(path) for path in known)]
    assert not missing


def existing():
    routes = ours()
    return {p: needs for p, needs in ROUTES.items() if any(each.match(p) for each in routes)}


CASES = [
    (path, method, action)
    for path, needs in existing().items()
    for method, action in zip(("GET", "POST"), needs, strict=True)
    if action is not None and not (path.endswith("/logout") and method == "POST")
]


@pytest.mark.parametrize(("path", "method", "action"), CASES)
def test_roles_reach_what_they_may(desk, path, method, action):
    datasette, one = desk
    for role, allowed in ROLES.items():
        body = {"content": b"{}", "headers": {"content-type": "application/json"}}
        answer = ask(
            datasette, method, path, desk=one, name=role, **(body if method == "POST" else {})
        )
        if not action or action in allowed:
            assert answer.status_code not in {401, 403, 500}, (role, answer.text)
        else:
            assert answer.status_code == HTTPStatus.FORBIDDEN, (role, answer.text)
            assert "does not allow this" in answer.text


@pytest.mark.parametrize(("path", "method", "action"), CASES)
def test_nobody_reaches_anything(desk, path, method, action):
    datasette, _ = desk
    answer = ask(datasette, method, path, headers=HTML)
    if path.startswith(API):
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
        assert answer.json() == {"error": {"message": "you are not logged in", "hint": "Log in."}}
    else:
        assert answer.status_code == HTTPStatus.SEE_OTHER
        assert answer.headers["location"].startswith(f"{PREFIX}/login")


SAMPLES = {"format": "json", "path": "app.css", "database": "desk", "table": "pairs", "pks": "1",
           "query": "pairs", "rest": ""}  # fmt: skip


def core_paths(datasette):
    """Return a path for every route of Datasette's own."""
    mine = {each.pattern for each in ours()}
    for regex, _ in datasette._routes():
        if regex.pattern in mine:
            continue
        path = re.sub(
            r"\(\?P<(\w+)>(?:[^()\\]|\\.|\[[^\]]*\])*\)", lambda m: SAMPLES[m[1]], regex.pattern
        )
        path = re.sub(r"\\\.|\(\\?\.json\)\?", ".", path.replace("$", ""))
        yield re.sub(r"\((.*?)\)\?", r"\1", path).replace("\\", "")


def test_nobody_reaches_any_route_of_datasette(desk):
    datasette, _ = desk
    paths = set(core_paths(datasette))
    assert len(paths) > 50
    for path in paths:
        if _OPEN.fullmatch(path):
            continue
        for method in ("GET", "POST"):
            answer = ask(datasette, method, path)
            assert answer.status_code == HTTPStatus.UNAUTHORIZED, path
            assert answer.text == "You are not logged in. Log in.\n", path


def test_what_is_open_tells_nothing(desk):
    datasette, _ = desk
    page = ask(datasette, "GET", f"{PREFIX}/login", headers=HTML)
    assert page.status_code == HTTPStatus.OK
    for name in (*ROLES, "pairs", "ruling", "desk.db"):
        assert f">{name}" not in page.text


def test_no_role_writes_past_the_history(desk):
    datasette, one = desk
    for path, body in {
        "/desk/pairs/1/-/update": {"update": {"target": "x", "version": 2}},
        "/desk/pairs/1/-/delete": {},
        "/desk/pairs/-/insert": {"row": {"id": 9}},
        "/desk/pairs/-/upsert": {"rows": [{"id": 1, "target": "x"}]},
        "/desk/pairs/-/drop": {"confirm": True},
        "/desk/pairs/-/alter": {"operations": []},
        "/desk/-/create": {"table": "x", "rows": [{"a": 1}]},
        "/desk/-/execute-write": {"sql": "delete from pairs"},
        "/desk/-/queries/store": {"name": "q", "sql": "select 1"},
    }.items():
        for role in ROLES:
            answer = ask(datasette, "POST", path, desk=one, name=role, json=body)
            assert answer.status_code == HTTPStatus.FORBIDDEN, (path, role, answer.text)


def test_a_write_through_the_same_connection_cannot_overwrite_unseen(desk):
    datasette, _ = desk
    database = datasette.get_database()

    async def overwrite():
        await database.execute_write("UPDATE pairs SET target = 'gone' WHERE id = 1")

    with pytest.raises(Exception, match="must set version to the old version"):
        asyncio.run(overwrite())


def test_require_returns_the_actor_or_says_why_not(desk):
    from datasette.utils.asgi import Request

    datasette, _ = desk
    request = Request.fake("/-/review")
    with pytest.raises(Refused) as refused:
        asyncio.run(require(datasette, request, "review-view"))
    assert refused.value.status == HTTPStatus.UNAUTHORIZED
    request.scope["actor"] = {"id": "vera", "role": "viewer"}
    assert asyncio.run(require(datasette, request, "review-view"))["id"] == "vera"
    with pytest.raises(Refused, match="role viewer does not allow this: approve pairs") as refused:
        asyncio.run(require(datasette, request, "review-approve"))
    assert refused.value.status == HTTPStatus.FORBIDDEN


def test_read_only_refuses_every_write(tmp_path):
    make_desk(tmp_path)[0].close()
    datasette, one = make_desk(tmp_path, read_only=True)
    for path, (_, action) in ROUTES.items():
        if action is None or path.endswith("/logout"):
            continue
        answer = ask(datasette, "POST", path, desk=one, name="admin", content=b"{}")
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert "server is read-only" in answer.text
    assert ask(datasette, "GET", PREFIX, desk=one, name="viewer").status_code == HTTPStatus.OK
    datasette.close()


def test_the_page_about_serving_has_the_same_table():
    page = Path(__file__).parents[2] / "docs" / "review.md"
    rows = re.findall(r"^\| `(review-\w+)` \|(.*)\|(.*)\|$", page.read_text("utf-8"), re.MULTILINE)
    assert {name: text.strip() for name, _, text in rows} == {
        name: text[:1].lower() + text[1:] for name, text in ACTIONS.items()
    }
    for name, cells, _ in rows:
        told = "".join(str(int("yes" in cell)) for cell in cells.split("|"))
        assert told == TABLE[name]
