"""What the memory answers: a match, its class, and the bands in which matches are counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from workflow.model import Origin, Status

if TYPE_CHECKING:
    from workflow.memory.diff import Change


class Kind(StrEnum):
    """How a pair of the memory answers a sentence, the best first."""

    CONTEXT = "context"
    """The same sentence between the same neighbours."""

    EXACT = "exact"
    """The same sentence (`text.clean`)."""

    ADAPTED = "adapted"
    """Other numbers, dates, white space, case, quotes, ё: carried over into the target."""

    FUZZY = "fuzzy"
    """A sentence alike."""

    SEMANTIC = "semantic"
    """A sentence that means the like in other words: a hint."""


class Query(NamedTuple):
    """A sentence to look up, and its neighbours, empty at the ends of a document.

    Without any neighbour no context is compared.
    """

    source: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A pair of the memory that answers a sentence.

    `percent` is how alike the two sources are, less `penalty`: 100 for the same, 99 for an adapted
    one, a cosine in percent for a semantic one. `source` and `stored` are the pair's own texts;
    `target` is what to propose, which differs from `stored` for an adapted match only. `memory`
    names the memory that it was imported into, empty for pairs of this database's own documents.
    """

    kind: Kind
    percent: int
    pair: int
    source: str
    target: str
    stored: str
    status: Status
    origin: Origin
    memory: str = ""
    penalty: int = 0
    updated_at: str = ""

    @property
    def settled(self) -> bool:
        """Whether the target stands without anybody looking: approved, the same, no penalty."""
        same = self.kind in {Kind.CONTEXT, Kind.EXACT}
        return same and self.status is Status.APPROVED and not self.penalty

    def changes(self, source: str) -> list[Change]:
        """Return how the match's source differs from the sentence that was looked up."""
        from workflow.memory.diff import diff

        return diff(self.source, source)


def rank(match: Match) -> tuple[bool, int, int, bool, str, int]:
    """Return a sort key that puts the match to propose first at the greatest.

    Hints by meaning come after all others. The more alike comes first, then approved before
    corrected before aligned before imported, then one with the same neighbours, then the newer.
    """
    context = match.kind is Kind.CONTEXT
    by_words = match.kind is not Kind.SEMANTIC
    return by_words, match.percent, standing(match), context, match.updated_at, match.pair


def standing(match: Match) -> int:
    """Return how far a pair is to be trusted: what people made, then what documents say."""
    if match.status is Status.APPROVED:
        return 3
    if match.status is Status.CORRECTED or match.origin is Origin.HUMAN:
        return 2
    return 1 if match.origin in {Origin.ALIGNED, Origin.DOCUMENT} else 0


BANDS = ("context", "exact", "95-99", "85-94", "75-84", "new")
"""The rows of the field's analysis table, but for repetitions."""

_FLOORS = {"exact": 100, "95-99": 95, "85-94": 85, "75-84": 75}


def band(match: Match | None) -> str:
    """Return the row of `BANDS` in which a sentence counts whose best match this is."""
    if match is None or match.kind is Kind.SEMANTIC:
        return "new"
    found = next((name for name, floor in _FLOORS.items() if match.percent >= floor), "new")
    return "context" if found == "exact" and match.kind is Kind.CONTEXT else found
