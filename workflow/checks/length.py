"""Whether the target is about as long as a translation is."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, ClassVar

from workflow.checks.base import the
from workflow.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.model import Pair

# Of 26,000 professional Russian-English pairs 0.1 % are below the lower and 0.1 % above the upper
# limit, whatever their length in characters: `ratio = a + b / sqrt(length)`.
_LOWER = (0.50, -0.65)
_UPPER = (1.10, 7.0)
_OTHER_PAIRS = 1.5
"""How much wider the limits are for pairs of languages that were not measured."""

_FAR = 1.6
"""How far beyond a limit a ratio is an error."""

_LEAST = 4
"""Shorter sources (ОДКБ) prove nothing."""


class Length:
    """Compare the lengths in characters with what is usual between Russian and English."""

    name: ClassVar[str] = "length"

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a warning for a target that is too short or too long, an error for one far off."""
        source, target = len(pair.source.strip()), len(pair.target.strip())
        if source < _LEAST or not target:
            return
        ratio = (target + 1) / (source + 1)
        lower, upper = limits(source, pair.source_lang, pair.target_lang)
        beyond = max(lower / ratio, ratio / upper)
        if beyond > 1:
            severity = Severity.ERROR if beyond > _FAR else Severity.WARNING
            word = "short" if ratio < lower else "long"
            message = (
                f"{the(pair.target_lang)} is too {word}: {target} characters for {source}, "
                f"where {round(lower * source)} to {round(upper * source)} are usual"
            )
            yield Finding(self.name, severity, message)


def limits(length: int, source_lang: str, target_lang: str) -> tuple[float, float]:
    """Return the least and the greatest usual ratio of target to source for this source length."""
    root = sqrt(length)
    lower, upper = (a + b / root for a, b in (_LOWER, _UPPER))
    if (source_lang, target_lang) == ("ru", "en"):
        return lower, upper
    wider = (min(lower, 1 / upper) / _OTHER_PAIRS, max(upper, 1 / lower) * _OTHER_PAIRS)
    return (1 / upper, 1 / lower) if (source_lang, target_lang) == ("en", "ru") else wider
