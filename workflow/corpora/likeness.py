"""Near duplicates: pairs that have most of their words in common, found without comparing all.

Each pair is a set: the words of both sides, without case, numbers and punctuation. How much two
sets have in common (Jaccard: the share of what either has that both have) is estimated from MinHash
signatures (Broder 1997, doi:10.1109/SEQUEN.1997.666900) of which eight bits each are kept (Li and
König 2010, doi:10.1145/1772690.1772759). Only pairs whose signatures agree in a whole band of four
are compared: of those that have 0.8 in common, 0.9998.
"""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from workflow.lemmas import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LIKE = 0.8
"""The share of common words from which two pairs are near duplicates."""

HASHES = 64
"""The bytes of a signature."""

_BAND = 4
_CHUNK = 1 << 16
_seeds = Random(1)  # noqa: S311 (no secret: everybody shall draw the same)
_FACTORS = np.array([_seeds.getrandbits(64) | 1 for _ in range(HASHES)], dtype=np.uint64)
_TERMS = np.array([_seeds.getrandbits(64) for _ in range(HASHES)], dtype=np.uint64)


def signatures(pairs: Sequence[tuple[str, str]]) -> NDArray[np.uint8]:
    """Return the signatures of some hundreds of pairs, shape `(len(pairs), 64)`."""
    sets = [_features(source, target) for source, target in pairs]
    starts = np.cumsum([0, *map(len, sets[:-1])])
    features = np.fromiter((f for one in sets for f in one), dtype=np.uint64)
    hashes = (features[:, None] * _FACTORS + _TERMS) >> np.uint64(32)
    least = np.minimum.reduceat(hashes, starts, axis=0)
    return least.astype(np.uint8)


def near(
    signed: NDArray[np.uint8], preference: NDArray[np.integer], among: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which pairs stay when of near duplicates only the most preferred one does.

    `signed` are signatures, shape `(n, 64)`; the least `preference` is the most preferred, and of
    equal ones the first; only those `among` are looked at. What resembles a near duplicate goes
    with it.
    """
    order = np.argsort(preference, kind="stable")
    kept = among.copy()
    for band in range(0, HASHES, _BAND):
        rows = order[kept[order]]
        column = signed[rows, band : band + _BAND].copy().view(np.uint32).ravel()
        by = np.argsort(column, kind="stable")
        column, rows = column[by], rows[by]
        first = np.r_[True, column[1:] != column[:-1]]
        leaders = rows[np.maximum.accumulate(np.where(first, np.arange(len(rows)), 0))]
        for start in range(0, len(rows), _CHUNK):
            part = slice(start, start + _CHUNK)
            others = ~first[part]
            a, b = rows[part][others], leaders[part][others]
            kept[a[_common(signed[a], signed[b]) >= LIKE]] = False
    return kept


def _common(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the estimate of what sets have in common; bytes agree by chance once in 256."""
    agree: NDArray[np.float64] = (a == b).mean(axis=1)
    return (agree - 1 / 256) / (1 - 1 / 256)


def _features(source: str, target: str) -> set[int]:
    """Return a number for each word of a pair; the same word counts apart on either side."""
    found = {_number(word.form) for word in words(source)}
    found |= {~_number(word.form) & 0xFFFFFFFF for word in words(target)}
    return found


@lru_cache(maxsize=1 << 16)
def _number(form: str) -> int:
    """Return a number for a word; all words with digits are one."""
    return crc32(b"#" if any(map(str.isdigit, form)) else form.encode("utf-8", "replace"))
