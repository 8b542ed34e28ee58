"""What is kept in memory of each pair of a corpus: its number, and digests of its texts."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Literal

import numpy as np

from workflow.corpora import likeness, parts
from workflow.lemmas import words
from workflow.model import Status
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from workflow.store.exchange.selection import Candidate

Duplicates = Literal["exact", "near"]

_BATCH = 512
# Of duplicates, the one that review has brought furthest stays.
_PREFERENCE = {Status.APPROVED: 0, Status.CORRECTED: 1, Status.MACHINE: 2, Status.REWORK: 3}
_LAST = 4


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the pairs of a corpus are arranged.

    `duplicates` says which of them go; a `seed` shuffles; `shares` are the sizes of the parts.
    """

    duplicates: Duplicates | None = None
    seed: int | None = None
    shares: tuple[float, ...] = ()


class Table:
    """The pairs of a corpus, a row each: 8 bytes, and up to 105 more for what is asked of it."""

    def __init__(self, pairs: Iterable[Candidate], arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.ids = array("q")
        self.pairs = array("Q")
        self.preference = array("b")
        self.sources, self.targets, self.documents = array("Q"), array("Q"), array("q")
        self.signatures = bytearray()
        rest = iter(pairs)
        while batch := list(islice(rest, _BATCH)):
            self._add(batch)

    def __len__(self) -> int:
        return len(self.ids)

    def _add(self, batch: Sequence[Candidate]) -> None:
        how = self.arrangement
        self.ids.extend(pair.id for pair in batch)
        if how.duplicates or how.shares or how.seed is not None:
            salt = str(how.seed or 0)
            self.pairs.extend(digest(salt, clean(p.source), clean(p.target)) for p in batch)
        if how.duplicates:
            self.preference.extend(_PREFERENCE.get(Status(p.status), _LAST) for p in batch)
        if how.duplicates == "near":
            self.signatures += likeness.signatures([(p.source, p.target) for p in batch]).tobytes()
        if how.shares:
            self.sources.extend(sentence(p.source) for p in batch)
            self.targets.extend(sentence(p.target) for p in batch)
            self.documents.extend(p.document for p in batch)

    def arranged(self) -> list[NDArray[np.int64]]:
        """Return the numbers of the pairs in the order of the corpus, a list for each part."""
        how = self.arrangement
        ids = np.frombuffer(self.ids, dtype=np.int64)
        digests = np.frombuffer(self.pairs, dtype=np.uint64)
        rows = np.arange(len(ids))
        if how.duplicates:
            rows = rows[self._first(digests)]
            self.signatures = bytearray()  # by far the largest column, and done with
        chosen = np.zeros(len(rows), dtype=np.int8)
        if how.shares:
            links = [
                np.frombuffer(column, dtype=kind)[rows]
                for column, kind in (
                    (self.sources, np.uint64), (self.targets, np.uint64), (self.documents, np.int64)
                )
            ]  # fmt: skip
            chosen = parts.split(parts.components(links), digests[rows], how.shares)
        if how.seed is not None:
            order = np.argsort(digests[rows], kind="stable")
            rows, chosen = rows[order], chosen[order]
        return [ids[rows[chosen == part]] for part in range(max(len(how.shares), 1))]

    def _first(self, digests: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return which rows are not a duplicate of another that is preferred to it."""
        preference = np.frombuffer(self.preference, dtype=np.int8)
        order = np.lexsort((preference, digests))
        equal = np.r_[False, digests[order][1:] == digests[order][:-1]]
        kept = np.ones(len(order), dtype=bool)
        kept[order[equal]] = False
        if self.arrangement.duplicates == "near":
            signed = np.frombuffer(self.signatures, dtype=np.uint8).reshape(-1, likeness.HASHES)
            kept = likeness.near(signed, preference, kept)
        return kept


def digest(*texts: str) -> int:
    """Return 64 bits of the BLAKE2 digest of texts."""
    joined = "\0".join(texts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "little")


def sentence(text: str) -> int:
    """Return a digest of the words of a sentence, without case and punctuation; 0 without words."""
    forms = " ".join(word.form for word in words(text))
    return digest(forms) if forms else 0
