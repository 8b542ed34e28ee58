"""What goes into the store and comes out of it in review, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflow.model import Finding, Status
    from workflow.store.rows import StoredPair

EXAMPLES = 20
"""Changes that a change of many pairs shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a person does to a pair, and who and why; None leaves as it is.

    Without a `status`, a changed text makes the pair `corrected`.
    """

    author: str
    target: str | None = None
    source: str | None = None
    status: Status | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A version of a pair: what it said, who made it (empty for a run), when, and why."""

    version: int
    source: str
    target: str
    origin: str
    status: str
    author: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reviewer says about a pair."""

    id: int
    author: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Who found a finding harmless, when, and why."""

    author: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding of a pair, and its dismissal if there is one."""

    finding: Finding
    dismissed: Dismissal | None


@dataclass(frozen=True, slots=True)
class Row:
    """A pair in the queue: `cursor` is its place there, `comments` how many it has."""

    stored: StoredPair
    cursor: str
    comments: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pairs a filter finds, and by what.

    Each mapping counts the pairs of the filter without the filter's own wish for that field.
    Where `more` is true there are more than `total`, and the mappings count the first of them.
    """

    total: int
    more: bool
    status: Mapping[str, int]
    origin: Mapping[str, int]
    lang: Mapping[str, int]
    reviewer: Mapping[str, int]
    finding: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a change of many pairs did, or would do: `changed`, `unchanged` and the rest add up.

    `conflicts` are numbers of pairs that changed in the meantime or are gone, `refused` those that
    the rules of review keep as they are, with the sentence that says why. `examples` are the first
    changes: pair, text before, text after.
    """

    changed: tuple[int, ...] = ()
    unchanged: tuple[int, ...] = ()
    conflicts: tuple[int, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()
    examples: tuple[tuple[int, str, str], ...] = ()

    def __add__(self, other: BulkResult) -> BulkResult:
        return BulkResult(
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.conflicts + other.conflicts,
            self.refused + other.refused,
            (self.examples + other.examples)[:EXAMPLES],
        )
