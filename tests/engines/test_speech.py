"""Quotation marks around speech that the source sets off with dashes."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workflow.engines.exact import corrected
from workflow.engines.speech import quoted


@pytest.mark.parametrize(
    ("source", "made", "right"),
    [
        ("Мы готовы, — сказал он.", 'We are ready," he said.', '"We are ready," he said.'),
        ("— Когда начнём? — спросил он.", '" When?" he asked.', '"When?" he asked.'),
        ("— Да! — сказал он.", '- Yes!" he said.', '- "Yes!" he said.'),
        (
            "Пора, — сказал он, — и мы идём.",
            'It is time," he said, "and we are going.',
            '"It is time," he said, "and we are going."',
        ),
        (
            "Я понял, — сказал он. — Идём.",
            '"I see," he said. "Let us go.',
            '"I see," he said. "Let us go."',
        ),
        ("Пора, — сказал он.", '"It is time," he said.', None),
        ("Пора, — сказал он.", "It is time, he said.", None),
        ("Пора, — сказал он.", '"It is" time," he said.', None),
        ("Доска 6, — сказал он.", 'A 6"2 board, he said.', None),
        ("Пора», — сказал он.", 'It is time," he said.', None),
        ("Диагональ 6 дюймов.", 'A diagonal of 6".', None),
    ],
)
def test_speech_has_marks_at_both_ends(source: str, made: str, right: str | None) -> None:
    assert quoted(source, made) == (right or made)
    assert corrected(source, made)[0] == (right or made)


@settings(max_examples=500)
@given(st.text(st.sampled_from('ab ",.?-—“'), max_size=30))
@example(' a"')
def test_nothing_but_marks_and_spaces_changes_and_once_is_enough(target: str) -> None:
    source = "— Да, — сказал он."
    once = quoted(source, target)
    assert quoted(source, once) == once
    assert [c for c in once if c not in '" '] == [c for c in target if c not in '" ']
