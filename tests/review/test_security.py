"""What a hostile page, a foreign name, a guesser or a hostile text can do: nothing."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import re
import stat
from http import HTTPStatus

import pytest

pytest.importorskip("datasette", reason="needs the extra: pip install 'workflow-desk[review]'")

from hypothesis import given
from hypothesis import strategies as st

from tests.review.support import PASSWORD, add_users, ask, cookies, make_desk
from workflow.errors import StoreError, UsageError
from workflow.review.access import PREFIX
from workflow.review.attempts import Attempts
from workflow.review.guard import LARGEST_BODY
from workflow.review.private import PrivateFile
from workflow.review.site import Site

LOGIN = f"{PREFIX}/login"
LOGOUT = f"{PREFIX}/logout"
HTML = {"accept": "text/html"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return the app of a desk with a user of every role."""
    datasette, desk = make_desk(tmp_path_factory.mktemp("desk"))
    yield datasette, desk
    datasette.close()


def log_in(datasette, name, password=PASSWORD, **options):
    return ask(datasette, "POST", LOGIN, data={"name": name, "password": password}, **options)


# Names of the server.


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost", True),
        ("localhost:8001", True),
        ("127.0.0.1:8001", True),
        ("127.0.0.2", True),
        ("[::1]:8001", True),
        ("LOCALHOST", True),
        ("evil.example", False),
        ("evil.example:8001", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost@evil.example", False),
        ("evil.example/localhost", False),
        ("localhost\\evil", False),
        ("", False),
        ("[::1", False),
        ("192.168.1.7", False),
        ("0.0.0.0", False),
    ],
)
def test_only_names_of_this_server_are_answered(desk, host, known):
    datasette, _ = desk
    answer = ask(datasette, "GET", LOGIN, headers={"host": host})
    assert (answer.status_code == HTTPStatus.OK) is known
    if not known:
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert "does not go by that name" in answer.text


@pytest.mark.parametrize(
    ("site", "host", "arrived", "known"),
    [
        (Site.of("0.0.0.0", "https://desk.example.org/r/"), "desk.example.org", "10.0.0.5", True),
        (Site.of("0.0.0.0", "https://desk.example.org/r/"), "10.0.0.5:8001", "10.0.0.5", True),
        (Site.of("0.0.0.0", "https://desk.example.org/r/"), "other.example.org", "10.0.0.5", False),
        (Site.of("0.0.0.0", "/"), "localhost", "10.0.0.5", False),
        (Site.of("0.0.0.0", "/"), "localhost", "127.0.0.1", True),
        (Site.of("0.0.0.0", "http://localhost:8001/"), "localhost:8001", "172.17.0.2", True),
        (Site.of("::", "/"), "[fd00::7]:8001", "fd00::7", True),
    ],
)
def test_a_server_on_a_network_answers_to_its_address_and_its_base_url(site, host, arrived, known):
    assert site.answers_to(host, arrived) is known


@pytest.mark.parametrize(
    ("host", "base_url", "proxy", "local"),
    [
        ("127.0.0.1", "/", "", True),
        ("localhost", "/desk", "", True),
        ("::1", "http://localhost:8001", "", True),
        ("0.0.0.0", "/", "", False),
        ("192.168.1.7", "/", "", False),
        ("127.0.0.1", "https://desk.example.org/", "", False),
        ("127.0.0.1", "/", "127.0.0.1", False),
    ],
)
def test_local_is_what_only_this_machine_reaches(host, base_url, proxy, local):
    assert Site.of(host, base_url, proxy).is_local is local


@pytest.mark.parametrize(
    "base_url",
    [
        "desk",
        "ftp://x/",
        "https://x/?q=1",
        "https://",
        "//x/",
        "/a b/",
        "/\"'/",
        "https://x y/",
        "/a#b",
    ],
)
def test_a_base_url_that_is_none_is_refused(base_url):
    with pytest.raises(UsageError, match="cannot be one"):
        Site.of("127.0.0.1", base_url)


# Writes from other sites.

SITES = [None, "same-origin", "same-site", "cross-site", "none", "evil", ""]
ORIGINS = {
    None: True,
    "http://localhost": True,
    "http://localhost:80": True,
    "https://localhost": False,
    "http://localhost:8080": False,
    "http://evil.example": False,
    "http://localhost.evil.example": False,
    "null": False,
    "": False,
    "localhost": False,
    "http://": False,
    "http://localhost:x": False,
}


