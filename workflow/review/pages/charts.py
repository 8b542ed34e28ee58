"""The geometry of the overview's charts; templates draw it as SVG, styles colour it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from workflow.model import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ORDER = (Status.APPROVED, Status.CORRECTED, Status.REWORK, Status.REJECTED, Status.MACHINE)
"""The statuses from done to untouched, as bars have them from left to right."""


class Stretch(NamedTuple):
    """A part of a bar: where it begins and how long it is, in percent of the bar."""

    status: str
    start: float
    length: float


def bar(statuses: Mapping[str, int]) -> list[Stretch]:
    """Return the stretches of a bar that shows shares of statuses; none where nothing is."""
    total = sum(statuses.values())
    found, start = [], 0.0
    for status in ORDER:
        length = 100 * statuses.get(status, 0) / total if total else 0.0
        if length:
            found.append(Stretch(status.value, round(start, 3), round(length, 3)))
        start += length
    return found


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a line: its place in the picture, the day, the value and the pairs behind it."""

    x: float
    y: float
    day: str
    value: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line over days in a picture of `width` by `height`; `levels` are `(y, value)` to rule."""

    width: int
    height: int
    points: tuple[Point, ...]
    levels: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """The points as an SVG polyline has them."""
        return " ".join(f"{p.x:g},{p.y:g}" for p in self.points)


def line(
    days: Sequence[tuple[str, float, int]], *, width: int = 720, height: int = 200
) -> Line | None:
    """Return the line of values `(day, value, pairs)`, the days evenly spaced; None without any.

    Values are shares from 0; the picture's top is the next round share above the largest.
    """
    if not days:
        return None
    largest = max(value for _, value, _ in days)
    top = next((step for step in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0) if largest <= step), largest)
    left, right, above, below = 44, 12, 12, 26
    inner, tall = width - left - right, height - above - below

    def y(value: float) -> float:
        return round(above + tall * (1 - value / top), 1)

    step = inner / max(len(days) - 1, 1)
    points = tuple(
        Point(round(left + n * step, 1), y(value), day, value, pairs)
        for n, (day, value, pairs) in enumerate(days)
    )
    return Line(width, height, points, tuple((y(top * n / 2), top * n / 2) for n in range(3)))
