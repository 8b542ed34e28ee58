"""PO files as entries: lines gathered, strings read, nothing understood yet."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workflow.errors import ExchangeError
from workflow.interchange.files import opened
from workflow.interchange.potext import quoted
from workflow.model import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST = 1 << 24  # bytes of a line
_CHARSET = re.compile(rb"charset=([A-Za-z][\w.:-]*)")
_KEYWORD = re.compile(r"(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s*(\".*)", re.DOTALL)


@dataclass(slots=True)
class Entry:
    """An entry as its lines give it.

    `line` is that of its first string, `remarks` are the comments of translators, `places` where
    the source stands; `problem` says what is wrong with a line.
    """

    line: int = 0
    remarks: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    strings: dict[str, list[str]] = field(default_factory=dict)
    problem: str = ""

    def string(self, keyword: str) -> str:
        """Return the string of a keyword, its lines joined, or nothing."""
        return "".join(self.strings.get(keyword, ()))

    def ends_before(self, text: str) -> bool:
        """Return whether a line is blank, or belongs to the next entry."""
        if not text.strip():
            return bool(self.strings or self.problem)
        if text.startswith(("msgid ", 'msgid"')):
            return "msgid" in self.strings or self.complete()
        return text.startswith(("#", "msgctxt")) and bool(self.strings)

    def complete(self) -> bool:
        """Return whether the entry has come to its translation."""
        return any(keyword.startswith("msgstr") for keyword in self.strings)

    def add(self, line: int, text: str) -> None:
        """Take a line that is not blank and does not begin another entry."""
        if text.startswith("#"):
            self._comment(text)
            return
        self.line = self.line or line
        match = _KEYWORD.fullmatch(text.strip())
        keyword, value = match.groups() if match else ("", text.strip())
        if not match and not (self.strings and value.startswith('"')):
            self.problem = "a line is neither a comment nor a string"
            return
        keyword = keyword or [*self.strings][-1]
        said = quoted(value)
        if said is None:
            self.problem = f"the {keyword} is no whole string"
        else:
            self.strings.setdefault(keyword, []).append(said)

    def _comment(self, text: str) -> None:
        kind, rest = text[1:2], text[3:] if text[2:3] == " " else text[2:]
        if kind == ".":
            self.extracted.append(rest)
        elif kind == ":":
            self.places += rest.split()
        elif kind == ",":
            self.flags |= {flag.strip() for flag in rest.split(",")}
        elif kind not in ("|", "~"):
            self.remarks.append(text[2:] if kind == " " else text[1:])


def entries(path: Path) -> Iterator[Entry | Fault]:
    """Yield the entries of a file, the header first, and a `Fault` for each that is obsolete.

    Raises `ExchangeError` where the file cannot be read or its encoding is unknown.
    """
    entry = Entry()
    for number, text in _lines(path):
        if isinstance(text, Fault):
            yield text
            continue
        if text.startswith("#~"):
            if text[2:].lstrip().startswith("msgid "):
                yield Fault(number, "it is obsolete")
            continue
        if entry.ends_before(text):
            yield entry
            entry = Entry()
        if text.strip():
            entry.add(number, text)
    if entry.strings or entry.problem:
        yield entry


def _lines(path: Path) -> Iterator[tuple[int, str | Fault]]:
    """Yield the lines with their numbers, and a `Fault` for bytes that are no text."""
    with opened(path) as stream:
        codec = _codec(path, stream.read(1 << 16))
        stream.seek(0)
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            if len(line) == _LONGEST:
                raise ExchangeError(f"{path}:{number} is longer than 16 MiB", "Split the entry")
            try:
                text = line.decode(codec)
            except UnicodeDecodeError:
                text = line.decode(codec, "replace")
                yield number, Fault(number, f"bytes that are no {codec} were replaced", taken=True)
            yield number, text.rstrip("\r\n")


def _codec(path: Path, head: bytes) -> str:
    """Return the codec that the header names; UTF-8 where it names none."""
    declared = _CHARSET.search(head)
    name = declared[1].decode() if declared else "utf-8"
    try:
        codec = codecs.lookup("utf-8" if name == "CHARSET" else name).name
        if head.startswith(codecs.BOM_UTF8):
            codec = "utf-8-sig"
        b"a".decode(codec)
    except LookupError as error:
        raise ExchangeError(
            f"{path} has the unknown encoding {name}", "Export it anew as UTF-8"
        ) from error
    return codec
