"""Aligning two documents that say the same: a dynamic program over beads of sentences.

Anchors (`workflow.align.anchors`) lay a band through the grid of both documents: narrow where they
are dense, the whole rectangle where they are far apart. In the band every bead of up to five
sentences has a worth (`workflow.align.weigh`), leaving sentences out has a price, dear to begin
and cheap to go on with (Gotoh 1982, doi:10.1016/0022-2836(82)90398-9), and the best path wins.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from workflow.align import anchors
from workflow.align.beads import Bead
from workflow.align.reading import attached
from workflow.align.weigh import LONGEST, WEIGHTS, Piece, Scale, Text, Weights, worth
from workflow.embed import embed_spans, one_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from workflow.align.anchors import Anchor

Mode = Literal["corpus", "reading"]

_ROWS = 16  # of the grid, worked on together
_BAND = 6  # sentences on each side of an anchor
_LEVEL = 0.3  # of a document without any anchor to estimate it from
_LEAST = 0.1  # of any; chance anchors of unrelated documents are less alike
_RECTANGLE = 2_000_000  # nodes; a larger one between two anchors is no place to look for beads


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    mode: Mode = "corpus",
    paragraphs: tuple[Sequence[int], Sequence[int]] = ((), ()),
) -> list[Bead]:
    """Return beads that cover every sentence of both sides once and in order.

    `paragraphs` gives the number of the paragraph that each sentence is in, for both sides, where
    it is known. In mode `corpus` a sentence without a plausible partner is a bead with an empty
    side; in mode `reading` it is added to a neighbouring bead, so that nothing is left out. The
    score of a bead is the cosine of its sides. Aligning `target` with `source` gives the mirror
    image.
    """
    if (len(target), *target) < (len(source), *source):
        turned = align(target, source, mode=mode, paragraphs=paragraphs[::-1])
        return _ordered(Bead(bead.target, bead.source, bead.score) for bead in turned)
    spans = embed_spans(source), embed_spans(target)
    with one_thread():
        sides = (
            Text.of(source, spans[0], paragraphs[0]),
            Text.of(target, spans[1], paragraphs[1]),
        )
        beads = aligned(*sides)
        return attached(beads, sides[0].spans, sides[1].spans) if mode == "reading" else beads


def aligned(source: Text, target: Text, weights: Weights = WEIGHTS) -> list[Bead]:
    """Return the beads of mode `corpus` for two sides that are measured already."""
    n, m = len(source), len(target)
    if not n or not m:
        return [*(Bead((i,), ()) for i in range(n)), *(Bead((), (j,)) for j in range(m))]
    found = anchors.find(source.singles, target.singles)
    grid = _Grid(source, target, scale_of(found, source, target, weights), weights)
    for block in _band(found, n, m):
        grid.add(*block)
    return _ordered(grid.path())


def relatedness(beads: Sequence[Bead]) -> float:
    """Return from 0 to 1 how much of the shorter side has a partner, and how close it is.

    Translations reach .4 to .8, unrelated documents stay under .1 (docs/alignment.md).
    """
    sides = [[(bead.source, bead.score) for bead in beads if bead.target],
             [(bead.target, bead.score) for bead in beads if bead.source]]  # fmt: skip
    sizes = [sum(len(b.source) for b in beads), sum(len(b.target) for b in beads)]
    shorter = int(sizes[1] < sizes[0])
    total = sum(len(indices) * max(score, 0.0) for indices, score in sides[shorter])
    return total / sizes[shorter] if sizes[shorter] else 0.0


def _ordered(beads: Iterable[Bead]) -> list[Bead]:
    """Put the source sentences of each gap before the target sentences."""
    ordered: list[Bead] = []
    for _, group in groupby(beads, key=lambda bead: bool(bead.source and bead.target)):
        ordered += sorted(group, key=lambda bead: (not bead.source, bead.source, bead.target))
    return ordered


def scale_of(found: Sequence[Anchor], source: Text, target: Text, weights: Weights) -> Scale:
    """Estimate what depends on the documents from their anchors."""
    if not found:
        return Scale(_LEVEL, 1.0)
    median = float(np.median([a.cosine for a in found]))
    level = max(_LEAST, weights.level * (median - weights.free))
    i = np.array([a.source for a in found])
    j = np.array([a.target for a in found])
    ratios = np.log(target.ends[j + 1] - target.ends[j]) - np.log(
        source.ends[i + 1] - source.ends[i]
    )
    return Scale(level, float(np.exp(np.median(ratios))))


def _band(found: Sequence[Anchor], n: int, m: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield blocks of the grid, first and last row, first and last column, all inclusive."""
    low, high = np.full(n + 1, m), np.zeros(n + 1, dtype=np.int64)
    stops = [(0, 0), *((a.source, a.target) for a in found), (n, m)]
    for (top, left), (bottom, right) in pairwise(stops):
        between = slice(top, bottom + 1)
        if (bottom - top) * (right - left) > _RECTANGLE:  # down the left side, then along the foot
            high[top:bottom] = np.maximum(high[top:bottom], left)
            high[bottom] = right
        else:
            high[between] = np.maximum(high[between], right)
        low[between] = np.minimum(low[between], left)
    low, high = np.maximum(low - _BAND, 0), np.minimum(high + _BAND, m)
    low = np.array([low[i : i + _BAND + 1].min() for i in range(n + 1)])
    high = np.array([high[max(0, i - _BAND) : i + 1].max() for i in range(n + 1)])
    for top in range(0, n + 1, _ROWS):
        bottom = min(top + _ROWS, n + 1) - 1
        yield top, bottom, int(low[top : bottom + 1].min()), int(high[top : bottom + 1].max())


