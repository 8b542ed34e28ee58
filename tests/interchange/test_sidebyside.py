"""The page for people: whole, well formed, and harmless whatever the texts."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.contracts.pair_formats import FULL, HEADER, NASTY
from workflow.errors import ExchangeError
from workflow.interchange.sidebyside import Html
from workflow.model import Unit


class Page(HTMLParser):
    """The texts of the cells, and the elements that are open, as a browser sees them."""

    void = frozenset({"meta", "br"})

    def __init__(self, text):
        super().__init__()
        self.open, self.cells, self.tags = [], [], set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, _):
        self.tags.add(tag)
        if tag not in self.void:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if {"td", "th"} & {*self.open} and "small" not in self.open:
            self.cells[-1] += data


def page(tmp_path, units, header=HEADER):
    Html().write(iter(units), tmp_path / "x.html", header)
    return (tmp_path / "x.html").read_text("utf-8")


def test_documents_rows_and_what_is_known_about_them(tmp_path):
    text = page(tmp_path, [FULL, FULL, replace(FULL, document="в.html")])
    assert Page(text).cells == [
        "Russian",
        "English",
        "а/б.html",
        *[FULL.source, FULL.target] * 2,
        "в.html",
        FULL.source,
        FULL.target,
    ]
    assert text.count("<small>3f2a9c.17 approved</small>") == 3
    assert "<small><b>warning</b> The 5 is missing.</small>" in text
    assert "<small>Проверить имя.</small>" in text
    assert "<title>Мир</title>" in text


def test_texts_are_texts_and_every_element_is_closed(tmp_path):
    texts = [*NASTY, "<script>alert(1)</script>", '" onload="x']
    text = page(
        tmp_path,
        [replace(FULL, source=one, target=one, document=one, notes=(one,)) for one in texts],
        replace(HEADER, title="<script>"),
    )
    parsed = Page(text)
    assert not parsed.open
    assert "script" not in parsed.tags
    kept = [one for one in texts if "\r" not in one and "\x00" not in one]
    assert [one for one in kept if parsed.cells.count(one) < 2] == []


def test_a_page_of_nothing_is_a_page(tmp_path):
    text = page(tmp_path, [Unit("Да.", "Yes.", "ru", "en")], replace(HEADER, title=""))
    assert "<title>x</title>" in text
    assert Page(text).cells == ["Russian", "English", "Да.", "Yes."]


def test_it_is_for_people(tmp_path):
    assert Html().keeps == frozenset()
    with pytest.raises(ExchangeError, match="is a page for people") as error:
        list(Html().read(tmp_path / "x.html"))
    assert "docx" in error.value.hint
