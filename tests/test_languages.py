from __future__ import annotations

import pytest

from workflow.languages import NAMES, code


@pytest.mark.parametrize(
    ("tag", "lang"),
    [
        ("ru", "ru"),
        ("RU", "ru"),
        ("ru-RU", "ru"),
        ("en_US", "en"),
        ("rus", "ru"),
        ("ENG-gb", "en"),
        ("kk-Cyrl-KZ", "kk"),
        ("ger", "de"),
        ("deu", "de"),
        ("tgk", "tg"),
        ("und", "und"),
        ("*all*", "*all*"),
        (" uk ", "uk"),
        ("xx-YY", "xx"),
        ("", ""),
    ],
)
def test_a_tag_is_taken_for_its_language(tag, lang):
    assert code(tag) == lang


def test_a_code_is_its_own():
    assert [code(lang) for lang in NAMES] == list(NAMES)