@pytest.mark.parametrize(("site", "origin"), list(itertools.product(SITES, ORIGINS)))
def test_writes_come_from_our_own_pages(desk, site, origin):
    datasette, one = desk
    headers = {"sec-fetch-site": site, "origin": origin}
    headers = {name: value for name, value in headers.items() if value is not None}
    fine = site in {None, "same-origin", "none"} and ORIGINS[origin]
    for path in (f"{PREFIX}/users", f"{PREFIX}/api/pair/1/save", "/desk/pairs/1/-/update"):
        answer = ask(
            datasette, "POST", path, desk=one, name="admin", headers=headers, json={"version": 0}
        )
        assert ("nother site has sent" in answer.text) is not fine
        assert (answer.status_code == HTTPStatus.FORBIDDEN) is not fine or "-/update" in path


def test_another_site_cannot_log_somebody_in_or_out(desk):
    datasette, one = desk
    foreign = {"sec-fetch-site": "cross-site"}
    assert log_in(datasette, "viewer", headers=foreign).status_code == HTTPStatus.FORBIDDEN
    session = cookies(one, "viewer")
    ask(datasette, "POST", LOGOUT, cookies=session, headers=foreign)
    assert one.sessions.actor(session[one.cookie])


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_mean_nothing(desk, method):
    datasette, one = desk
    answer = ask(datasette, method, f"{PREFIX}/api/pair/1", desk=one, name="admin")
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert answer.headers["allow"] == "GET, POST"


def test_the_origin_of_a_base_url_is_the_right_one(tmp_path):
    site = Site.of("127.0.0.1", "https://desk.example.org/")
    datasette, one = make_desk(tmp_path, site=site)
    for origin, status in {"https://desk.example.org": 400, "https://desk.example.org:8443": 403,
                           "http://desk.example.org": 403}.items():  # fmt: skip
        headers = {"host": "desk.example.org", "origin": origin}
        answer = ask(datasette, "POST", f"{PREFIX}/users", desk=one, name="admin", headers=headers)
        assert answer.status_code == status
    datasette.close()


# Headers.


def test_our_pages_allow_nothing_inline(desk):
    datasette, one = desk
    for path in (PREFIX, LOGIN, f"{PREFIX}/users", f"{PREFIX}/none", f"{PREFIX}/api/none"):
        answer = ask(datasette, "GET", path, desk=one, name="admin")
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "nonce" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(r"<script(?![^>]*(src=|application/json))", answer.text)
        assert not re.search(r"\s(on\w+|style)\s*=", answer.text)


def test_pages_of_datasette_run_only_the_scripts_of_their_templates(desk):
    datasette, one = desk
    seen = set()
    for path in ("/", "/desk", "/desk/pairs", "/desk/pairs/1", "/desk/-/query?sql=select+1"):
        answer = ask(datasette, "GET", path, desk=one, name="admin")
        assert answer.status_code == HTTPStatus.OK
        policy = answer.headers["content-security-policy"]
        nonce = re.search(r"script-src 'self' 'nonce-([\w-]+)'", policy)[1]
        assert nonce not in seen
        seen.add(nonce)
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert scripts
        assert all(f'nonce="{nonce}"' in each for each in scripts)
        handlers = re.findall(r'<[^<>]+\son[a-z]+="([^"]*)"', answer.text)
        hashes = (base64.b64encode(hashlib.sha256(each.encode()).digest()) for each in handlers)
        assert all(f"'sha256-{each.decode()}'" in policy for each in hashes)
        assert answer.headers["cache-control"] == "no-store"


def test_nothing_is_fetched_from_elsewhere(desk):
    datasette, one = desk
    for path in (PREFIX, LOGIN, f"{PREFIX}/users", "/", "/desk/pairs"):
        text = ask(datasette, "GET", path, desk=one, name="admin").text
        assert not re.search(r"""(src|action)=["'](https?:)?//""", text)
        assert not re.search(r"""<link[^>]+href=["'](https?:)?//(?!localhost)""", text)


# Sessions.


def test_a_login_makes_a_new_session_and_the_old_one_means_nothing(desk):
    datasette, one = desk
    planted = {one.cookie: "planted"}
    answer = log_in(datasette, "reviewer", cookies=planted)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.headers["location"] == PREFIX
    header = answer.headers["set-cookie"]
    session = re.match(rf"{one.cookie}=([\w-]{{40,}});", header)[1]
    assert one.sessions.actor("planted") is None
    assert one.sessions.actor(session) == {"id": "reviewer", "role": "reviewer"}
    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    assert "Path=/" in header
    assert "Secure" not in header


