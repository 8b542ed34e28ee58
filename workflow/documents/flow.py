"""Paragraphs as they come out of the XML of an office document."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from workflow.documents.runs import literal, paragraph
from workflow.model import Run

if TYPE_CHECKING:
    from workflow.documents.parts import Token
    from workflow.model import Paragraph

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
        """Begin another paragraph of the same kind, at a tab or the end of a line."""
        if not self._open:
            return
        runs, kind = self._open[-1]
        self._open[-1] = [], kind
        if found := paragraph(runs, kind):
            self.paragraphs.append(found)

    def text(self, token: Token) -> None:
        """Add text; references become what they stand for."""
        if not self._open:
            return
        runs, at = self._open[-1][0], 0
        for match in _REFERENCE.finditer(token.spelled):
            runs += _shifted(token, at, match.start())
            runs.append(
                Run(unescape(match[0]), token.start + match.start(), token.start + match.end())
            )
            at = match.end()
        runs += _shifted(token, at, len(token.spelled))

    def element(self, token: Token, text: str) -> None:
        """Add an element that stands for a text."""
        if self._open and text:
            self._open[-1][0].append(Run(text, token.start, token.stop))


def _shifted(token: Token, start: int, stop: int) -> list[Run]:
    by = token.start
    return [
        Run(run.text, run.start + by, run.stop + by) for run in literal(token.spelled, start, stop)
    ]
