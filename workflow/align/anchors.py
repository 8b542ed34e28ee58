"""Anchors: pairs of sentences that are plainly each other's, found without comparing all with all.

Two sentences are a candidate if each is the other's best by cosine less how near its other
neighbours are (the margin of Artetxe and Schwenk 2019, doi:10.18653/v1/P19-1309). The heaviest
chain of candidates in the order of both documents are the anchors. In long documents a few
hundred probes find the rough course first; then only what lies near it is compared, so that time
and memory grow with the length of the documents and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

NEIGHBOURS = 4
"""Nearest neighbours that are kept, and that the margin is taken over."""

WHOLE = 2_000 * 2_000
"""Comparisons up to which all sentences are compared with all."""

PROBES = 600
"""Sentences that look for the rough course of a long document."""

MARGIN = 0.08
"""The margin that a candidate needs."""

_ROWS = 512  # compared at a time
_WINDOW = 50_000_000  # comparisons in one window; beyond it there is no course to be near to


@dataclass(frozen=True, slots=True)
class Anchor:
    """A source and a target sentence, by index, with their cosine and its margin."""

    source: int
    target: int
    cosine: float
    margin: float


def find(source: NDArray[np.float32], target: NDArray[np.float32]) -> list[Anchor]:
    """Return the anchors of two documents, in order, from a unit vector for each sentence."""
    if not len(source) or not len(target):
        return []
    windows = [(0, len(source), 0, len(target))]
    if len(source) * len(target) > WHOLE:
        windows = list(_windows(_course(source, target), len(source), len(target)))
    near = _Nearest(len(source)), _Nearest(len(target))
    for top, bottom, left, right in windows:
        for start in range(top, bottom, _ROWS):
            rows = np.arange(start, min(bottom, start + _ROWS))
            cosines = source[rows] @ target[left:right].T
            near[0].add(rows, np.arange(left, right), cosines)
            near[1].add(np.arange(left, right), rows, cosines.T)
    return chain(_mutual(*near))


class _Nearest:
    """The nearest sentences of the other side, for each sentence of one."""

    def __init__(self, size: int) -> None:
        self.cosines = np.zeros((size, NEIGHBOURS), dtype=np.float32)
        self.indices = np.full((size, NEIGHBOURS), -1, dtype=np.int64)

    def add(
        self, rows: NDArray[np.int64], columns: NDArray[np.int64], cosines: NDArray[np.float32]
    ) -> None:
        """Take more sentences of the other side into account."""
        if len(columns) > NEIGHBOURS:
            best = np.argpartition(-cosines, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
            cosines, found = np.take_along_axis(cosines, best, axis=1), columns[best]
        else:
            found = np.broadcast_to(columns, cosines.shape)
        known = (found[:, :, None] == self.indices[rows][:, None, :]).any(axis=2)
        both = np.hstack([self.cosines[rows], np.where(known, -1, cosines)])
        indices = np.hstack([self.indices[rows], found])
        best = np.argsort(-both, axis=1, kind="stable")[:, :NEIGHBOURS]
        self.cosines[rows] = np.take_along_axis(both, best, axis=1)
        self.indices[rows] = np.take_along_axis(indices, best, axis=1)

    @property
    def level(self) -> NDArray[np.float32]:
        """How near the neighbours of each sentence are in the mean."""
        return np.asarray(self.cosines.mean(axis=1))

    def choice(self, level: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return the best partner of each sentence, where partners have a level of their own."""
        margins = np.where(self.indices < 0, -9, self.cosines - level[self.indices] / 2)
        return np.asarray(self.indices[np.arange(len(margins)), margins.argmax(axis=1)])


def _mutual(source: _Nearest, target: _Nearest) -> list[Anchor]:
    """Return the candidates: the pairs whose sides prefer each other by enough."""
    levels = source.level, target.level
    there, back = source.choice(levels[1]), target.choice(levels[0])
    found = []
    for i in np.flatnonzero((there >= 0) & (back[there] == np.arange(len(there)))):
        j = there[i]
        cosine = float(source.cosines[i][source.indices[i] == j][0])
        margin = cosine - float(levels[0][i] + levels[1][j]) / 2
        if margin >= MARGIN:
            found.append(Anchor(int(i), int(j), cosine, margin))
    return found


def chain(candidates: Iterable[Anchor]) -> list[Anchor]:
    """Return the heaviest chain, by margin, that increases on both sides; in O(n log n)."""
    ends: list[int] = []  # targets in order; with each, the heaviest chain that ends by it
    tops: list[tuple[float, Anchor, object]] = []
    for anchor in sorted(candidates, key=lambda a: (a.source, -a.target)):
        place = bisect_left(ends, anchor.target)
        before = tops[place - 1] if place else None
        weight = anchor.margin + (before[0] if before else 0)
        stop = place
        while stop < len(ends) and tops[stop][0] <= weight:
            stop += 1
        if stop > place or place == len(ends) or ends[place] != anchor.target:
            ends[place:stop] = [anchor.target]
            tops[place:stop] = [(weight, anchor, before)]
    links, node = [], tops[-1] if tops else None
    while node:
        links.append(node[1])
        node = node[2]  # type: ignore[assignment]
    return links[::-1]


def _course(source: NDArray[np.float32], target: NDArray[np.float32]) -> list[Anchor]:
    """Return the rough course of two long documents: where some sentences have their like."""
    probes = np.unique(np.linspace(0, len(source) - 1, PROBES).astype(np.int64))
    near = _Nearest(len(probes))
    for start in range(0, len(target), 8 * _ROWS):
        columns = np.arange(start, min(len(target), start + 8 * _ROWS))
        near.add(np.arange(len(probes)), columns, source[probes] @ target[columns].T)
    margins = near.cosines[:, 0] - near.cosines[:, 1:].mean(axis=1)
    return chain(
        Anchor(int(i), int(near.indices[k, 0]), float(near.cosines[k, 0]), float(margins[k]))
        for k, i in enumerate(probes)
        if margins[k] >= MARGIN
    )


def _windows(course: list[Anchor], rows: int, columns: int) -> Iterable[tuple[int, int, int, int]]:
    """Yield what is to be compared: rows between two anchors, columns one anchor further out."""
    stops = [(0, 0), *((a.source, a.target) for a in course), (rows, columns)]
    for k in range(1, len(stops)):
        left = stops[max(0, k - 2)][1]
        right = stops[min(len(stops) - 1, k + 1)][1]
        if (stops[k][0] - stops[k - 1][0]) * (right - left) <= _WINDOW:
            yield stops[k - 1][0], stops[k][0], left, right
