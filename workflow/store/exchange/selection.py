"""Which pairs are meant: a filter that the database applies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from workflow.model import Origin, Status

LEFT_OUT = frozenset({Status.REJECTED})
"""The statuses that nobody gets without asking for them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The pairs that have every one of these properties; what is empty or None asks for nothing.

    Without `statuses` these are the pairs of every status but `rejected`. `documents` and
    `memories` are row numbers: pairs of any of them. `since` is the time of the last change, as
    the database writes times. `min_score` lets pass what has no score: a person wrote it, or it
    was imported.
    """

    languages: tuple[str, str] | None = None
    statuses: tuple[Status, ...] = ()
    origins: tuple[Origin, ...] = ()
    documents: tuple[int, ...] = ()
    memories: tuple[int, ...] = ()
    since: str = ""
    min_score: float | None = None

    def condition(self) -> tuple[str, list[str | int | float]]:
        """Return the condition on a row of `pairs` in SQL, and the values bound in it."""
        statuses = self.statuses or tuple(s for s in Status if s not in LEFT_OUT)
        terms: list[str] = []
        values: list[str | int | float] = []
        for column, wanted in (
            ("pairs.status", statuses),
            ("pairs.origin", self.origins),
            ("pairs.memory_id", self.memories),
        ):
            if wanted:
                terms.append(f"{column} IN ({','.join('?' * len(wanted))})")
                values += wanted
        for term, value in (
            ("pairs.source_lang = ?", self.languages and self.languages[0]),
            ("pairs.target_lang = ?", self.languages and self.languages[1]),
            ("pairs.updated_at >= ?", self.since or None),
            ("(pairs.score IS NULL OR pairs.score >= ?)", self.min_score),
        ):
            if value is not None:
                terms.append(term)
                values.append(value)
        return " AND ".join(terms), values


class Candidate(NamedTuple):
    """A pair that a selection has, with what decides whether it is exported.

    `document` is the row number of its document, 0 for none. `worst` is the gravest finding that
    nobody has dismissed: 3 an error, 2 a warning, 1 for information, 0 for none.
    """

    id: int
    source: str
    target: str
    status: str
    document: int
    worst: int
    updated_at: str
