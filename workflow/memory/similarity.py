"""How alike two sentences are, in percent.

The field's measure is the edit distance of words (Levenshtein 1966) over the length of the longer
sentence, as OmegaT's `FuzzyMatcher` has it. OmegaT shows one figure for the stems of the words and
one for all tokens as they stand; the measure here is the mean of the two, with Russian dictionary
forms for stems. So another word costs 1, another form of the same word about a half, and a comma
half a token. Whole percents count, rounded down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.memory.tokens import compared
from workflow.text import clean

if TYPE_CHECKING:
    from workflow.memory.tokens import Tokens

SAME = 100
"""The percentage of sentences that are equal once cleaned (`text.clean`), and of no others."""


def similarity(a: str, b: str, lang: str = "ru") -> int:
    """Return how alike two sentences of a language are, from 0 to 100.

    The order of the two does not matter. 100 means that `text.clean` of both is the same.

    >>> similarity("Состоялось заседание Совета", "Состоялось заседание Комитета")
    66
    >>> similarity("Состоялось заседание Совета", "Состоится заседание Совета")
    83
    """
    if clean(a) == clean(b):
        return SAME
    return min(SAME - 1, percent(compared(a, lang), compared(b, lang)))


def percent(a: Tokens, b: Tokens) -> int:
    """Return the measure of two sentences that were cut already, 100 where all tokens agree."""
    from rapidfuzz.distance import Levenshtein

    return of_distances(
        Levenshtein.distance(a.lemmas, b.lemmas),
        Levenshtein.distance(a.forms, b.forms),
        max(len(a.lemmas), len(b.lemmas)),
        max(len(a.forms), len(b.forms)),
    )


def of_distances(lemmas: int, forms: int, words: int, tokens: int) -> int:
    """Return the measure of two distances and the lengths of the longer sides, in whole numbers.

    `lemmas` is the distance of `words` dictionary forms, `forms` that of `tokens` tokens.
    """
    if not tokens:
        return SAME
    if not words:
        return SAME * (tokens - forms) // tokens
    return (2 * words * tokens - lemmas * tokens - forms * words) * SAME // (2 * words * tokens)
