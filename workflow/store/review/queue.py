"""The review queue: pages of pairs that a filter finds, in order, forward and backward.

A page begins after a key, never at an offset, so that the thousandth costs what the first does
and nothing is skipped or repeated when pairs change in between.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from workflow.errors import MissingError, UsageError
from workflow.model import Status
from workflow.store import pairs
from workflow.store.connection import batches
from workflow.store.review.filters import ANY, MATCHING, conditions, small_sets
from workflow.store.review.reviewed import Row
from workflow.store.search import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

    from workflow.store.review.filters import Clause, Filter, Values

    Key = tuple[Any, ...]

UNREVIEWED = (Status.MACHINE, Status.REWORK)
"""The statuses that wait for a person."""

_SMALL = 2000  # so many pairs are sorted faster than the right ones are found in an index's order
_OF_DOCUMENT = (
    "paragraphs p CROSS JOIN segments s ON s.paragraph_id = p.id"
    " CROSS JOIN pairs ON pairs.segment_id = s.id"
)
_KEYS = {
    "reading": (
        "(p.position IS NULL OR s.start IS NULL)",
        "ifnull(p.position, 0)",
        "ifnull(s.start, 0)",
        "pairs.id",
    ),
    "stored": ("pairs.id",),
    "priority": ("pairs.priority", "pairs.certainty", "pairs.id"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the pairs of a filter are read: tables, a condition, and the values in both."""

    tables: str
    where: str
    values: Values


def page(
    db: Database, wish: Filter, *, after: str = "", back: bool = False, limit: int = 50
) -> tuple[list[Row], str | None]:
    """Return the pairs after a cursor, and the cursor of the last one if there are more.

    `back` goes the other way: the pairs before the cursor, the nearest first.
    """
    key = _decoded(wish, after) if after else None
    found = list(islice(keys(db, wish, key, back=back, limit=limit + 1), limit + 1))
    rows = _rows(db, found[:limit])
    return rows, rows[-1].cursor if rows and len(found) > limit else None


def cursor_of(db: Database, wish: Filter, pair_id: int) -> str:
    """Return the cursor of a pair in the order of a filter, whether the filter finds it or not."""
    row = db.execute(
        f"SELECT {', '.join(_KEYS[wish.order])} FROM pairs"
        " LEFT JOIN segments s ON s.id = pairs.segment_id"
        " LEFT JOIN paragraphs p ON p.id = s.paragraph_id WHERE pairs.id = ?",
        [pair_id],
    ).fetchone()
    if row is None:
        raise MissingError(f"there is no pair {pair_id}", "It may be gone: load the list again.")
    return _encoded(tuple(row))


def next_unreviewed(db: Database, wish: Filter, after: str = "") -> Row | None:
    """Return the next pair that waits for a person, from the beginning again after the last.

    None where the filter finds no such pair but the one that the cursor is of.
    """
    waiting = tuple(s for s in UNREVIEWED if not wish.statuses or s in wish.statuses)
    if not waiting:
        return None
    wish = replace(wish, statuses=waiting)
    rows, _ = page(db, wish, after=after, limit=1)
    if not rows and after:
        rows, _ = page(db, wish, limit=1)
        rows = [row for row in rows if row.cursor != after]
    return rows[0] if rows else None


def keys(
    db: Database, wish: Filter, key: Key | None, *, back: bool = False, limit: int | None = None
) -> Iterator[tuple[int, Key]]:
    """Yield numbers and keys of pairs in order; at least `limit` where there are as many."""
    query = parsed(wish.text)
    if wish.text and not query.match:
        return
    chosen = _smallest(db, wish, _SMALL)
    if wish.order == "priority" and chosen is None:
        wish = replace(wish, statuses=_statuses(db, wish))
        if not wish.statuses:
            return
        sql, values = _by_status(wish, key, back=back, limit=-1 if limit is None else limit)
    else:
        most = None if query.inflected else limit
        sql, values = _ordered(wish, _source(wish, chosen), key, back=back, limit=most)
    for number, source, lang, *found in db.execute(sql, values):
        if not query.inflected or query.stands(source, lang):
            yield number, tuple(found)


def source(db: Database, wish: Filter, most: int) -> Source:
    """Return where to read the pairs of a filter in any order, at best from few rows."""
    if wish.document is not None:
        return _source(wish, None)
    chosen = _smallest(db, wish, most) or next(small_sets(wish), None)
    if chosen is None:
        # All statuses by name, so that the queue's index can be used for findings of any kind.
        every = replace(wish, statuses=wish.statuses or tuple(Status))
        clauses = conditions(every)
        where = " AND ".join(sql for sql, _ in clauses)
        return Source("pairs", where, [value for _, values in clauses for value in values])
    return _source(wish, chosen)


def in_order(db: Database, wish: Filter) -> list[int]:
    """Return the pairs of a filter by document and in reading order, those of none at the end."""
    places = []
    found = (number for number, _ in keys(db, wish, None))
    for batch, marks in batches(found):
        places += db.execute(
            "SELECT d.path IS NULL, d.path, p.position IS NULL OR s.start IS NULL, p.position,"
            " s.start, pairs.id FROM pairs LEFT JOIN segments s ON s.id = pairs.segment_id"
            " LEFT JOIN paragraphs p ON p.id = s.paragraph_id"
            f" LEFT JOIN documents d ON d.id = p.document_id WHERE pairs.id IN ({marks})",
            batch,
        ).fetchall()
    places.sort(key=lambda row: (row[0], row[1] or "", row[2], row[3] or 0, row[4] or 0, row[5]))
    return [row[5] for row in places]


