"""Paragraphs as they come out of the XML of an office document."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from workflow.documents.breaks import passages
from workflow.documents.runs import literal, paragraph
from workflow.model import Run

if TYPE_CHECKING:
    from workflow.documents.parts import Token
    from workflow.model import Paragraph

# Characters of symbol fonts, boxes to tick, blanks to fill in: no words may stand in their place.
_APART = re.compile("[\ue000-\uf8ff\u2610-\u2612]+|_{3,}|[.]{4,}|…{2,}")
_REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]+|#[0-9]+|[a-z]+);")


class Flow:
    """Gathers the runs of paragraphs, one of which may stand inside another (a text box)."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._open: list[tuple[list[Run], str]] = []

    def begin(self, kind: str) -> None:
        """Begin a paragraph of this kind."""
        self._open.append(([], kind))

    def becomes(self, kind: str | None) -> None:
        """Say what kind the paragraph that has begun is of, if that is known."""
        if self._open and kind:
            self._open[-1] = self._open[-1][0], kind

    def end(self) -> None:
        """End the innermost paragraph."""
        self.divide()
        if self._open:
            self._open.pop()

    def divide(self) -> None:
        """Begin another paragraph of the same kind, as at a tab."""
        if not self._open:
            return
        runs, kind = self._open[-1]
        self._open[-1] = [], kind
        found = (paragraph(runs[start:stop], kind) for start, stop in passages(runs))
        self.paragraphs += filter(None, found)

    def end_line(self, token: Token) -> None:
        """Begin another line, where the paragraph may end."""
        self.put(Run("\n", token.start, token.stop, breaks=True))

    def text(self, token: Token, *, joined: bool = False, field: bool = False) -> None:
        """Add text; references become what they stand for, blanks and symbols divide it.

        It is `joined` to what came before if it looks the same. Of what a `field` shows, words
        are text like all others; figures are pinned, the program puts them there anew.
        """
        at = 0
        pinned = field and not any(map(str.isalpha, unescape(token.spelled)))
        for match in _APART.finditer(token.spelled):
            self._add(token, (at, match.start()), joined=joined and not at, pinned=pinned)
            self.divide()
            at = match.end()
        stretch = at, len(token.spelled)
        self._add(token, stretch, joined=joined and not at, pinned=pinned)

    def put(self, run: Run) -> None:
        """Add a run, which may be an element that stands for a text."""
        if self._open:
            self._open[-1][0].append(run)

    def _add(self, token: Token, stretch: tuple[int, int], *, joined: bool, pinned: bool) -> None:
        found, (at, stop) = [], stretch
        for match in _REFERENCE.finditer(token.spelled, at, stop):
            found += literal(token.spelled, at, match.start())
            found.append(Run(unescape(match[0]), *match.span()))
            at = match.end()
        for run in (*found, *literal(token.spelled, at, stop)):
            places = token.start + run.start, token.start + run.stop
            self.put(Run(run.text, *places, joined, pinned))
            joined = False  # it touches the one before
