"""How a new text is divided among the pieces of an old one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.documents.splice import divide, with_markup
from workflow.model import Edit
from workflow.registry import readers

OLD = ["Посетил ", "новый музей", " и ", "театр", "."]
NEW = "In the evening the theatre was visited, and the new museum."


def test_in_proportion_where_nothing_is_known() -> None:
    assert "".join(divide(NEW, OLD)) == NEW


def test_links_say_where_the_words_went() -> None:
    new = "He visited the new museum and theatre."
    links = [(0, 0), (0, 3), (8, 11), (8, 15), (14, 19), (20, 26), (22, 30)]
    assert divide(new, OLD, links) == ["He visited ", "the new museum", " and ", "theatre", "."]


def test_words_that_change_places_stay_in_order() -> None:
    links = [(22, 19), (0, 31), (8, 48), (14, 52)]
    parts = divide(NEW, OLD, links)
    assert "".join(parts) == NEW
    assert all(part.strip() for part in parts)


@given(
    st.lists(st.sampled_from(["да", " и ", "нет ", " ", ".", "«слово»", ""]), min_size=1),
    st.text("ab .,“", max_size=40),
    st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))),
)
def test_no_word_is_lost_whatever_the_links(
    pieces: list[str], text: str, links: list[tuple[int, int]]
) -> None:
    parts = divide(text, pieces, links)
    assert len(parts) == len(pieces)
    assert "".join("".join(parts).split()) == "".join(text.split()) or not any(
        piece.strip() for piece in pieces[1:]
    )


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>Совет <b>принял</b> решение.</p>", True),
        ("<p>Совет принял решение.</p>", False),
        ("<p><b>Совет принял решение.</b></p>", False),
    ],
)
def test_markup_inside(page: str, marked: bool) -> None:  # noqa: FBT001
    document = readers()["html"].read(page.encode(), "page.html")
    length = len(document.paragraphs[0].text)
    edits = [Edit(0, 0, 1, "x"), Edit(0, 0, length, "x")]
    assert with_markup(document, edits) == ([1] if marked else [])
