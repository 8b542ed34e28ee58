"""How many pairs a filter finds, and by what; how far review has come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from workflow.model import Status
from workflow.store import queue
from workflow.store.filters import Filter, among
from workflow.store.reviewed import Counts
from workflow.store.search import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from workflow.store.filters import Values

MOST = 10_000
"""So many pairs are counted one by one; beyond, an answer says that there are more."""

_FIELDS = {
    "statuses": "status",
    "origins": "origin",
    "lang": "source_lang",
    "reviewer": "author",
}


def count(db: Database, wish: Filter) -> tuple[int, bool]:
    """Return how many pairs a filter finds, and whether there are more than could be counted."""
    if wish.counted:
        return sum(_by(db, wish, "").values()), False
    query = parsed(wish.text)
    if query.inflected:
        found = sum(1 for _, _ in zip(range(MOST + 1), queue.keys(db, wish, None), strict=False))
    elif wish.text and not query.match:
        found = 0
    else:
        where = queue.source(db, wish, MOST)
        sql = f"SELECT 1 FROM {where.tables} WHERE {where.where} LIMIT {MOST + 1}"
        found = db.execute(f"SELECT count(*) FROM ({sql})", where.values).fetchone()[0]
    return min(found, MOST), found > MOST


def counts(db: Database, wish: Filter) -> Counts:
    """Count what a filter finds, in all and by field."""
    total, more = count(db, wish)
    fields = {name: _by(db, _without(wish, name), column) for name, column in _FIELDS.items()}
    return Counts(
        total,
        more,
        fields["statuses"],
        fields["origins"],
        fields["lang"],
        {name: number for name, number in fields["reviewer"].items() if name},
        _findings(db, replace(wish, finding="")),
    )


def _without(wish: Filter, name: str) -> Filter:
    return replace(wish, **{name: getattr(Filter(), name)})


def _by(db: Database, wish: Filter, column: str) -> dict[str, int]:
    """Count pairs by a column, or all together under the empty string."""
    if wish.counted:
        clauses: list[tuple[str, Values]] = [("document_id = ?", [wish.document or 0])]
        clauses += [("source_lang = ?", [wish.lang])] if wish.lang else []
        clauses += [("author = ?", [wish.reviewer])] if wish.reviewer else []
        clauses += [among("status", wish.statuses)] if wish.statuses else []
        clauses += [among("origin", wish.origins)] if wish.origins else []
        where = " AND ".join(term for term, _ in clauses)
        sql = f"SELECT {column or repr('')}, sum(pairs) FROM pair_counts WHERE {where} GROUP BY 1"
        values = [value for _, each in clauses for value in each]
    else:
        ids, values = _chosen(db, wish)
        sql = f"SELECT {column}, count(*) FROM pairs WHERE id IN ({ids}) GROUP BY 1"
    rows = db.execute(sql, values).fetchall()
    return {name: number for name, number in sorted(rows, key=lambda row: -row[1]) if number}


def _findings(db: Database, wish: Filter) -> dict[str, int]:
    if wish == Filter(wish.statuses):
        wanted = wish.statuses or tuple(Status)
        rows = db.execute(
            "SELECT check_name, sum(pairs) FROM finding_counts"
            f" WHERE status IN ({','.join('?' * len(wanted))}) GROUP BY 1 HAVING sum(pairs)",
            list(wanted),
        )
    else:
        ids, values = _chosen(db, wish)
        rows = db.execute(
            "SELECT check_name, count(DISTINCT pair_id) FROM findings"
            f" WHERE NOT dismissed AND pair_id IN ({ids}) GROUP BY 1",
            values,
        )
    return dict(sorted(rows.fetchall(), key=lambda row: (-row[1], row[0])))


def _chosen(db: Database, wish: Filter) -> tuple[str, Values]:
    """Return a query for the first pairs that a filter finds."""
    query = parsed(wish.text)
    if query.inflected or (wish.text and not query.match):
        ids = [number for number, _ in queue.keys(db, wish, None, limit=MOST)][:MOST]
        return ",".join(map(str, ids)), []
    where = queue.source(db, wish, MOST)
    sql = f"SELECT pairs.id FROM {where.tables} WHERE {where.where} LIMIT {MOST}"
    return sql, where.values


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
        _by(db, Filter(), "status"),
        _table(db, "source_lang || '-' || target_lang", "true"),
        _table(db, "author", "author <> ''"),
        _findings(db, Filter()),
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
        found.append(Progress(number, path, title, _by(db, Filter(document=number), "status")))
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
