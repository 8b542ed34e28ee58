"""The pairs that are translation memory, as the memory asks for them: by the key of their source.

Memory is what people approved or corrected, and what aligned documents, people or imports say as
long as nobody objected. What a machine made is none until a person approved it. Nor is what a run
of `translate` found in a document: else a run would change what the next one does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from workflow.model import Origin, Status
from workflow.store.connection import batches, now, writing
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlite_utils import Database

# The triggers of migration `memory_index` say the same.
_IS_MEMORY = """pairs.target <> '' AND (pairs.status IN ('approved', 'corrected') OR (
    pairs.status = 'machine' AND pairs.origin IN ('aligned', 'human', 'import')))"""
_REVIEWED = "pairs.target <> '' AND pairs.status IN ('approved', 'corrected')"
# Without statistics SQLite would rather read all pairs of a status than look up a few keys, and
# rather sort all pairs than read them in the order of their keys.
_BY_KEY = "pairs INDEXED BY pairs_source"
_LANGUAGES = "pairs.source_lang = ? AND pairs.target_lang = ?"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A pair of the memory; `memory` names the memory it was imported into, with its `penalty`."""

    id: int
    key: str
    source: str
    target: str
    origin: Origin
    status: Status
    updated_at: str
    memory: str
    penalty: int


class Rejected(NamedTuple):
    """What people have rejected for a sentence: English texts, and pairs of the memory."""

    targets: frozenset[str]
    pairs: frozenset[int]


class IndexState(NamedTuple):
    """The indexes of two languages, the oldest first, and the last change there is.

    Each is `(token, change)`: the changes up to that one that no earlier index has.
    """

    parts: tuple[tuple[str, int], ...]
    change: int


def by_key(
    db: Database, keys: Iterable[str], source_lang: str, target_lang: str
) -> dict[str, list[Remembered]]:
    """Return the pairs of the memory with these sources, by `text.key`, the oldest first."""
    found: defaultdict[str, list[Remembered]] = defaultdict(list)
    for batch, marks in batches(set(keys)):
        for row in db.execute(
            "SELECT pairs.id, source_key, source, target, pairs.origin, status, updated_at,"
            " coalesce(memories.name, ''), coalesce(memories.penalty, 0)"
            f" FROM {_BY_KEY} LEFT JOIN memories ON memories.id = pairs.memory_id"
            f" WHERE source_key IN ({marks}) AND {_LANGUAGES} AND {_IS_MEMORY} ORDER BY pairs.id",
            [*batch, source_lang, target_lang],
        ):
            number, source_key, source, target, origin, status, *rest = row
            found[source_key].append(
                Remembered(
                    number, source_key, source, target, Origin(origin), Status(status), *rest
                )
            )
    return found


def rejected(
    db: Database, keys: Iterable[str], source_lang: str, target_lang: str
) -> dict[str, Rejected]:
    """Return by `text.key` what people have rejected for a sentence."""
    targets: defaultdict[str, set[str]] = defaultdict(set)
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for batch, marks in batches(set(keys)):
        for source_key, number, target, reused in db.execute(
            "SELECT source_key, id, target, reused_id"
            f" FROM {_BY_KEY}"
            f" WHERE source_key IN ({marks}) AND {_LANGUAGES} AND status = 'rejected'",
            [*batch, source_lang, target_lang],
        ):
            targets[source_key].add(target)
            numbers[source_key] |= {number, reused} - {None}
    return {key: Rejected(frozenset(targets[key]), frozenset(numbers[key])) for key in targets}


