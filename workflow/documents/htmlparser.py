"""Paragraphs of an HTML page with their places, from the events of the standard library's parser.

Only what is found in the source exactly where the parser says becomes a run, so that a page
that browsers repair is written back as broken as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

from workflow.documents.htmlnames import (
    BLOCK,
    BUTTONS,
    KINDS,
    META,
    READ_ATTRIBUTES,
    SIBLINGS,
    UNTOUCHED,
    VOID,
)
from workflow.documents.lines import spans
from workflow.documents.runs import cut, literal, paragraph
from workflow.model import Run

if TYPE_CHECKING:
    from workflow.model import Paragraph

_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"']+))"""
)
_REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]+|#[0-9]+|[A-Za-z][A-Za-z0-9]*);?")
_ONE_LINK = 2
_BETWEEN_LINKS = re.compile(r"[\s|>»›/·•→←]*")
_BEFORE_LINKS = re.compile(r"^\s*$|[|>»›/·•→:]\s*$")
_AFTER_LINKS = re.compile(r"\s*(?:$|[|>»›/·•→←])")


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a decoded page, attributes before the text that they stand in."""
    parser = _Parser(text)
    parser.feed(text)
    parser.close()
    parser.flush()
    return parser.paragraphs


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    lang: str | None
    untouched: bool


class _Parser(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.paragraphs: list[Paragraph] = []
        self._text = text
        self._lines = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self._open = [_Element("", None, untouched=False)]
        self._runs: list[Run] = []
        self._links: list[int] = []

    def flush(self) -> None:
        """End the paragraph that is being read."""
        runs, self._runs = self._runs, []
        links, self._links = self._links, []
        if not runs:
            return
        tags = [element.tag for element in reversed(self._open)]
        kind = next((KINDS[tag] for tag in tags if tag in KINDS), "text")
        blocks = (each for each in reversed(self._open) if not each.tag or each.tag in BLOCK)
        lang = next(blocks).lang
        pieces = _menu(runs, links) if links else [runs]
        if "pre" in tags:
            joined = "".join(run.text for run in runs)
            pieces = [cut(runs, start, stop) for start, stop in spans(joined)]
        self.paragraphs += filter(None, (paragraph(piece, kind, lang) for piece in pieces))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCK:
            self.flush()
        self._close_implied(tag)
        element = self._element(tag, dict(attrs))
        if not element.untouched:
            self._read_attributes(element, dict(attrs))
        self._mark_link(tag)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK:
            self.flush()
        self._mark_link(tag)
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                break

    def handle_data(self, data: str) -> None:
        start = self._offset()
        if not self._open[-1].untouched and self._text.startswith(data, start):
            self._runs += literal(self._text, start, start + len(data))

    def handle_charref(self, name: str) -> None:
        self._reference(name)

    def handle_entityref(self, name: str) -> None:
        self._reference(name)

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002
        """Pass over `<![if !IE]>` and the like up to the next `>`, as browsers do."""
        return self.parse_bogus_comment(i, report=False)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _reference(self, name: str) -> None:
        start = self._offset()
        match = _REFERENCE.match(self._text, start)
        if not self._open[-1].untouched and match and name in match[0]:
            self._runs += _referred(match)

    def _mark_link(self, tag: str) -> None:
        if tag == "a":
            self._links.append(len(self._runs))

    def _element(self, tag: str, attributes: dict[str, str | None]) -> _Element:
        parent = self._open[-1]
        declared = attributes.get("lang") or attributes.get("xml:lang")
        lang = re.split("[-_]", declared.strip())[0].lower() if declared else parent.lang
        translate = (attributes.get("translate") or "").lower()
        untouched = (
            tag in UNTOUCHED
            or translate == "no"
            or "notranslate" in (attributes.get("class") or "").split()
            or (parent.untouched and translate != "yes")
        )
        return _Element(tag, lang or None, untouched)

    def _close_implied(self, tag: str) -> None:
        """Close the elements whose end tag may be left out before this one."""
        closes, barriers = SIBLINGS.get(tag, ((), ()))
        for depth in range(len(self._open) - 1, 0, -1):
            open_tag = self._open[depth].tag
            if open_tag in closes or (open_tag == "p" and tag in BLOCK and tag != "br"):
                del self._open[depth:]
            elif open_tag in barriers or (not closes and open_tag in BLOCK):
                break

    def _read_attributes(self, element: _Element, attributes: dict[str, str | None]) -> None:
        wanted = set(READ_ATTRIBUTES if element.tag != "link" else ())
        name = attributes.get("name") or attributes.get("property") or ""
        if element.tag == "meta" and name.lower() in META:
            wanted.add("content")
        if element.tag == "input" and (attributes.get("type") or "").lower() in BUTTONS:
            wanted.add("value")
        if wanted.isdisjoint(attributes):
            return
        tag, start = self.get_starttag_text() or "", self._offset()
        for match in _ATTRIBUTE.finditer(self._text, start + 1, start + len(tag)):
            if match[1].lower() in wanted:
                self._read_value(*match.span(match.lastindex or 0), element.lang)

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
