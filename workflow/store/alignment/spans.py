"""The beads of an alignment as stretches of its two sides, and what may be done to them.

Beads stand in order and cover every sentence of both sides once. Each function returns what takes
the place of the beads it was given, and keeps that so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice, pairwise
from operator import ge, le
from typing import TYPE_CHECKING

from workflow.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workflow.align.beads import Bead

Border = tuple[int, int]
"""How many source and how many target sentences stand before a place between two beads."""


@dataclass(frozen=True, slots=True)
class Span:
    """The sentences from `start` up to `stop` of both sides, `(source, target)` each.

    `score` is None where a person made the bead, which `edited` says.
    """

    start: Border
    stop: Border
    score: float | None = None
    edited: bool = False

    @property
    def sizes(self) -> tuple[int, int]:
        """How many sentences either side has."""
        return self.stop[0] - self.start[0], self.stop[1] - self.start[1]

    @property
    def type(self) -> str:
        """The bead type: `2-1` for two source sentences and one target sentence."""
        source, target = self.sizes
        return f"{source}-{target}"


def spans(beads: Iterable[Bead], sizes: tuple[int, int]) -> list[Span]:
    """Return beads as spans; `ValueError` unless they cover both sides once and in order.

    A bead without sentences is left out.
    """
    found = []
    at = (0, 0)
    for bead in beads:
        stop = (at[0] + len(bead.source), at[1] + len(bead.target))
        if (*bead.source, *bead.target) != (*range(at[0], stop[0]), *range(at[1], stop[1])):
            raise ValueError(f"{bead} does not follow on sentences {at}")
        if stop != at:
            found.append(Span(at, stop, bead.score))
        at = stop
    if at != sizes:
        raise ValueError(f"the beads cover {at} of {sizes} sentences")
    return found


def merge(pair: Sequence[Span]) -> list[Span]:
    """Make one bead of two neighbours."""
    first, second = pair
    return [Span(first.start, second.stop, edited=True)]


def split(span: Span, sizes: tuple[int, int]) -> list[Span]:
    """Cut a bead after its first `sizes` source and target sentences."""
    border = (span.start[0] + sizes[0], span.start[1] + sizes[1])
    parts = [Span(span.start, border, edited=True), Span(border, span.stop, edited=True)]
    if any(min(part.sizes) < 0 or part.sizes == (0, 0) for part in parts):
        raise UsageError(
            f"a {span.type} bead cannot be split after {sizes[0]} and {sizes[1]} sentences",
            "Leave at least one sentence to each part.",
        )
    return parts


def shift(pair: Sequence[Span], side: str, count: int) -> list[Span]:
    """Move the border between two neighbours on one side, leaving out a bead that gets empty.

    The first bead gives its last `count` sentences, or takes as many where that is negative.
    """
    first, second = pair
    source, target = first.stop
    border = (source - count, target) if side == "source" else (source, target - count)
    parts = [Span(first.start, border, edited=True), Span(border, second.stop, edited=True)]
    if not count or any(min(part.sizes) < 0 for part in parts):
        raise UsageError(
            f"{abs(count)} {side} sentences cannot move between these beads",
            "Move at least one, and no more than the bead has.",
        )
    return [part for part in parts if part.sizes != (0, 0)]


def overlay(beads: Sequence[Span], pins: Iterable[Span]) -> list[Span]:
    """Return the beads with `pins`, which stand in order, in place of what they overlap.

    What is left of a bead that a pin cuts keeps no score: it was not scored as it stands then.
    """
    pinned = list(pins)
    borders = [(0, 0), *(border for pin in pinned for border in (pin.start, pin.stop))]
    borders.append(beads[-1].stop if beads else (0, 0))
    found: list[Span] = []
    at = 0
    for n, (start, stop) in enumerate(pairwise(borders)):
        if n % 2:
            found.append(pinned[n // 2])
            continue
        while at < len(beads) and all(map(le, beads[at].stop, start)):
            at += 1
        found.extend(_within(islice(beads, at, None), start, stop))
    return found


def _within(beads: Iterable[Span], start: Border, stop: Border) -> Iterator[Span]:
    """Yield what of the beads lies between two borders."""
    for span in beads:
        if all(map(ge, span.start, stop)):
            return
        first = _clip(span.start, start, stop)
        last = _clip(span.stop, start, stop)
        if first != last:
            uncut = (first, last) == (span.start, span.stop)
            yield span if uncut else replace(span, start=first, stop=last, score=None)


def _clip(border: Border, start: Border, stop: Border) -> Border:
    return (
        min(max(border[0], start[0]), stop[0]),
        min(max(border[1], start[1]), stop[1]),
    )
