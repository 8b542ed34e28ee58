"""The arrays in which sentences are searched: made once, read from disk through the page cache.

Rows are sentences, ordered by their number of words, so that sentences of like length are a range
of rows. Words are known by 64-bit hashes; an inverted index leads from dictionary forms to rows.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from workflow.memory.adapt import skeleton
from workflow.memory.tokens import cut, is_word, lemma

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[Any]

_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Sentences ready to be searched, `n` of them, in arrays that may lie on disk.

    `keys[row]` is the digest of a sentence, shape (n, 16), bytes, and `lengths[row]` its words,
    ascending. Its tokens are `tokens[starts[row]:starts[row + 1]]`, numbers of `forms`, the sorted
    hashes of tokens as they stand. `lemma_of` leads from there to the number in `lemmas`, sorted
    hashes too, or to -1 for a mark. The rows with lemma i are
    `postings[posted[i]:posted[i + 1]]`, ascending. `skeletons` are the sorted hashes of what
    sentences have in common that can be adapted to each other, `with_skeleton` their rows.
    """

    keys: Array
    lengths: Array
    starts: Array
    tokens: Array
    forms: Array
    lemma_of: Array
    lemmas: Array
    posted: Array
    postings: Array
    skeletons: Array
    with_skeleton: Array

    def __len__(self) -> int:
        return len(self.lengths)

    def rows(self, shortest: int, longest: int) -> tuple[int, int]:
        """Return the range of rows with so many words."""
        first = int(np.searchsorted(self.lengths, shortest, "left"))
        return first, int(np.searchsorted(self.lengths, longest, "right"))

    def adaptable(self, skeleton: str, limit: int) -> list[bytes]:
        """Return the digests of sentences with a skeleton (`adapt.skeleton`)."""
        wanted = hashed([skeleton])[0]
        first = int(np.searchsorted(self.skeletons, wanted, "left"))
        stop = int(np.searchsorted(self.skeletons, wanted, "right"))
        rows = self.with_skeleton[first : min(stop, first + limit)]
        return [self.keys[row].tobytes() for row in rows]

    def save(self, folder: Path) -> None:
        """Write the arrays into a folder, a file each."""
        for field in fields(self):
            np.save(folder / f"{field.name}.npy", getattr(self, field.name))

    @classmethod
    def load(cls, folder: Path) -> Part:
        """Map the arrays that `save` wrote; `OSError` or `ValueError` where they are not whole."""
        return cls(*(np.load(folder / f"{f.name}.npy", mmap_mode="r") for f in fields(cls)))


def hashed(words: Iterable[str]) -> Array:
    """Return the 64-bit hashes by which words are known."""
    digests = (blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8) for word in words)
    return np.frombuffer(b"".join(digest.digest() for digest in digests), dtype=np.uint64)


def number(hashes: Array, known: Array) -> Array:
    """Return the place of each hash among those known, which are sorted, or -1."""
    if not len(known):
        return np.full(len(hashes), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[place] == hashes, place, -1)


def build(sources: Iterable[tuple[str, str]], lang: str) -> Part:
    """Return the part of sentences, given with their keys (32 hexadecimal digits)."""
    numbers: dict[str, int] = {}
    keys = bytearray()
    flat, counts = array("I"), array("I")
    skeletons = bytearray()
    for key, source in sources:
        found = [numbers.setdefault(form, len(numbers)) for form in cut(source)]
        keys += bytes.fromhex(key)
        flat.extend(found)
        counts.append(len(found))
        skeletons += hashed([skeleton(source, lang)]).tobytes()
    tokens = np.frombuffer(flat, dtype=np.uintc)
    starts = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    forms, lemmas, lemma_of, tokens = _vocabulary(list(numbers), lang, tokens)
    words = np.concatenate(([0], np.cumsum(lemma_of[tokens] >= 0, dtype=np.int32)))
    lengths = (words[starts[1:]] - words[starts[:-1]]).astype(np.int32)
    order = np.argsort(lengths, kind="stable")
    starts, tokens = _reordered(starts, tokens, order)
    posted, postings = _inverted(starts, tokens, lemma_of, len(lemmas))
    common = np.frombuffer(bytes(skeletons), dtype=np.uint64)[order]
    by_skeleton = np.argsort(common, kind="stable").astype(np.int32)
    return Part(
        np.frombuffer(bytes(keys), dtype=np.uint8).reshape(-1, 16)[order],
        lengths[order],
        starts,
        tokens,
        forms,
        lemma_of,
        lemmas,
        posted,
        postings,
        common[by_skeleton],
        by_skeleton,
    )