def languages(db: Database, wish: Filter) -> list[tuple[str, str]]:
    """Return source and target languages of the pairs of a filter."""
    found = dict.fromkeys(
        pair
        for batch, marks in batches(number for number, _ in keys(db, wish, None))
        for pair in db.execute(
            f"SELECT DISTINCT source_lang, target_lang FROM pairs WHERE id IN ({marks})", batch
        ).fetchall()
    )
    return [(source_lang, target_lang) for source_lang, target_lang in found]


def _smallest(db: Database, wish: Filter, most: int) -> Clause | None:
    """Return the smallest set that holds all that is wanted, if it has at most so many pairs."""
    if wish.document is not None:
        return None
    found = list(small_sets(wish))
    sizes = [
        (db.execute(f"SELECT count(*) FROM ({sql} LIMIT {most + 1})", values).fetchone()[0], n)
        for n, (sql, values) in enumerate(found)
    ]
    size, n = min(sizes, default=(most + 1, 0))
    return found[n] if size <= most else None


def _source(wish: Filter, chosen: Clause | None) -> Source:
    """Return where to read: from the document, from a set, or from the index of words."""
    clauses = conditions(wish)
    values: Values = []
    query = parsed(wish.text).match
    if wish.document is not None:
        tables = _OF_DOCUMENT
        clauses.insert(0, ("p.document_id = ?", [wish.document]))
    elif chosen is not None:
        tables = f"({chosen[0]}) AS chosen CROSS JOIN pairs ON pairs.id = chosen.id"
        values += chosen[1]
    else:
        tables = "pairs_fts CROSS JOIN pairs ON pairs.id = pairs_fts.rowid"
        clauses.insert(0, ("pairs_fts MATCH ?", [query]))
        query = ""
    if query and (chosen is None or chosen[0] != MATCHING):
        clauses.append((f"pairs.id IN ({MATCHING})", [query]))
    where = " AND ".join(sql for sql, _ in clauses) or "true"
    return Source(tables, where, values + [value for _, each in clauses for value in each])


def _ordered(
    wish: Filter, where: Source, key: Key | None, *, back: bool, limit: int | None
) -> Clause:
    names = _KEYS[wish.order]
    if where.tables.startswith("pairs_fts"):
        names = ("pairs_fts.rowid",)
    sql = (
        f"SELECT pairs.id, pairs.source, pairs.source_lang, {', '.join(names)}"
        f" FROM {where.tables} WHERE {where.where}"
    )
    values = list(where.values)
    if key is not None:
        sql += f" AND {_beyond(names, back=back)}"
        values += key
    sql += f" ORDER BY {_direction(names, back=back)}"
    return sql + ("" if limit is None else f" LIMIT {limit}"), values


def _statuses(db: Database, wish: Filter) -> tuple[Status, ...]:
    """Return the wished statuses in which the kept counts know of any pair to be found.

    Looking for one that is not there would read the whole index.
    """
    found = set(tuple(Status) if not wish.statuses else wish.statuses)
    if wish.reviewer:
        rows = db.execute(
            "SELECT DISTINCT status FROM pair_counts"
            " WHERE document_id = 0 AND author = ? AND pairs > 0",
            [wish.reviewer],
        )
        found &= {Status(status) for (status,) in rows}
    if wish.finding and wish.finding != ANY:
        rows = db.execute(
            "SELECT status FROM finding_counts WHERE check_name = ? AND pairs > 0", [wish.finding]
        )
        found &= {Status(status) for (status,) in rows}
    return tuple(status for status in Status if status in found)


def _by_status(wish: Filter, key: Key | None, *, back: bool, limit: int) -> Clause:
    """Return the queue by priority: one walk of the index a status, merged."""
    names = _KEYS["priority"]
    clauses = conditions(replace(wish, statuses=()))
    if key is not None:
        clauses.append((_beyond(names, back=back), list(key)))
    where = "".join(f" AND {sql}" for sql, _ in clauses)
    walk = (
        f"SELECT * FROM (SELECT pairs.id, '', '', {', '.join(names)} FROM pairs"
        f" INDEXED BY pairs_queue WHERE pairs.status = ?{where}"
        f" ORDER BY {_direction(names, back=back)} LIMIT {limit})"
    )
    values: Values = []
    for status in wish.statuses:
        values += [status, *(value for _, each in clauses for value in each)]
    merged = " UNION ALL ".join([walk] * len(wish.statuses))
    return f"{merged} ORDER BY {_direction(('4', '5', '6'), back=back)} LIMIT {limit}", values


def _beyond(names: Sequence[str], *, back: bool) -> str:
    marks = ", ".join("?" * len(names))
    return f"({', '.join(names)}) {'<' if back else '>'} ({marks})"


def _direction(names: Sequence[str], *, back: bool) -> str:
    return ", ".join(f"{name} DESC" if back else name for name in names)


def _rows(db: Database, found: Sequence[tuple[int, Key]]) -> list[Row]:
    stored = pairs.by_id(db, [number for number, _ in found])
    comments = {
        number: count
        for batch, marks in batches(stored)
        for number, count in db.execute(
            f"SELECT pair_id, count(*) FROM comments WHERE pair_id IN ({marks}) GROUP BY 1", batch
        )
    }
    return [
        Row(stored[number], _encoded(key), comments.get(number, 0))
        for number, key in found
        if number in stored
    ]


def _encoded(key: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _decoded(wish: Filter, cursor: str) -> Key:
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        key = None
    wanted = len(_KEYS[wish.order])
    if not isinstance(key, list) or len(key) != wanted or not all(map(_number, key)):
        raise UsageError("the place in the list is not valid", "Begin at its first page.")
    return tuple(key)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 2**63
