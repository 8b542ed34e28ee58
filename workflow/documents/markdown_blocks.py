"""Paragraphs of a Markdown text with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from workflow.documents.breaks import passages
from workflow.documents.markdown_inline import Inline, Shortcut, note_places, read_inline
from workflow.documents.runs import literal, paragraph
from workflow.model import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from workflow.model import Paragraph

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_LINE_END = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)")
_SPACE = re.compile(r"\s*")
_UNREADABLE = re.compile("[\ud800-\udfff]")
_KINDS = {
    "heading_open": "heading",
    "list_item_open": "item",
    "th_open": "cell",
    "td_open": "cell",
}


@dataclass(frozen=True, slots=True)
class Blocks:
    """The paragraphs, and the links named by their text (offsets into the decoded file)."""

    paragraphs: list[Paragraph]
    shortcuts: list[Shortcut]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """`content[start:stop]` is spelled by the decoded file from `place` to `end`."""

    start: int
    stop: int
    place: int
    end: int


def read_blocks(text: str, start: int) -> Blocks:
    """Read the decoded Markdown `text[start:]`.

    Code, HTML blocks and link definitions hold no paragraphs. An image's description and a title
    are paragraphs of kind `attribute`, before the one in which they stand.
    """
    return _Reader(text, start).read()


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    note_places(parser)
    return parser


class _Reader:
    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._lines = [match.span() for match in _LINE.finditer(text, start)]
        # A byte order mark would hide the heading behind it, a lone surrogate is no character.
        self._readable = _UNREADABLE.sub("\ufffd", text).replace("\ufeff", " ")
        self._start = start
        self._cell_ends: dict[int, int] = {}
        self._blocks = Blocks([], [])

    def read(self) -> Blocks:
        env: dict[str, Any] = {}
        kinds: list[str] = []
        for token in _parser().parse(self._readable[self._start :], env):
            if token.type == "inline" and token.content:
                kind = next((kind for kind in reversed(kinds) if kind), "text")
                found = read_inline(_parser(), token.content, env)
                self._read_inline(token.content, found, self._stretches(token, kind), kind)
            elif token.nesting > 0:
                kinds.append(_KINDS.get(token.type, ""))
            elif token.nesting < 0:
                kinds.pop()
        return self._blocks

    def _read_inline(
        self, content: str, found: Inline, stretches: list[_Stretch], kind: str
    ) -> None:
        for start, words, inner in found.aside:
            moved = [
                _Stretch(each.start - start, each.stop - start, each.place, each.end)
                for each in stretches
            ]
            self._read_inline(words, inner, moved, "attribute")
        runs = self._runs(content, found, stretches)
        for start, stop in passages(runs):
            if one := paragraph(runs[start:stop], kind):
                self._blocks.paragraphs.append(one)
        for each in found.shortcuts if stretches else ():
            start, stop, end = (_place(stretches, at) for at in (each.start, each.stop, each.end))
            self._blocks.shortcuts.append(Shortcut(start, stop, end))

    def _runs(self, content: str, found: Inline, stretches: list[_Stretch]) -> list[Run]:
        """Return the runs of a block, with its hard line breaks."""
        runs: list[Run] = []
        at = 0
        for piece in found.markup():
            runs += self._spelled(at, piece.start, stretches)
            if piece.text and stretches:
                place = _place(stretches, piece.start)
                stop = place + piece.stop - piece.start
                runs.append(Run(piece.text, place, stop, breaks=piece.text == "\n"))
            at = piece.stop
        return [*runs, *self._spelled(at, len(content), stretches)]

    def _spelled(self, start: int, stop: int, stretches: list[_Stretch]) -> Iterator[Run]:
        first = bisect_right(stretches, start, key=lambda each: each.stop)
        for index in range(first, len(stretches)):
            each = stretches[index]
            low, high = max(start, each.start), min(stop, each.stop)
            if low >= high:
                break
            if each.stop - each.start == each.end - each.place:
                place = each.place + low - each.start
                yield from literal(self._text, place, place + high - low)
            else:
                spelling = self._text[each.place : each.end]
                yield Run(spelling.removeprefix("\\"), each.place, each.end)

    def _stretches(self, token: Token, kind: str) -> list[_Stretch]:
        """Find the lines of a block's content in the file, past quote marks and indents.

        Empty if a line is not spelled there as it reads, which leaves the block alone.
        """
        stretches: list[_Stretch] = []
        at = 0
        for number, line in enumerate(token.content.split("\n"), token.map[0] if token.map else 0):
            words = line.strip()
            start = at + line.index(words)
            begin, end = self._lines[number]
            if kind == "cell":
                new = self._cell(number, words, start)
            else:
                place = self._readable.rfind(words, begin, end)
                new = [_Stretch(start, start + len(words), place, place + len(words))]
            if not new or new[0].place < 0:
                return []
            if stretches:
                stretches.append(self._joint(stretches[-1], new[0]))
            stretches += new
            at += len(line) + 1
        return stretches

    def _joint(self, before: _Stretch, after: _Stretch) -> _Stretch:
        """Return the white space between two lines, up to a quote mark if there is one."""
        space = _SPACE.match(self._readable, before.end, after.place)
        end = space.end() if space else before.end
        if end < after.place:
            line_end = _LINE_END.match(self._readable, before.end, after.place)
            end = line_end.end() if line_end else before.end
        return _Stretch(before.stop, after.start, before.end, end)

    def _cell(self, number: int, words: str, start: int) -> list[_Stretch]:
        """Find a table cell in its row; a backslash before a bar only spells the bar."""
        begin, end = self._lines[number]
        spelling = re.compile(re.escape(words).replace(r"\|", r"\\\|"))
        match = spelling.search(self._readable, self._cell_ends.get(number, begin), end)
        if not match:
            return []
        self._cell_ends[number] = match.end()
        stretches = []
        place = match.start()
        for part in filter(None, re.split(r"(\|)", words)):
            end = place + len(part) + (part == "|")
            stretches.append(_Stretch(start, start + len(part), place, end))
            start, place = start + len(part), end
        return stretches


def _place(stretches: list[_Stretch], at: int) -> int:
    """Return the offset in the file of an offset in the content."""
    index = max(bisect_right(stretches, at, key=lambda each: each.start) - 1, 0)
    each = stretches[index]
    return each.place + at - each.start if at < each.stop else each.end
