"""Pairing inside one document: which of its English is the translation of which of its Russian.

Sentences are compared by vectors. A pair must be the best for both of its sides and must look
right (`workflow.align.evidence`); it is stretched over neighbours in the same paragraph where one
side says in two sentences what the other says in one. What is then left between two neighbouring
pairs is paired with what is left on the other side. A wrong pair puts wrong English into a
document, a missing one only costs a translation, so doubt means no pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from workflow.align.evidence import BETWEEN, NEAR, Evidence, stretch
from workflow.align.side import LONGEST_RUN, Run, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ACCEPT = 2.5
"""Evidence a pair needs, a logit; docs/pairing.md has precision and recall over its values."""
_UNEVEN = 0.25  # lengths this far apart (natural logarithm) suggest that a sentence is missing
_GAIN = 0.02  # cosine that one more sentence must bring
_CLOSE = 0.05  # cosines this close do not decide
_REACH = 2  # sentences or paragraphs that still count as near


@dataclass(frozen=True, slots=True)
class Match:
    """Source sentences and the target sentences that translate them, by index.

    Both are runs of consecutive indices inside one paragraph. `score` is the cosine of the
    vectors of the two texts, at most 1.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Bead:
    source: Run
    target: Run
    logit: float  # what speaks for it, its place in the document apart

    @property
    def cosine(self) -> float:
        return float(self.source.vector @ self.target.vector)

    @property
    def texts(self) -> tuple[str, str]:
        return self.source.text, self.target.text


def pair_within(
    source: Sequence[tuple[int, str]], target: Sequence[tuple[int, str]]
) -> list[Match]:
    """Return the pairs of one document, in the order of the source.

    `source` and `target` are its sentences in the two languages, in document order, each with the
    number of its paragraph in the document. No source sentence is in two matches; a target
    sentence is in two only where source sentences say the same. Without source or target there is
    nothing to do, and the encoder is not loaded.
    """
    if not source or not target:
        return []
    page = _Page(Side.of(source), Side.of(target))
    sure = page.sure(page.grown(page.seeds()))
    beads = sorted(sure + page.between(sure), key=lambda bead: bead.source.indices)
    return [Match(b.source.indices, b.target.indices, min(b.cosine, 1.0)) for b in beads]


