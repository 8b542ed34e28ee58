"""A term base on disk: comma- or tab-separated values, one entry a row, read strictly."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from workflow.errors import GlossaryError
from workflow.spreadsheet import unguarded
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS = ("source", "target", "kind", "accept", "forbid", "case", "gender", "note", "official")
REQUIRED = ("source", "target", "kind")
KINDS = ("title", "organisation", "body", "person", "place", "document", "event", "term", "heading")
CASES = ("", "exact", "capital")
GENDERS = ("", "m", "f", "n")
MAX_ENTRIES = 250_000
MAX_TERM = 500

# Left-to-right and right-to-left marks, embeddings, overrides and isolates.
_DIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A Russian term in its dictionary form and the English that is approved for it.

    `accept` are further variants that may stand in English, `forbid` those that may not.
    `case` is empty (any capitalisation matches), `exact` (as written, for abbreviations) or
    `capital` (a word written with a capital must have one). `gender` is `m`, `f`, `n` or empty.
    `official` names the source of the English form; `file` and `line` say where the entry stands.
    A `heading` counts only where it stands alone, as a heading, label or cell.
    """

    source: str
    target: str
    kind: str = "term"
    accept: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    case: str = ""
    gender: str = ""
    note: str = ""
    official: str = ""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def approved(self) -> tuple[str, ...]:
        """The English that may stand: the target first, then the accepted variants."""
        return (self.target, *self.accept)

    @property
    def place(self) -> str:
        """`FILE:LINE`, or the term itself where it came from no file."""
        return f"{self.file}:{self.line}" if self.file else f"«{self.source}»"


def make_entry(fields: Mapping[str, str], *, file: str = "", line: int = 0) -> Entry:
    """Return the entry that a row's fields describe.

    Raises `GlossaryError` for an empty or overlong source or target, one without a letter, an
    unknown kind, case or gender, and directional marks, which would let a term read one way on
    the screen and another in the file.
    """
    where = f"{file}:{line}" if file else "the entry"

    def refuse(problem: str, hint: str) -> GlossaryError:
        return GlossaryError(f"{where} {problem}", hint)

    for name, text in fields.items():
        if _DIRECTIONAL.search(text):
            raise refuse(f"has a directional mark in column {name}", "Type the cell anew")
    values = {name: clean(fields.get(name) or "") for name in COLUMNS}
    for name in ("source", "target"):
        if not _LETTER.search(values[name]):
            raise refuse(f"has no {name}", f"Fill in column {name} or delete the row")
        if len(values[name]) > MAX_TERM:
            raise refuse(f"has a {name} of more than {MAX_TERM} characters", "Shorten the term")
    for name, known in (("kind", KINDS), ("case", CASES), ("gender", GENDERS)):
        if values[name] not in known:
            choices = ", ".join(value or "(empty)" for value in known)
            raise refuse(f"has the unknown {name} “{values[name]}”", f"Write one of: {choices}")
    return Entry(
        **{name: values[name] for name in COLUMNS if name not in ("accept", "forbid")},
        accept=_variants(values["accept"]),
        forbid=_variants(values["forbid"]),
        file=file,
        line=line,
    )


def _variants(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))


def read(paths: Iterable[str | Path]) -> list[Entry]:
    """Return the entries of the files in order; a folder stands for its `*.csv` and `*.tsv`.

    The files are UTF-8 (a byte order mark is allowed) with a header row; the separator is the
    tab, semicolon or comma that the header uses. Columns that are not ours are ignored, and so is
    the apostrophe before what a spreadsheet would take for a formula. Raises `GlossaryError` with
    file and line for anything else, and for more than 250,000 entries.
    """
    entries: list[Entry] = []
    for item in _each(paths):
        if isinstance(item, GlossaryError):
            raise item
        entries.append(item)
    return entries


def survey(paths: Iterable[str | Path]) -> tuple[list[Entry], list[GlossaryError]]:
    """Return the entries that can be read, and what `read` would say of each row that cannot."""
    items = list(_each(paths))
    entries = [item for item in items if isinstance(item, Entry)]
    return entries, [item for item in items if isinstance(item, GlossaryError)]


def _each(paths: Iterable[str | Path]) -> Iterator[Entry | GlossaryError]:
    """Yield every entry, and in its place the error of a row or of the rest of a file."""
    count = 0
    for path in _files(paths):
        try:
            for line, names, row in _rows(path):
                count += 1
                if count > MAX_ENTRIES:
                    yield GlossaryError(
                        f"{path}:{line} is one entry too many: {MAX_ENTRIES:,} are the most",
                        "Leave out the files this project does not need",
                    )
                    return
                try:
                    yield _entry(names, row, str(path), line)
                except GlossaryError as error:
                    yield error
        except GlossaryError as error:
            yield error


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix.lower() in (".csv", ".tsv"))
        else:
            yield path


def _rows(path: Path) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield the line, the names of the columns, and the cells of each row that has any."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from _parse(stream, str(path))
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        raise GlossaryError(f"{path} cannot be read: {reason}", "Check the path") from error
    except UnicodeDecodeError as error:
        raise GlossaryError(
            f"{path}:{_bad_line(path)} is not UTF-8",
            f"Convert it: iconv -f WINDOWS-1251 -t UTF-8 {path} > NEW",
        ) from error


def _bad_line(path: Path) -> int:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1


def layout(header: str, file: str) -> tuple[str, list[str]]:
    """Return the separator and the names of the columns that a first line states.

    Raises `GlossaryError` where a required column is missing.
    """
    separator = next((mark for mark in "\t;," if mark in header), ",")
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=separator), [])]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise GlossaryError(
            f"{file}:1 lacks the column {' and '.join(missing)}",
            f"Make the first line: {','.join(COLUMNS)}",
        )
    return separator, names


def _parse(stream: IO[str], file: str) -> Iterator[tuple[int, list[str], list[str]]]:
    separator, names = layout(stream.readline(), file)
    rows = csv.reader(stream, delimiter=separator, strict=True)
    line = 2
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise GlossaryError(f"{file}:{line} is broken: {error}", "Check the quotes") from error
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield line, names, row
        line = rows.line_num + 2


def _entry(names: list[str], row: list[str], file: str, line: int) -> Entry:
    if len(row) > len(names):
        raise GlossaryError(
            f"{file}:{line} has {len(row)} cells under {len(names)} columns",
            "Put cells that contain the separator in double quotes",
        )
    fields = dict(zip(names, map(unguarded, row), strict=False))
    return make_entry(fields, file=file, line=line)
