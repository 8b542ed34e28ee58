"""What differs between two sentences, token by token, for people to see."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from workflow.memory.tokens import Token, tokens


class Op(StrEnum):
    """What became of a stretch of the first sentence in the second."""

    EQUAL = "equal"
    REPLACE = "replace"
    DELETE = "delete"
    INSERT = "insert"


class Change(NamedTuple):
    """The stretch `a[a_span[0]:a_span[1]]` of one sentence, and of `b` what stands in its place.

    Spans begin and end with a token; the white space between two stretches belongs to neither.
    That of a deletion or insertion is empty on the side that has nothing.
    """

    op: Op
    a_span: tuple[int, int]
    b_span: tuple[int, int]


def diff(a: str, b: str) -> list[Change]:
    """Return how to make `b` of `a`, in order, with as few changed tokens as can be.

    Tokens are words and marks; they are equal if they are spelled alike. White space alone is no
    change.

    >>> [(c.op.value, "Встреча прошла 5 мая"[slice(*c.a_span)]) for c in
    ...     diff("Встреча прошла 5 мая", "Встреча прошла 7 мая")]
    [('equal', 'Встреча прошла'), ('replace', '5'), ('equal', 'мая')]
    """
    from rapidfuzz.distance import Levenshtein

    left, right = tokens(a), tokens(b)
    found = Levenshtein.opcodes([t.form for t in left], [t.form for t in right])
    return [
        Change(
            Op(code.tag),
            _span(left, code.src_start, code.src_end),
            _span(right, code.dest_start, code.dest_end),
        )
        for code in found
    ]


def _span(found: list[Token], first: int, stop: int) -> tuple[int, int]:
    """Return the characters of the tokens `first:stop`, or of the place between two."""
    if first < stop:
        return found[first].start, found[stop - 1].stop
    place = found[first - 1].stop if first else 0
    return place, place
