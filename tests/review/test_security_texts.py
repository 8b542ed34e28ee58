"""Hostile texts in every field: no page ever has one unescaped, no answer is anything but JSON."""

from __future__ import annotations

import html.parser
import json
from http import HTTPStatus
from urllib.parse import quote

import pytest

pytest.importorskip("datasette", reason="needs the extra: pip install 'workflow-desk[review]'")

from tests.review.support import ask, cookies, make_database, make_desk
from workflow.review.access import API, PREFIX

MARK = "xss7331"
HOSTILE = (
    f"<script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"</textarea><img src=x onerror={MARK}()>",
    f'"><svg onload={MARK}()>',
    f"' onmouseover='{MARK}()' x='",
    f'" autofocus onfocus="{MARK}()',
    f"<!--<script>{MARK}()//-->",
    f"</title><body onload={MARK}()>",
    f"javascript:{MARK}()",
    f'<a href="javascript:{MARK}()">x</a>',
    f"{{{{ {MARK} }}}}{{% for {MARK} %}}",
    f"\u2028<iframe srcdoc='<script>{MARK}()</script>'>\u2029",
    f"]]><style>@import '{MARK}'</style>",
    f"&lt;script&gt;{MARK}&#x28;&#x29;",
)


class Page(html.parser.HTMLParser):
    """Collects what of a page could act: tags with the mark in them, scripts, handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.acts = []
        self._script = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name, value in attrs:
            acting = name.startswith("on") or name in {"srcdoc", "style"}
            link = name in {"href", "src", "action", "formaction"}
            if MARK in name or (MARK in (value or "") and acting):
                self.acts.append((tag, name, value))
            if link and (value or "").strip().lower().startswith("javascript:"):
                self.acts.append((tag, name, value))
        if MARK in tag:
            self.acts.append((tag,))
        self._script = given.get("type", "text/javascript") if tag == "script" else None

    def handle_endtag(self, _tag):
        self._script = None

    def handle_data(self, data):
        if self._script is None or MARK not in data:
            return
        if self._script == "application/json":
            json.loads(data)
        else:
            self.acts.append(("script", data))

    def handle_comment(self, data):
        if MARK in data:
            self.acts.append(("comment", data))


def acts(text):
    page = Page()
    page.feed(text)
    page.close()
    return page.acts


def test_the_parser_sees_what_would_act():
    assert all(
        acts(f'<p title="{text}">{text}</p><textarea>{text}</textarea>')
        for text in HOSTILE
        if "<script>" in text or "svg" in text or "href" in text
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return a desk whose database has the hostile texts everywhere, and a cookie of an admin."""
    folder = tmp_path_factory.mktemp("hostile")
    make_database(folder / "desk.db", tuple((f"Суд {text}", f"Court {text}") for text in HOSTILE))
    datasette, one = make_desk(folder)
    session = cookies(one, "admin")

    def post(route, **body):
        return ask(datasette, "POST", f"{API}{route}", cookies=session, json=body)

    for number, text in enumerate(HOSTILE, 1):
        saved = post(f"pair/{number}/save", version=1, target=f"New {text}", reason=text)
        assert saved.status_code == HTTPStatus.OK, saved.text
        version = saved.json()["pair"]["version"]
        assert post(f"pair/{number}/comment", text=text).status_code == HTTPStatus.OK
        assert (
            post(f"pair/{number}/reject", version=version, reason=text).status_code == HTTPStatus.OK
        )
        for each in saved.json()["pair"]["findings"]:
            finding = {"check": each["check"], "message": each["message"], "reason": text}
            assert post(f"pair/{number}/dismiss", **finding).status_code == HTTPStatus.OK
    yield datasette, session
    datasette.close()


def pages():
    yield from (PREFIX, f"{PREFIX}/documents", f"{PREFIX}/document/1", f"{PREFIX}/overview")
    yield from (f"{PREFIX}/users", f"{PREFIX}/password", f"{PREFIX}/login", f"{PREFIX}/none")
    yield from (f"{PREFIX}/pair/{number}" for number in range(1, len(HOSTILE) + 1))
    yield from ("/", "/desk", "/desk/pairs", "/desk/revisions", "/desk/comments", "/desk/to_review")
    yield from ("/desk/pairs?_facet=target", "/desk/pairs/3", "/-/actor", "/desk/pairs/-/schema")


@pytest.mark.parametrize("path", list(pages()))
def test_no_page_lets_a_text_act(desk, path):
    datasette, session = desk
    answer = ask(datasette, "GET", path, cookies=session, headers={"accept": "text/html"})
    assert answer.status_code in {HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.SEE_OTHER,
                                  HTTPStatus.FORBIDDEN}  # fmt: skip
    assert not acts(answer.text)


def test_what_is_stored_is_shown_as_it_is(desk):
    datasette, session = desk
    for number, text in enumerate(HOSTILE, 1):
        answer = ask(datasette, "GET", f"{API}pair/{number}", cookies=session)
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.json()["pair"]["comments"][0]["text"].strip() == text.strip()


FIELDS = ("status", "document", "lang", "finding", "term", "reviewer", "since", "text", "after")
ADDRESSES = (PREFIX, f"{API}queue", f"{PREFIX}/pair/1", f"{PREFIX}/document/1")


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_in_an_address_acts(desk, path):
    datasette, session = desk
    every = [dict.fromkeys(FIELDS, text) for text in HOSTILE]
    single = [{name: text} for name in FIELDS for text in HOSTILE[2:6:3]]
    for params in every + single:
        answer = ask(datasette, "GET", path, cookies=session, params=params)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, params
        assert path.startswith(API) or not acts(answer.text), params


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_form_or_a_path_acts(desk, text):
    datasette, session = desk
    for form in ({"name": text, "password": "x" * 12, "action": "add", "role": "viewer"},
                 {"name": "a", "action": text}, {"name": text, "action": "disable"},
                 {"name": "a", "action": "add", "role": text, "password": "x" * 12}):  # fmt: skip
        answer = ask(datasette, "POST", f"{PREFIX}/users", cookies=session, data=form)
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert not acts(answer.text)
    for path in ("/desk/pairs?target={}", "/desk/-/query?sql={}", "/{}", "/desk/{}"):
        answer = ask(datasette, "GET", path.replace("{}", quote(text, safe="")), cookies=session)
        assert not acts(answer.text), path


def test_the_login_form_shows_a_hostile_name_as_text(tmp_path):
    datasette, one = make_desk(tmp_path)
    for text in HOSTILE[:5]:
        form = {"name": text, "password": "x", "next": text}
        answer = ask(datasette, "POST", f"{PREFIX}/login", data=form)
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
        assert MARK in answer.text
        assert not acts(answer.text)
        one.attempts.succeed(f"address {answer.request.url.host}", "address 127.0.0.1")
    datasette.close()
