"""Runs: stretches of a paragraph's text and where the decoded file spells them."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from textwrap import shorten
from typing import TYPE_CHECKING

from workflow.model import Paragraph, Run
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = "\ufeff"
_TITLE_LENGTH = 120


def literal(decoded: str, start: int, stop: int) -> list[Run]:
    """Return runs for a stretch that means what it spells.

    A byte that could not be decoded becomes a run of its own that reads U+FFFD.
    """
    runs = []
    for broken in _SURROGATE.finditer(decoded, start, stop):
        if start < broken.start():
            runs.append(Run(decoded[start : broken.start()], start, broken.start()))
        runs.append(Run("\ufffd", broken.start(), broken.end()))
        start = broken.end()
    if start < stop:
        runs.append(Run(decoded[start:stop], start, stop))
    return runs


class Cutter:
    """Cuts stretches out of joined runs, each in the time that its own runs take."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._starts = list(accumulate((len(run.text) for run in runs), initial=0))

    def cut(self, start: int, stop: int) -> list[Run]:
        """Return the runs that spell `text[start:stop]` of the joined text.

        A run that is not spelled character by character is kept whole if its first character
        is in the stretch.
        """
        part: list[Run] = []
        for index in range(bisect_right(self._starts, start) - 1, len(self._runs)):
            run, at = self._runs[index], self._starts[index]
            size = len(run.text)
            low, high = max(start - at, 0), min(stop - at, size)
            if high <= 0:
                break
            whole = low == 0 and (high == size or run.stop - run.start != size)
            if whole:
                part.append(run)
            elif low < high and run.stop - run.start == size:
                joined = run.joined and not low
                places = run.start + low, run.start + high
                part.append(Run(run.text[low:high], *places, joined, run.pinned))
        return part


def paragraph(runs: Sequence[Run], kind: str = "text", lang: str | None = None) -> Paragraph | None:
    """Return the paragraph that the runs make, without white space at its ends; None if blank."""
    text = "".join(run.text for run in runs)
    stripped = text.strip().strip(_MARK).strip()
    if not stripped:
        return None
    if len(stripped) != len(text):
        start = text.index(stripped)
        runs = Cutter(runs).cut(start, start + len(stripped))
        text = "".join(run.text for run in runs)
    return Paragraph(text, tuple(runs), kind, lang)


def headline(paragraphs: Sequence[Paragraph]) -> str:
    """Return a title: the first paragraph of kind `title`, else `heading`, else the first."""
    for kind in ("title", "heading"):
        for candidate in paragraphs:
            if candidate.kind == kind:
                return _title(candidate)
    return _title(paragraphs[0]) if paragraphs else ""


def _title(paragraph: Paragraph) -> str:
    return shorten(clean(paragraph.text[:1_000]), _TITLE_LENGTH, placeholder="…")
