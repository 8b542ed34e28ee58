"""Which pairs the queue shows: the wishes of a filter, as SQL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workflow.store.search import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.model import Origin, Status

    Values = list[str | int | float]
    Clause = tuple[str, Values]

ANY = "any"
"""A filter's wish for findings of whatever check."""

MATCHING = "SELECT rowid AS id FROM pairs_fts WHERE pairs_fts MATCH ?"
_FINDING = (
    "EXISTS (SELECT 1 FROM findings f"
    " WHERE f.pair_id = pairs.id AND f.check_name = ? AND NOT f.dismissed)"
)
_LAST = "\uffff"  # "2026-11-22" and this mark sorts after every time of that day


@dataclass(frozen=True, slots=True)
class Filter:
    """Wishes that all have to come true; what is empty or None wishes for nothing.

    `document` and `memory` are row numbers; `lang` is the language of the source; `finding` is a
    check that has something to say which nobody dismissed, or `any`; `term` is a glossary's source
    term that was demanded; `reviewer` made the present version; `since` and `until` bound when it
    was made (ISO 8601, UTC, a day or a time, both included); `text` is a query of `Store.search`.
    """

    statuses: tuple[Status, ...] = ()
    document: int | None = None
    lang: str = ""
    origins: tuple[Origin, ...] = ()
    finding: str = ""
    term: str = ""
    score_min: float | None = None
    score_max: float | None = None
    reviewer: str = ""
    since: str = ""
    until: str = ""
    text: str = ""
    memory: int | None = None

    @property
    def order(self) -> str:
        """`reading` in a document, `stored` for a search, else `priority`."""
        if self.document is not None:
            return "reading"
        return "stored" if self.text else "priority"

    @property
    def empty(self) -> bool:
        """Whether it finds everything."""
        return self == Filter()

    @property
    def counted(self) -> bool:
        """Whether the kept counts know how many pairs it finds."""
        plain = Filter(self.statuses, self.document, self.lang, self.origins)
        return self == replace(plain, reviewer=self.reviewer)


def conditions(wish: Filter) -> list[Clause]:
    """Return what a row of `pairs` must satisfy, text and document aside."""
    found: list[Clause] = []
    if wish.statuses:
        found.append(among("pairs.status", wish.statuses))
    if wish.origins:
        found.append(among("pairs.origin", wish.origins))
    if wish.lang:
        found.append(("pairs.source_lang = ?", [wish.lang]))
    if wish.finding == ANY:
        found.append(("pairs.priority < 0", []))
    elif wish.finding:
        found.append((f"pairs.priority < 0 AND {_FINDING}", [wish.finding]))
    if wish.term:
        sql = "EXISTS (SELECT 1 FROM terms t WHERE t.pair_id = pairs.id AND t.entry = ?)"
        found.append((sql, [wish.term]))
    found += [clause for _, clause in _ranges(wish)]
    return found


def small_sets(wish: Filter) -> Iterator[Clause]:
    """Yield queries for numbers of pairs, each of which holds all that the filter finds."""
    if wish.text and (query := parsed(wish.text).match):
        yield MATCHING, [query]
    if wish.finding and wish.finding != ANY:
        yield (
            "SELECT DISTINCT pair_id AS id FROM findings WHERE check_name = ? AND NOT dismissed",
            [wish.finding],
        )
    if wish.term:
        yield "SELECT DISTINCT pair_id AS id FROM terms WHERE entry = ?", [wish.term]
    for index, (sql, values) in _ranges(wish):
        yield f"SELECT id FROM pairs INDEXED BY {index} WHERE {sql}", values


def _ranges(wish: Filter) -> Iterator[tuple[str, Clause]]:
    """Yield conditions on columns that have an index, with its name."""
    if wish.score_min is not None or wish.score_max is not None:
        sql = "pairs.score BETWEEN ? AND ?"
        low = -1e308 if wish.score_min is None else wish.score_min
        high = 1e308 if wish.score_max is None else wish.score_max
        yield "pairs_score", (sql, [low, high])
    if wish.reviewer:
        yield "pairs_author", ("pairs.author = ? AND pairs.author <> ''", [wish.reviewer])
    if wish.since or wish.until:
        sql = "pairs.updated_at BETWEEN ? AND ?"
        yield "pairs_updated", (sql, [wish.since, wish.until + _LAST])
    if wish.memory is not None:
        yield "pairs_memory", ("pairs.memory_id = ?", [wish.memory])


def among(column: str, wanted: tuple[str, ...]) -> Clause:
    """Return the condition that a column has one of some values."""
    return f"{column} IN ({','.join('?' * len(wanted))})", list(wanted)
