"""Somebody in front of the review app, and what the database has of it."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

from workflow.store import Store
from workflow.store.review.filters import Filter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.review.browser.cdp import Page


class Person:
    """A window with a person logged in to the app at `base`, over the database at `path`."""

    def __init__(self, page: Page, base: str, path: Path) -> None:
        self.page, self.base, self.path = page, base, path

    def log_in(self, name: str, password: str) -> None:
        """Fill in the form as a person does."""
        self.page.goto(f"{self.base}/login")
        self.page.run("document.getElementById('name').focus()")
        self.page.type(name)
        self.page.keys("Tab")
        self.page.type(password)
        self.page.keys("Enter")
        self.page.wait("document.getElementById('rows') && document.readyState === 'complete'")

    def open(self, route: str = "") -> None:
        """Go to a page of the app."""
        self.page.goto(self.base + route)

    def edit(self, pair: int, route: str = "") -> None:
        """Open the editor of a pair and wait until it can be typed in."""
        self.open(f"/pair/{pair}{route}")
        self.page.wait("!document.getElementById('commands').hidden")

    def write(self, text: str) -> None:
        """Put a text in place of the translation."""
        self.page.run("document.getElementById('target').select()")
        self.page.type(text)

    @property
    def pair(self) -> int:
        """The number of the pair that the editor shows."""
        return int(self.page.run("location.pathname.split('/').pop()"))

    def stored(self, pair: int) -> Any:
        """Return a pair as the database has it."""
        with closing(Store.open(str(self.path))) as store:
            return store.reviews.get(pair)

    def history(self, pair: int) -> list[Any]:
        """Return the versions of a pair, the oldest first."""
        with closing(Store.open(str(self.path))) as store:
            return store.reviews.history(pair)

    def untouched(self, count: int) -> list[int]:
        """Return pairs that nobody has looked at: first those without a twin and with a term."""
        with closing(Store.open(str(self.path))) as store:
            rows, _ = store.reviews.page(Filter(), limit=200)
            found = [row.stored for row in rows]
            free = [each for each in found if each.version == 1 and each.bead is None]
            twins = {each.id: bool(store.reviews.identical(each.id)) for each in free}
        free.sort(key=lambda stored: (twins[stored.id], not stored.pair.terms))
        return [stored.id for stored in free[:count]]

    def quoted(self, selector: str) -> str:
        """Return a script's expression for an element."""
        return f"document.querySelector({json.dumps(selector)})"
