"""The words of a hypothesis, and which of them stand where a demanded term should."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LEXICAL = 1.5
"""A cue: a word of the term itself says more than the attention, which is 1 at most, does."""

CLEAR = 0.3
"""What a word pays of its attention, at least, to pieces that it clearly looked at."""

FUNCTION_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "under", "with"}
    | {"are", "be", "been", "had", "has", "have", "is", "was", "were"}
)

_CORE = re.compile(r"\w(?:.*\w)?")
_ALIKE = 0.75
_STEM = 4
_NEAR_PEAK = 0.5
_SOME = 0.01


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the punctuation that touches it: `tokens[first:last]` of the hypothesis."""

    text: str
    first: int
    last: int

    @property
    def core(self) -> str:
        """The word without the punctuation around it, in small letters."""
        found = _CORE.search(self.text)
        return found.group().casefold() if found else ""


def words(tokens: Sequence[str], decode: Callable[[list[str]], str]) -> list[Word]:
    """Return the words that the tokens spell; `decode` turns the first so many into text.

    A token that is a space and no more goes with the word behind it, or with the last one.
    """
    found: list[Word] = []
    before = ""
    for number in range(len(tokens)):
        # A subword that is to be continued carries a mark in some tokenizers.
        said = decode([*tokens[:number], tokens[number].removesuffix("@@")])
        added = said.removeprefix(before)
        if found and not added[:1].isspace():
            found[-1] = Word(found[-1].text + added, found[-1].first, number + 1)
        elif found and not found[-1].text:
            found[-1] = Word(added.strip(), found[-1].first, number + 1)
        else:
            found.append(Word(added.strip(), number, number + 1))
        before = said
    if len(found) > 1 and not found[-1].text:
        found[-2:] = [Word(found[-2].text, found[-2].first, found[-1].last)]
    return found


def looked(
    words: Iterable[Word], attention: Sequence[Sequence[float]], columns: range
) -> list[float]:
    """Return how much of its attention each word paid to some pieces of the source."""
    return [
        sum(attention[row][column] for row in range(word.first, word.last) for column in columns)
        / (word.last - word.first)
        for word in words
    ]


def cues(
    words: Sequence[Word],
    attention: Sequence[Sequence[float]],
    columns: range,
    english: Iterable[str],
) -> list[float]:
    """Return how much speaks for each word being what a term was translated by.

    That is the attention it paid to the term's pieces (`columns`), as a share of the most that a
    word paid, and more if it is a word of the approved English or like one: a free translation
    that missed the term often has its words in another order or another spelling. Where some word
    clearly looked there, one that is only like has to as well: “place” is no “palace”.
    """
    paid = looked(words, attention, columns)
    most = max(paid, default=0.0)
    some = _SOME if most >= CLEAR else 0.0
    wanted = {part for variant in english for part in _content(variant)}
    return [
        0.0
        if not word.core or word.core in FUNCTION_WORDS
        else share / (most or 1.0) + LEXICAL * _is_of(word.core, wanted, alike=share >= some)
        for word, share in zip(words, paid, strict=True)
    ]


def _is_of(word: str, wanted: set[str], *, alike: bool) -> bool:
    """Whether a word is one of the wanted, or, where that is enough, like one."""
    return word in wanted or (alike and any(_alike(word, part) for part in wanted))


def spans(cues: Sequence[float], words: Sequence[Word], limit: int) -> list[tuple[int, int]]:
    """Return the stretches of words around the highest cues, the best first, at most two.

    A stretch has at most `limit` words; function words may stand inside it, not at its ends. A
    word belongs to it with half of the highest cue, or of the most that attention alone gives: a
    patronymic is no word of the approved name, and stands for it all the same. A word without a
    cue is in none; a second stretch is given only where its cue is near the best.
    """
    found: list[tuple[int, int]] = []
    left = list(cues)
    best = max(left, default=0.0)
    while len(found) < 2 and (peak := max(left, default=0.0)) > _NEAR_PEAK * best:  # noqa: PLR2004
        start = left.index(peak)
        stop = start + 1
        grown = True
        while grown:
            grown = False
            for side in (-1, 1):
                edge = _next(words, start - 1 if side < 0 else stop, side)
                wide = (min(start, edge), max(stop, edge + 1))
                near = 0 <= edge < len(words) and left[edge] >= _NEAR_PEAK * min(peak, 1)
                if near and wide[1] - wide[0] <= limit:
                    start, stop = wide
                    grown = True
        found.append((start, stop))
        left[start:stop] = [0.0] * (stop - start)
    return found


def _next(words: Sequence[Word], number: int, side: int) -> int:
    """Return the next word that means something, past at most two function words."""
    for _ in range(2):
        if 0 <= number < len(words) and words[number].core in FUNCTION_WORDS:
            number += side
    return number


@lru_cache(maxsize=1 << 12)
def _content(variant: str) -> frozenset[str]:
    parts = re.findall(r"\w+", variant.casefold())
    return frozenset(part for part in parts if part not in FUNCTION_WORDS)


@lru_cache(maxsize=1 << 14)
def _alike(word: str, part: str) -> bool:
    """Whether two words are forms or spellings of one: “work” and “working”, “zhaparov”."""
    if min(len(word), len(part)) < _STEM:
        return False
    if word.startswith(part) or part.startswith(word):
        return True
    return SequenceMatcher(None, word, part, autojunk=False).ratio() >= _ALIKE
