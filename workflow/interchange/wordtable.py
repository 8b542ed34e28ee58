"""Rows of the tables in a Word document, read as a stream and as if all changes were accepted.

WordprocessingML (ISO/IEC 29500-1, part 17), both as Word writes it and in its strict form. What
was inserted counts, what was deleted or moved away does not; a deleted paragraph mark joins two
paragraphs. Paragraphs of a cell and line breaks become line ends.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from workflow.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipFile

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_IGNORED = frozenset({"del", "moveFrom", "Fallback"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}
_MAX_ROW = 64 << 20
_SIZE = 1 << 16


@dataclass(slots=True)
class Row:
    """The texts of a row's cells; `merged` where a cell spans columns or rows."""

    cells: list[str] = field(default_factory=list)
    merged: bool = False
    deleted: bool = False


def rows(archive: ZipFile, path: Path) -> Iterator[Row]:
    """Yield the rows of the outermost tables that are still there, table after table.

    Raises `ExchangeError` for a package without a document, and where its XML is broken.
    """
    try:
        with archive.open(_document(archive)) as stream:
            yield from _Parser(path).rows(stream)
    except KeyError as error:
        raise ExchangeError(f"{path} is no Word document", "Save it anew as .docx") from error
    except expat.ExpatError as error:
        raise ExchangeError(
            f"{path} is broken in line {error.lineno} of its text: "
            f"{expat.ErrorString(error.code).lower()}",
            "Save it anew as .docx",
        ) from error


def _document(archive: ZipFile) -> str:
    """Return the name of the main part, `word/document.xml` as a rule; `KeyError` for none."""
    found: list[str] = []

    def relation(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/officeDocument"):
            found.append(posixpath.normpath(attributes.get("Target", "")).lstrip("/"))

    parser = expat.ParserCreate()
    parser.StartElementHandler = relation
    parser.Parse(archive.read("_rels/.rels"), True)
    return found[0] if found else "word/document.xml"


class _Parser:
    """What is known at a place of the document; no more than a row is held."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[str] = []  # the elements around, by their names in WordprocessingML
        self._ignored = 0
        self._tables = 0
        self._row = Row()
        self._text: list[str] = []
        self._length = 0
        self._joined = False
        self._done: list[Row] = []

    def rows(self, stream: IO[bytes]) -> Iterator[Row]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        while chunk := stream.read(_SIZE):
            parser.Parse(chunk)
            yield from self._done
            self._done.clear()
        parser.Parse(b"", True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _name(tag)
        around = self._open[-1] if self._open else ""
        self._open.append(name)
        if name in _IGNORED:
            self._deleted(name, around)
            self._ignored += 1
        elif name == "tbl":
            self._tables += 1
        elif name == "tr" and self._tables == 1:
            self._row, self._length = Row(), 0
        elif name == "tc" and self._tables == 1:
            self._text = []
        elif name in ("gridSpan", "vMerge", "hMerge"):
            self._row.merged |= self._tables == 1 and _merges(name, attributes)
        elif name in _CHARACTERS and around == "r" and not self._ignored:
            self._add(_CHARACTERS[name])

    def _deleted(self, name: str, around: str) -> None:
        """Note that a row, or the mark at the end of a paragraph, was deleted."""
        if name == "del" and around == "trPr" and self._tables == 1:
            self._row.deleted = True
        elif around == "rPr" and self._open[-3:-2] == ["pPr"]:
            self._joined = True

    def _end(self, _: str) -> None:
        name = self._open.pop()
        if name in _IGNORED:
            self._ignored -= 1
        elif name == "p":
            if not self._joined:
                self._add("\n")
            self._joined = False
        elif name == "tbl":
            self._tables -= 1
        elif name == "tc" and self._tables == 1:
            self._row.cells.append("".join(self._text).removesuffix("\n"))
        elif name == "tr" and self._tables == 1 and not self._row.deleted:
            self._done.append(self._row)

    def _characters(self, text: str) -> None:
        if self._open[-1] == "t" and not self._ignored:
            self._add(text)

    def _add(self, text: str) -> None:
        if not self._tables:
            return
        self._length += len(text)
        if self._length > _MAX_ROW:
            raise ExchangeError(f"{self._path} has a row of more than 64 MiB", "Split the row")
        self._text.append(text)


def _name(tag: str) -> str:
    """Return the name of an element of WordprocessingML; that of another is empty."""
    namespace, _, name = tag.rpartition(" ")
    return name if namespace in _NAMESPACES or tag == _FALLBACK else ""


def _merges(name: str, attributes: dict[str, str]) -> bool:
    """Return whether a cell's property merges it with others: a span of one does not."""
    values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
    return name != "gridSpan" or values.get("val", "1") != "1"
