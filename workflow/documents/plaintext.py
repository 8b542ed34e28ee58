"""Plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from workflow.documents import encoding as codec
from workflow.documents.breaks import passages
from workflow.documents.lines import is_item, spans
from workflow.documents.runs import headline, literal, paragraph
from workflow.documents.splice import apply, replacements
from workflow.model import Document, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.documents.splice import Slot
    from workflow.model import Edit, Paragraph

_LINE_END = re.compile(r"\r\n?|[\n\f\v\x1c-\x1e\x85\u2028\u2029]")
_PAGE_END = re.compile(r"[\f\v]")


class PlainText:
    """Plain text: a paragraph a line, hard-wrapped blocks joined.

    Text that the encoding of the document cannot hold makes the whole document UTF-8.
    """

    name: ClassVar[str] = "text"
    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text")

    def read(self, data: bytes, path: str, encoding: str | None = None) -> Document:
        """Read plain text; raises `DocumentError` if it is none."""
        text, found = codec.decode(data, path, encoding)
        paragraphs = []
        runs = list(_runs(text))
        for first, last in passages(runs):
            if first < last:
                start = runs[first].start
                kind = "item" if is_item(text[start : start + 8]) else "text"
                if one := paragraph(runs[first:last], kind):
                    paragraphs.append(one)
        return Document(path, self.name, found, data, headline(paragraphs), tuple(paragraphs))

    def write(
        self,
        document: Document,
        edits: Sequence[Edit],
        languages: tuple[str, str] | None = None,  # noqa: ARG002 (plain text states none)
    ) -> bytes:
        """Write the document with its edits, in its encoding or, where that cannot, in UTF-8."""
        text = codec.to_text(document.source, document.encoding)
        text = apply(text, replacements(document, edits, _as_is))
        return codec.to_bytes(text, written_encoding(document, edits))


def _runs(text: str) -> Iterator[Run]:
    """Yield the runs of a text: lines, or lines joined, with the line breaks between them."""
    end = 0
    for start, stop in spans(text):
        if start > end:
            yield Run("\n", end, start, breaks=True)
            if len(_LINE_END.findall(text, end, start)) > 1 or _PAGE_END.search(text, end, start):
                yield Run("\n", start, start, breaks=True)
        yield from literal(text, start, stop)
        end = stop


def written_encoding(document: Document, edits: Sequence[Edit]) -> str:
    """Return the encoding a document is written in: `utf-8` if its own cannot hold the edits.

    That is so for plain text; HTML and Markdown keep their own, since they can spell any character.
    """
    try:
        for edit in edits:
            if edit.text != document.paragraphs[edit.paragraph].text[edit.start : edit.stop]:
                edit.text.encode(document.encoding)
    except UnicodeEncodeError:
        return "utf-8" if document.format == PlainText.name else document.encoding
    return document.encoding


def _as_is(text: str, _slot: Slot, _paragraph: Paragraph) -> str:
    return text
