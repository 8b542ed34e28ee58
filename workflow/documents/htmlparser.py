"""Paragraphs of an HTML page with their places, from the events of the standard library's parser.

Only what is found in the source exactly where the parser says becomes a run, so that a page
that browsers repair is written back as broken as it was.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

from workflow.documents.breaks import passages
from workflow.documents.htmlnames import BLOCK, BUTTONS, META, READ_ATTRIBUTES, VOID
from workflow.documents.htmlstack import Element, OpenElements
from workflow.documents.lines import spans
from workflow.documents.runs import Cutter, literal, paragraph
from workflow.model import Run

if TYPE_CHECKING:
    from workflow.model import Paragraph

_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"']+))"""
)
_REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]+|#[0-9]+|[A-Za-z][A-Za-z0-9]*);?")
_STATED = frozenset({"lang", "xml:lang"})
_ONE_LINK = 2
_BETWEEN_LINKS = re.compile(r"[\s|>»›/·•→←]*")
_BEFORE_LINKS = re.compile(r"^\s*$|[|>»›/·•→:]\s*$")
_AFTER_LINKS = re.compile(r"\s*(?:$|[|>»›/·•→←])")


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a decoded page, attributes before the text that they stand in."""
    return _parsed(text).paragraphs


def stated(text: str) -> list[tuple[int, int]]:
    """Return where in a decoded page attributes say what language an element is in.

    Elements whose text is left alone are passed over.
    """
    return _parsed(text).stated


def _parsed(text: str) -> _Parser:
    parser = _Parser(text)
    parser.feed(text)
    parser.close()
    parser.flush()
    return parser


class _Parser(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.paragraphs: list[Paragraph] = []
        self.stated: list[tuple[int, int]] = []
        self._text = text
        self._lines = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self._open = OpenElements()
        self._runs: list[Run] = []
        self._links: list[int] = []

    def flush(self) -> None:
        """End the paragraph that is being read."""
        runs, self._runs = self._runs, []
        links, self._links = self._links, []
        if not runs:
            return
        element = self._open.top
        for start, stop in passages(runs):
            part = runs[start:stop]
            inside = [link - start for link in links if start <= link <= stop]
            pieces = _menu(part, inside) if inside else [part]
            if element.preformatted:
                joined = "".join(run.text for run in part)
                cutter = Cutter(part)
                pieces = [cutter.cut(low, high) for low, high in spans(joined)]
            found = (paragraph(piece, element.kind, element.block_lang) for piece in pieces)
            self.paragraphs += filter(None, found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and self._runs and not self._open.top.preformatted:
            start = self._offset()
            stop = start + len(self.get_starttag_text() or "")
            self._runs.append(Run("\n", start, stop, breaks=True))
        elif tag in BLOCK:
            self.flush()
        self._open.close_implied(tag)
        attributes = dict(attrs)
        element = self._open.top.child(tag, attributes)
        if not element.untouched:
            self._read_attributes(element, attributes)
        self._mark_link(tag)
        if tag not in VOID:
            self._open.push(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK:
            self.flush()
        self._mark_link(tag)
        self._open.close(tag)

    def handle_data(self, data: str) -> None:
        start = self._offset()
        if not self._open.top.untouched and self._text.startswith(data, start):
            self._runs += literal(self._text, start, start + len(data))

    def handle_charref(self, name: str) -> None:
        self._reference(name)

    def handle_entityref(self, name: str) -> None:
        self._reference(name)

    def parse_starttag(self, i: int) -> int:
        """Give up at once on a tag that never ends: the library searches the rest many times."""
        return super().parse_starttag(i) if self.rawdata.find(">", i) >= 0 else -1

    def parse_comment(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002
        """Give up at once on a comment that never ends."""
        return super().parse_comment(i, report) if self.rawdata.find(">", i) >= 0 else -1

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002
        """Pass over `<![if !IE]>` and the like up to the next `>`, as browsers do."""
        return self.parse_bogus_comment(i, report=False)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _reference(self, name: str) -> None:
        """Read a reference; the library takes a point and a hyphen for letters (`R&D-2024`)."""
        start = self._offset()
        match = _REFERENCE.match(self._text, start)
        end = self._text.find(name, start, start + len(name) + 2) + len(name)
        if self._open.top.untouched or not match or end < start + len(name):
            return
        end += self._text.startswith(";", end)
        self._runs += _referred(match)
        self._runs += literal(self._text, match.end(), max(match.end(), end))

    def _mark_link(self, tag: str) -> None:
        if tag == "a":
            self._links.append(len(self._runs))

    def _read_attributes(self, element: Element, attributes: dict[str, str | None]) -> None:
        wanted = set(READ_ATTRIBUTES if element.tag != "link" else ())
        name = attributes.get("name") or attributes.get("property") or ""
        if element.tag == "meta" and name.lower() in META:
            wanted.add("content")
        if element.tag == "input" and (attributes.get("type") or "").lower() in BUTTONS:
            wanted.add("value")
        if (wanted | _STATED).isdisjoint(attributes):
            return
        tag, start = self.get_starttag_text() or "", self._offset()
        for match in _ATTRIBUTE.finditer(self._text, start + 1, start + len(tag)):
            value = match.span(match.lastindex or 0)
            if match[1].lower() in wanted:
                self._read_value(*value, element.lang)
            elif match[1].lower() in _STATED:
                self.stated.append(value)

    def _read_value(self, start: int, stop: int, lang: str | None) -> None:
        runs: list[Run] = []
        at = start
        for match in _REFERENCE.finditer(self._text, start, stop):
            if match[0].endswith(";"):
                runs += [*literal(self._text, at, match.start()), *_referred(match)]
                at = match.end()
        runs += literal(self._text, at, stop)
        if one := paragraph(runs, "attribute", lang):
            self.paragraphs.append(one)


def _menu(runs: list[Run], links: list[int]) -> list[list[Run]]:
    """Divide a menu or a trail of crumbs into its links; leave a sentence with links whole.

    `links` is where links begin and end, as indexes of runs. In a menu nothing but separators
    stands between links, and what stands before or after them is set off by one.
    """
    pieces = [runs[start:stop] for start, stop in pairwise([0, *links, len(runs)])]
    before, *inner, after = ["".join(run.text for run in piece) for piece in pieces]
    menu = (
        len(links) % 2 == 0
        and len(links) > _ONE_LINK
        and all(_BETWEEN_LINKS.fullmatch(text) for text in inner[1::2])
        and _BEFORE_LINKS.search(before)
        and _AFTER_LINKS.match(after)
    )
    return [pieces[0], *pieces[1::2], pieces[-1]] if menu else [runs]


def _referred(match: re.Match[str]) -> list[Run]:
    """Return the run of a character reference: none if it stands for nothing."""
    meaning = unescape(match[0])
    return [Run(meaning, match.start(), match.end())] if meaning else []
