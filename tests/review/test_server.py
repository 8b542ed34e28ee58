"""`workflow review` as a process: how it starts, refuses to, stops, and what a kill costs."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="needs the extra: pip install 'workflow-desk[review]'")

import httpx2 as httpx
from typer.testing import CliRunner

from tests.review.support import PASSWORD, make_database, make_desk, server
from workflow.cli.main import app
from workflow.store import Store


@pytest.fixture
def database(tmp_path):
    return make_database(tmp_path / "desk.db")


def run(*arguments, stdin="", env=None):
    """Run a command that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "workflow", "review", *map(str, arguments)],
        input=stdin, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, **(env or {})}, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def refusal(database, *options):
    return CliRunner().invoke(app, ["review", "--db", str(database), "--port", "0", *options])


def client(base, **options):
    return httpx.Client(base_url=base.removesuffix("/-/review"), timeout=30, **options)


def test_it_serves_and_stops_when_told(database):
    with server(database) as said:
        base = said["url"].removesuffix("/-/review")
        assert base.startswith("http://127.0.0.1:")
        with client(base, follow_redirects=True) as web:
            page = web.get("/", headers={"accept": "text/html"})
            assert "/-/review/login" in str(page.url)
            assert 'name="password"' not in page.text  # there are no users: only the link
            assert web.get(said["login"]).status_code == HTTPStatus.OK
            assert web.get("/desk/pairs.json").json()["rows"]
            assert web.get("/-/actor.json").json()["actor"]["role"] == "admin"
        with client(base) as other:
            again = other.get(said["login"])
            assert again.status_code == HTTPStatus.UNAUTHORIZED
        process = said["process"]
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=15)
        assert process.returncode == 0
        assert errors == "stopped; everything that was saved is stored\n"


def test_ctrl_c_is_no_error(database):
    with server(database) as said:
        said["process"].send_signal(signal.SIGINT)
        _, errors = said["process"].communicate(timeout=15)
        assert said["process"].returncode == 0
        assert "Traceback" not in errors


def test_users_log_in_by_name_and_password(database):
    added = run("init", "anna", "--password-stdin", "--db", database, stdin=f"{PASSWORD}\n")
    assert (added.returncode, added.stdout) == (0, "anna added\n")
    assert stat.S_IMODE(Path(f"{database}.users.json").stat().st_mode) == 0o600
    with server(database) as said:
        assert said["login"] == ""
        base = said["url"].removesuffix("/-/review")
        with client(base) as web:
            form = {"name": "anna", "password": PASSWORD, "next": "/desk"}
            answer = web.post("/-/review/login", data=form, headers={"origin": base})
            assert answer.headers["location"] == "/desk"
            assert web.get("/desk").status_code == HTTPStatus.OK
            disabled = run("user", "disable", "anna", "--db", database)
            assert disabled.stdout == "anna is shut out\n"
            assert web.get("/desk").status_code == HTTPStatus.UNAUTHORIZED


def test_sessions_outlive_the_server(database):
    _, desk = make_desk(database.parent)
    token = desk.sessions.open("viewer")
    with server(database) as said, client(said["url"]) as web:
        web.cookies.set(desk.cookie, token)
        assert web.get("/desk").status_code == HTTPStatus.OK


def test_other_machines_get_in_only_where_there_are_users(database):
    for options in (("--host", "0.0.0.0"), ("--base-url", "https://desk.example.org/"),
                    ("--proxy", "127.0.0.1")):  # fmt: skip
        answer = refusal(database, *options)
        assert answer.exit_code == 2
        assert "other machines can reach this server, and it has no users" in answer.stderr
        assert "workflow review user add NAME --role admin" in answer.stderr


def test_a_port_in_use_is_one_sentence(database):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = refusal(database, "--port", str(port))
    assert answer.exit_code == 2
    assert f"port {port} of 127.0.0.1 is in use by another program" in answer.stderr
    assert "--port N" in answer.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "::zz"])
def test_an_address_that_is_not_this_machines_is_one_sentence(database, host):
    make_desk(database.parent)
    answer = refusal(database, "--host", host)
    assert answer.exit_code == 2
    assert "cannot be listened on" in answer.stderr


def test_databases_that_cannot_be_served(tmp_path, database):
    missing = refusal(tmp_path / "none.db")
    assert (missing.exit_code, "there is no database" in missing.stderr) == (1, True)
    assert not (tmp_path / "none.db.users.json").exists()
    foreign = tmp_path / "foreign.db"
    foreign.write_bytes(b"no database at all" * 100)
    for options in ((), ("--read-only",)):
        answer = refusal(foreign, *options)
        assert (answer.exit_code, "is not a database" in answer.stderr) == (1, True)
    with Store.open(str(database)) as store:
        store.db.execute("PRAGMA user_version = 999")
    assert "newer version" in refusal(database).stderr
    assert "another version" in refusal(database, "--read-only").stderr
    odd = tmp_path / "a?b.db"
    make_database(odd)
    assert "because of the ?, # or % in it" in refusal(odd).stderr


