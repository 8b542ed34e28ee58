"""A bead: sentences of one side that together say what sentences of the other side say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bead:
    """Indices of source and of target sentences, counted from 0, and how well they go together.

    A bead with an empty side holds sentences without a partner, and its score is 0.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float = 0.0
