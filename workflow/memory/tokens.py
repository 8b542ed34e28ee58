"""The tokens of a sentence: words and marks as they stand, and the dictionary forms of the words.

A word is a run of letters and digits, a mark any other character that is no white space.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from workflow.lemmas import lemmas
from workflow.text import clean, fold

_TOKEN = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])*|\\S")


class Token(NamedTuple):
    """A word or mark of a text: it stands at `text[start:stop]` and is spelled `form`, cleaned."""

    start: int
    stop: int
    form: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word; a number is one."""
        return is_word(self.form)


class Tokens(NamedTuple):
    """A sentence as it is compared: every token as it stands, and its words' dictionary forms."""

    forms: tuple[str, ...]
    lemmas: tuple[str, ...]


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text in order."""
    found = ((m.start(), m.end(), clean(m.group())) for m in _TOKEN.finditer(text))
    return [Token(*token) for token in found if token[2]]


def compared(text: str, lang: str) -> Tokens:
    """Return what is compared of a sentence in a language."""
    forms = cut(clean(text))
    return Tokens(forms, tuple(lemma(form, lang) for form in forms if is_word(form)))


@lru_cache(maxsize=1 << 10)
def cut(text: str) -> tuple[str, ...]:
    """Return the tokens of a cleaned text as they stand."""
    return tuple(_TOKEN.findall(text))


def is_word(form: str) -> bool:
    """Whether a token is a word and not a mark."""
    return form[0].isalnum()


@lru_cache(maxsize=1 << 15)
def lemma(form: str, lang: str) -> str:
    """Return what the inflected forms of a word have in common.

    A Russian form that may come from several words (стали: стать, сталь) counts as the one that
    is first in the alphabet, always. Of other languages a word is its own form, without case.
    """
    folded = fold(form)
    return min(lemmas(folded)) if lang == "ru" and not folded.isdigit() else folded
