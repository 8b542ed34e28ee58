from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.lemmas import lemmas, searchable, words


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("собрания", "собрание"),
        ("парламентского", "парламентский"),
        ("стали", "сталь"),
        ("стали", "стать"),
        ("елки", "елка"),
        ("одкб", "одкб"),
        ("пашиняна", "пашинян"),
    ],
)
def test_a_word_in_any_case_form_has_its_lemma(form, lemma):
    assert lemma in lemmas(form)


@pytest.mark.parametrize("form", ["summit", "2024", "мінск", "қазақстан", ""])
def test_what_is_no_russian_word_stays(form):
    assert lemmas(form) == (form,)


def test_words_are_folded_and_keep_their_place():
    text = "«Сове\u0301т Еди\u00adнства», ЁЛКА-2024!"
    found = list(words(text))
    assert [word.form for word in found] == ["совет", "единства", "елка", "2024"]
    assert text[found[0].start : found[0].stop] == "Сове\u0301т"


@given(st.text())
def test_any_text_has_words_inside_it(text):
    for word in words(text):
        assert 0 <= word.start < word.stop <= len(text)
        assert word.form
        assert not set(word.form) & set(" \n\"'*")
    searchable(text, "ru")


def test_only_russian_is_lemmatised():
    assert searchable("Заседания Совета", "ru") == "заседание совет"
    assert searchable("Паседжанні Савета", "be") == "паседжанні савета"
