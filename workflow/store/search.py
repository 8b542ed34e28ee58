"""Full-text search: every word of the query, Russian in any case form, English by its stem."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from workflow.errors import UsageError
from workflow.lemmas import lemmas, words
from workflow.store import pairs
from workflow.store.rows import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

    from workflow.lemmas import Word

_MOST_WORDS = 64
_QUOTES = re.compile('["“”„«»]')
# Unicode noncharacters: no text has them, so they can mark where the target matches.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"

_Phrase = tuple[frozenset[str], ...]
"""Words that stand together, each as the set of forms that it may have in the index."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart: `match` asks the index, and is empty where there is no word to ask for.

    `inflected` are the Russian phrases, of which the index says only that their words are there;
    `forms` are all forms of all words.
    """

    match: str
    inflected: tuple[_Phrase, ...]
    forms: frozenset[str]

    def stands(self, source: str, lang: str) -> bool:
        """Whether the Russian phrases stand in a source that the index has found."""
        return all(_stands(phrase, source, lang) for phrase in self.inflected)


def parsed(query: str) -> Query:
    """Return what a query asks for; `UsageError` if it has more than 64 words."""
    phrases = list(_phrases(query))
    if sum(map(len, phrases)) > _MOST_WORDS:
        raise UsageError(
            f"the query has more than {_MOST_WORDS} words", "Search for the rarest of them."
        )
    return Query(
        " AND ".join(map(_expression, phrases)),
        tuple(phrase for phrase in phrases if len(phrase) > 1 and not _literal(phrase)),
        frozenset(form for phrase in phrases for forms in phrase for form in forms),
    )


def search(db: Database, query: str, *, limit: int, lang: str | None) -> list[Hit]:
    """Return the best `limit` pairs for a query; `Store.search` says what a query is."""
    wanted = parsed(query)
    if not wanted.match:
        return []
    rows = db.execute(
        "SELECT pairs.id, pairs.source, pairs.source_lang, highlight(pairs_fts, 1, ?, ?)"
        " FROM pairs_fts CROSS JOIN pairs ON pairs.id = pairs_fts.rowid"
        " WHERE pairs_fts MATCH ? AND (? IS NULL OR pairs.source_lang = ?)"
        " ORDER BY pairs_fts.rank",
        [_OPEN, _CLOSE, wanted.match, lang, lang],
    )
    found = {}
    for number, source, source_lang, target in islice(
        (row for row in rows if wanted.stands(row[1], row[2])),
        max(limit, 0),
    ):
        spans = tuple(
            (word.start, word.stop)
            for word, forms in _forms(source, source_lang)
            if forms & wanted.forms
        )
        found[number] = (spans, tuple(_marked(target)))
    stored = pairs.by_id(db, found)
    return [Hit(stored[number], *spans) for number, spans in found.items()]


def _phrases(query: str) -> Iterator[_Phrase]:
    """Yield the quoted phrases of a query, and its other words as phrases of one."""
    parts = _QUOTES.split(query)
    for n, part in enumerate(parts):
        forms = tuple(frozenset({word.form, *lemmas(word.form)}) for word in words(part))
        quoted = n % 2 == 1 and n < len(parts) - 1
        if quoted and forms:
            yield forms
        elif not quoted:
            yield from ((form,) for form in forms)


def _literal(phrase: _Phrase) -> bool:
    """Whether the index holds the words of a phrase as they are, one after the other."""
    return not any(re.search("[а-я]", form) for forms in phrase for form in forms)


def _expression(phrase: _Phrase) -> str:
    """Return a phrase in the query language of FTS5, every word in quotes."""
    if _literal(phrase):
        return _quoted(" ".join(form for (form,) in phrase))
    return " AND ".join(f"({' OR '.join(map(_quoted, sorted(forms)))})" for forms in phrase)


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _forms(text: str, lang: str) -> Iterable[tuple[Word, frozenset[str]]]:
    """Yield the words of a text, each with the forms that the index has for it."""
    for word in words(text):
        yield word, frozenset(lemmas(word.form) if lang == "ru" else (word.form,))


def _stands(phrase: _Phrase, source: str, lang: str) -> bool:
    """Whether the words of a phrase stand together in a source."""
    text = [forms for _, forms in _forms(source, lang)]
    return any(
        all(forms & wanted for forms, wanted in zip(text[at:], phrase, strict=False))
        for at in range(len(text) - len(phrase) + 1)
    )


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the marked stretches in the text without its marks."""
    marks = re.finditer(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}", text)
    for n, mark in enumerate(marks):
        start = mark.start() - 2 * n
        yield start, start + len(mark.group(1))
