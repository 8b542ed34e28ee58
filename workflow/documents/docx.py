"""Word documents: WordprocessingML (ISO/IEC 29500-1), transitional and strict."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote

from workflow.documents.flow import Flow
from workflow.documents.numbering import english
from workflow.documents.parts import opened, parts, rewritten, tokens
from workflow.documents.runs import headline
from workflow.documents.splice import Replacement, replacements
from workflow.errors import DocumentError
from workflow.languages import code
from workflow.model import Document, Run
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
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://schemas.openxmlformats.org/package/2006/relationships": "r",
}
_READ = ("header", "footer", "footnotes", "endnotes")
_SIDES = ("styles", "numbering")
_TAGS = {"en": "en-US"}
"""What Word calls a language, where the code alone names no dictionary of its."""
_STATING = frozenset({"w:lang", "w:lvlText", "w:numFmt"})
_LETTERS = {"russianLower": "lowerLetter", "russianUpper": "upperLetter"}
_NOTHING = "<>"
"""The look of what looks like nothing else."""
_NOT_SHOWN = frozenset({"w:r", "w:t", "w:rPr", "w:proofErr", "w:noBreakHyphen", "w:softHyphen"})
"""Between stretches of the same look these make no difference."""
_UNSEEN = frozenset({"w:lang", "w:noProof"})
"""What of its properties does not change how text looks."""
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
        sides, read = _opened(data, path)
        reading = _Reading(_kinds(sides["styles"]) if "styles" in sides else {})
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
        sides, read = _opened(document.source, document.path)
        decoded = "".join(part.text for part in read)

        def escape(new: str, slot: Slot, _paragraph: Paragraph) -> str:
            if _text_tag(decoded, slot.start) or not new:
                return content(new)
            # The text takes the place of an element that stood between two of text.
            tag = f"{_prefix(decoded, slot.start)}t"
            return f'<{tag} xml:space="preserve">{content(new)}</{tag}>'

        changes = replacements(document, edits, escape, spaces_show=True)
        if not changes:
            return document.source
        changes += _preserving(decoded, changes)
        for part in read:
            changes += _unbound(part, changes)
        if languages:
            changes += [
                change for part in (*read, *sides.values()) for change in _restated(part, languages)
            ]
        return rewritten(document, [*read, *sides.values()], changes)


def _opened(data: bytes, path: str) -> tuple[dict[str, Part], list[Part]]:
    """Return the parts with styles and numbers, and those with text, in their order.

    The former come last in the text of all, so that its beginning is what runs refer to.
    """
    with opened(data, path, "Word document") as archive:
        main = next(
            (target for kind, target in _related(archive, "", path) if kind == "officeDocument"), ""
        )
        if not main.endswith(".xml"):
            raise DocumentError(f"{path} is no Word document", "Save it as DOCX")
        related = list(_related(archive, main, path))
        read = [
            main,
            *dict.fromkeys(t for wanted in _READ for kind, t in related if kind == wanted),
        ]
        sides = {kind: target for kind, target in related if kind in _SIDES}
        found = parts(archive, [*read, *sides.values()], path)
    return dict(zip(sides, found[len(read) :], strict=True)), found[: len(read)]


def _related(archive: ZipFile, name: str, path: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the name of each part that a part refers to; `""` is the package."""
    names = {each.lower(): each for each in archive.namelist()}
    folder, file = posixpath.split(name)
    listed = names.get(posixpath.join(folder, "_rels", f"{file}.rels").lower())
    for part in parts(archive, [listed], path) if listed else ():
        for token in tokens(part, _PREFIXES):
            target = token.get("Target") if token.name == "r:Relationship" else None
            if target is not None and token.get("TargetMode") != "External":
                place = posixpath.normpath(posixpath.join("/", folder, unquote(target)))
                if found := names.get(place.lstrip("/").lower()):
                    yield (token.get("Type") or "").rpartition("/")[2], found


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
        self._cells = 0
        self._gone = 0
        """How deep in what was deleted or moved away: it is still there, and marked so."""
        self._spelling = False
        self._fields: list[str] = []
        """Of the fields around, innermost last: `begin` in what they do, `separate` in a result."""
        self._looking = False
        self._look, self._shown = "", _NOTHING
        """How text looks now, and how that did which came before."""
        self._begun = 0

    def read(self, part: Part) -> None:
        self._fields = []
        for token in tokens(part, _PREFIXES):
            if token.kind == "text":
                if self._spelling:
                    self._text(token)
            elif self._looking and token.name != "w:rPr":
                self._look += "" if token.name in _UNSEEN else token.spelled
            else:
                self._tag(token, {"<": 1, ">": -1}.get(token.kind, 0))

    def _text(self, token: Token) -> None:
        if not self._gone and "begin" not in self._fields:
            joined = self._shown == self._look
            self.flow.text(token, joined=joined, field=bool(self._fields))
            self._shown = self._look

    def _tag(self, token: Token, opens: int) -> None:
        if token.name not in _NOT_SHOWN:
            self._shown = _NOTHING
        match token.name:
            case "w:t" | "w:r" | "w:rPr":
                self._stretch(token, opens)
            case "w:p" if opens > 0:
                self.flow.begin("cell" if self._cells else "text")
            case "w:p" if opens < 0:
                self.flow.end()
            case "w:tc":
                self._cells += opens
            case "w:del" | "w:moveFrom":
                self._gone += opens
            case "w:pStyle":
                self.flow.becomes(self._kinds.get(token.get("val") or ""))
            case "w:numPr":
                self.flow.becomes("item")
            case _ if not self._gone:
                self._inside(token, opens)

    def _stretch(self, token: Token, opens: int) -> None:
        if token.name == "w:t":
            self._spelling = opens > 0
        elif token.name == "w:rPr":
            self._looking = opens > 0
        elif opens > 0:
            self._look = ""

    def _inside(self, token: Token, opens: int) -> None:
        match token.name:
            case "w:br" | "w:cr" if token.get("type") in (None, "textWrapping"):
                if opens >= 0:
                    self.flow.end_line(token)
            case "w:tab" | "w:ptab" | "w:br" | "w:cr":
                self.flow.divide()
            case "w:noBreakHyphen" | "w:softHyphen":
                if opens >= 0:
                    self._begun = token.start
                if opens <= 0:
                    text = "-" if token.name == "w:noBreakHyphen" else "\u00ad"
                    joined = self._shown == self._look
                    self.flow.put(Run(text, self._begun, token.stop, joined))
                    self._shown = self._look
            case "w:fldSimple" if opens:
                self._field("begin" if opens > 0 else "end")
                self._field("separate" if opens > 0 else "")
            case "w:fldChar" if opens >= 0:
                self._field(token.get("fldCharType") or "")

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append(what)
        elif self._fields and what == "separate":
            self._fields[-1] = what
        elif self._fields and what == "end":
            self._fields.pop()


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


