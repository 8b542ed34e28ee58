"""Datasette's own pages under our policy, and a hostile site, in a real browser."""

from __future__ import annotations

import http.server
import threading

import pytest

from tests.review.support import make_database, server

EVIL = """<form method="post" action="{base}/-/review/users"><input name="action" value="add">
<input name="name" value="evil"><input name="role" value="admin">
<input name="password" value="evil evil evil"></form><iframe src="{base}/-/review"></iframe>"""


@pytest.fixture(scope="module")
def admin(browser, tmp_path_factory):
    """The base URL of a server, and the tab of somebody who came in by the link."""
    with server(make_database(tmp_path_factory.mktemp("safety") / "desk.db")) as said:
        page = browser.window()
        page.goto(said["login"])
        yield said["url"].removesuffix("/-/review"), page
        page.close()


def complaints(page):
    """Return what the browser has logged since the last time."""
    page.browser.drain(0.1)
    seen = [event for event in page.browser.events if event["method"] == "Log.entryAdded"]
    page.browser.events.clear()
    return [event["params"]["entry"]["text"] for event in seen]


@pytest.mark.parametrize(
    "path",
    ["/", "/desk", "/desk/pairs", "/desk/pairs?_facet=status", "/desk/pairs/1", "/desk/to_review",
     "/desk/-/query?sql=select+1", "/desk/-/schema", "/-/actor"],
)  # fmt: skip
def test_pages_of_datasette_work_under_the_policy(admin, path):
    base, page = admin
    complaints(page)
    page.goto(base + path)
    assert page.run("document.title")
    assert complaints(page) == []
    if "query" in path:
        page.wait("document.querySelector('.cm-editor')")


def test_the_one_inline_handler_of_datasette_works(admin):
    base, page = admin
    page.resize(360, 700)
    page.goto(f"{base}/desk/pairs")
    page.click(".choose-columns-mobile")
    page.wait("document.querySelector('dialog[open]')")
    page.resize(1280, 900)


def test_a_script_that_comes_with_a_text_does_not_run_even_unescaped(admin):
    base, page = admin
    for path in ("/desk/pairs", "/-/review"):
        page.goto(base + path)
        page.run(
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran=1\">');"
            "const s = document.createElement('script'); s.textContent = 'window.ran=1';"
            "document.body.append(s)"
        )
        page.run("new Promise(done => setTimeout(done, 200))")
        assert page.run("window.ran ?? 0") == 0
        assert complaints(page)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_another_site_can_neither_write_nor_frame(admin, name):
    base, page = admin

    class Evil(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(EVIL.format(base=base).encode())

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Evil) as evil:
        threading.Thread(target=evil.serve_forever, daemon=True).start()
        complaints(page)
        page.goto(f"http://{name}:{evil.server_port}/")
        page.run("document.forms[0].submit()")
        page.sees("body", "Another site has sent this request")
        assert any("frame-ancestors" in each for each in complaints(page))
        evil.shutdown()
    page.goto(f"{base}/-/review/users")
    assert "evil" not in page.text("main")
