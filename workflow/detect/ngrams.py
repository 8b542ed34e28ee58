"""Which language a word looks like: letter n-grams with trained weights, one table a script.

The tables (`cyrillic.npz`, `latin.npz`) are multinomial logistic regressions over the n-grams of
single words, made by `benchmarks/train_detection.py` from the word lists named there. A score is a
log-probability up to a constant, so that the scores of words add up to the score of a text.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from workflow.languages import ALPHABETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

LONGEST = 5
"""The length of the longest n-gram, in characters; `<` and `>` are the ends of a word."""

FOREIGN = 6.0
"""What a word costs a language whose alphabet lacks one of its letters (natural logarithm)."""

# The most that one word says against a language. Latin letters spell names of all the world.
_MOST = {"Cyrillic": 8.0, "Latin": 5.0}
# Before any evidence: a desk for the CIS meets English often, the Balkans rarely.
_PRIOR = {"bg": -4.0, "mk": -5.0, "mn": -4.0, "sr": -4.0, "uz": -3.0, "en": 2.0}


class Table:
    """The weights of one script."""

    def __init__(self, script: str) -> None:
        place = files("workflow.detect").joinpath(f"{script.lower()}.npz")
        with place.open("rb") as file, np.load(file) as data:
            self.langs: tuple[str, ...] = tuple(data["langs"].tobytes().decode().split())
            ngrams = data["ngrams"].tobytes().decode().split("\n")
            self._index: Mapping[str, int] = {ngram: n for n, ngram in enumerate(ngrams)}
            self._weights: Scores = data["weights"].astype(np.float32) * float(data["scale"])
        self._most = _MOST[script]
        self._alphabets = [frozenset(ALPHABETS[script][lang]) for lang in self.langs]
        # Most letters are in every alphabet: few combinations of the others ever occur.
        self._common = frozenset.intersection(*self._alphabets)
        self._foreign: dict[frozenset[str], Scores] = {}
        self.prior: Scores = np.array([_PRIOR.get(x, 0.0) for x in self.langs], np.float32)

    def look(self, word: str) -> Scores:
        """Return the score of a word in lower case for each of `langs`."""
        marked = f"<{word}>"
        ngrams = [
            marked[i : i + length]
            for length in range(1, LONGEST + 1)
            for i in range(len(marked) - length + 1)
        ]
        found = [n for n in map(self._index.get, ngrams) if n is not None]
        scores = self._weights[found].sum(axis=0)
        bounded: Scores = np.maximum(scores, scores.max() - self._most) + self.foreign(word)
        return bounded

    def foreign(self, word: str) -> Scores:
        """Return what the letters of a word alone say: 0, or `-FOREIGN` for each of `langs`."""
        letters = frozenset(word) - self._common
        scores = self._foreign.get(letters)
        if scores is None:
            costs = [0.0 if letters <= alphabet else -FOREIGN for alphabet in self._alphabets]
            scores = self._foreign[letters] = np.array(costs, np.float32)
        return scores

    def with_letters(self, letters: frozenset[str]) -> list[str]:
        """Return the languages whose alphabet has all these letters."""
        alphabets = zip(self.langs, self._alphabets, strict=True)
        return [lang for lang, alphabet in alphabets if letters <= alphabet]


@cache
def table(script: str) -> Table:
    """Return the table of a script (`Cyrillic` or `Latin`), read on first use."""
    return Table(script)


@lru_cache(maxsize=1 << 15)
def word_scores(script: str, word: str) -> Scores:
    """Return `Table.look` of a word; words repeat, so they are remembered."""
    return table(script).look(word)


@lru_cache(maxsize=1 << 12)
def letter_scores(script: str, word: str) -> Scores:
    """Return `Table.foreign` of a word."""
    return table(script).foreign(word)
