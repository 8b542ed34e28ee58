"""How much each possible bead is worth: the measures of a block of beads, and their weights."""

from __future__ import annotations

import re
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workflow.align.evidence import is_closed
from workflow.align.landmarks import Landmarks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workflow.embed import Spans

LONGEST = 5
"""Sentences of one side that a bead may have; with those of the other at most one more."""


_SMALL = re.compile(r"\W*[a-zа-яё]")
_SPEECH = re.compile(r"\s*[\"'«„“”‘—–-]")
_QUESTION = re.compile(r"\?\W*$")
_BLANK = 2  # tokens: the start and the end of a sentence
_CHUNK = 256  # sentences whose spans are made at a time (2.6 MB)
_CHUNKS = 32


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much; docs/alignment.md says what each does and how it was set."""

    neighbours: float = 0.19
    size: float = 0.73
    merge: float = 0.2
    length: float = 0.23
    landmarks: float = 0.14
    breaks: float = 0.1
    form: float = 0.16
    level: float = 0.9
    free: float = 0.5
    open: float = 0.09
    extend: float = 0.02


WEIGHTS = Weights()


class _Chunks:
    """The vectors of a document's spans, the next chunk made by a thread while one is in use."""

    def __init__(self, spans: Spans) -> None:
        self._spans = spans
        self._pool = ThreadPoolExecutor(1)
        self._kept: OrderedDict[int, Future[NDArray[np.float32]]] = OrderedDict()

    def get(self, number: int) -> NDArray[np.float32]:
        """Return what `Spans.vectors` does for the sentences from `number * _CHUNK` on."""
        for wanted in (number, number + 1):
            if wanted not in self._kept and wanted * _CHUNK < len(self._spans):
                self._kept[wanted] = self._pool.submit(self._made, wanted * _CHUNK)
        self._kept.move_to_end(number)
        while len(self._kept) > _CHUNKS:
            self._kept.popitem(last=False)
        return self._kept[number].result()

    def _made(self, start: int) -> NDArray[np.float32]:
        return self._spans.vectors(start, min(start + _CHUNK, len(self._spans)), LONGEST)