def _unbound(part: Part, changes: Sequence[Replacement]) -> list[Replacement]:
    """Return the changes that free changed text from the property that it would show again."""
    places = sorted(change.start for change in changes)
    controls: list[list[tuple[int, int]]] = []
    found = []
    begun = 0
    for token in tokens(part, _PREFIXES):
        if token.name == "w:sdt" and token.kind == "<":
            controls.append([(token.start, token.start)])
        elif token.name == "w:sdt" and token.kind == ">" and controls:
            (start, _), *bindings = controls.pop()
            if bisect_left(places, start) < bisect_left(places, token.start):
                found += [Replacement(*binding, "") for binding in bindings]
        elif token.name.endswith(":dataBinding") and controls:
            begun = token.start if token.kind != ">" else begun
            if token.kind != "<":
                controls[-1].append((begun, token.stop))
    return found


def _restated(part: Part, languages: tuple[str, str]) -> Iterator[Replacement]:
    source, target = languages
    for token in tokens(part, _PREFIXES):
        for name, value in token.attributes() if token.name in _STATING else ():
            new = value.value
            if name.rpartition(":")[2] != "val":
                continue
            if token.name == "w:lang":
                new = _TAGS.get(target, target) if code(value.value) == source else new
            elif languages == ("ru", "en"):
                new = _LETTERS.get(new, new) if token.name == "w:numFmt" else english(new)
            if new != value.value:
                yield Replacement(value.start, value.stop, new)
