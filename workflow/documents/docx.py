"""Word documents: WordprocessingML (ISO/IEC 29500-1), transitional and strict."""

from __future__ import annotations

import posixpath
import re
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
    from collections.abc import Iterator, Mapping, Sequence
    from zipfile import ZipFile

    from workflow.documents.parts import Part, Token
    from workflow.documents.splice import Slot
    from workflow.model import Edit, Paragraph

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/package/2006/relationships": "r",
}
_READ = ("header", "footer", "footnotes", "endnotes")
_STYLES = "styles"
_TAGS = {"en": "en-US"}
"""What Word calls a language, where the code alone names no dictionary of its."""
_TEXT_TAG = re.compile(r"<(?:[^\s/<>:]+:)?t(?:\s[^<>]*)?(?<!/)>")
_PREFIX = re.compile(r"</?([^\s/<>:]+:)")


class Docx:
    """Word documents: the text, its tables, text boxes, headers, footers and notes.

    A paragraph ends at a tab or a break too. Deleted text, comments, fields' instructions,
    formulas, charts and properties are left alone.
    """

    name: ClassVar[str] = "docx"
    suffixes: ClassVar[tuple[str, ...]] = (".docx", ".docm")

    def read(
        self,
        data: bytes,
        path: str,
        encoding: str | None = None,  # noqa: ARG002 (XML states its own)
    ) -> Document:
        """Read a document; raises `DocumentError` if it is damaged, or none."""
        styles, read = _opened(data, path)
        reading = _Reading(_kinds(styles) if styles else {})
        for part in read:
            reading.read(part)
        found = tuple(reading.flow.paragraphs)
        return Document(path, self.name, "utf-8", data, headline(found), found)

    def write(
        self, document: Document, edits: Sequence[Edit], languages: tuple[str, str] | None = None
    ) -> bytes:
        """Write the document with its edits; all else is in its archive as it was.

        What said that it was in the first of `languages`, for Word to check its spelling, says
        that it is in the second, and the styles as well.
        """
        styles, read = _opened(document.source, document.path)
        decoded = "".join(part.text for part in read)

        def escape(new: str, slot: Slot, _paragraph: Paragraph) -> str:
            if _text_tag(decoded, slot.start) or not new:
                return content(new)
            # The text takes the place of an element that stood between two of text.
            tag = f"{_prefix(decoded, slot.start)}t"
            return f'<{tag} xml:space="preserve">{content(new)}</{tag}>'

        changes = replacements(document, edits, escape)
        if not changes:
            return document.source
        changes += _preserving(decoded, changes)
        if languages:
            sides = [*read, styles] if styles else read
            changes += [change for part in sides for change in _restated(part, languages)]
        return rewritten(document.source, [*read, styles] if styles else read, changes)


def _opened(data: bytes, path: str) -> tuple[Part | None, list[Part]]:
    """Return the part with the styles, if there is one, and those with text, in their order.

    The styles come last in the text of all, so that its beginning is what runs refer to.
    """
    with opened(data, path, "Word document") as archive:
        names = set(archive.namelist())
        roots = [
            target
            for kind, target in _related(archive, "", names, path)
            if kind == "officeDocument"
        ]
        main = next((target for target in roots if target.endswith(".xml")), None)
        if main is None:
            raise DocumentError(f"{path} is no Word document", "Save it as DOCX")
        related = list(_related(archive, main, names, path))
        read = [
            main,
            *dict.fromkeys(t for wanted in _READ for kind, t in related if kind == wanted),
        ]
        styles = [target for kind, target in related if kind == _STYLES][:1]
        found = parts(archive, [*read, *styles], path)
    return (found.pop() if styles else None), found


def _related(archive: ZipFile, name: str, names: set[str], path: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the name of each part that a part refers to; `""` is the package."""
    folder, file = posixpath.split(name)
    listed = posixpath.join(folder, "_rels", f"{file}.rels")
    if listed not in names:
        return
    for part in parts(archive, [listed], path):
        for token in tokens(part, _PREFIXES):
            target = token.get("Target") if token.name == "r:Relationship" else None
            if target is not None and token.get("TargetMode") != "External":
                place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if place in names:
                    yield (token.get("Type") or "").rpartition("/")[2], place


def _kinds(styles: Part) -> dict[str, str]:
    """Return the kind of paragraph that a style makes, by the style's id."""
    kinds, style = {}, ""
    for token in tokens(styles, _PREFIXES):
        if token.name == "w:style":
            style = (token.get("styleId") or "") if token.kind == "<" else ""
        elif token.name == "w:name" and style:
            name = (token.get("val") or "").lower()
            if name == "title" or name.startswith("heading"):
                kinds[style] = name.split()[0]
        elif token.name == "w:numPr" and style:
            kinds.setdefault(style, "item")
    return kinds


class _Reading:
    """Going through a part: how deep in what, and the paragraphs that come of it."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.flow = Flow()
        self._kinds = kinds
        self._cells = self._moved = 0
        self._spelling = False

    def read(self, part: Part) -> None:
        for token in tokens(part, _PREFIXES):
            if token.kind == "text":
                if self._spelling and not self._moved:
                    self.flow.text(token)
            elif token.name:
                self._tag(token, {"<": 1, ">": -1}.get(token.kind, 0))

    def _tag(self, token: Token, opens: int) -> None:
        match token.name:
            case "w:t":
                self._spelling = opens > 0
            case "w:p" if opens > 0:
                self.flow.begin("cell" if self._cells else "text")
            case "w:p" if opens < 0:
                self.flow.end()
            case "w:tc":
                self._cells += opens
            case (
                "w:moveFrom"
            ):  # it is still there, and marked so; what was deleted is in `w:delText`
                self._moved += opens
            case "w:pStyle":
                self.flow.becomes(self._kinds.get(token.get("val") or ""))
            case "w:numPr":
                self.flow.becomes("item")
            case "w:tab" | "w:ptab" | "w:br" | "w:cr":
                self.flow.divide()
            case "w:noBreakHyphen" | "w:softHyphen" if not self._moved and opens >= 0:
                self.flow.element(token, "-" if token.name == "w:noBreakHyphen" else "\u00ad")


def _text_tag(decoded: str, place: int) -> range | None:
    """Return where the start tag stands of the text that a place is in, if it is in one."""
    start = decoded.rfind("<", 0, place)
    stop = decoded.find(">", max(start, 0)) + 1
    inside = 0 <= start < stop <= place and _TEXT_TAG.match(decoded, start, stop)
    return range(start, stop) if inside else None


def _prefix(decoded: str, place: int) -> str:
    """Return the prefix of the tag that stands at a place, with its colon."""
    found = _PREFIX.match(decoded, place)
    return found[1] if found else ""


def _preserving(decoded: str, changes: Sequence[Replacement]) -> list[Replacement]:
    """Return the changes that keep the white space at the ends of changed text: Word drops it."""
    tags = {tag for change in changes if (tag := _text_tag(decoded, change.start))}
    places = {
        tag.start + len(decoded[tag.start : tag.stop - 1].split(maxsplit=1)[0])
        for tag in tags
        if "xml:space" not in decoded[tag.start : tag.stop]
    }
    return [Replacement(place, place, ' xml:space="preserve"') for place in sorted(places)]


def _restated(part: Part, languages: tuple[str, str]) -> Iterator[Replacement]:
    source, target = languages
    for token in tokens(part, _PREFIXES):
        if token.name == "w:lang":
            for name, value in token.attributes():
                if name.rpartition(":")[2] == "val" and code(value.value) == source:
                    yield Replacement(value.start, value.stop, _TAGS.get(target, target))
