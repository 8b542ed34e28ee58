"""A translated corpus, a review server over it, and a browser with people in front of it."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="needs the extra: pip install 'workflow-desk[review]'")

from typer.testing import CliRunner

from tests.review.browser.cdp import Browser, chromium
from tests.review.browser.person import Person
from tests.review.support import PASSWORD, add_users, server
from workflow.cli.main import app
from workflow.review.server import build

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
DOCUMENTS = ("treaty.txt", "communique.html", "exercise.txt")
USERS = {"anna": "approver", "boris": "approver", "vera": "reviewer", "gleb": "viewer",
         "olga": "admin"}  # fmt: skip


def pytest_collection_modifyitems(items):
    if not chromium():
        for item in items:
            if "browser" in item.path.parts:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def translated(tmp_path_factory):
    """A database with some of the corpus, translated, two documents aligned, and a bad pair."""
    folder = tmp_path_factory.mktemp("corpus")
    for name in DOCUMENTS:
        shutil.copy(CORPUS / name, folder)
    lines = (CORPUS / "references" / "treaty.tsv").read_text("utf-8").splitlines()
    for side, name in enumerate(("pact.ru.txt", "pact.en.txt")):
        text = "\n\n".join(line.split("\t")[side] for line in lines)
        (folder / name).write_text(text, "utf-8")
    path = folder / "desk.db"
    paths = [str(folder / name) for name in DOCUMENTS]
    run("translate", *paths, "--db", str(path), "--out", str(folder / "out"))
    run("align", str(folder / "pact.ru.txt"), str(folder / "pact.en.txt"), "--db", str(path))
    bad = "source\ttarget\nПринято 14 документов.\tThe documents were adopted.\n"
    (folder / "bad.tsv").write_text(bad, "utf-8")
    run("import", str(folder / "bad.tsv"), "--db", str(path))
    _, desk = build(str(path))
    add_users(desk, USERS)
    return path


def run(*arguments):
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def desk(translated, tmp_path_factory):
    """A server of this module's own copy of the database: its URL and its path."""
    folder = tmp_path_factory.mktemp("desk")
    for file in translated.parent.glob("desk.db*"):
        shutil.copy(file, folder)
    with server(folder / "desk.db") as said:
        yield said["url"], folder / "desk.db"


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    opened = Browser(tmp_path_factory.mktemp("chromium"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def contexts():
    """The windows in which people have logged in, by name: once for all tests of a module."""
    return {}


@pytest.fixture
def person(browser, desk, contexts):
    """Seat somebody: `person("anna")` is a tab in which Anna is logged in."""
    url, path = desk
    seated = []

    def sit(name):
        if name in contexts:
            somebody = Person(browser.tab(contexts[name]), url, path)
            somebody.open("/language/en")
        else:
            somebody = Person(browser.window(), url, path)
            somebody.log_in(name, PASSWORD)
            contexts[name] = somebody.page.context
        seated.append(somebody)
        return somebody

    yield sit
    complaints = list(itertools.chain.from_iterable(each.page.complaints() for each in seated))
    for each in seated:
        each.page.close()
    assert not complaints
