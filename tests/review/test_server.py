"""`workflow review` as a process: how it starts, refuses to, stops, and what a kill costs."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import json
import multiprocessing
import os
import random
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="needs the extra: pip install 'workflow-desk[review]'")

import httpx2 as httpx
from typer.testing import CliRunner

from tests.review.support import PASSWORD, ask, cookies, make_database, make_desk, server
from workflow.cli.main import app
from workflow.review.access import API
from workflow.review.accounts import Accounts
from workflow.review.private import PrivateFile
from workflow.review.site import Site
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


def run_command(database, *arguments, stdin=""):
    line = ["review", *arguments, "--db", str(database)]
    return CliRunner().invoke(app, line, input=stdin)


def web(datasette, path, *, method="GET", cookies=None, **options):
    """Send a request as it came over the network: nothing puts the prefix before the path."""

    async def request():
        transport = httpx.ASGITransport(datasette.app())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, cookies=cookies or {}, **options)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return asyncio.run(request())


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
    added = run_command(database, "init", "anna", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert (added.exit_code, added.stdout) == (0, "anna added\n")
    assert stat.S_IMODE(Path(f"{database}.users.json").stat().st_mode) == 0o600
    with server(database) as said:
        assert said["login"] == ""
        base = said["url"].removesuffix("/-/review")
        with client(base) as web:
            form = {"name": "anna", "password": PASSWORD, "next": "/desk"}
            forwarded = {"origin": base, "x-forwarded-proto": "https"}
            answer = web.post("/-/review/login", data=form, headers=forwarded)
            assert answer.headers["location"] == "/desk"
            assert "Secure" not in answer.headers["set-cookie"]
            assert web.get("/desk").status_code == HTTPStatus.OK
            disabled = run_command(database, "user", "disable", "anna")
            assert disabled.stdout == "anna is shut out\n"
            assert web.get("/desk").status_code == HTTPStatus.UNAUTHORIZED


def test_sessions_outlive_the_server_and_a_proxy_is_believed_when_asked_to(database):
    _, desk = make_desk(database.parent)
    token = desk.sessions.open("viewer")
    with server(database, "--proxy", "127.0.0.1") as said, client(said["url"]) as web:
        web.cookies.set(desk.cookie, token)
        assert web.get("/desk").status_code == HTTPStatus.OK
        forwarded = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
        form = {"name": "viewer", "password": PASSWORD}
        answer = web.post("/-/review/login", data=form, headers=forwarded)
        assert answer.status_code == HTTPStatus.SEE_OTHER
        assert "Secure" in answer.headers["set-cookie"]


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


def test_options_before_a_subcommand_are_not_lost_in_silence(database):
    answer = CliRunner().invoke(app, ["review", "--db", str(database), "user", "list"])
    assert answer.exit_code == 2
    assert "unexpected extra argument" in answer.stderr


def test_settings_hold_for_the_server(database, monkeypatch):
    (database.parent / "workflow.toml").write_text('db = "missing.db"\n')
    monkeypatch.chdir(database.parent)
    answer = CliRunner().invoke(app, ["review", "--port", "0"])
    assert "missing.db" in answer.stderr


def test_a_glossary_that_cannot_be_read_is_told_at_once(database, tmp_path):
    (tmp_path / "bad.csv").write_text("nothing of the kind")
    answer = refusal(database, "--glossary", str(tmp_path / "bad.csv"))
    assert answer.exit_code == 1
    assert "bad.csv" in answer.stderr


def test_without_datasette_it_says_what_to_install(database, tmp_path):
    (tmp_path / "datasette").mkdir()
    (tmp_path / "datasette" / "__init__.py").write_text("raise ImportError")
    answer = run("--db", database, env={"PYTHONPATH": str(tmp_path)})
    assert answer.returncode == 2
    assert 'pip install "workflow-desk[review]"' in answer.stderr
    assert len(answer.stderr.splitlines()) == 2


def test_read_only_leaves_the_file_as_it_is(database):
    make_desk(database.parent)[0].close()
    before = database.read_bytes()
    datasette, desk = make_desk(database.parent, read_only=True)
    answer = ask(datasette, "GET", "/desk/pairs.json", desk=desk, name="viewer")
    assert answer.status_code == HTTPStatus.OK
    saved = ask(datasette, "POST", f"{API}pair/1/save", desk=desk, name="admin", json={})
    assert saved.status_code == HTTPStatus.FORBIDDEN
    assert saved.json()["error"]["message"] == "this server is read-only"
    datasette.close()
    assert database.read_bytes() == before


def test_below_a_prefix_with_and_without_the_proxy_taking_it_away(database):
    page = {"accept": "text/html"}
    datasette, desk = make_desk(database.parent, site=Site.of("127.0.0.1", "/d/1"))
    for path in ("/d/1", "/d/1/", "/"):
        answer = web(datasette, path, headers=page)
        assert answer.headers["location"] == "/d/1/-/review/login"
    form = {"name": "viewer", "password": PASSWORD}
    entered = web(datasette, "/d/1/-/review/login", method="POST", data=form)
    assert entered.headers["location"] == "/d/1/-/review"
    assert "Path=/d/1/" in entered.headers["set-cookie"]
    session = cookies(desk, "viewer")
    for path in ("/d/1/desk/pairs", "/desk/pairs", "/d/1/-/review", "/-/review"):
        answer = web(datasette, path, cookies=session, headers=page)
        assert answer.status_code == HTTPStatus.OK
        links = re.findall(r'(?:href|src|action|url)="(/[^"]*)"', answer.text)
        assert links
        assert all(link.startswith("/d/1/") for link in links), links
    datasette.close()


def test_commands_for_users(database):
    command = functools.partial(run_command, database)
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


def test_changes_of_users_at_the_same_time_lose_none(database):
    names = [f"user{number}" for number in range(8)]

    def add(name):
        Accounts(PrivateFile(database)).add(name, "viewer", PASSWORD)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, names))
    assert [user.name for user in Accounts(PrivateFile(database)).all()] == names


def test_a_locked_database_is_a_503_that_says_when_to_come_back(database):
    datasette, desk = make_desk(database.parent)
    body = {"version": 1, "target": "x y"}
    with Store.open(str(database)) as store:
        store.db.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        answer = ask(datasette, "POST", f"{API}pair/1/save", desk=desk, name="reviewer", json=body)
        waited = time.monotonic() - start
        store.db.rollback()
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["error"]["hint"]
    assert waited > 0.5
    again = ask(datasette, "POST", f"{API}pair/1/save", desk=desk, name="reviewer", json=body)
    assert again.status_code == HTTPStatus.OK
    datasette.close()


@contextlib.contextmanager
def forked(database):
    from tests.review import killable

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([killable.__name__])
    heard, said = context.Pipe(duplex=False)
    process = context.Process(target=killable.run, args=(str(database), said))
    process.start()
    try:
        assert heard.poll(60)
        yield heard.recv(), process
    finally:
        process.kill()
        process.join()


def test_what_was_acknowledged_survives_a_kill(database):
    """Ten servers, each killed while it saves: no edit is lost that a client was told of."""
    _, desk = make_desk(database.parent)
    session = {desk.cookie: desk.sessions.open("reviewer")}
    told = dict.fromkeys((1, 2, 3), "")
    versions = dict.fromkeys(told, 1)
    edits, chance = 0, random.Random(7)
    for number in range(10):
        with forked(database) as (url, process), client(url, cookies=session) as web:
            bomb = threading.Timer(chance.uniform(0.05, 0.4), process.kill)
            with contextlib.suppress(httpx.TransportError):
                for count in itertools.count():
                    pair = count % 3 + 1
                    text = f"Text {number}-{count}."
                    body = {"version": versions[pair], "target": text}
                    answer = web.post(f"/-/review/api/pair/{pair}/save", json=body)
                    if answer.status_code == HTTPStatus.CONFLICT:  # saved, but the answer was lost
                        versions[pair] = answer.json()["current"]["version"]
                        continue
                    assert answer.status_code == HTTPStatus.OK, answer.text
                    told[pair], versions[pair] = text, answer.json()["pair"]["version"]
                    edits += 1
                    if bomb.ident is None:  # the first edit of this server
                        bomb.start()
            bomb.join()
        with Store.open(str(database)) as store:
            assert store.check() == []
            for pair, text in told.items():
                kept = store.db.execute(
                    "SELECT target FROM pairs WHERE id = ? UNION ALL"
                    " SELECT target FROM revisions WHERE pair_id = ?",
                    (pair, pair),
                ).fetchall()
                assert not text or (text,) in kept
    assert edits > 20
    with Store.open(str(database)) as store:
        assert store.db.execute("SELECT count(*) FROM revisions").fetchone()[0] >= edits
