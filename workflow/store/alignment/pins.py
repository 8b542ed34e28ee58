"""Which beads that people have settled still stand after a document has changed, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.store.alignment.spans import Span
from workflow.store.matching import match
from workflow.text import key

if TYPE_CHECKING:
    from collections.abc import Sequence


def carried(
    held: Sequence[Span],
    old: tuple[Sequence[str], Sequence[str]],
    new: tuple[Sequence[str], Sequence[str]],
) -> list[Span]:
    """Return the beads `held`, which stand in order, with the numbers of the `new` sentences.

    A bead stands where its sentences follow each other as they did; one with an empty side stands
    where the sentence before or after that place does. What would cross an earlier one is left.
    """
    if not held:
        return []
    source, target = (_numbers(before, after) for before, after in zip(old, new, strict=True))
    found: list[Span] = []
    for span in held:
        ends = (
            _stretch(source, span.start[0], span.stop[0], len(new[0])),
            _stretch(target, span.start[1], span.stop[1], len(new[1])),
        )
        if ends[0] is None or ends[1] is None:
            continue
        start, stop = (ends[0][0], ends[1][0]), (ends[0][1], ends[1][1])
        if not found or (start[0] >= found[-1].stop[0] and start[1] >= found[-1].stop[1]):
            found.append(Span(start, stop, span.score, span.edited))
    return found


def _numbers(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """Return for each old sentence the number that it has now."""
    found: list[int | None] = [None] * len(old)
    for now, before in enumerate(match([key(s) for s in old], [key(s) for s in new])):
        if before is not None:
            found[before] = now
    return found


def _stretch(
    numbers: Sequence[int | None], start: int, stop: int, count: int
) -> tuple[int, int] | None:
    """Return where the sentences `start:stop` stand now, if they still follow each other."""
    if start == stop:
        border = _border(numbers, start, count)
        return None if border is None else (border, border)
    first = numbers[start]
    if first is None or any(numbers[i] != first + i - start for i in range(start, stop)):
        return None
    return first, first + stop - start


def _border(numbers: Sequence[int | None], at: int, count: int) -> int | None:
    """Return where the place before sentence `at` is now."""
    before = -1 if at == 0 else numbers[at - 1]
    if before is not None:
        return before + 1
    return count if at == len(numbers) else numbers[at]
