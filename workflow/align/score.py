"""How good an alignment is, measured against a gold one as vecalign does.

Thompson and Koehn 2019 (doi:10.18653/v1/D19-1136): a bead is *strictly* right if the gold has the
very same, *laxly* if some gold bead shares a sentence with it on both sides. Precision is over all
beads found, those with an empty side included (they are right only if the gold has them); recall
is over the gold beads with two sides.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workflow.align.beads import Bead

    Sides = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Rate:
    """Right ones among those found, and among those of the gold."""

    right_found: int
    found: int
    right_gold: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.right_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 0 where there is none."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """Beads strictly and laxly right, and the single sentences left without a partner."""

    strict: Rate
    lax: Rate
    unaligned: Rate


def score(pairs: Iterable[tuple[Sequence[Bead], Sequence[Bead]]]) -> Score:
    """Score alignments of several documents as one: pairs of gold and found beads."""
    strict, lax, alone = ([0, 0, 0, 0] for _ in range(3))
    for gold, found in pairs:
        wanted, got = _sides(gold), _sides(found)
        whole = {bead for bead in wanted if all(bead)}, {bead for bead in got if all(bead)}
        for total, right in ((strict, _same), (lax, _touching)):
            for index, number in enumerate(
                (right(got, wanted), len(got), right(*whole), len(whole[0]))
            ):
                total[index] += number
        left, right_alone = _alone(wanted), _alone(got)
        both = len(left & right_alone)
        for index, number in enumerate((both, len(right_alone), both, len(left))):
            alone[index] += number
    return Score(Rate(*strict), Rate(*lax), Rate(*alone))


def _sides(beads: Iterable[Bead]) -> set[Sides]:
    return {(bead.source, bead.target) for bead in beads if bead.source or bead.target}


def _same(beads: set[Sides], others: set[Sides]) -> int:
    return len(beads & others)


def _touching(beads: set[Sides], others: set[Sides]) -> int:
    """Count the beads that are among the others, or share a sentence of both sides with one."""
    linked: dict[int, set[int]] = defaultdict(set)
    for source, target in others:
        for index in source:
            linked[index].update(target)
    return sum(
        bead in others or any(not linked[i].isdisjoint(bead[1]) for i in bead[0] if i in linked)
        for bead in beads
    )


def _alone(beads: set[Sides]) -> set[tuple[str, int]]:
    """Return the sentences that are in a bead with an empty side."""
    found = {("source", i) for source, target in beads if not target for i in source}
    return found | {("target", j) for source, target in beads if not source for j in target}