def test_behind_tls_cookies_are_secure_and_below_the_prefix(tmp_path):
    datasette, _ = make_desk(tmp_path, site=Site.of("127.0.0.1", "https://desk.example.org/r/"))
    answer = log_in(datasette, "viewer", headers={"host": "desk.example.org"})
    assert answer.headers["location"] == "/r/-/review"
    assert "Secure" in answer.headers["set-cookie"]
    assert "Path=/r/" in answer.headers["set-cookie"]
    datasette.close()


def test_logging_out_ends_the_session_for_whoever_has_copied_it(desk):
    datasette, one = desk
    session = cookies(one, "viewer")
    other = cookies(one, "viewer")
    answer = ask(datasette, "POST", LOGOUT, cookies=session)
    assert answer.headers["location"] == LOGIN
    assert "Max-Age=0" in answer.headers["set-cookie"]
    again = ask(datasette, "GET", "/desk", cookies=session)
    assert again.status_code == HTTPStatus.UNAUTHORIZED
    assert ask(datasette, "GET", "/desk", cookies=other).status_code == HTTPStatus.OK


def test_a_disabled_user_is_out_at_once_and_a_new_role_holds_at_once(desk):
    datasette, one = desk
    add_users(one, {"eva": "reviewer"})
    session = cookies(one, "eva")
    users = f"{PREFIX}/users"
    assert ask(datasette, "GET", users, cookies=session).status_code == HTTPStatus.FORBIDDEN
    one.accounts.set_role("eva", "admin")
    assert ask(datasette, "GET", users, cookies=session).status_code == HTTPStatus.OK
    one.accounts.set_disabled("Eva", True)
    assert ask(datasette, "GET", PREFIX, cookies=session).status_code == HTTPStatus.UNAUTHORIZED
    assert log_in(datasette, "eva").status_code == HTTPStatus.UNAUTHORIZED
    one.accounts.set_disabled("eva", False)
    assert ask(datasette, "GET", PREFIX, cookies=session).status_code == HTTPStatus.UNAUTHORIZED
    assert log_in(datasette, "EVA").status_code == HTTPStatus.SEE_OTHER


def test_a_new_password_ends_the_sessions(desk):
    datasette, one = desk
    add_users(one, {"olga": "viewer"})
    session, page = cookies(one, "olga"), f"{PREFIX}/password"
    new = {"old": PASSWORD, "new": "another long one", "again": "another long one"}
    for wrong in ({"old": "x"}, {"again": "x"}, {"new": "short", "again": "short"}):
        answer = ask(datasette, "POST", page, cookies=session, data={**new, **wrong})
        assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert one.sessions.actor(session[one.cookie])
    answer = ask(datasette, "POST", page, cookies=session, data=new)
    assert answer.headers["location"] == LOGIN
    assert one.sessions.actor(session[one.cookie]) is None
    assert log_in(datasette, "olga").status_code == HTTPStatus.UNAUTHORIZED
    assert log_in(datasette, "olga", new["new"]).status_code == HTTPStatus.SEE_OTHER


def test_sessions_end_with_time(desk):
    _, one = desk
    token = one.sessions.open("viewer")
    with one.accounts.file.change() as content:
        for session in content["sessions"].values():
            session["until"] = 1
    assert one.sessions.actor(token) is None
    one.sessions.open("viewer")
    assert len(one.accounts.file.read()["sessions"]) == 1


def test_the_link_from_the_terminal_is_good_once(tmp_path):
    datasette, one = make_desk(tmp_path, local="paula")
    path = f"{LOGIN}?token={one.sessions.make_link()}"
    assert ask(datasette, "HEAD", path).status_code == HTTPStatus.OK
    assert ask(datasette, "GET", f"{path}x").status_code == HTTPStatus.UNAUTHORIZED
    answer = ask(datasette, "GET", path)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    session = re.match(rf"{one.cookie}=([\w-]+);", answer.headers["set-cookie"])[1]
    assert one.sessions.actor(session) == {"id": "paula", "role": "admin"}
    assert ask(datasette, "GET", path).status_code == HTTPStatus.UNAUTHORIZED
    ask(datasette, "POST", LOGOUT, cookies={one.cookie: session})
    assert one.sessions.actor(session) is None
    datasette.close()


