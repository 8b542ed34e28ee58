"""Alignments for reading side by side: nothing stands alone."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from workflow.align.beads import Bead

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workflow.embed import Spans


def attached(beads: Sequence[Bead], source: Spans, target: Spans) -> list[Bead]:
    """Return beads that leave no sentence out, unless one document has none at all.

    Where both sides of a gap have sentences without a partner, these become a bead. Where one
    has, they join the beads before and after the gap, each the one that it is closer to.
    """
    done: list[Bead] = []
    carried: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    groups = groupby(beads, key=lambda bead: bool(bead.source and bead.target))
    stretches = [(whole, list(group)) for whole, group in groups]
    for place, (whole, group) in enumerate(stretches):
        if whole:
            first = group[0]
            joined = Bead(carried[0] + first.source, carried[1] + first.target, first.score)
            done += [_scored(joined, source, target) if any(carried) else first, *group[1:]]
            carried = ((), ())
            continue
        gap = _one(group)
        after = stretches[place + 1][1][0] if place + 1 < len(stretches) else None
        if gap.source and gap.target:
            done.append(_scored(gap, source, target))
        elif not done and after is None:
            done.append(gap)
        else:
            count = _before(gap, done[-1] if done else None, after, source, target)
            if count:
                grown = _one([done.pop(), Bead(gap.source[:count], gap.target[:count])])
                done.append(_scored(grown, source, target))
            carried = (gap.source[count:], gap.target[count:])
    return done


def _before(
    gap: Bead, before: Bead | None, after: Bead | None, source: Spans, target: Spans
) -> int:
    """Return how many of the sentences of a gap belong to the bead before it."""
    count = len(gap.source or gap.target)
    if before is None or after is None:
        return 0 if before is None else count
    own, other = (source, target) if gap.source else (target, source)
    first = (gap.source or gap.target)[0]
    sentences = own.vectors(first, first + count)[:, 0]
    sides = [bead.target if gap.source else bead.source for bead in (before, after)]
    left, right = (sentences @ _vector(other, side) for side in sides)
    totals = np.cumsum(np.concatenate([[right.sum()], left - right]))
    return int(totals.argmax())


def _one(beads: Iterable[Bead]) -> Bead:
    beads = list(beads)
    return Bead(sum((b.source for b in beads), ()), sum((b.target for b in beads), ()))


def _scored(bead: Bead, source: Spans, target: Spans) -> Bead:
    cosine = float(_vector(source, bead.source) @ _vector(target, bead.target))
    return Bead(bead.source, bead.target, min(cosine, 1.0))


def _vector(spans: Spans, indices: tuple[int, ...]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.asarray(spans.vectors(indices[0], indices[0] + 1, len(indices))[0, -1])
