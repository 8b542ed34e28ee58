"""How many pairs a filter finds, and by what; how far review has come."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from workflow.model import Status
from workflow.store.review import queue
from workflow.store.review.filters import Filter, among
from workflow.store.review.reviewed import Counts
from workflow.store.search import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from workflow.store.review.filters import Clause

MOST = 10_000
"""So many pairs are counted one by one; beyond, an answer says that there are more."""

_FIELDS = {
    "statuses": "status",
    "origins": "origin",
    "lang": "source_lang",
    "reviewer": "author",
}


def counts(db: Database, wish: Filter) -> Counts:
    """Count what a filter finds, in all and by field."""
    found = _Found(db, wish)

    def without(name: str) -> _Found:
        other = replace(wish, **{name: getattr(Filter(), name)})
        return found if other == wish else _Found(db, other)

    fields = {name: without(name).by(column) for name, column in _FIELDS.items()}
    return Counts(
        found.total,
        found.more,
        fields["statuses"],
        fields["origins"],
        fields["lang"],
        {name: number for name, number in fields["reviewer"].items() if name},
        without("finding").findings(),
    )


class _Found:
    """What a filter finds, counted with as little reading as its wishes allow."""

    def __init__(self, db: Database, wish: Filter) -> None:
        self.db = db
        self.wish = wish

    @property
    def total(self) -> int:
        """How many pairs; `MOST` where there are more and nobody has counted them."""
        return sum(self.by("status").values())

    @property
    def more(self) -> bool:
        """Whether there are more."""
        return not self.wish.counted and len(self._seen) > MOST

    def by(self, column: str) -> dict[str, int]:
        """Count pairs by a column, the most frequent value first."""
        if self.wish.counted:
            return self._kept(column)
        place = ("source_lang", "origin", "status", "author").index(column)
        return dict(Counter(row[place] for row in self._rows).most_common())

    def findings(self) -> dict[str, int]:
        """Count pairs by the checks that have something open to say, the most first."""
        if self.wish == Filter(self.wish.statuses):
            clause, values = among("status", self.wish.statuses or tuple(Status))
            sql = (
                "SELECT check_name, sum(pairs) AS n FROM finding_counts"
                f" WHERE {clause} GROUP BY 1 HAVING n ORDER BY n DESC, 1"
            )
        else:
            sql = (
                "SELECT check_name, count(DISTINCT pair_id) AS n FROM findings WHERE NOT dismissed"
                " AND pair_id IN (SELECT value FROM json_each(?)) GROUP BY 1 ORDER BY n DESC, 1"
            )
            values = [json.dumps(self._seen[:MOST])]
        return dict(self.db.execute(sql, values).fetchall())

    def _kept(self, column: str) -> dict[str, int]:
        wish = self.wish
        clauses: list[Clause] = [("document_id = ?", [wish.document or 0])]
        clauses += [("source_lang = ?", [wish.lang])] if wish.lang else []
        clauses += [("author = ?", [wish.reviewer])] if wish.reviewer else []
        clauses += [among("status", wish.statuses)] if wish.statuses else []
        clauses += [among("origin", wish.origins)] if wish.origins else []
        return dict(
            self.db.execute(
                f"SELECT {column}, sum(pairs) AS n FROM pair_counts"
                f" WHERE {' AND '.join(sql for sql, _ in clauses)}"
                " GROUP BY 1 HAVING n ORDER BY n DESC",
                [value for _, values in clauses for value in values],
            ).fetchall()
        )

    @cached_property
    def _seen(self) -> list[int]:
        """The numbers of the first pairs, one more than are counted."""
        query = parsed(self.wish.text)
        if query.inflected or (self.wish.text and not query.match):
            numbers = (number for number, _ in queue.keys(self.db, self.wish, None))
            return list(islice(numbers, MOST + 1))
        where = queue.source(self.db, self.wish, MOST)
        sql = f"SELECT pairs.id FROM {where.tables} WHERE {where.where} LIMIT {MOST + 1}"
        return [number for (number,) in self.db.execute(sql, where.values)]

    @cached_property
    def _rows(self) -> list[tuple[str, ...]]:
        return self.db.execute(
            "SELECT source_lang, origin, status, author FROM pairs"
            " WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(self._seen[:MOST])],
        ).fetchall()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far review of something has come: its pairs by status."""

    id: int
    name: str
    title: str
    statuses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PostEdits:
    """Pairs approved on a day, and per word approved how many words people changed in them."""

    day: str
    pairs: int
    rate: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How far review has come altogether.

    `findings` counts pairs with open findings by check. `effort` tells of the pairs that are
    approved now, by the day of approval.
    """

    total: Mapping[str, int]
    languages: Mapping[str, Mapping[str, int]]
    reviewers: Mapping[str, Mapping[str, int]]
    findings: Mapping[str, int]
    effort: tuple[PostEdits, ...]


def standing(db: Database) -> Standing:
    """Return how far review has come altogether."""
    return Standing(
        _Found(db, Filter()).by("status"),
        _table(db, "source_lang || '-' || target_lang", "true"),
        _table(db, "author", "author <> ''"),
        _Found(db, Filter()).findings(),
        tuple(
            PostEdits(day, pairs, edits / words if words else 0.0)
            for day, pairs, edits, words in db.execute(
                "SELECT day, sum(pairs), sum(edits), sum(words) FROM post_edits"
                " GROUP BY day HAVING sum(pairs) > 0 ORDER BY day"
            )
        ),
    )


def documents(db: Database, *, after: str = "", limit: int = 100) -> list[Progress]:
    """Return how far review of each document has come, by path, after a path."""
    found = []
    for number, path, title in db.execute(
        "SELECT id, path, title FROM documents WHERE path > ? ORDER BY path LIMIT ?",
        [after, limit],
    ).fetchall():
        found.append(
            Progress(number, path, title, _Found(db, Filter(document=number)).by("status"))
        )
    return found


def choices(db: Database) -> dict[str, list[Any]]:
    """Return what filters can be set to; of documents the first thousand by path."""
    found: dict[str, list[Any]] = {
        "documents": [
            {"id": number, "path": path, "title": title}
            for number, path, title in db.execute(
                "SELECT id, path, title FROM documents ORDER BY path LIMIT 1000"
            )
        ],
        "memories": [
            {"id": number, "name": name}
            for number, name in db.execute("SELECT id, name FROM memories ORDER BY name")
        ],
        # From each term to the next in the index: there are far fewer terms than places.
        "terms": _column(
            db,
            "WITH RECURSIVE entries (entry) AS (SELECT min(entry) FROM terms UNION ALL"
            " SELECT (SELECT min(t.entry) FROM terms t WHERE t.entry > entries.entry)"
            " FROM entries WHERE entry IS NOT NULL)"
            " SELECT entry FROM entries WHERE entry IS NOT NULL",
        ),
        "findings": _column(db, "SELECT DISTINCT check_name FROM finding_counts WHERE pairs > 0"),
    }
    for name, column in (("langs", "source_lang"), ("reviewers", "author")):
        found[name] = _column(
            db,
            f"SELECT DISTINCT {column} FROM pair_counts"
            f" WHERE document_id = 0 AND pairs > 0 AND {column} <> '' ORDER BY 1",
        )
    return found


def _column(db: Database, sql: str) -> list[str]:
    return [value for (value,) in db.execute(sql)]


def _table(db: Database, name: str, where: str) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for key, status, number in db.execute(
        f"SELECT {name}, status, sum(pairs) FROM pair_counts WHERE document_id = 0 AND {where}"
        " GROUP BY 1, 2 HAVING sum(pairs) ORDER BY 1"
    ):
        found.setdefault(key, Counter())[status] = number
    return {key: dict(by) for key, by in found.items()}
