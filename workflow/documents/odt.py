"""OpenDocument texts (ISO/IEC 26300), as LibreOffice writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

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

    from workflow.documents.parts import Attribute, Part, Token
    from workflow.documents.splice import Slot
    from workflow.model import Edit, Paragraph

_PREFIXES = {
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": name
    for name in ("office", "text", "table", "style", "drawing")
}
_READ = ("content.xml", "styles.xml")
_MANIFEST = "META-INF/manifest.xml"
_MIMETYPE = "application/vnd.oasis.opendocument.text"
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_FLOWING = frozenset(
    f"text:{name}"
    for name in ("span", "a", "ruby", "ruby-base", "meta", "text-input", "placeholder")
)
"""Elements inside a paragraph that are no fields."""
_BLOCKS = frozenset({"text:note", "text:ruby-text", "office:annotation", "text:tracked-changes"})
"""Elements inside a paragraph whose text is not its text, with all that is drawn."""
_UNTOUCHED = frozenset({"office:annotation", "text:tracked-changes"})
_SPELLED = frozenset({"text:s", "text:tab", "text:line-break"})
_NUMBERED = frozenset({"text:list-level-style-number", "text:outline-level-style"})
_LETTERS = {"а": "a", "А": "A"}
"""The first letter of the alphabet that numbers a list, in Russian and in English."""
_COUNTRIES = {"en": "US"}
"""What stands for the country of a language; others have none."""


class Odt:
    """OpenDocument texts: the text, its tables, text boxes, headers, footers and notes.

    A paragraph ends at a tab too, and at the end of a line unless the sentence runs on. Deleted
    text, comments, fields, formulas and properties are left alone.
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

        changes = replacements(document, edits, escape, spaces_show=True)
        if not changes:
            return document.source
        read = _opened(document.source, document.path)
        if languages:
            changes += [change for part in read for change in _restated(part, languages)]
        return rewritten(document, read, changes)


def _opened(data: bytes, path: str) -> list[Part]:
    """Return the parts with text."""
    with opened(data, path, "OpenDocument text") as archive:
        there = set(archive.namelist())
        kind = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in there else ""
        if not kind.strip().startswith(_MIMETYPE) or _READ[0] not in there:
            raise DocumentError(f"{path} is no OpenDocument text", "Save it as ODT")
        if _MANIFEST in there and b"encryption-data" in archive.read(_MANIFEST):
            raise DocumentError(f"{path} has a password", "Save it without one")
        return parts(archive, [name for name in _READ if name in there], path)


class _Reading:
    """Going through a part: how deep in what, and the paragraphs that come of it."""

    def __init__(self) -> None:
        self.flow = Flow()
        self._around: list[str] = []
        """Of the elements around, innermost last: `flow`, `field`, or another's name."""
        self._untouched = self._cells = self._items = 0
        self._begun: Token | None = None

    def read(self, part: Part) -> None:
        self._around = []
        for token in tokens(part, _PREFIXES):
            if token.kind == "text":
                if self._flows():
                    self.flow.text(token, field=self._around[-1] == "field")
            elif token.name in _SPELLED:
                self._spelled(token)
            elif token.kind != "<>":
                self._tag(token, 1 if token.kind == "<" else -1)

    def _flows(self) -> bool:
        """Whether text that stands here belongs to a paragraph."""
        return not self._untouched and bool(self._around) and self._around[-1] in {"flow", "field"}

    def _spelled(self, token: Token) -> None:
        if token.kind != ">":
            self._begun = token
        if token.kind == "<" or not self._flows() or self._begun is None:
            return
        if token.name == "text:s":
            count = self._begun.get("c") or "1"
            spaces = " " * min(int(count) if count.isdecimal() else 1, 100)
            self.flow.put(Run(spaces, self._begun.start, token.stop))
        elif token.name == "text:line-break":
            self.flow.end_line(token)
        else:
            self.flow.divide()

    def _tag(self, token: Token, opens: int) -> None:
        if token.name in _UNTOUCHED:
            self._untouched += opens
        elif token.name == "table:table-cell":
            self._cells += opens
        elif token.name == "text:list-item":
            self._items += opens
        elif token.name in _PARAGRAPHS and not self._untouched:
            if opens > 0:
                self.flow.begin(self._kind(token))
            else:
                self.flow.end()
        if opens > 0:
            self._around.append(self._place(token.name))
        else:
            self._around.pop()

    def _place(self, name: str) -> str:
        """Return what the text of an element that begins here is, if it is text."""
        if name in _PARAGRAPHS:
            return "flow"
        if not self._flows() or name in _BLOCKS or name.startswith("drawing:"):
            return name
        field = name.startswith("text:") and name not in _FLOWING
        return "field" if field else self._around[-1]

    def _kind(self, token: Token) -> str:
        if token.name == "text:h":
            return "heading"
        if token.get("style-name") == "Title":
            return "title"
        return "cell" if self._cells else "item" if self._items else "text"


def _restated(part: Part, languages: tuple[str, str]) -> Iterator[Replacement]:
    source, target = languages
    for token in tokens(part, _PREFIXES):
        if token.kind == ">" or "=" not in token.spelled:
            continue
        found = {name.rpartition(":")[2]: value for name, value in token.attributes()}
        language, country = found.get("language"), found.get("country")
        if language and code(language.value) == source:
            yield Replacement(language.start, language.stop, target)
            if country:
                new = _COUNTRIES.get(target, "none")
                yield Replacement(country.start, country.stop, new)
        if languages == ("ru", "en") and token.name in _NUMBERED:
            yield from _renumbered(found)


def _renumbered(found: Mapping[str, Attribute]) -> Iterator[Replacement]:
    for name in ("num-prefix", "num-suffix", "num-list-format"):
        if name in found and (new := english(found[name].value)) != found[name].value:
            yield Replacement(found[name].start, found[name].stop, new)
    form = found.get("num-format")
    if form and form.value[:1] in _LETTERS:
        yield Replacement(form.start, form.stop, _LETTERS[form.value[0]])
