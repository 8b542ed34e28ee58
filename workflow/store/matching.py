"""Which items of a list are the ones that stood in its earlier version."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class _Gap(NamedTuple):
    """Stretches of both lists that correspond: `old[i0:i1]` and `new[j0:j1]`."""

    i0: int
    i1: int
    j0: int
    j1: int


def match(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """Return for each of `new` the index of the equal one of `old` that it continues, or None.

    No index comes twice, and as many items are matched as can be. Equal beginnings and ends go
    first, then the longest increasing chain of items that occur once in both (Bram Cohen's
    patience diff), then what lies between two of those; the rest has moved. Takes time n log n
    whatever the lists hold, where `difflib` takes n² and more on repeated lines.
    """
    found: list[int | None] = [None] * len(new)
    middle = _ends(old, new, _Gap(0, len(old), 0, len(new)), found)
    chain = _chain(old, new, middle)
    for i, j in chain:
        found[j] = i
    borders = [(middle.i0 - 1, middle.j0 - 1), *chain, (middle.i1, middle.j1)]
    for (i0, j0), (i1, j1) in pairwise(borders):
        gap = _ends(old, new, _Gap(i0 + 1, i1, j0 + 1, j1), found)
        _in_order(old, new, range(gap.i0, gap.i1), range(gap.j0, gap.j1), found)
    taken = set(found)
    moved = [i for i in range(middle.i0, middle.i1) if i not in taken]
    _in_order(old, new, moved, range(middle.j0, middle.j1), found)
    return found


def _ends(old: Sequence[str], new: Sequence[str], gap: _Gap, found: list[int | None]) -> _Gap:
    """Match the equal items at both ends of a gap, and return what lies between them."""
    i0, i1, j0, j1 = gap
    while i0 < i1 and j0 < j1 and old[i0] == new[j0]:
        found[j0] = i0
        i0, j0 = i0 + 1, j0 + 1
    while i0 < i1 and j0 < j1 and old[i1 - 1] == new[j1 - 1]:
        i1, j1 = i1 - 1, j1 - 1
        found[j1] = i1
    return _Gap(i0, i1, j0, j1)


def _chain(old: Sequence[str], new: Sequence[str], gap: _Gap) -> list[tuple[int, int]]:
    """Return the longest chain of `(i, j)`, both increasing, of items that occur once in each."""
    counts = Counter(old[gap.i0 : gap.i1])
    counts_new = Counter(new[gap.j0 : gap.j1])
    index = {old[i]: i for i in range(gap.i0, gap.i1)}
    points = [
        (index[item], j)
        for j in range(gap.j0, gap.j1)
        if counts[item := new[j]] == 1 and counts_new[item] == 1
    ]
    # Patience sorting: tails[n] is the smallest i that ends a chain of n + 1 points.
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for n, (i, _) in enumerate(points):
        length = bisect_left(tails, i)
        before.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [i]
        ends[length : length + 1] = [n]
    chain = []
    at = ends[-1] if ends else None
    while at is not None:
        chain.append(points[at])
        at = before[at]
    return chain[::-1]


def _in_order(
    old: Sequence[str],
    new: Sequence[str],
    free_old: Iterable[int],
    free_new: Iterable[int],
    found: list[int | None],
) -> None:
    """Give each of `new` that has none the first equal one of `old` that is left."""
    left: defaultdict[str, deque[int]] = defaultdict(deque)
    for i in free_old:
        left[old[i]].append(i)
    for j in free_new:
        if found[j] is None and left[new[j]]:
            found[j] = left[new[j]].popleft()