def contexts(db: Database, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return the cleaned sentences before and after pairs, empty at the ends of a document.

    A pair that no longer stands in its document, and an imported one of which no neighbour is
    known, have none.
    """
    found = {}
    for batch, marks in batches(ids):
        for number, before, after in db.execute(_CONTEXTS.format(marks=marks), [*batch, *batch]):
            if before or after:
                found[number] = clean(before or ""), clean(after or "")
    return found


# The sentence before, in this paragraph or in the nearest above that has any; and likewise after.
_NEIGHBOUR = """coalesce(
    (SELECT n.text FROM segments n WHERE n.paragraph_id = s.paragraph_id
        AND n.start {than} s.start ORDER BY n.start {way} LIMIT 1),
    (SELECT n.text FROM paragraphs q CROSS JOIN segments n ON n.paragraph_id = q.id
        WHERE q.document_id = p.document_id AND q.position {than} p.position
        AND n.start IS NOT NULL ORDER BY q.position {way}, n.start {way} LIMIT 1))"""
_CONTEXTS = f"""
SELECT pairs.id, {_NEIGHBOUR.format(than="<", way="DESC")}, {_NEIGHBOUR.format(than=">", way="ASC")}
FROM pairs JOIN segments s ON s.id = pairs.segment_id JOIN paragraphs p ON p.id = s.paragraph_id
WHERE pairs.id IN ({{marks}}) AND s.start IS NOT NULL AND p.position IS NOT NULL
UNION ALL SELECT pair_id, before, after FROM contexts WHERE pair_id IN ({{marks}})
"""


def count(db: Database, source_lang: str, target_lang: str, *, reviewed: bool) -> int:
    """Return how many pairs of two languages are memory, or of those only what people made."""
    sql = (
        f"SELECT count(*) FROM pairs WHERE {_LANGUAGES} AND {_REVIEWED if reviewed else _IS_MEMORY}"
    )
    number: int = db.execute(sql, [source_lang, target_lang]).fetchone()[0]
    return number


def sources(
    db: Database, source_lang: str, target_lang: str, after: int, *, reviewed: bool
) -> Iterator[tuple[str, str]]:
    """Yield key and source of the memory, each source once; only what changed `after` a change."""
    if after:
        # CROSS JOIN: begin with the few that have changed.
        sql = (
            "SELECT DISTINCT source_key, source FROM memory_changes CROSS JOIN pairs"
            f" ON pairs.id = memory_changes.pair_id WHERE memory_changes.id > {int(after)} AND"
        )
    else:
        sql = f"SELECT source_key, min(source) FROM {_BY_KEY} WHERE"
    sql += f" {_LANGUAGES} AND {_REVIEWED if reviewed else _IS_MEMORY}"
    yield from db.execute(
        sql + ("" if after else " GROUP BY source_key"), [source_lang, target_lang]
    )


def examples(db: Database, source_lang: str, target_lang: str, limit: int) -> list[tuple[str, str]]:
    """Return source and target of the memory's newest pairs, what people made first."""
    return db.execute(
        f"SELECT source, target FROM pairs WHERE {_LANGUAGES} AND {_IS_MEMORY}"
        " ORDER BY status = 'machine', updated_at DESC, id DESC LIMIT ?",
        [source_lang, target_lang, limit],
    ).fetchall()


def index_state(db: Database, source_lang: str, target_lang: str) -> IndexState:
    """Return which indexes there are, and up to which change they know the memory."""
    parts = db.execute(
        "SELECT token, change FROM memory_indexes WHERE source_lang = ? AND target_lang = ?"
        " ORDER BY id",
        [source_lang, target_lang],
    ).fetchall()
    change = db.execute("SELECT coalesce(max(id), 0) FROM memory_changes").fetchone()[0]
    return IndexState(tuple(parts), change)


def add_index(
    db: Database,
    kept: Sequence[tuple[str, int]],
    new: tuple[str, int],
    source_lang: str,
    target_lang: str,
) -> bool:
    """Record an index that continues those kept, in place of any others.

    Returns False, and changes nothing, where one of those is no longer there.
    """
    with writing(db):
        parts = index_state(db, source_lang, target_lang).parts
        if parts[: len(kept)] != tuple(kept):
            return False
        db.conn.executemany(
            "DELETE FROM memory_indexes WHERE token = ?",
            ((token,) for token, _ in parts[len(kept) :]),
        )
        db.execute(
            "INSERT INTO memory_indexes (token, change, source_lang, target_lang, made_at)"
            " VALUES (?, ?, ?, ?, ?)",
            [*new, source_lang, target_lang, now()],
        )
        return True


def index_tokens(db: Database) -> set[str]:
    """Return the names of the indexes that belong to this database."""
    return {token for (token,) in db.execute("SELECT token FROM memory_indexes")}
