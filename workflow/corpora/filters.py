"""Quality filters: each gives a pair a score, and a threshold decides.

The scores know nothing of the thresholds, so that these can be tuned and recorded (the design of
OpusFilter, Aulamo et al. 2020, doi:10.18653/v1/2020.acl-demos.20).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from workflow.lemmas import words
from workflow.model import UNDETERMINED, Severity

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Sequence

SEVERITIES = (None, *Severity)
"""What 0, 1, 2 and 3 are as the gravest finding of a pair."""

_BATCH = 512


class Scored(Protocol):
    """A pair as filters see it; `worst` is its gravest open finding, from 0, none, to 3, error."""

    @property
    def source(self) -> str:
        """The source text."""

    @property
    def target(self) -> str:
        """The target text."""

    @property
    def worst(self) -> int:
        """The severity of the gravest finding."""


Pair = TypeVar("Pair", bound=Scored)


@dataclass(frozen=True, slots=True)
class Filter:
    """A score and the greatest that passes, or the least where `at_least`."""

    name: str
    scores: Callable[[Sequence[Scored]], Sequence[float]]
    threshold: float
    at_least: bool = False

    def keeps(self, score: float) -> bool:
        """Whether a pair of this score stays."""
        return score >= self.threshold if self.at_least else score <= self.threshold


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What each filter lets pass, in the order in which they are applied; None for not at all.

    `findings`: the gravest open finding, 0 none, 1 information, 2 warning, 3 error. `ratio`: the
    longer text by the shorter, in characters. `overlap`: the share of the target's words that the
    source has, from 0 to 1. `foreign`: how surely either side is in another language, from 0 to
    1. `similarity`: the least cosine of the sentence vectors.
    """

    findings: float | None = None
    ratio: float | None = None
    overlap: float | None = None
    foreign: float | None = None
    similarity: float | None = None

    def filters(self, languages: tuple[str, str]) -> list[Filter]:
        """Return the filters that are asked for, the cheap ones first."""
        known: tuple[tuple[str, Callable[[Sequence[Scored]], Sequence[float]], bool], ...] = (
            ("findings", findings, False),
            ("ratio", ratios, False),
            ("overlap", overlaps, False),
            ("foreign", partial(foreign, languages=languages), False),
            ("similarity", similarities, True),
        )
        return [
            Filter(name, scores, threshold, at_least)
            for name, scores, at_least in known
            if (threshold := getattr(self, name)) is not None
        ]


def apply(
    pairs: Iterable[Pair], filters: Sequence[Filter], dropped: Counter[str]
) -> Iterator[Pair]:
    """Yield the pairs that pass every filter; count in `dropped` those that each holds back."""
    rest = iter(pairs)
    while batch := list(islice(rest, _BATCH)):
        for one in filters:
            scores = one.scores(batch)
            kept = [pair for pair, score in zip(batch, scores, strict=True) if one.keeps(score)]
            dropped[one.name] += len(batch) - len(kept)
            batch = kept
            if not batch:
                break
        yield from batch


def findings(pairs: Sequence[Scored]) -> list[float]:
    """Return how grave the gravest finding of each pair is."""
    return [pair.worst for pair in pairs]


def ratios(pairs: Sequence[Scored]) -> list[float]:
    """Return the length of the longer side by that of the shorter, each and one, in characters."""
    return [
        (max(lengths) + 1) / (min(lengths) + 1)
        for lengths in ((len(pair.source), len(pair.target)) for pair in pairs)
    ]


def overlaps(pairs: Sequence[Scored]) -> list[float]:
    """Return the share of the target's different words that the source has, numbers aside.

    Words are compared without case (`text.fold`). A target without words has 0.
    """
    return [_overlap(_words(pair.source), _words(pair.target)) for pair in pairs]


def foreign(pairs: Sequence[Scored], languages: tuple[str, str]) -> list[float]:
    """Return how sure `workflow.detect` is that a side is in another language than it should be."""
    return [
        max(
            _foreign(text, lang)
            for text, lang in zip((pair.source, pair.target), languages, strict=True)
        )
        for pair in pairs
    ]


def similarities(pairs: Sequence[Scored]) -> list[float]:
    """Return the cosine of the sentence vectors of the two sides (`workflow.embed`)."""
    from workflow.embed import embed

    vectors = embed([pair.source for pair in pairs] + [pair.target for pair in pairs])
    cosines = (vectors[: len(pairs)] * vectors[len(pairs) :]).sum(axis=1)
    return [float(cosine) for cosine in cosines]


def _words(text: str) -> set[str]:
    return {word.form for word in words(text) if not word.form.isdecimal()}


def _overlap(source: set[str], target: set[str]) -> float:
    return len(source & target) / len(target) if target else 0.0


def _foreign(text: str, lang: str) -> float:
    from workflow.detect import detect

    found = detect(text)
    return 0.0 if found.lang in {lang, UNDETERMINED} else found.confidence