class _Grid:
    """The nodes of the band: the best worth of all that stands before i and j.

    A node's worth is that of the best path that ends there with a bead, or in a gap.
    """

    def __init__(self, source: Text, target: Text, scale: Scale, weights: Weights) -> None:
        self.source, self.target = source, target
        self.scale, self.weights = scale, weights
        self.left: list[int] = []
        self.beads: list[NDArray[np.float64]] = []
        self.gaps: list[NDArray[np.float64]] = []
        self.kinds: list[NDArray[np.int8]] = []

    def add(self, top: int, bottom: int, left: int, right: int) -> None:
        """Work out a block of rows."""
        values = worth(
            Piece.of(self.source, top, bottom),
            Piece.of(self.target, left, right),
            self.scale,
            self.weights,
        )
        width = right - left + 1
        best = np.full((bottom - top + 1 + LONGEST, width + LONGEST), -np.inf)
        for back in range(1, min(LONGEST, top) + 1):
            self._copy(top - back, left - LONGEST, best[LONGEST - back])
        gap = np.full(width, -np.inf)
        if top:
            lo, row = self.left[top - 1], self.gaps[top - 1]
            a, b = max(lo, left), min(lo + len(row), right + 1)
            if b > a:
                gap[a - left : b - left] = row[a - lo : b - lo]
        step = self.weights.extend * np.arange(width)
        windows = np.lib.stride_tricks.sliding_window_view(best, (LONGEST, LONGEST))
        for r in range(bottom - top + 1):
            # [column, source length, target length]: what stands before each possible bead
            before = windows[r, :width, ::-1, ::-1]
            total = (before + values[r]).reshape(width, -1)
            kind = total.argmax(axis=1)
            bead = total[np.arange(width), kind]
            if top + r == 0 and left == 0:
                bead[0] = 0.0
            gap = np.maximum(bead - self.weights.open, gap - self.weights.extend)
            gap = np.maximum.accumulate(gap + step) - step
            best[LONGEST + r, LONGEST:] = np.maximum(bead, gap)
            self.left.append(left)
            self.beads.append(bead)
            self.gaps.append(gap)
            self.kinds.append(kind.astype(np.int8))

    def _copy(self, row: int, start: int, into: NDArray[np.float64]) -> None:
        lo = self.left[row]
        a, b = max(lo, start), min(lo + len(self.beads[row]), start + len(into))
        if b > a:
            best = np.maximum(self.beads[row], self.gaps[row])
            into[a - start : b - start] = best[a - lo : b - lo]

    def _at(self, rows: list[NDArray[np.float64]], i: int, j: int) -> float:
        if i < 0 or not 0 <= j - self.left[i] < len(rows[i]):
            return -np.inf
        return float(rows[i][j - self.left[i]])

    def path(self) -> list[Bead]:
        """Return the beads of the best path from the end back to the beginning, in order."""
        i, j = len(self.source), len(self.target)
        beads: list[Bead] = []
        in_gap = self._at(self.gaps, i, j) > self._at(self.beads, i, j)
        while i or j:
            if not in_gap:
                a, b = divmod(int(self.kinds[i][j - self.left[i]]), LONGEST)
                a, b = a + 1, b + 1
                beads.append(self._bead(i, j, a, b))
                i, j = i - a, j - b
                in_gap = self._at(self.gaps, i, j) > self._at(self.beads, i, j)
                continue
            ways = (
                self._at(self.beads, i, j) - self.weights.open,
                self._at(self.gaps, i - 1, j) - self.weights.extend,
                self._at(self.gaps, i, j - 1) - self.weights.extend,
            )
            way = int(np.argmax(ways))
            if way == 0:
                in_gap = False
            elif way == 1:
                i -= 1
                beads.append(Bead((i,), ()))
            else:
                j -= 1
                beads.append(Bead((), (j,)))
        return beads[::-1]

    def _bead(self, i: int, j: int, a: int, b: int) -> Bead:
        one, two = self._vector(self.source, i, a), self._vector(self.target, j, b)
        return Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), min(float(one @ two), 1.0))

    @staticmethod
    def _vector(text: Text, stop: int, length: int) -> NDArray[np.float32]:
        start = stop - length
        if length == 1:
            return np.asarray(text.singles[start])
        return np.asarray(text.vectors(start, start + 1)[0, length - 1])
