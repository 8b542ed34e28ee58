"""Paragraphs in plain text: a line each, or a block of lines where the text is hard-wrapped."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NARROWEST, _WIDEST = 40, 120
"""Lines wrapped by hand or by an old mail program are this many characters wide."""

_FULL = 0.9
"""A line is full if the next word would have gone beyond this share of the width."""

_ITEM = re.compile(r"(?:[-–—•*·]|\d{1,3}[.)]|[A-Za-zА-Яа-яЁё]\))\s")
SENTENCE_END = re.compile(r"[.!?:;…][»”\"')\]]*$")
_RUNS_ON = re.compile(r"[,\-‐–—]$")
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")


class _Line:
    """A line that is not blank: `text[start:stop]` without white space at its ends."""

    __slots__ = ("indent", "start", "stop", "text")

    def __init__(self, text: str, start: int, indent: int) -> None:
        self.text, self.start, self.stop, self.indent = text, start, start + len(text), indent


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield `(start, stop)` of each paragraph, without the white space around it.

    A line is a paragraph. Neighbouring lines are one paragraph where each but the last is so full
    that the next word would hardly have fitted, and at least half of them visibly run on.
    """
    for block in _blocks(text):
        for group in _groups(block):
            if _runs_on(group):
                yield group[0].start, group[-1].stop
            else:
                yield from ((line.start, line.stop) for line in group)


def is_item(line: str) -> bool:
    """Tell whether a line begins with a bullet or a number."""
    return _ITEM.match(line) is not None


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Yield the lines between blank lines and page breaks."""
    block: list[_Line] = []
    at = 0
    for line in text.splitlines(keepends=True):
        content = line.strip().strip("\ufeff").strip()
        if content:
            indent = line.index(content)
            block.append(_Line(content, at + indent, indent))
        if block and (not content or line.endswith(("\f", "\v"))):
            yield block
            block = []
        at += len(line)
    if block:
        yield block


def _groups(block: list[_Line]) -> Iterator[list[_Line]]:
    """Divide a block wherever a line cannot be the continuation of the one before."""
    width = max(line.indent + len(line.text) for line in block)
    wrapped = _NARROWEST <= width <= _WIDEST
    group = block[:1]
    for before, line in pairwise(block):
        word = line.text.split(maxsplit=1)[0]
        full = before.indent + len(before.text) + 1 + len(word) > _FULL * width
        if not wrapped or not full or _begins(before, line, group[0]):
            yield group
            group = []
        group.append(line)
    yield group


def _begins(before: _Line, line: _Line, first: _Line) -> bool:
    """Tell whether a list item, a first-line indent or another script begins something new."""
    if is_item(line.text) and (is_item(first.text) or SENTENCE_END.search(before.text)):
        return True
    if line.indent > before.indent and before is not first:
        return True
    return _other_script(line.text, before.text) or _other_script(before.text, line.text)


def _other_script(latin: str, cyrillic: str) -> bool:
    """Tell whether the one has no Cyrillic letter and the other mostly such."""
    letters = len(_CYRILLIC.findall(cyrillic))
    return letters > len(_LATIN.findall(cyrillic)) and not _CYRILLIC.search(latin)


def _runs_on(group: list[_Line]) -> bool:
    """Tell whether at least half of the lines end inside a sentence."""
    inside = sum(_flows(line.text, after.text) for line, after in pairwise(group))
    return len(group) > 1 and 2 * inside >= len(group) - 1


def _flows(line: str, after: str) -> bool:
    if SENTENCE_END.search(line):
        return False
    number = after[0].isdigit() and not is_item(after)
    return after[0].islower() or number or _RUNS_ON.search(line) is not None
