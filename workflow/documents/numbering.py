"""The words that office programs put before the numbers of headings and clauses."""

from __future__ import annotations

import re

_WORDS = {
    "статья": "article", "глава": "chapter", "раздел": "section", "подраздел": "subsection",
    "часть": "part", "пункт": "clause", "подпункт": "subclause", "параграф": "paragraph",
    "приложение": "annex", "таблица": "table", "рисунок": "figure", "рис": "fig", "ст": "art",
    "вопрос": "item", "этап": "stage", "лист": "sheet", "том": "volume", "книга": "book",
}  # fmt: skip
_WORD = re.compile("[А-Яа-яЁё]+")


def english(pattern: str) -> str:
    """Return the pattern of a number in English; as it is, where a word is not known.

    >>> english("Статья %1."), english("ГЛАВА %1"), english("№ %1"), english("Билет %1")
    ('Article %1.', 'CHAPTER %1', 'No. %1', 'Билет %1')
    """
    words = _WORD.findall(pattern)
    if any(word.lower() not in _WORDS for word in words):
        return pattern
    return _WORD.sub(_translated, pattern).replace("№", "No.")


def _translated(match: re.Match[str]) -> str:
    word, new = match[0], _WORDS[match[0].lower()]
    if word.isupper() and len(word) > 1:
        return new.upper()
    return new.capitalize() if word[0].isupper() else new
