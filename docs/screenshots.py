"""Make the pictures of docs/reviewing.md in headless Chromium, from the corpus.

PYTHONPATH=. python docs/screenshots.py
"""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

from typer.testing import CliRunner

from tests.review.browser.cdp import Browser, Page
from tests.review.browser.person import Person
from tests.review.support import PASSWORD, add_users, server
from workflow.cli.main import app
from workflow.review.server import build
from workflow.store import Store
from workflow.store.memory.suggestions import StoredSuggestion

HERE = Path(__file__).parent
PICTURES = HERE / "reviewing"
CORPUS = HERE.parent / "corpus"
SHOWN = "1. Сторона, на территории"


def main() -> None:
    """Translate, review a little, and look."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "workflow.db"
        for document in CORPUS.glob("*.*"):
            shutil.copy(document, folder)
        done = CliRunner().invoke(app, ["translate", name, "--db", str(path)])
        assert done.exit_code == 0, done.output
        add_users(build(str(path))[1], {"anna": "approver", "boris": "approver"})
        browser = Browser(folder / "chromium")
        try:
            with server(path) as said:
                look(browser, said["url"], path)
        finally:
            browser.close()


def look(browser: Browser, url: str, path: Path) -> None:
    """Take the pictures."""
    anna, boris = (Person(browser.window(1280, 800), url, path) for _ in range(2))
    anna.log_in("anna", PASSWORD)
    boris.log_in("boris", PASSWORD)
    lines = (CORPUS / "references" / "treaty.tsv").read_text("utf-8").splitlines()
    english = dict(line.split("\t")[:2] for line in lines)
    with closing(Store.open(str(path))) as store:
        numbers = {stored.pair.source: stored.id for stored in store.pairs("ru", "en")}
    source = next(text for text in english if text.startswith(SHOWN))
    for text in list(english)[:2] + list(english)[3:5]:
        anna.edit(numbers[text])
        correct(anna, english[text], "Ctrl+Shift+Enter")
    disagree(anna, boris, numbers[source], source, english[source])
    anna.open("?finding=any")
    anna.page.keys("KeyJ", "KeyX", "KeyJ", "KeyX")
    take(anna.page, "queue")
    anna.page.resize(360, 740)
    anna.open("/language/ru")
    anna.edit(numbers[source])
    anna.page.run("scrollTo(0, 230)")
    take(anna.page, "phone")


def correct(person: Person, text: str, key: str) -> None:
    """Write a text and save it."""
    person.write(text)
    person.page.keys(key)
    person.page.sees("#spoken", "Pair")


def disagree(anna: Person, boris: Person, number: int, source: str, text: str) -> None:
    """Let two people change one pair; shows the editor and the question."""
    with closing(Store.open(str(anna.path))) as store:
        like = source.replace("чрезвычайная ситуация", "авария").replace("6 часов", "12 часов")
        match = StoredSuggestion(1, "fuzzy", 87, like, text.replace("6 hours", "12 hours"))
        store.save_suggestions({number: [match]})
    anna.edit(number)
    correct(anna, text, "Ctrl+Enter")
    anna.edit(number)
    boris.edit(number)
    anna.write(text.replace("notify", "inform"))
    correct(boris, text.replace("thereof", "of this"), "Ctrl+Enter")
    take(anna.page, "editor")
    anna.page.keys("Ctrl+Enter")
    anna.page.sees("dialog", "boris")
    take(anna.page, "conflict")
    anna.page.click("#keep-merge")
    anna.page.sees("#spoken", "saved")


def take(page: Page, name: str) -> None:
    """Write a picture of what is seen, once everything has come."""
    time.sleep(1)
    page.picture(PICTURES / f"{name}.webp")


if __name__ == "__main__":
    main()
