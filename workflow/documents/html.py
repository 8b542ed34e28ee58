"""HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from workflow.documents import encoding as codec
from workflow.documents.htmlparser import paragraphs, stated
from workflow.documents.runs import headline
from workflow.documents.splice import apply, replacements, restated
from workflow.model import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.documents.splice import Slot
    from workflow.model import Edit, Paragraph

_DECLARED = re.compile(
    rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_HEAD = 4096
_AFTER_EQUALS = re.compile(r"=\s*(?:&#?\w+;)*$")
_BEFORE = 80
_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_QUOTES = _SPECIAL | str.maketrans({'"': "&quot;", "'": "&#39;"})
_UNQUOTED = _IN_QUOTES | str.maketrans({char: f"&#{ord(char)};" for char in "=` \t\n\r\f"})


class Html:
    """HTML: text of block elements, the title, and attributes that people read.

    Scripts, styles, code, comments and whatever says `translate="no"` are left alone.
    """

    name: ClassVar[str] = "html"
    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml")

    def read(self, data: bytes, path: str, encoding: str | None = None) -> Document:
        """Read HTML however broken; raises `DocumentError` if it is no text."""
        text, found = codec.decode(data, path, encoding, _declared(data))
        read = tuple(paragraphs(text))
        return Document(path, self.name, found, data, headline(read), read)

    def write(
        self, document: Document, edits: Sequence[Edit], languages: tuple[str, str] | None = None
    ) -> bytes:
        """Write the document with its edits, in its encoding; what that lacks as references.

        What said that it was in the first of `languages` says that it is in the second.
        """
        text = codec.to_text(document.source, document.encoding)

        def escape(new: str, _slot: Slot, paragraph: Paragraph) -> str:
            special = _SPECIAL
            if paragraph.kind == "attribute":
                special = _IN_QUOTES if _quoted(text, paragraph) else _UNQUOTED
            return codec.representable(new.translate(special), document.encoding)

        changes = replacements(document, edits, escape)
        if changes and languages:
            changes += restated(text, stated(text), languages)
        return codec.to_bytes(apply(text, changes), document.encoding)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _quoted(text: str, paragraph: Paragraph) -> bool:
    """Tell whether an attribute's value stands in quotes: a bare one follows its `=`."""
    start = paragraph.runs[0].start
    return _AFTER_EQUALS.search(text, max(start - _BEFORE, 0), start) is None
