"""Documents that are zip archives of XML: their parts as one text, and its tags with their places.

The decoded file of such a document, to which runs refer, is its XML parts one behind the other.
"""

from __future__ import annotations

import copy
import io
import lzma
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from workflow.documents.binary import ZIP, refuse_binary
from workflow.documents.splice import Replacement, apply
from workflow.errors import DocumentError
from workflow.zipped import objections

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from workflow.model import Document

_LARGEST = 256 << 20
"""The most text that is unpacked, in bytes; a thousand pages of Word have 10 MiB."""
_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
_HINT = "Open it in an office program and save it anew"
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, expat.ExpatError, struct.error),
    *(EOFError, KeyError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError),
)
"""What a damaged archive or part makes the libraries raise."""
_MARKUP = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(?P<end>/?)(?P<name>[^\s/>]+)(?P<attributes>(?:[^>\"'/]|/(?!>)|\"[^\"]*\"|'[^']*')*)"
    r"(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class Part:
    """An XML part: its name, its text, and where that begins in the text of all."""

    name: str
    text: str
    start: int


class Attribute(NamedTuple):
    """The value of an attribute as it is spelled, and where."""

    value: str
    start: int
    stop: int


class Token(NamedTuple):
    """A start tag `<`, an end tag `>`, an empty element `<>`, or text, and where it stands.

    `name` is spelled with the prefixes that the reader of the format uses, whatever the file has;
    of an element in another namespace it is empty.
    """

    kind: str
    name: str
    start: int
    stop: int
    spelled: str

    def attributes(self) -> Iterator[tuple[str, Attribute]]:
        """Yield the attributes of a tag, their names as they are spelled."""
        for match in _ATTRIBUTE.finditer(self.spelled):
            group = match.lastindex or 2
            at = self.start + match.start(group)
            yield match[1], Attribute(match[group], at, at + len(match[group]))

    def get(self, local: str) -> str | None:
        """Return the value of the attribute of this name, in whatever namespace."""
        found = (
            attribute.value
            for name, attribute in self.attributes()
            if name.rpartition(":")[2] == local
        )
        return next(found, None)


@contextmanager
def opened(data: bytes, path: str, kind: str) -> Iterator[zipfile.ZipFile]:
    """Open a document's archive; `kind` says what it should be, as `a Word document`.

    Raises `DocumentError` for what is no such archive, or damaged, or a bomb.
    """
    if not data.startswith(ZIP):
        refuse_binary(data, path)
    with _undamaged(f"{path} is damaged, or no {kind}"):
        archive = zipfile.ZipFile(io.BytesIO(data))
    with archive:
        _look_over(archive, (), path)
        yield archive


@contextmanager
def _undamaged(message: str) -> Iterator[None]:
    """Raise `DocumentError` for whatever the libraries meet in a damaged archive."""
    try:
        yield
    except _DAMAGED as error:
        raise DocumentError(message, _HINT) from error


def _look_over(archive: zipfile.ZipFile, parsed: Collection[str], path: str) -> None:
    for objection in objections(archive, parsed):
        raise DocumentError(f"{path} was refused: {objection}", _HINT)


def format_of(data: bytes) -> str | None:
    """Return the name of the format of an office document, None for whatever else."""
    if not data.startswith(ZIP):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except _DAMAGED:
        return None
    if any(name.startswith("word/") for name in names):
        return "docx"
    return "odt" if {"mimetype", "content.xml"} <= {*names} else None


def parts(archive: zipfile.ZipFile, names: Collection[str], path: str) -> list[Part]:
    """Return the parts of these names; raises `DocumentError` for what is no XML in UTF-8."""
    found: list[Part] = []
    start = 0
    for name in names:
        with _undamaged(f"{path} is damaged: its part {name[:60]} is no XML in UTF-8"):
            if start + archive.getinfo(name).file_size > _LARGEST:
                size = f"{_LARGEST >> 20} MiB"
                raise DocumentError(f"{path} holds more than {size} of text", "Divide it")
            _look_over(archive, (name,), path)
            data = archive.read(name)
            _parse(data)
            text = data.decode()
        found.append(Part(name, text, start))
        start += len(text)
    return found


def _parse(data: bytes) -> None:
    expat.ParserCreate("utf-8").Parse(data, True)


def rewritten(document: Document, read: Iterable[Part], changes: Iterable[Replacement]) -> bytes:
    """Return the archive with the changes made; what they do not touch stays, in its order.

    Raises `DocumentError` where a part that nobody has read turns out to be damaged.
    """
    todo = list(changes)
    new = {}
    for part in read:
        stop = part.start + len(part.text)
        own = [
            Replacement(change.start - part.start, change.stop - part.start, change.text)
            for change in todo
            if part.start <= change.start < stop
        ]
        if own:
            new[part.name] = apply(part.text, own).encode()
            _parse(new[part.name])  # nothing leaves the house that no program opens
    stream = io.BytesIO()
    with (
        _undamaged(f"{document.path} is damaged, in a part without text"),
        zipfile.ZipFile(io.BytesIO(document.source)) as old,
        zipfile.ZipFile(stream, "w") as archive,
    ):
        for entry in old.infolist():
            content = new.get(entry.filename)
            archive.writestr(copy.copy(entry), old.read(entry) if content is None else content)
        archive.comment = old.comment
    return stream.getvalue()


def tokens(part: Part, prefixes: Mapping[str, str]) -> Iterator[Token]:
    """Yield the tags and the text of a part that is known to be sound, comments left out.

    `prefixes` are those of names, by namespace. Text in CDATA sections is left out as well: no
    office program writes them.
    """
    text, base = part.text, part.start
    scopes: list[Mapping[str, str]] = [{"xml": _NAMESPACE}]
    at = 0
    for match in _MARKUP.finditer(text):
        if at < match.start():
            yield Token("text", "", base + at, base + match.start(), text[at : match.start()])
        at = match.end()
        name = match["name"]
        if name is None:
            continue
        scope = scopes[-1]
        if match["end"]:
            scopes.pop()
        else:
            if "xmlns" in match["attributes"]:
                scope = {**scope, **_declared(match["attributes"])}
            if not match["empty"]:
                scopes.append(scope)
        prefix, _, local = name.rpartition(":")
        known = prefixes.get(scope.get(prefix, ""), "")
        kind = ">" if match["end"] else "<>" if match["empty"] else "<"
        canonical = f"{known}:{local}" if known else ""
        yield Token(kind, canonical, base + match.start(), base + match.end(), match[0])


def _declared(attributes: str) -> dict[str, str]:
    found = {}
    for match in _ATTRIBUTE.finditer(attributes):
        first, _, prefix = match[1].partition(":")
        if first == "xmlns":
            found[prefix] = match[match.lastindex or 2]
    return found
