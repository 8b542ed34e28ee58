"""The words of a text, and the dictionary forms under which a Russian word is found."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from workflow.morphology import analyser
from workflow.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

# Letters and digits; a stress mark or an invisible character inside a word does not end it.
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])*")
_RUSSIAN = re.compile("[а-я]+")


class Word(NamedTuple):
    """A word of a text, `text[start:stop]`, and its form for comparison (`text.fold`)."""

    start: int
    stop: int
    form: str


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order; what stands between them belongs to none."""
    for found in _WORD.finditer(text):
        yield Word(found.start(), found.end(), _form(found.group()))


_form = lru_cache(maxsize=1 << 14)(fold)


@lru_cache(maxsize=1 << 15)
def lemmas(form: str) -> tuple[str, ...]:
    """Return every dictionary form that a folded Russian word may have: стали is стать and сталь.

    An unknown word has the forms that its ending allows; what is no Russian word has only itself.
    """
    if not _RUSSIAN.fullmatch(form):
        return (form,)
    return tuple(dict.fromkeys(lemma.replace("ё", "е") for lemma in analyser().normal_forms(form)))


def searchable(text: str, lang: str) -> str:
    """Return the words under which a text is found: the lemmas of Russian, else the words."""
    forms = (word.form for word in words(text))
    if lang != "ru":
        return " ".join(forms)
    return " ".join(lemma for form in forms for lemma in lemmas(form))
