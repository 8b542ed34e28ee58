"""The YAML block at the head of a Markdown file: its title and description are for readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow.documents.runs import literal, paragraph
from workflow.documents.splice import Replacement
from workflow.model import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workflow.model import Edit, Paragraph

_BLOCK = re.compile(
    r"\ufeff?---[ \t]*[\r\n].*?(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL
)
_KINDS = {"title": "title", "description": "attribute"}
# A value in double quotes, in single quotes, or bare, if no YAML parser is needed to read it.
_ENTRY = re.compile(
    r"(?<=[\r\n])(?P<key>title|description)[ \t]*:[ \t]+"
    r"""(?:"(?P<double>(?:[^"\\\r\n]|\\["\\/]|\\x\w{2}|\\u\w{4}|\\U\w{8})+)\""""
    r"""|'(?P<single>(?:[^'\r\n]|'')+)'"""
    r"""|(?P<bare>[^\s"'\[\]{}>|*&!%#`@,?:-](?:(?!:\s|\s\#)[^"\\\r\n])*?))[ \t]*(?=[\r\n])"""
)
_LANG = re.compile(r"""(?<=[\r\n])lang[ \t]*:[ \t]+["']?([\w-]+)""")
_ESCAPES = {
    "double": re.compile(r"""\\(?:(["\\/])|x(\w{2})|u(\w{4})|U(\w{8}))"""),
    "single": re.compile("(')'"),
    "bare": re.compile("(?!)"),
}


def end(text: str) -> int:
    """Return where the front matter ends; 0 if there is none."""
    match = _BLOCK.match(text)
    return match.end() if match else 0


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the values of `title` and `description`."""
    for match in _ENTRY.finditer(text, 0, end(text)):
        style = match.lastgroup or ""
        runs = list(_runs(text, *match.span(style), _ESCAPES[style]))
        if one := paragraph(runs, _KINDS[match["key"]]):
            yield one


def stated(text: str) -> list[tuple[int, int]]:
    """Return where the value of `lang` stands, which says what language the document is in."""
    return [match.span(1) for match in _LANG.finditer(text, 0, end(text))]


def _runs(text: str, start: int, stop: int, escapes: re.Pattern[str]) -> Iterator[Run]:
    for escape in escapes.finditer(text, start, stop):
        yield from literal(text, start, escape.start())
        yield Run(_meaning(escape), escape.start(), escape.end())
        start = escape.end()
    yield from literal(text, start, stop)


def _meaning(escape: re.Match[str]) -> str:
    if escape[1]:
        return escape[1]
    try:
        return chr(int(escape[escape.lastindex or 0], 16)).encode("utf-8").decode()
    except (ValueError, UnicodeEncodeError):
        return "\ufffd"


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
