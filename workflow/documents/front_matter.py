"""The YAML block at the head of a Markdown file: its title and description are for readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow.documents.runs import literal, paragraph
from workflow.documents.splice import Replacement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workflow.model import Edit, Paragraph

_BLOCK = re.compile(
    r"\ufeff?---[ \t]*[\r\n].*?(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL
)
_KINDS = {"title": "title", "description": "attribute"}
# A value in double quotes, in single quotes, or bare, without a mark that needs a YAML parser.
_ENTRY = re.compile(
    r"(?<=[\r\n])(?P<key>title|description)[ \t]*:[ \t]+"
    r"""(?:"(?P<double>[^"\\\r\n]+)"|'(?P<single>[^'\r\n]+)'"""
    r"""|(?P<bare>[^\s"'\[\]{}>|*&!%#`@,?:-](?:(?!:\s|\s\#)[^"\\\r\n])*?))[ \t]*(?=[\r\n])"""
)


def end(text: str) -> int:
    """Return where the front matter ends; 0 if there is none."""
    match = _BLOCK.match(text)
    return match.end() if match else 0


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the values of `title` and `description` that are spelled as they read."""
    for match in _ENTRY.finditer(text, 0, end(text)):
        runs = literal(text, *match.span(match.lastgroup or 0))
        if one := paragraph(runs, _KINDS[match["key"]]):
            yield one


def rewritten(text: str, one: Paragraph, edits: Iterable[Edit], codec: str) -> Replacement | None:
    """Return the change that `edits` of a front matter paragraph make, None if they change nothing.

    The value is written in double quotes, where YAML 1.2 can spell every character.
    """
    value = one.text
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        value = value[: edit.start] + edit.text + value[edit.stop :]
    if value == one.text:
        return None
    start, stop = next(
        match.span(match.lastgroup or 0)
        for match in _ENTRY.finditer(text, 0, end(text))
        if match.start() <= one.runs[0].start < match.end()
    )
    outside = text[start - 1] in "\"'"
    escaped = " ".join(value.split()).replace("\\", "\\\\").replace('"', '\\"')
    spelled = escaped.encode(codec, "backslashreplace").decode(codec)
    return Replacement(start - outside, stop + outside, f'"{spelled}"')