@dataclass(frozen=True, slots=True)
class _Page:
    source: Side
    target: Side

    def seeds(self) -> list[_Bead]:
        """Return the pairs of single sentences that are close to the best for both sides.

        Each source sentence comes with one target: of those close to its best, the one that looks
        most like its translation (a headline for a headline) and stands nearest.
        """
        best_of_target = np.full(len(self.target.texts), -1.0, dtype=np.float32)
        found = []
        for index, vector in enumerate(self.source.vectors):
            cosines = self.target.vectors @ vector
            np.maximum(best_of_target, cosines, out=best_of_target)
            close = np.flatnonzero(cosines >= cosines.max() - _CLOSE)
            likes = [(self._likeness(index, int(j), float(cosines[j])), int(j)) for j in close]
            chosen = max(likes)[1]
            found.append((index, chosen, cosines[chosen]))
        mutual = [(i, j) for i, j, cosine in found if cosine >= best_of_target[j] - _CLOSE]
        return self._beads([((i,), (j,)) for i, j in mutual])

    def grown(self, seeds: list[_Bead]) -> list[_Bead]:
        """Let beads of uneven length take in neighbours while that brings the sides closer.

        A sentence that is in a good bead of its own is not to be had.
        """
        good = [bead for bead in seeds if bead.logit >= ACCEPT]
        source_taken = {bead.source.indices[0] for bead in good}
        target_taken = {bead.target.indices[0] for bead in good}
        done, active = [], seeds
        for _ in range(LONGEST_RUN):
            offers = [
                (number, spans)
                for number, bead in enumerate(active)
                for spans in self._wider(bead, source_taken, target_taken)
            ]
            best = dict(enumerate(active))
            for (number, _), bead in zip(offers, self._beads([s for _, s in offers]), strict=True):
                if bead.cosine > max(best[number].cosine, active[number].cosine + _GAIN):
                    best[number] = bead
            done += [bead for number, bead in enumerate(active) if best[number] is bead]
            active = [bead for number, bead in best.items() if bead is not active[number]]
        return done + active

    def sure(self, beads: list[_Bead]) -> list[_Bead]:
        """Return the beads with enough evidence, the best where two want the same sentence."""
        landmarks = {
            bead.source.indices[0]: bead.target.indices[0] for bead in beads if bead.logit >= ACCEPT
        }
        near = {bead.texts for bead in beads if self._is_near(bead, landmarks)}
        source_taken: set[int] = set()
        target_taken: dict[int, str] = {}
        sure = []
        for bead in sorted(beads, key=lambda bead: -bead.cosine):
            if bead.logit + NEAR * (bead.texts in near) < ACCEPT:
                continue
            users = {target_taken.get(index, bead.source.text) for index in bead.target.indices}
            if users != {bead.source.text} or source_taken.intersection(bead.source.indices):
                continue
            source_taken.update(bead.source.indices)
            target_taken.update(dict.fromkeys(bead.target.indices, bead.source.text))
            sure.append(bead)
        return sure

    def between(self, sure: list[_Bead]) -> list[_Bead]:
        """Return what pairs up of the sentences left between two neighbouring sure beads."""
        taken = {index for bead in sure for index in bead.target.indices}
        spans: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        for before, after in pairwise(sorted(sure, key=lambda bead: bead.source.indices)):
            left = tuple(range(before.source.indices[-1] + 1, after.source.indices[0]))
            right = tuple(range(before.target.indices[-1] + 1, after.target.indices[0]))
            if taken.isdisjoint(right):
                spans += _split(left, right)
        whole = [(s, t) for s, t in spans if self.source.is_run(s) and self.target.is_run(t)]
        return [bead for bead in self._beads(whole) if bead.logit + BETWEEN >= ACCEPT]

    def _beads(self, spans: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> list[_Bead]:
        source = self.source.runs(s for s, _ in spans)
        target = self.target.runs(t for _, t in spans)
        return [_Bead(s, t, self._logit(s, t)) for s, t in zip(source, target, strict=True)]

    def _likeness(self, source: int, target: int, cosine: float) -> tuple[float, int]:
        """Return what speaks for two sentences, their rivals apart, and how near they stand."""
        texts = self.source.texts[source], self.target.texts[target]
        away = abs(int(self.source.paragraphs[source] - self.target.paragraphs[target]))
        evidence = Evidence.measured(*texts, cosine=cosine, rival=-1.0, merged=0)
        return evidence.logit + NEAR * (away <= _REACH), -away

    def _logit(self, source: Run, target: Run) -> float:
        return Evidence.measured(
            source.text,
            target.text,
            cosine=float(source.vector @ target.vector),
            rival=max(self.target.rival(source, target), self.source.rival(target, source)),
            merged=len(source.indices) + len(target.indices) - 2,
        ).logit

    def _wider(
        self, bead: _Bead, source_taken: set[int], target_taken: set[int]
    ) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Yield the bead's spans with a free neighbour added to the side that is too short."""
        s, t = bead.source.indices, bead.target.indices
        longer = stretch(*bead.texts)
        if longer > _UNEVEN:
            for wide in ((s[0] - 1, *s), (*s, s[-1] + 1)):
                if self.source.is_run(wide) and source_taken.isdisjoint({wide[0], wide[-1]} - {*s}):
                    yield wide, t
        elif longer < -_UNEVEN:
            for wide in ((t[0] - 1, *t), (*t, t[-1] + 1)):
                if self.target.is_run(wide) and target_taken.isdisjoint({wide[0], wide[-1]} - {*t}):
                    yield s, wide

    def _is_near(self, bead: _Bead, landmarks: dict[int, int]) -> bool:
        """Whether the sides stand by each other, or by the sides of a bead that needs no help."""
        s, t = bead.source.indices[0], bead.target.indices[0]
        if abs(self.source.paragraphs[s] - self.target.paragraphs[t]) <= _REACH:
            return True
        after = (landmarks.get(s + step, -1) - t for step in range(1, _REACH + 1))
        before = (t - landmarks.get(s - step, t) for step in range(1, _REACH + 1))
        return any(0 < distance <= _REACH for distance in (*after, *before))


def _split(
    left: tuple[int, ...], right: tuple[int, ...]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Pair equal numbers of sentences one to one, unequal ones as a whole."""
    if len(left) == len(right):
        return [((i,), (j,)) for i, j in zip(left, right, strict=True)]
    return [(left, right)] if left and right else []