def test_without_datasette_it_says_what_to_install(database, tmp_path):
    (tmp_path / "datasette").mkdir()
    (tmp_path / "datasette" / "__init__.py").write_text("raise ImportError")
    answer = run("--db", database, env={"PYTHONPATH": str(tmp_path)})
    assert answer.returncode == 2
    assert 'pip install "workflow-desk[review]"' in answer.stderr
    assert len(answer.stderr.splitlines()) == 2


def test_read_only_leaves_the_file_as_it_is(database):
    before = database.read_bytes()
    with server(database, "--read-only") as said, client(said["url"]) as web:
        web.get(said["login"])
        assert web.get("/desk/pairs.json").status_code == HTTPStatus.OK
        answer = web.post("/-/review/api/pair/1/save", json={"version": 1, "target": "x"})
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert answer.json()["error"]["message"] == "this server is read-only"
    assert database.read_bytes() == before


def test_below_a_prefix_with_and_without_the_proxy_taking_it_away(database):
    with server(database, "--base-url", "/desk/1/") as said:
        assert said["url"].endswith("/desk/1/-/review")
        with client(said["url"].removesuffix("/desk/1/-/review")) as web:
            answer = web.get("/desk/1", headers={"accept": "text/html"})
            assert answer.headers["location"] == "/desk/1/-/review/login"
            entered = web.get(said["login"])
            assert entered.headers["location"] == "/desk/1/-/review"
            assert "Path=/desk/1/" in entered.headers["set-cookie"]
            for path in ("/desk/1/desk/pairs.json",):
                assert web.get(path).status_code == HTTPStatus.OK
            stripped = web.get("/-/review/login", headers={"accept": "text/html"})
            assert "/desk/1/-/review" in stripped.text


def test_what_a_proxy_says_is_believed_only_when_asked_to(database):
    make_desk(database.parent)
    form = {"name": "viewer", "password": PASSWORD}
    forwarded = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
    for options, secure in (((), False), (("--proxy", "127.0.0.1"), True)):
        with server(database, *options) as said, client(said["url"]) as web:
            answer = web.post("/-/review/login", data=form, headers=forwarded)
            assert answer.status_code == HTTPStatus.SEE_OTHER
            assert ("Secure" in answer.headers["set-cookie"]) is secure


def test_commands_for_users(database):
    def command(*arguments, stdin=""):
        line = ["review", *arguments, "--db", str(database)]
        return CliRunner().invoke(app, line, input=stdin)

    secret = f"{PASSWORD}\n"
    first = command("init", "--password-stdin", stdin=secret)
    assert first.stdout == "admin added\n"
    assert "has users already" in command("init", "--password-stdin", stdin=secret).stderr
    role = ("--role", "viewer", "--password-stdin")
    assert command("user", "add", "Ольга", *role, stdin=secret).exit_code == 0
    assert (
        "there is a user Ольга already"
        in command("user", "add", "ольга", *role, stdin=secret).stderr
    )
    wrong = command("user", "add", "x", "--role", "king", "--password-stdin", stdin=secret)
    assert "king is no role. " not in wrong.stderr
    assert "One of: viewer, reviewer, approver, admin." in wrong.stderr
    short = command("user", "add", "x", "--password-stdin", stdin="short\n")
    assert "a password has from 10 to 1000 characters" in short.stderr
    assert "--password-stdin" in command("password", "Ольга").stderr
    assert "there is no user boris" in command("user", "disable", "boris").stderr
    assert command("user", "role", "ольга", "approver").stdout == "Ольга is approver now\n"
    listed = json.loads(command("user", "list", "--json").stdout)
    assert [(u["name"], u["role"], u["disabled"]) for u in listed] == [
        ("admin", "admin", False),
        ("Ольга", "approver", False),
    ]
    assert "password" not in json.dumps(listed)
    assert "Ольга" in command("user", "list").stdout


def test_commands_that_change_users_at_once_lose_none(database):
    names = [f"user{number}" for number in range(6)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "workflow", "review", "user", "add", name, "--password-stdin",
             "--db", str(database)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            cwd=Path(__file__).parents[2],
        )
        for name in names
    ]  # fmt: skip
    for process in running:
        process.communicate(f"{PASSWORD}\n", timeout=60)
    _, desk = make_desk(database.parent)
    assert {user.name for user in desk.accounts.all()} >= set(names)


def test_a_locked_database_is_a_503_that_says_when_to_come_back(database):
    _, desk = make_desk(database.parent)
    token = desk.sessions.open("approver")
    with server(database) as said, client(said["url"]) as web:
        web.cookies.set(desk.cookie, token)
        with Store.open(str(database)) as store:
            store.db.execute("BEGIN IMMEDIATE")
            start = time.monotonic()
            answer = web.post("/-/review/api/pair/1/save", json={"version": 1, "target": "x y"})
            waited = time.monotonic() - start
            store.db.rollback()
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert answer.headers["retry-after"] == "1"
        assert answer.json()["error"]["hint"]
        assert 0.5 < waited < 4
