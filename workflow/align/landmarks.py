"""Numbers and names that both languages write alike: what tells short lines apart.

A heading, a date or a menu line says too little for its vector. Numbers are compared as digits,
capitalised words by their first consonants in a common alphabet (Путина and Putin are both `ptn`).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WIDTH = 128
"""Columns that the marks are hashed into; two marks of a short line hardly ever share one."""

_WORD = re.compile(r"\w+")
_GROUPED = re.compile(r"(?<=\d)[\s.,](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"\b[^\W\d_a-zа-яё]\w{2,}")
_TOGETHER = str.maketrans(
    dict(zip("абвгдежзийклмнопрстуфхцчшщыэюя", "abvgdejziiklmnoprstufhccssieua", strict=True))
    | {"ё": "e", "ъ": "", "ь": "", "w": "v", "q": "k", "x": "k"}
)
_DIGRAPHS = (("sh", "s"), ("ch", "c"), ("kh", "h"), ("zh", "j"), ("ts", "c"), ("th", "t"),
             ("ph", "f"), ("ck", "k"))  # fmt: skip
_VOWELS = re.compile("[aeiouy]")
_CONSONANTS = 3


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Counts of hashed marks, running totals over the sentences: row i is of those before i.

    `numbers` and `names` have the shape `(n + 1, WIDTH)`, `words` `(n + 1,)`.
    """

    numbers: NDArray[np.int32]
    names: NDArray[np.int32]
    words: NDArray[np.int32]

    @classmethod
    def of(cls, sentences: Sequence[str]) -> Landmarks:
        """Collect the marks of sentences."""
        numbers = np.zeros((len(sentences) + 1, WIDTH), dtype=np.int32)
        names = np.zeros_like(numbers)
        words = np.zeros(len(sentences) + 1, dtype=np.int32)
        for row, sentence in enumerate(sentences, 1):
            for number in _NUMBER.findall(_GROUPED.sub("", sentence)):
                numbers[row, _column(number)] += 1
            for name in _NAME.findall(sentence):
                names[row, _column(skeleton(name))] += 1
            words[row] = len(_WORD.findall(sentence))
        return cls(*(np.cumsum(of, axis=0, dtype=np.int32) for of in (numbers, names, words)))


@lru_cache(maxsize=1 << 14)
def skeleton(name: str) -> str:
    """Return the first consonants of a name, as both alphabets spell them."""
    latin = name.lower().translate(_TOGETHER)
    for pair, letter in _DIGRAPHS:
        latin = latin.replace(pair, letter)
    return latin[:1] + _VOWELS.sub("", latin[1:].replace("c", "k"))[: _CONSONANTS - 1]


def _column(mark: str) -> int:
    return zlib.crc32(mark.encode("utf-8", "replace")) % WIDTH
