"""Whether the target says the same again and again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from operator import eq
from typing import TYPE_CHECKING, ClassVar

from workflow.checks.base import the
from workflow.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.model import Pair

_TOKEN = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
_STUTTER = re.compile(r"([^\W\d_]{1,8}?)\1{5,}")
_LONGEST = 12
_OFTEN = 4
_PHRASE = 4
_LOOP = 3
_MEANT = frozenset({"had", "that", "is", "very", "no", "so", "ha", "bye", "long", "many", "her"})
"""Words that good English doubles now and then."""


class Repetition:
    """Find loops and doubled words that the source does not have."""

    name: ClassVar[str] = "repetition"

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield an error for a loop or a phrase that comes too often, a warning for a double."""
        english = the(pair.target_lang)
        stutter = _STUTTER.search(pair.target)
        if stutter and not _STUTTER.search(pair.source):
            message = f"“{stutter[1]}” is repeated within a word of {english}"
            yield Finding(self.name, Severity.ERROR, message)
        tokens = _TOKEN.findall(pair.target.lower())
        bigrams = list(pairwise(tokens))
        if len(set(bigrams)) == len(bigrams) and not any(a == b for a, b in bigrams):
            return
        yield from self._phrases(pair, tokens, english)

    def _phrases(self, pair: Pair, tokens: list[str], english: str) -> Iterator[Finding]:
        source = _TOKEN.findall(pair.source.lower())
        times, phrase = _run(tokens)
        allowed = _run(source)[0]
        if times > max(allowed, 1) and (times >= _LOOP or len(phrase) > 1 or _doubled(phrase)):
            severity = Severity.ERROR if times >= _LOOP else Severity.WARNING
            message = f"“{' '.join(phrase)}” stands {times} times in a row in {english}"
            yield Finding(self.name, severity, message)
            return
        often, phrase = _most_frequent(tokens)
        if often >= _OFTEN and often > 2 * _most_frequent(source)[0]:
            message = f"“{' '.join(phrase)}” comes {often} times in {english}"
            yield Finding(self.name, Severity.ERROR, message)


def _doubled(phrase: Sequence[str]) -> bool:
    return phrase[0].isalpha() and phrase[0] not in _MEANT


def _run(tokens: Sequence[str]) -> tuple[int, Sequence[str]]:
    """Return the phrase that stands most often in a row, and how often.

    A phrase has a letter or a digit, at most twelve tokens, and at least one that is no sign.
    """
    best: tuple[int, Sequence[str]] = (1, ())
    for size in range(1, min(_LONGEST, len(tokens) // 2) + 1):
        if sum(map(eq, tokens, tokens[size:])) < size:
            continue
        same = 0
        for index in range(len(tokens) - size):
            same = same + 1 if tokens[index] == tokens[index + size] else 0
            times = same // size + 1
            if times > best[0]:
                phrase = tokens[index - same + 1 : index - same + 1 + size]
                if any(map(str.isalpha, phrase)):
                    best = (times, phrase)
    return best


def _most_frequent(tokens: Sequence[str]) -> tuple[int, Sequence[str]]:
    """Return the phrase of four words that comes most often, and how often."""
    words = [token for token in tokens if token[0].isalnum()]
    phrases = Counter(zip(*(words[shift:] for shift in range(_PHRASE)), strict=False))
    return next(((times, phrase) for phrase, times in phrases.most_common(1)), (0, ()))
