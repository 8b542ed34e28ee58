"""Guards: what tells a failed decoding from a translation, without knowing either language.

Each compares the target with its source, so that a source that repeats itself, is tiny or is a
name may have a target that does. They look for failures of decoding, not for poor translations:
of 6,998 human translations (newstest 2014 and 2016, FLORES dev) they object to 2.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PROBLEMS = ("", "dropped", "copied", "loop", "runaway", "empty")
"""What a guard can say, from nothing to the worst."""

RANK = {problem: rank for rank, problem in enumerate(PROBLEMS)}

CYRILLIC = frozenset(
    {"ab", "ba", "be", "bg", "ce", "cv", "kk", "ky", "mk", "mn", "os", "ru", "sr", "tg", "tt", "uk"}
)
"""Codes of languages that are written in Cyrillic letters (Serbian in both)."""

_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_STUTTER = re.compile(r"([^\W\d_]{1,8}?)\1{4,}")

_LONGEST_PHRASE = 8
_FREQUENT = 4
_CYRILLIC_SHARE = 0.2
_COPIED_WORDS = 4
_SHORT_SOURCE = 12
_DROPPED_SHARE = 0.3
_RUNAWAY_TIMES, _RUNAWAY_MORE = 2, 16


def objection(
    source: str, target: str, source_pieces: int, target_pieces: int, target_lang: str
) -> str:
    """Return which of `PROBLEMS` the target has, the worst, or nothing.

    The lengths are in pieces of the model's tokenizer.
    """
    if not _LETTER.search(target) and _LETTER.search(source):
        return "empty"
    if target_pieces > _RUNAWAY_TIMES * source_pieces + _RUNAWAY_MORE:
        return "runaway"
    if _loops(source, target):
        return "loop"
    if _copies(source, target, target_lang):
        return "copied"
    if source_pieces >= _SHORT_SOURCE and target_pieces < _DROPPED_SHARE * source_pieces:
        return "dropped"
    return ""


def _loops(source: str, target: str) -> bool:
    """Whether a phrase is repeated at once, or far too often, and not in the source."""
    if _STUTTER.search(target) and not _STUTTER.search(source):
        return True
    said, asked = (_WORD.findall(text.casefold()) for text in (target, source))
    repeated = _repeated(said)
    if repeated and repeated > _repeated(asked):
        return True
    return _most_frequent(said, 4) >= max(_FREQUENT, 2 * _most_frequent(asked, 2))


def _repeated(words: Sequence[str]) -> int:
    """Return the length in words of the longest repetition of a phrase, its first time left out.

    "had had" and "step by step" are language: of one word and two, the third time counts.
    """
    longest = 0
    for size in range(1, min(_LONGEST_PHRASE, len(words) // 2) + 1):
        least = 2 * size if size < 3 else size  # noqa: PLR2004 (see above)
        run = 0
        for word, later in zip(words, words[size:], strict=False):
            run = run + 1 if word == later else 0
            if run >= least:
                longest = max(longest, run)
    return longest


def _most_frequent(words: Sequence[str], size: int) -> int:
    phrases = Counter(zip(*(words[start:] for start in range(size)), strict=False))
    return max(phrases.values(), default=0)


def _copies(source: str, target: str, target_lang: str) -> bool:
    if target_lang not in CYRILLIC:
        letters = len(_LETTER.findall(target))
        if len(_CYRILLIC_LETTER.findall(target)) > _CYRILLIC_SHARE * letters:
            return True
    return source.casefold() == target.casefold() and len(source.split()) >= _COPIED_WORDS