def test_no_cookie_but_ours_lets_in(desk):
    datasette, one = desk
    signed = datasette.sign({"a": {"id": "root", "role": "admin"}}, "actor")
    for sent in ({"ds_actor": signed}, {one.cookie: ""}, {one.cookie: "\ud800"[:0] + "x" * 5000}):
        answer = ask(datasette, "GET", PREFIX, cookies=sent)
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
    bearer = {"authorization": "Bearer dstok_" + datasette.sign({"a": "root", "t": 1}, "token")}
    assert ask(datasette, "GET", PREFIX, headers=bearer).status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize(
    "cookie", [";;;", "a=b; =", "\x7f", "workflow_review=\\", 'x="', "é=é", "a" * 9000]
)
def test_strange_cookies_do_no_harm(desk, cookie):
    datasette, _ = desk
    headers = {"cookie": cookie.encode("latin-1")}
    assert ask(datasette, "GET", PREFIX, headers=headers).status_code == HTTPStatus.UNAUTHORIZED


# After the login.


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/-/review?status=machine", "/-/review?status=machine"),
        ("/desk/pairs", "/desk/pairs"),
        ("//evil.example", PREFIX),
        ("/\\evil.example", PREFIX),
        ("https://evil.example/", PREFIX),
        ("javascript:alert(1)", PREFIX),
        ("/\nSet-Cookie: a=b", PREFIX),
        ("/\tevil", PREFIX),
        ("", PREFIX),
    ],
)
def test_the_login_leads_to_our_own_pages_only(desk, asked, target):
    datasette, one = desk
    answer = ask(datasette, "GET", LOGIN, desk=one, name="viewer", params={"next": asked})
    assert answer.headers["location"] == target


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example/%2f..", "/\\evil.example/"])
def test_no_address_redirects_elsewhere(desk, path):
    datasette, one = desk

    async def request():
        sent = []

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            sent.append(message)

        cookie = f"{one.cookie}={one.sessions.open('admin')}"
        await datasette.app()(
            {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
             "query_string": b"", "scheme": "http", "server": ("127.0.0.1", 80),
             "headers": [(b"host", b"localhost"), (b"cookie", cookie.encode())]},
            receive, send,
        )  # fmt: skip
        return sent[0]

    answer = asyncio.run(request())
    assert answer["status"] == HTTPStatus.NOT_FOUND
    assert b"location" not in {name.lower() for name, _ in answer["headers"]}


# Guessing.


def test_guessing_is_slowed_down_by_name_and_address(tmp_path):
    datasette, one = make_desk(tmp_path)
    codes = [log_in(datasette, "admin", f"guess {n}").status_code for n in range(8)]
    assert codes == [401] * 6 + [429] * 2
    answer = log_in(datasette, "Admin")
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(answer.headers["retry-after"]) >= 1
    assert log_in(datasette, "viewer").status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert one.accounts.verify("admin", PASSWORD)
    datasette.close()


def test_each_failure_doubles_the_wait_and_an_hour_forgets_it():
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    waits = []
    for _ in range(20):
        wait = attempts.begin("name a")
        waits.append(wait)
        if wait:
            now[0] += wait
            assert attempts.begin("name a", "address b") == 0
    assert waits[:13] == [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64]
    assert max(waits) == 300
    now[0] += 300 + 3600
    assert attempts.begin("name a") == 0
    assert attempts.begin("name a") == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 400)), max_size=60))
def test_nobody_gets_six_attempts_in_a_second_after_failing(steps):
    now, tried = [0.0], []
    attempts = Attempts(lambda: now[0])
    for key, success, pause in steps:
        now[0] += pause / 10
        if attempts.begin(key) == 0:
            tried.append((key, now[0]))
            if success:
                attempts.succeed(key)
                tried = [each for each in tried if each[0] != key]
    for key in "abc":
        times = [at for name, at in tried if name == key]
        assert all(later - earlier >= 1 for earlier, later in itertools.pairwise(times[5:]))


def test_an_unknown_name_takes_as_long_as_a_wrong_password(desk):
    import time

    _, one = desk
    one.accounts.add("timed", "viewer", PASSWORD)
    taken = []
    for name in ("timed", "nobody"):
        start = time.process_time()
        assert one.accounts.verify(name, "wrong") is None
        taken.append(time.process_time() - start)
    assert min(taken) > 0.5 * max(taken)


# Sizes.