@dataclass(frozen=True, slots=True)
class Text:
    """One side of an alignment, with all that beads are measured by.

    `singles[i]` is the vector of sentence i and `ends[i]` the number of characters before it.
    `starts[i]` says whether a paragraph begins with it, one more for the end of the document;
    `begins` and `closes` say how it begins and ends, two features each.
    """

    spans: Spans
    singles: NDArray[np.float32]
    ends: NDArray[np.float64]
    starts: NDArray[np.bool_]
    landmarks: Landmarks
    begins: NDArray[np.bool_]
    closes: NDArray[np.bool_]
    chunks: _Chunks

    @classmethod
    def of(cls, sentences: Sequence[str], spans: Spans, paragraphs: Sequence[int]) -> Text:
        """Measure the sentences; without `paragraphs` no paragraph is known to begin."""
        ends = np.concatenate([[0], np.cumsum([len(s) + 1 for s in sentences])]).astype(float)
        starts = np.zeros(len(sentences) + 1, dtype=bool)
        if paragraphs:
            starts[1:-1] = np.diff(paragraphs) != 0
        begins = np.array([_begun(s) for s in sentences] or np.zeros((0, 2)), dtype=bool)
        closes = np.array([_closed(s) for s in sentences] or np.zeros((0, 2)), dtype=bool)
        landmarks = Landmarks.of(sentences)
        return cls(spans, spans.singles, ends, starts, landmarks, begins, closes, _Chunks(spans))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def vectors(self, start: int, stop: int) -> NDArray[np.float32]:
        """Return what `Spans.vectors` does, for spans up to the longest; some are kept at hand."""
        first = start // _CHUNK
        chunks = [
            self.chunks.get(number)[max(0, start - number * _CHUNK) : stop - number * _CHUNK]
            for number in range(first, -(-stop // _CHUNK))
        ]
        return chunks[0] if len(chunks) == 1 else np.concatenate(chunks)


@dataclass(frozen=True, slots=True)
class Piece:
    """The spans of one side that end in a stretch of the document.

    Axis 0 counts the ends, from `start` to `stop` inclusive, axis 1 the lengths from 1.
    `inside` says whether there is such a span, without a blank sentence.
    """

    text: Text
    ends: NDArray[np.int64]
    begins: NDArray[np.int64]
    inside: NDArray[np.bool_]
    vectors: NDArray[np.float32]
    around: NDArray[np.float32]

    @classmethod
    def of(cls, text: Text, start: int, stop: int) -> Piece:
        """Take the spans that end from `start` to `stop` inclusive (an end of 3: before 3)."""
        ends = np.arange(start, stop + 1)
        begins = ends[:, None] - np.arange(1, LONGEST + 1)
        first = max(0, start - LONGEST - 1)
        last = min(len(text), stop + 1)
        joined = text.vectors(first, last)
        blank = np.concatenate([[0], np.cumsum(text.spans.tokens <= _BLANK)])
        inside = (begins >= 0) & (blank[ends[:, None]] == blank[np.maximum(begins, 0)])
        vectors = joined[np.maximum(begins - first, 0), np.arange(LONGEST)[None, :]]
        vectors[~inside] = 0
        around = np.zeros((stop - start + LONGEST + 2, vectors.shape[-1]), dtype=np.float32)
        around[first - start + LONGEST + 1 : last - start + LONGEST + 1] = joined[:, 0]
        return cls(text, ends, begins, inside, vectors, around)

    def totals(self, before: NDArray[Any]) -> NDArray[Any]:
        """Return the sum over each span of what `before` gives running totals of."""
        totals: NDArray[Any] = before[self.ends[:, None]] - before[np.maximum(self.begins, 0)]
        return totals


@dataclass(frozen=True, slots=True)
class Scale:
    """What was estimated from the anchors of a document.

    `level` is the cosine of a pair worth nothing; `ratio` the characters of target text for one
    of source text.
    """

    level: float
    ratio: float


def cosines(source: Piece, target: Piece) -> NDArray[np.float32]:
    """Return the cosine of every span of one side with every one of the other.

    The axes are source end, target end, source length, target length.
    """
    (r, a, d), (c, b, _) = source.vectors.shape, target.vectors.shape
    flat = source.vectors.reshape(r * a, d) @ target.vectors.reshape(c * b, d).T
    return np.asarray(flat.reshape(r, a, c, b).transpose(0, 2, 1, 3))


def worth(
    source: Piece, target: Piece, scale: Scale, weights: Weights = WEIGHTS
) -> NDArray[np.float32]:
    """Return what each possible bead is worth; minus infinity for those there cannot be."""
    a = np.arange(1, LONGEST + 1)[:, None]
    b = np.arange(1, LONGEST + 1)[None, :]
    value = cosines(source, target)
    beside = _beside(source, target) + _beside(target, source).transpose(1, 0, 3, 2)
    size: NDArray[Any] = (1 + weights.size * (a + b - 2) / 2).astype(np.float32)
    value = (value - weights.neighbours / 4 * beside - scale.level) * size
    value -= weights.merge * (a + b - 2).astype(np.float32)
    value -= weights.length * _uneven(source, target, scale.ratio) * size
    if weights.landmarks:
        value += weights.landmarks * _agreement(source, target)
    value -= weights.form * _unlike(source, target)
    value -= weights.breaks * _broken(source, target)
    possible = (a + b <= LONGEST + 1) & (
        source.inside[:, None, :, None] & target.inside[None, :, None, :]
    )
    return np.where(possible, value, -np.inf).astype(np.float32)


def _beside(one: Piece, other: Piece) -> NDArray[np.float32]:
    """Return how near the spans of one side are to the sentences around those of the other."""
    rows, lengths, _ = one.vectors.shape
    near = (one.vectors.reshape(rows * lengths, -1) @ other.around.T).reshape(rows, lengths, -1)
    np.maximum(near, 0, out=near)
    count = len(other.ends)
    after = near[:, :, LONGEST + 1 : LONGEST + 1 + count]
    before = np.stack(
        [near[:, :, LONGEST - b : LONGEST - b + count] for b in range(1, LONGEST + 1)], axis=-1
    )
    return np.asarray((after[..., None] + before).transpose(0, 2, 1, 3))


def _uneven(source: Piece, target: Piece, ratio: float) -> NDArray[np.float32]:
    """Return from 0 to 1 how far the lengths of the sides are from what is expected."""
    left = np.log(source.totals(source.text.ends) * ratio + 10)[:, None, :, None]
    right = np.log(target.totals(target.text.ends) + 10)[None, :, None, :]
    uneven: NDArray[np.float32] = np.minimum(np.abs(left - right), 1.0).astype(np.float32)
    return uneven


def _agreement(source: Piece, target: Piece) -> NDArray[np.float32]:
    """Return the shared marks in proportion to the words; different numbers count against."""
    left, right = source.text.landmarks, target.text.landmarks
    words = source.totals(left.words)[:, None, :, None] + target.totals(right.words)[None, :, None]
    numbers, others = _shared(source, target, left.numbers, right.numbers)
    names, _ = _shared(source, target, left.names, right.names)
    return np.asarray((2 * (numbers + names) - others) / (words + 2))


def _shared(
    source: Piece, target: Piece, left: NDArray[np.int32], right: NDArray[np.int32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how many marks both sides have, and how many only one has."""
    one = np.minimum(source.totals(left), 3).astype(np.float32)
    two = np.minimum(target.totals(right), 3).astype(np.float32)
    (r, a, d), (c, b, _) = one.shape, two.shape
    both = (one.reshape(r * a, d) @ two.reshape(c * b, d).T).reshape(r, a, c, b)
    counts = one.sum(axis=-1)[:, :, None, None] + two.sum(axis=-1)[None, None]
    both = np.minimum(both, counts / 2)
    return both.transpose(0, 2, 1, 3), (counts - 2 * both).transpose(0, 2, 1, 3)


def _unlike(source: Piece, target: Piece) -> NDArray[np.float32]:
    """Return in how many ways the sides begin or end differently."""
    unlike: NDArray[np.float32] = np.zeros(1, dtype=np.float32)
    if not len(source.text) or not len(target.text):
        return unlike
    for way in range(source.text.begins.shape[1]):
        one = source.text.begins[np.maximum(source.begins, 0), way]
        two = target.text.begins[np.maximum(target.begins, 0), way]
        unlike = unlike + (one[:, None, :, None] != two[None, :, None, :])
    for way in range(source.text.closes.shape[1]):
        one = source.text.closes[np.maximum(source.ends - 1, 0), way]
        two = target.text.closes[np.maximum(target.ends - 1, 0), way]
        unlike = unlike + (one[:, None, None, None] != two[None, :, None, None])
    return unlike


def _begun(sentence: str) -> tuple[bool, bool]:
    """Say whether the sentence begins with a small letter, and with speech."""
    return bool(_SMALL.match(sentence)), bool(_SPEECH.match(sentence))


def _closed(sentence: str) -> tuple[bool, bool]:
    """Say whether the sentence ends like one, and as a question."""
    return is_closed(sentence), bool(_QUESTION.search(sentence))


def _broken(source: Piece, target: Piece) -> NDArray[np.float32]:
    """Return how many paragraphs end inside a bead, or at one end of it on one side only."""
    starts = source.text.starts.astype(np.float64), target.text.starts.astype(np.float64)
    if not starts[0].any() or not starts[1].any():
        return np.zeros(1, dtype=np.float32)
    inside = []
    for piece, at in zip((source, target), starts, strict=True):
        before = np.concatenate([[0], np.cumsum(at)])
        stop = before[piece.ends][:, None]
        inside.append(np.maximum(stop - before[np.maximum(piece.begins, 0) + 1], 0))
    broken = np.abs(inside[0][:, None, :, None] - inside[1][None, :, None, :])
    broken += np.abs(
        starts[0][source.ends][:, None, None, None] - starts[1][target.ends][None, :, None, None]
    )
    return np.asarray(broken, dtype=np.float32)
