"""Over-long sentences to parts that a model can take, cut where a reader would pause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow.model import Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WORD = re.compile(r"\S+")
_LINKS = re.compile(
    r"(?:и|а|но|или|либо|что|чтобы|если|когда|где|куда|откуда|хотя|поскольку|так|ибо|пока|причём|"
    r"причем|при|в|на|с|о|из|для|за|к|по|котор\w+|which|who|whose|that|and|but|or|while|where|when|"
    r"because|although|if|so|in)\b",
    re.IGNORECASE,
)
_CLOSERS = "\"'»”’“)]"
_DASHES = frozenset({"-", "–", "—"})

# What a cut costs after each kind of place; an even share of the length costs nothing.
_SEMICOLON, _COLON, _LINKED_COMMA, _COMMA, _SPACE = 0.0, 0.15, 0.3, 0.6, 1.5
_AFTER_SHORT_WORD, _INSIDE, _EXTRA_PART = 0.5, 0.4, 0.7


def clauses(text: str, limit: int, length: Callable[[str], int]) -> list[Segment]:
    """Return the text as parts of at most `limit`, few and even, with their offsets in it.

    `length` measures a string in whatever the limit counts, such as a model's pieces. The cuts
    prefer a semicolon, then a colon or dash, a comma before a conjunction or relative pronoun,
    another comma, and only then white space; they avoid quotes and brackets. A word is cut only if
    it is over the limit by itself, and a single character is returned whatever its length.
    """
    limit = max(1, limit)
    start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= stop:
        return []
    return [Segment(text[a:b], a, b) for a, b in _parts(text, start, stop, limit, length)]


def _parts(
    text: str, start: int, stop: int, limit: int, length: Callable[[str], int]
) -> list[tuple[int, int]]:
    if length(text[start:stop]) <= limit:
        return [(start, stop)]
    words = [found.span() for found in _WORD.finditer(text, start, stop)]
    if len(words) == 1:
        return _pieces(text, start, stop, limit, length)
    sizes = [length(text[a:b]) for a, b in words]
    parts = []
    for first, last in _cuts(sizes, _costs(text, words), limit):
        a, b = words[first][0], words[last][1]
        # Pieces need not add up; a part that came out too long is cut again, and a part that is
        # everything is halved, so that this ends.
        if (a, b) != (start, stop):
            parts += _parts(text, a, b, limit, length)
        else:
            middle = len(words) // 2
            parts += _parts(text, a, words[middle - 1][1], limit, length)
            parts += _parts(text, words[middle][0], b, limit, length)
    return parts


def _cuts(sizes: Sequence[int], costs: Sequence[float], limit: int) -> list[tuple[int, int]]:
    """Return the first and last word of each part, going from left to right.

    Each part ends where the cost of the cut and the distance from an even share are least.
    """
    rest, first, parts = sum(sizes), 0, []
    while rest > limit:
        count = -(-rest // limit)
        share, size, best, end = rest / count, 0, float("inf"), first
        for index in range(first, len(sizes) - 1):
            size += sizes[index]
            if size > limit and index > first:
                break
            more = rest - size > (count - 1) * limit
            cost = costs[index] + abs(size - share) / share * 2 + _EXTRA_PART * more
            if cost <= best:
                best, end = cost, index
        if end == len(sizes) - 1:
            break
        parts.append((first, end))
        rest -= sum(sizes[first : end + 1])
        first = end + 1
    return [*parts, (first, len(sizes) - 1)]


def _costs(text: str, words: Sequence[tuple[int, int]]) -> list[float]:
    costs, depth = [], 0
    for (start, stop), (after, _) in zip(words, [*words[1:], words[-1]], strict=True):
        word = text[start:stop]
        depth += sum(map("(«„[".count, word)) - sum(map(")»]".count, word))
        costs.append(_cost(word, text, after) + _INSIDE * (depth > 0))
    return costs


def _cost(word: str, text: str, after: int) -> float:
    bare = word.rstrip(_CLOSERS)
    if bare[-1:] in {";", ".", "!", "?", "…"} and len(bare) > 3:  # noqa: PLR2004 (no abbreviation)
        return _SEMICOLON
    if bare[-1:] == ":" or word in _DASHES:
        return _COLON
    if bare[-1:] == ",":
        return _LINKED_COMMA if _LINKS.match(text, after) else _COMMA
    short = len(word) <= 3 and word.islower()  # noqa: PLR2004 (prepositions and conjunctions)
    return _SPACE + _AFTER_SHORT_WORD * (short or word[-1:] == "." or word.isdigit())


def _pieces(
    text: str, start: int, stop: int, limit: int, length: Callable[[str], int]
) -> list[tuple[int, int]]:
    size = length(text[start:stop])
    if size <= limit or stop - start == 1:
        return [(start, stop)]
    count = min(stop - start, max(2, -(-size // max(1, limit))))
    step = -(-(stop - start) // count)
    return [
        piece
        for at in range(start, stop, step)
        for piece in _pieces(text, at, min(at + step, stop), limit, length)
    ]
