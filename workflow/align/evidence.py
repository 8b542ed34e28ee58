"""How strongly two pieces of text look like translations of each other: measures, then a verdict.

The measures are kept apart from the weights, so that either can be changed without the other.
The weights are those of a logistic regression, rounded; docs/pairing.md says on what it was
fitted and how well it does.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[.!?…:;][\"'»”’)\]]*\s*$")
_GROUPED = re.compile(r"(?<=\d)[\s.,](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+")
_SPELLED = 12
"""Numbers up to this are often written as words, and months as names."""

_RIVAL = 0.25
"""The cosine of the best wrong sentence in a document of some length; what counts in short ones."""

NEAR, BETWEEN = 3.0, 5.0
"""What position adds to a logit: near each other or near a good pair; between two good pairs."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was measured about a pair.

    `cosine` of the two vectors; `margin` by which it beats the best rival; `stretch`, the logarithm
    of the ratio of lengths; `ends_alike`, whether both or neither end like a sentence (a headline
    has no full stop); `numbers`, see `numbers_agree`;
    `merged`, how many sentences there are beyond one a side.
    """

    cosine: float
    margin: float
    stretch: float
    ends_alike: bool
    numbers: float
    merged: int

    @classmethod
    def measured(
        cls, source: str, target: str, *, cosine: float, rival: float, merged: int
    ) -> Evidence:
        """Measure two texts whose vectors were compared already."""
        return cls(
            cosine,
            cosine - max(rival, _RIVAL),
            stretch(source, target),
            is_closed(source) == is_closed(target),
            numbers_agree(source, target),
            merged,
        )

    @property
    def logit(self) -> float:
        """The logarithm of the odds that this is a translation; above 0 is more likely than not."""
        return (
            -11.0
            + 11.0 * self.cosine
            + 11.5 * self.margin
            - 3.0 * abs(self.stretch)
            + 3.0 * self.ends_alike
            + 2.0 * self.numbers
            - 1.0 * self.merged
        )


def stretch(source: str, target: str) -> float:
    """Return the logarithm of the ratio of lengths in characters: 0.7 for a target twice as long.

    Russian and its English are about equally long, so 0 is what to expect.
    """
    return math.log((len(target) + 1) / (len(source) + 1))


def is_closed(text: str) -> bool:
    """Say whether the text ends with a full stop or its like, as headlines do not."""
    return bool(_SENTENCE_END.search(text))


def numbers_agree(source: str, target: str) -> float:
    """Return 1 if all large numbers are shared, 0 where there are none, and less than that else.

    -1 if only one text has any; -3 if both have and share none, which translations hardly ever do.
    """
    left, right = _numbers(source), _numbers(target)
    if not left | right:
        return 0.0
    if left and right and left.isdisjoint(right):
        return -3.0
    return 2 * len(left & right) / len(left | right) - 1


def _numbers(text: str) -> set[str]:
    """Return the large numbers; without zeros at the end, so that 15 тыс. is like 15,000."""
    found = (digits.lstrip("0") for digits in _NUMBER.findall(_GROUPED.sub("", text)))
    return {digits.rstrip("0") for digits in found if digits and int(digits[:9]) > _SPELLED}
