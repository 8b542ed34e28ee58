"""Training, development and test parts that have no sentence and no document in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PARTS = ("train", "dev", "test")


def components(links: Sequence[NDArray[np.integer]]) -> NDArray[np.int64]:
    """Return for each pair the number of its component: that of the first pair in it.

    `links` are arrays of one value a pair; pairs with an equal value in any of them belong
    together, and so do those that belong with the same third. 0 links nothing.
    """
    size = len(links[0])
    labels = np.arange(size)
    groups = [_groups(link) for link in links]
    while True:
        before = labels.copy()
        for rows, group in groups:
            least = np.full(size, size)
            np.minimum.at(least, group, labels[rows])
            # The root of each component is hooked onto the least that any of its pairs has seen.
            np.minimum.at(labels, labels[rows], least[group])
            labels = labels[labels]
        if np.array_equal(before, labels):
            return labels


def split(
    component: NDArray[np.int64], digest: NDArray[np.uint64], shares: Sequence[float]
) -> NDArray[np.int8]:
    """Return the part of each pair, so that components stay whole and the sizes fit best.

    Large components are placed first, those of one size in the order of their least digest; each
    goes to the part that is filled least of those that it fits in, or, fitting in none, to the one
    with the most room. `shares` are of any sum.
    """
    _, group, sizes = np.unique(component, return_inverse=True, return_counts=True)
    least = np.full(len(sizes), np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(least, group, digest)
    wanted = np.array(shares) / sum(shares) * len(component)
    filled = np.zeros(len(shares))
    part = np.zeros(len(sizes), dtype=np.int8)
    asked = wanted > 0
    for one in np.lexsort((least, -sizes)):
        room = wanted - filled
        # Half a pair: shares of a few pairs are no whole numbers.
        fits = asked & (room + 0.5 >= sizes[one])
        if fits.any():
            choice = np.where(fits, filled / np.where(asked, wanted, 1), np.inf).argmin()
        else:
            choice = np.where(asked, room, -np.inf).argmax()
        filled[choice] += sizes[one]
        part[one] = choice
    return part[group]


def _groups(link: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows that share their value with another, and the number of each one's group."""
    _, group, counts = np.unique(link, return_inverse=True, return_counts=True)
    rows = np.flatnonzero((counts[group] > 1) & (link != 0))
    return rows, group[rows]
