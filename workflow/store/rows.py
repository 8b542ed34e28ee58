"""What goes into the store and comes out of it, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflow.model import Finding, Pair, Segment


@dataclass(frozen=True, slots=True)
class PlacedPair:
    """A pair and where its source stands: `document.paragraphs[paragraph]`, at `segment`."""

    paragraph: int
    segment: Segment
    pair: Pair


@dataclass(frozen=True, slots=True)
class Notice:
    """A finding in a passage without a pair: `document.paragraphs[paragraph].text[start:stop]`."""

    paragraph: int
    start: int
    stop: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class SavedDocument:
    """What is now stored for a document.

    `pairs` answers the pairs that were given, in their order: the same ones, or what a person
    made of them (`kept`); `numbers` are theirs. The four counts add up to their number.
    """

    id: int
    pairs: tuple[Pair, ...]
    numbers: tuple[int, ...]
    inserted: int
    updated: int
    unchanged: int
    kept: int


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it was when it was last saved; times are ISO 8601, UTC; size in bytes."""

    id: int
    path: str
    title: str
    format: str
    encoding: str
    digest: str
    size: int
    added_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class StoredPair:
    """A pair with its place.

    `document` is a path, or None for an imported pair. `paragraph` counts from 0 and is None where
    the sentence no longer stands in the document; `place` is its offsets in the decoded file.
    `bead` is the number of the bead that it is the pair of, None outside of alignments. `author` is
    the person who made this version, empty for a run, and `reason` what that person gave.
    `document_id` and `title` are the document's.
    """

    id: int
    version: int
    pair: Pair
    document: str | None
    paragraph: int | None
    place: str
    kind: str
    created_at: str
    updated_at: str
    bead: int | None = None
    author: str = ""
    reason: str = ""
    document_id: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A pair that answers a query, and the stretches `(start, stop)` of either side that do."""

    stored: StoredPair
    source_spans: tuple[tuple[int, int], ...]
    target_spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A document in a list: how much of it there is, and how far review has come.

    `languages` counts paragraphs by language. `reviewed` pairs are those a person has decided on.
    """

    id: int
    path: str
    title: str
    format: str
    paragraphs: int
    languages: Mapping[str, int]
    pairs: int
    reviewed: int
    findings: int
    updated_at: str


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """Counts over the whole database.

    `paragraphs` by language, `languages` pairs by source and target language, `findings` (notices
    too) by check and severity, `runs` by state. Pairs count also where their sentence no longer
    stands.
    """

    documents: int
    paragraphs: Mapping[str, int]
    pairs: int
    statuses: Mapping[str, int]
    origins: Mapping[str, int]
    languages: Mapping[tuple[str, str], int]
    findings: Mapping[tuple[str, str], int]
    translations: int
    runs: Mapping[str, int]