def _vocabulary(words: list[str], lang: str, tokens: Array) -> tuple[Array, Array, Array, Array]:
    """Return the hashes of forms and lemmas, sorted, the lemma of each form, and tokens by form."""
    of = [lemma(word, lang) if is_word(word) else "" for word in words]
    hashes = hashed(words)
    order = np.argsort(hashes)
    rank = np.empty(len(words), dtype=np.uint32)
    rank[order] = np.arange(len(words), dtype=np.uint32)
    mark = np.array([not each for each in of], dtype=bool)
    lemmas, lemma_of = np.unique(hashed(of), return_inverse=True)
    if mark.any():  # the hash of nothing stands for every mark and is no lemma
        nothing = int(np.searchsorted(lemmas, hashed([""])[0]))
        lemmas = np.delete(lemmas, nothing)
        lemma_of = np.where(mark, -1, lemma_of - (lemma_of > nothing))
    return hashes[order], lemmas, lemma_of[order].astype(np.int32), rank[tokens]


def _reordered(starts: Array, values: Array, order: Array) -> tuple[Array, Array]:
    """Return a ragged array with its rows in another order, block by block to spare memory."""
    made = [gather(starts, values, order[i : i + _BLOCK])[1] for i in range(0, len(order), _BLOCK)]
    counts = np.diff(starts)[order]
    new = np.concatenate(([0], np.cumsum(counts)))
    return new, np.concatenate([values[:0], *made])


def gather(starts: Array, values: Array, rows: Array) -> tuple[Array, Array]:
    """Return starts and values of some rows of a ragged array, one after the other."""
    counts = starts[rows + 1] - starts[rows]
    new = np.concatenate(([0], np.cumsum(counts)))
    places = np.arange(new[-1]) + np.repeat(starts[rows] - new[:-1], counts)
    return new, values[places]


def _inverted(starts: Array, tokens: Array, lemma_of: Array, size: int) -> tuple[Array, Array]:
    """Return where the rows of each lemma begin, and the rows, ascending and each once a lemma.

    The rows are counted first and put in their places then, block by block.
    """
    counts = np.zeros(size, dtype=np.int64)
    for lemmas, _ in _once_a_row(starts, tokens, lemma_of):
        counts += np.bincount(lemmas, minlength=size)
    posted = np.concatenate(([0], np.cumsum(counts)))
    postings = np.empty(posted[-1], dtype=np.int32)
    free = posted[:-1].copy()
    for lemmas, rows in _once_a_row(starts, tokens, lemma_of):
        found, first, here = np.unique(lemmas, return_index=True, return_counts=True)
        places = np.arange(len(lemmas)) + np.repeat(free[found] - first, here)
        postings[places] = rows
        free[found] += here
    return posted, postings


def _once_a_row(starts: Array, tokens: Array, lemma_of: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the lemmas of a block of rows and those rows, each pair once, in that order."""
    for row in range(0, len(starts) - 1, _BLOCK):
        stops = starts[row : row + _BLOCK + 1]
        lemmas = lemma_of[tokens[stops[0] : stops[-1]]].astype(np.int64)
        rows = np.repeat(np.arange(row, row + len(stops) - 1), np.diff(stops))
        word = lemmas >= 0
        pairs = np.unique((lemmas[word] << 32) | rows[word])
        yield pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32)
