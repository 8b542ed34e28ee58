"""What the memory suggests for pairs, stored with them for the people who review."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.store.connection import batches, writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class StoredSuggestion:
    """A pair of the memory, number `match`, that resembles the source of a pair.

    `kind` is `context`, `exact`, `adapted`, `fuzzy` or `semantic`, `percent` how alike the two
    sources are less the penalty of the memory. `source` is the match's, `target` what it proposes.
    """

    match: int
    kind: str
    percent: int
    source: str
    target: str


def save(db: Database, items: Mapping[int, Sequence[StoredSuggestion]]) -> None:
    """Store what is suggested for each pair in place of what was, in one transaction.

    Pairs that are gone, on either side, are passed over.
    """
    with writing(db):
        db.conn.executemany(
            "DELETE FROM suggestions WHERE pair_id = ?", ((number,) for number in items)
        )
        db.conn.executemany(
            "INSERT INTO suggestions (pair_id, match_id, kind, percent, source, target)"
            " SELECT p.id, m.id, ?, ?, ?, ? FROM pairs p, pairs m WHERE p.id = ? AND m.id = ?"
            " ON CONFLICT (pair_id, match_id) DO NOTHING",
            (
                (s.kind, s.percent, s.source, s.target, number, s.match)
                for number, suggested in items.items()
                for s in suggested
            ),
        )


def of_pairs(db: Database, ids: Iterable[int]) -> dict[int, list[StoredSuggestion]]:
    """Return by pair what is suggested, the most alike first."""
    found: defaultdict[int, list[StoredSuggestion]] = defaultdict(list)
    for batch, marks in batches(ids):
        for number, *values in db.execute(
            "SELECT pair_id, match_id, kind, percent, source, target FROM suggestions"
            f" WHERE pair_id IN ({marks}) ORDER BY percent DESC, id",
            batch,
        ):
            found[number].append(StoredSuggestion(*values))
    return dict(found)