@pytest.mark.parametrize(
    "path", [f"{PREFIX}/api/pair/1/save", f"{PREFIX}/users", "/desk/pairs/-/insert"]
)
@pytest.mark.parametrize("declared", [True, False])
def test_large_bodies_are_refused(desk, path, declared):
    datasette, one = desk

    async def chunks():
        for _ in range(3):
            yield b"x" * (LARGEST_BODY // 2)

    body = b"x" * (LARGEST_BODY + 1) if declared else chunks()
    answer = ask(datasette, "POST", path, desk=one, name="admin", content=body)
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "one megabyte" in answer.text


# The private file.


def test_the_private_file_is_private_and_holds_no_secrets_in_the_clear(desk):
    _, one = desk
    token = one.sessions.open("viewer")
    file = one.accounts.file
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    text = file.path.read_text("utf-8")
    assert PASSWORD not in text
    assert token not in text
    assert re.fullmatch(r"[0-9a-f]{64}", file.secret())
    assert not list(file.path.parent.glob("*.users.json.*"))


def test_the_secret_stays(tmp_path):
    file = PrivateFile(tmp_path / "a.db")
    assert PrivateFile(tmp_path / "a.db").secret() == file.secret()
    assert PrivateFile(tmp_path / "b.db").secret() != file.secret()


def test_a_private_file_that_others_read_or_that_is_damaged_is_refused(tmp_path):
    file = PrivateFile(tmp_path / "a.db")
    file.secret()
    file.path.chmod(0o640)
    with pytest.raises(StoreError, match="can be read by other users"):
        file.read()
    for damaged in ("{", "[]", "{}", '{"users": 1, "sessions": {}}', "\udcff"):
        file.path.write_text(damaged, "utf-8", "surrogateescape")
        file.path.chmod(0o600)
        with pytest.raises(StoreError, match="is damaged"):
            PrivateFile(tmp_path / "a.db").read()


def test_a_private_file_that_becomes_readable_lets_nobody_in(tmp_path):
    datasette, one = make_desk(tmp_path)
    session = cookies(one, "admin")
    one.accounts.file.path.chmod(0o644)
    answer = ask(datasette, "GET", PREFIX, cookies=session)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    one.accounts.file.path.chmod(0o600)
    assert ask(datasette, "GET", "/desk", cookies=session).status_code == HTTPStatus.OK
    datasette.close()


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "<b>", "a/b", "-x", ".", "a" * 65, "a\n", "a\u202eb", "'", "a,b"]
)
def test_names_that_cannot_be(tmp_path, name):
    from workflow.review.accounts import Accounts

    with pytest.raises(UsageError, match="cannot be a user's name"):
        Accounts(PrivateFile(tmp_path / "a.db")).add(name, "viewer", PASSWORD)


BYTES = st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=40).map(
    lambda text: text.encode("latin-1")
)
STRANGE = (
    b"/-/review/../review",
    b"/-/review/%61pi/queue",
    b"/-/review/api/queue/",
    b"/-/reviewx",
    b"/-/review/login/../users",
    b"/-/static/../../x",
    b"/-/review/static/0/..%2f..%2fapp.py",
    b"/-/review/pair/99999999999999999999",
    b"/desk/pairs/%00",
    b"/%",
    b"/.",
    b"/\xff",
    b"*",
    b"",
)
FIELDS = (b"accept", b"cookie", b"origin", b"sec-fetch-site", b"content-length", b"authorization")


@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "get", ""]),
    path=st.one_of(st.sampled_from(STRANGE), BYTES.map(lambda rest: b"/" + rest), BYTES),
    headers=st.dictionaries(st.sampled_from(FIELDS), BYTES),
)
def test_whatever_a_stranger_sends_gets_a_refusal(desk, method, path, headers):
    datasette, _ = desk
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"x", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": path.decode("latin-1"), "raw_path": path,
        "query_string": b"", "scheme": "http", "server": ("127.0.0.1", 80),
        "headers": [(b"host", b"localhost"), *headers.items()],
    }  # fmt: skip
    asyncio.run(datasette.app()(scope, receive, send))
    assert sent[0]["status"] in {302, 303, 401, 403, 404, 405}
    target = {name.lower(): value for name, value in sent[0]["headers"]}.get(b"location", b"/-")
    assert re.match(rb"/[^/\\]", target)
    assert b"ruling" not in b"".join(message.get("body", b"") for message in sent)


@given(st.text(max_size=40), st.text(max_size=20))
def test_no_name_of_a_host_is_taken_for_another(host, arrived):
    site = Site.of("192.0.2.7", "https://desk.example.org:8443/x/")
    name = host.rpartition(":")[0] if host.count(":") == 1 else host
    if site.answers_to(host, arrived):
        own = {"192.0.2.7", "desk.example.org", arrived.lower()}
        loopback = name.strip("[]").lower() == "localhost" or name.strip("[]")[:4] in {
            "127.",
            "::1",
        }
        assert name.strip("[]").lower() in own or loopback
