"""Finding the sentences of a part that resemble one, without comparing it with all of them.

Two sentences that are alike to so many percent differ in a bounded number of words, so that they
share at least one of any more words than that: the rarest are looked up (prefix filtering,
Chaudhuri et al., A primitive operator for similarity joins in data cleaning, 2006). What shares
enough of them, and is not much longer or shorter, is measured.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workflow.memory.part import gather, hashed, number
from workflow.memory.similarity import SAME

if TYPE_CHECKING:
    from workflow.memory.part import Array, Part
    from workflow.memory.tokens import Tokens

_EXTRA = 3
"""Rare words looked up beyond what is needed, so that more than one must be shared."""

_POSTINGS = 60_000
"""Entries of the inverted index that extra words may add up to."""

_MEASURED = 40_000
"""Tokens of the sentences measured for one query: those that share the most rare words."""


class Near(NamedTuple):
    """A sentence found: how alike it is, in percent, and its digest, 16 bytes."""

    percent: int
    key: bytes


def search(part: Part, query: Tokens, threshold: int, limit: int) -> list[Near]:
    """Return the sentences most like a query, from `threshold` percent on, the best first."""
    if not query.lemmas or not len(part):
        return []
    rows = _candidates(part, query, threshold)
    if not len(rows):
        return []
    percents = _measure(part, query, rows)
    best = np.argsort(-percents, kind="stable")[:limit]
    return [
        Near(int(percents[i]), part.keys[rows[i]].tobytes())
        for i in best
        if percents[i] >= threshold
    ]


def _differing(words: int, tokens: int, threshold: int) -> int:
    """Return how many words two sentences of these lengths may differ in at most.

    Each differing word is a differing token, too, so that it counts in both halves of the measure.
    """
    return 2 * (SAME - threshold) * words * tokens // (SAME * (words + tokens))


def _candidates(part: Part, query: Tokens, threshold: int) -> Array:
    """Return the rows that share enough rare words with the query."""
    words, tokens = len(query.lemmas), max(len(query.forms), 1)
    differing = _differing(words, tokens, threshold)
    longest, greatest = words, int(part.lengths[-1])
    while longest < greatest and longest - words < _differing(
        longest + 1, tokens * (longest + 1) // words, threshold
    ):
        longest += 1
    first, stop = part.rows(words - differing, longest)
    found = number(hashed(sorted(set(query.lemmas))), part.lemmas)
    lists = [_between(part, int(lemma), first, stop) for lemma in found if lemma >= 0]
    lists.sort(key=len)
    # Words that the part does not have are shared with nothing.
    allowed = differing - (len(found) - len(lists))
    if allowed < 0 or not lists:
        return np.zeros(0, dtype=np.int64)
    taken = min(allowed + 1, len(lists))
    total = sum(map(len, lists[:taken]))
    while taken < len(lists) and taken < allowed + 1 + _EXTRA:
        total += len(lists[taken])
        if total > _POSTINGS:
            break
        taken += 1
    rows, shared = np.unique(np.concatenate(lists[:taken]), return_counts=True)
    enough = shared >= max(taken - allowed, 1)
    rows, shared = rows[enough], shared[enough]
    most = max(_MEASURED // tokens, 1)
    if len(rows) > most:
        rows = rows[np.argpartition(-shared, most)[:most]]
    return rows.astype(np.int64)


def _between(part: Part, lemma: int, first: int, stop: int) -> Array:
    """Return the rows of a lemma from `first` to `stop`."""
    rows = part.postings[part.posted[lemma] : part.posted[lemma + 1]]
    low, high = np.searchsorted(rows, (first, stop))
    return rows[low:high]


def _measure(part: Part, query: Tokens, rows: Array) -> Array:
    """Return how alike the query is to each row, in percent."""
    starts, tokens = gather(part.starts, part.tokens, rows)
    lemmas = part.lemma_of[tokens]
    words = np.concatenate(([0], np.cumsum(lemmas >= 0)))[starts]
    forms = _distances(query.forms, part.forms, starts, tokens)
    plain = _distances(query.lemmas, part.lemmas, words, lemmas[lemmas >= 0])
    most_words = np.maximum(np.diff(words), len(query.lemmas))
    most_tokens = np.maximum(np.diff(starts), len(query.forms))
    both = 2 * most_words * most_tokens
    percents: Array = (both - plain * most_tokens - forms * most_words) * SAME // both
    return percents


def _distances(query: tuple[str, ...], known: Array, starts: Array, tokens: Array) -> Array:
    """Return the edit distance between the query and each stretch of tokens.

    Only the query's own words need telling apart: they become characters, all others one.
    """
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    own = dict.fromkeys(query)
    letters = {word: chr(letter) for letter, word in enumerate(own, start=1)}
    numbers = number(hashed(own), known)
    order = np.argsort(numbers)
    place = np.minimum(np.searchsorted(numbers[order], tokens), len(own) - 1)
    mine = np.where(numbers[order][place] == tokens, order[place] + 1, 0)
    text = mine.astype("<u4").tobytes().decode("utf-32-le")
    stretches = [text[a:b] for a, b in pairwise(starts)]
    sought = "".join(letters[word] for word in query)
    found = cdist([sought], stretches, scorer=Levenshtein.distance, dtype=np.int32)
    distances: Array = found[0].astype(np.int64)
    return distances
