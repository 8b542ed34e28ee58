from __future__ import annotations

import time
from importlib.metadata import version

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.segment import VERSION, segment
from workflow.segment.abbreviations import Kind, rows

LANGS = st.sampled_from(["ru", "en", "kk", "hy", "und"])
PIECES = st.lists(
    st.one_of(
        st.sampled_from(["г. ", "А. ", "Минск", "т. е. ", ". ", "?! ", "… ", "«", "»", "(", ")"]),
        st.sampled_from(["— ", "5 ", "2024 ", "I", "им. ", "он", ".", "1. ", "а) ", " "]),
        st.sampled_from(["\n", "\n\n", "\u00a0", "\ud800", "\0", "\u2029"]),
    ),
    max_size=40,
).map("".join)


def assert_covers(text: str, lang: str) -> None:
    stop = 0
    for found in segment(text, lang):
        assert text[found.start : found.stop] == found.text
        assert found.text == found.text.strip() != ""
        assert text[stop : found.start].strip() == ""
        stop = found.stop
    assert text[stop:].strip() == ""


@given(st.text(), LANGS)
@example("\ud800. Он", "ru")
@example("\0. \0", "ru")
def test_offsets_cover_any_text(text: str, lang: str) -> None:
    assert_covers(text, lang)


@given(PIECES, LANGS)
def test_offsets_cover_near_sentences(text: str, lang: str) -> None:
    assert_covers(text, lang)


@given(PIECES, LANGS)
def test_a_blank_line_is_a_boundary(text: str, lang: str) -> None:
    apart = [s.text for part in (text, "Он.") for s in segment(part, lang)]
    assert [s.text for s in segment(f"{text}\n\nОн.", lang)] == apart


@pytest.mark.parametrize(
    "unit", ["а", ".", "?!", ". ", "А. ", " ", "\n", "«", ".»", "г. А", "1. ", "— "]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        before = time.process_time()
        assert_covers(text, "ru")
        return time.process_time() - before

    assert seconds(200_000) < 30 * max(seconds(20_000), 0.002)


def test_a_megabyte_of_one_letter_is_one_sentence() -> None:
    assert len(segment("щ" * 1_000_000)) == 1


def test_empty_text_has_no_sentences() -> None:
    assert segment("") == segment(" \n ") == []


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_abbreviation_has_an_example_that_shows_it(lang: str) -> None:
    for abbreviation, kind, example_text in rows(lang):
        spelled = abbreviation + "."
        at = (
            example_text.lower().replace("p.m", "p. m").replace("a.m", "a. m").find(spelled.lower())
        )
        compact = example_text.lower().find(spelled.lower().replace(". ", "."))
        assert max(at, compact) >= 0, abbreviation
        count = len(segment(example_text, lang))
        ends = kind in {Kind.TAIL, Kind.UNIT, Kind.WORD}
        assert count == (2 if ends else 1), example_text


def test_version_names_the_razdel_that_is_installed() -> None:
    assert version("razdel").startswith(VERSION.removeprefix("razdel-").split("+")[0])
