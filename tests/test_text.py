from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.text import clean, fold, key


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  May 22, 2019                 Bishkek ", "May 22, 2019 Bishkek"),
        ("за́мок и замо́к", "замок и замок"),
        ("й и ё, Й и Ё", "й и ё, Й и Ё"),
        ("и\u0306 е\u0308", "й ё"),
        ("оцен\u00adке\u200b", "оценке"),
        ("5\u00a0мая\r\n2024\u202fг.", "5 мая 2024 г."),
        ("café, naïve, Ђоковић", "café, naïve, Ђоковић"),
        ("ѝ", "и"),
        ("а\x00б\x0bв", "а б в"),
        ("", ""),
    ],
)
def test_clean(raw, cleaned):
    assert clean(raw) == cleaned


@given(st.text())
@example("у\u0300\u0301ы")
@example("и\u0306\u0301")
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "  " not in once


@given(st.text())
def test_the_key_is_that_of_the_cleaned_text(text):
    assert key(text) == key(f" {clean(text)}\u00ad\n")


def test_different_sentences_have_different_keys():
    assert key("Стороны подписали заявление.") != key("Стороны подписали заявление")


def test_folding_forgets_case_yo_and_the_shape_of_quotes_and_dashes():
    assert fold("«Ещё раз» — СЕГОДНЯ") == fold('"еще раз" - сегодня')
