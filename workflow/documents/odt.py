"""OpenDocument texts (ISO/IEC 26300), as LibreOffice writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from workflow.documents.flow import Flow
from workflow.documents.parts import opened, parts, rewritten, tokens
from workflow.documents.runs import headline
from workflow.documents.splice import Replacement, replacements
from workflow.errors import DocumentError
from workflow.languages import code
from workflow.model import Document
from workflow.xmltext import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.documents.parts import Part, Token
    from workflow.documents.splice import Slot
    from workflow.model import Edit, Paragraph

_PREFIXES = {
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": name
    for name in ("office", "text", "table", "style")
}
_READ = ("content.xml", "styles.xml")
_MIMETYPE = "application/vnd.oasis.opendocument.text"
_FLOWING = frozenset({"text:span", "text:a", "text:ruby", "text:ruby-base", "text:meta"})
"""Elements inside a paragraph whose text belongs to it."""
_UNTOUCHED = frozenset({"office:annotation", "text:tracked-changes", "text:ruby-text"})
_COUNTRIES = {"en": "US"}
"""What stands for the country of a language; others have none."""


class Odt:
    """OpenDocument texts: the text, its tables, text boxes, headers, footers and notes.

    A paragraph ends at a tab or the end of a line too. Deleted text, comments, fields, formulas
    and properties are left alone.
    """

    name: ClassVar[str] = "odt"
    suffixes: ClassVar[tuple[str, ...]] = (".odt", ".ott")

    def read(
        self,
        data: bytes,
        path: str,
        encoding: str | None = None,  # noqa: ARG002 (XML states its own)
    ) -> Document:
        """Read a document; raises `DocumentError` if it is damaged, or none."""
        reading = _Reading()
        for part in _opened(data, path):
            reading.read(part)
        found = tuple(reading.flow.paragraphs)
        return Document(path, self.name, "utf-8", data, headline(found), found)

    def write(
        self, document: Document, edits: Sequence[Edit], languages: tuple[str, str] | None = None
    ) -> bytes:
        """Write the document with its edits; all else is in its archive as it was.

        What said that it was in the first of `languages`, styles above all, says that it is in
        the second.
        """

        def escape(new: str, _slot: Slot, _paragraph: Paragraph) -> str:
            return content(new)

        changes = replacements(document, edits, escape)
        if not changes:
            return document.source
        read = _opened(document.source, document.path)
        if languages:
            changes += [change for part in read for change in _restated(part, languages)]
        return rewritten(document.source, read, changes)


def _opened(data: bytes, path: str) -> list[Part]:
    """Return the parts with text."""
    with opened(data, path, "OpenDocument text") as archive:
        kind = archive.read("mimetype").decode("ascii", "replace").strip()
        if not kind.startswith(_MIMETYPE):
            raise DocumentError(f"{path} is no OpenDocument text", "Save it as ODT")
        names = [name for name in _READ if name in archive.namelist()]
        return parts(archive, names, path)


class _Reading:
    """Going through a part: how deep in what, and the paragraphs that come of it."""

    def __init__(self) -> None:
        self.flow = Flow()
        self._around: list[str] = []
        """The elements around, innermost last: those of `_FLOWING` only say that they are."""
        self._untouched = self._cells = self._items = 0

    def read(self, part: Part) -> None:
        self._around = []
        for token in tokens(part, _PREFIXES):
            if token.kind == "text":
                if self._flows():
                    self.flow.text(token)
            elif token.kind == "<>":
                if self._flows():
                    self._empty(token)
            else:
                self._tag(token, 1 if token.kind == "<" else -1)

    def _flows(self) -> bool:
        """Whether text that stands here belongs to a paragraph."""
        return not self._untouched and bool(self._around) and self._around[-1] == "text:p"

    def _empty(self, token: Token) -> None:
        match token.name:
            case "text:tab" | "text:line-break":
                self.flow.divide()
            case "text:s":
                count = token.get("c") or "1"
                self.flow.element(token, " " * min(int(count) if count.isdecimal() else 1, 100))

    def _tag(self, token: Token, opens: int) -> None:
        if token.name in _UNTOUCHED:
            self._untouched += opens
        elif token.name == "table:table-cell":
            self._cells += opens
        elif token.name == "text:list-item":
            self._items += opens
        elif token.name in {"text:p", "text:h"} and not self._untouched:
            if opens > 0:
                self.flow.begin(self._kind(token))
            else:
                self.flow.end()
        self._nest(token, opens)

    def _nest(self, token: Token, opens: int) -> None:
        if opens < 0:
            self._around.pop()
        elif token.name in {"text:p", "text:h"} or (token.name in _FLOWING and self._flows()):
            self._around.append("text:p")
        else:
            self._around.append(token.name)

    def _kind(self, token: Token) -> str:
        if token.name == "text:h":
            return "heading"
        if token.get("style-name") == "Title":
            return "title"
        return "cell" if self._cells else "item" if self._items else "text"


def _restated(part: Part, languages: tuple[str, str]) -> Iterator[Replacement]:
    source, target = languages
    for token in tokens(part, _PREFIXES):
        if token.name != "style:text-properties":
            continue
        found = dict(token.attributes())
        language, country = found.get("fo:language"), found.get("fo:country")
        if language and code(language.value) == source:
            yield Replacement(language.start, language.stop, target)
            if country:
                new = _COUNTRIES.get(target, "none")
                yield Replacement(country.start, country.stop, new)
