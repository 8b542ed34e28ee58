from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.segment import clauses

LONG = (
    "Главы государств, подчёркивая важность сотрудничества, договорились о том, что Стороны будут "
    "развивать торговлю, которая приносит пользу народам двух стран; обменялись мнениями о "
    "положении в регионе (в том числе о ходе переговоров, прошедших в г. Минске), и поручили "
    "министрам подготовить план совместных действий."
)
TEXTS = st.one_of(st.text(), st.text("аб, ;:—.()«»\n", max_size=100))


def words(text: str) -> int:
    return len(text.split())


def pieces(text: str) -> int:
    """Count as subword models do: pieces of three letters, and one more for each word."""
    return sum(1 + len(word) // 3 for word in text.split())


@given(TEXTS, st.integers(1, 40), st.sampled_from([words, pieces, len]))
def test_parts_cover_the_text_within_the_limit(text, limit, length) -> None:
    stop = 0
    for part in clauses(text, limit, length):
        assert text[part.start : part.stop] == part.text
        assert text[stop : part.start].strip() == ""
        assert length(part.text) <= limit or len(part.text) == 1
        stop = part.stop
    assert text[stop:].strip() == ""


def test_a_text_within_the_limit_stays_whole() -> None:
    assert [part.text for part in clauses(f" {LONG}\n", 60, words)] == [LONG]


def test_a_semicolon_is_the_best_place() -> None:
    first, second = clauses(LONG, 30, words)
    assert first.text.endswith("двух стран;")
    assert second.text.startswith("обменялись")


def test_a_comma_before_a_conjunction_is_next() -> None:
    texts = [part.text for part in clauses(LONG, 12, words)]
    assert [text.split()[0] for text in texts[1:]] == ["что", "обменялись", "прошедших"]


def test_without_punctuation_the_parts_are_even() -> None:
    parts = clauses("слово " * 100, 40, words)
    assert [words(part.text) for part in parts] == [33, 34, 33]


def test_short_words_stay_with_what_follows() -> None:
    text = (
        "Министры государств обсудили вопросы сотрудничества в области образования и науки сегодня"
    )
    first, _ = clauses(text, 6, words)
    assert first.text.split()[-1] not in {"в", "и"}


def test_a_word_is_cut_only_if_it_is_over_the_limit() -> None:
    assert [p.text for p in clauses("да " + "щ" * 10 + " да", 4, len)] == [
        "да",
        "щщщщ",
        "щщщщ",
        "щщ",
        "да",
    ]


@pytest.mark.parametrize("limit", [0, -1])
def test_a_senseless_limit_is_one(limit: int) -> None:
    assert [p.text for p in clauses("да нет", limit, words)] == ["да", "нет"]


def test_a_length_that_does_not_add_up_still_ends() -> None:
    parts = clauses("а б в г д е ж з", 10, lambda text: 100 if " " in text else 1)
    assert [part.text for part in parts] == list("абвгдежз")


def test_a_megabyte_is_cut() -> None:
    assert len(clauses("слово, " * 150_000, 100, words)) == 1500
    assert len(clauses("щ" * 1_000_000, 1000, len)) == 1000
