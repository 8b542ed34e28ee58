"""What goes into the store and comes out of it about alignments, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.model import Document, Labelled, Pair, Segment
    from workflow.store.rows import StoredDocument, StoredPair


@dataclass(frozen=True, slots=True)
class AlignedSide:
    """A document to align, read and labelled, and the sentences that its beads count.

    `sentences` are `(paragraph, segment)` in order, in the language `lang`; `labelled` runs
    parallel to the document's paragraphs.
    """

    document: Document
    labelled: Sequence[Labelled]
    lang: str
    sentences: Sequence[tuple[int, Segment]]


@dataclass(frozen=True, slots=True)
class SavedAlignment:
    """What is now stored for two documents.

    `pairs` are those of the beads with two sides, in order. `inserted`, `updated`, `unchanged`
    and `kept` (those of a person) add up to their number; `pinned` counts the beads that a person
    has made or whose pair a person has touched, which stand as they stood.
    """

    id: int
    version: int
    pairs: tuple[Pair, ...]
    inserted: int
    updated: int
    unchanged: int
    kept: int
    pinned: int


class StoredSentence(NamedTuple):
    """A sentence of an alignment: in paragraph `paragraph`, from 0, at `start:stop` of its text.

    `paragraph_id` is the paragraph's row, None once it is gone from the document.
    """

    paragraph: int
    paragraph_id: int | None
    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class StoredBead:
    """A bead: indices into the sentences of both sides, and the pair if neither is empty.

    `type` is `2-1` for two source sentences and one target sentence. `score` is None where a
    person made the bead, or cut it by making its neighbour.
    """

    id: int
    source: tuple[int, ...]
    target: tuple[int, ...]
    type: str
    score: float | None
    edited: bool
    pair: StoredPair | None


@dataclass(frozen=True, slots=True)
class StoredAlignment:
    """Two documents, their sentences as they were when they were aligned, and the beads in order.

    `version` is 1, and one more with every change of a bead.
    """

    id: int
    version: int
    source: StoredDocument
    target: StoredDocument
    source_lang: str
    target_lang: str
    mode: str
    source_sentences: tuple[StoredSentence, ...]
    target_sentences: tuple[StoredSentence, ...]
    beads: tuple[StoredBead, ...]
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class AlignmentOverview:
    """An alignment in a list: `gaps` are beads with an empty side; `reviewed` counts pairs."""

    id: int
    source: str
    target: str
    source_lang: str
    target_lang: str
    mode: str
    version: int
    beads: int
    gaps: int
    edited: int
    reviewed: int
    updated_at: str


@dataclass(frozen=True, slots=True)
class BeadState:
    """A bead in the history: its type, its texts, and the status of its pair if it has one."""

    type: str
    source: str
    target: str
    status: str | None


@dataclass(frozen=True, slots=True)
class AlignmentEdit:
    """A change of an alignment: from bead `position` on, `before` became `after`.

    `action` is `merge`, `split`, `shift` or `undo` by a person, or `align` where a run changed the
    beads. `version` is the alignment's after the change; `undoes` numbers the edit taken back.
    """

    id: int
    version: int
    action: str
    who: str
    edited_at: str
    position: int
    before: tuple[BeadState, ...]
    after: tuple[BeadState, ...]
    undoes: int | None
