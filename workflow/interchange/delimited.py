"""Translation units as tab- and comma-separated values, for spreadsheets and for scripts."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING

from workflow.errors import ExchangeError
from workflow.interchange.columns import COLUMNS, cells, check_columns, to_unit
from workflow.interchange.textfile import MAX_LINE, lines, whole, written
from workflow.model import Fault
from workflow.spreadsheet import guarded, unguarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Unit


class Tsv:
    """Tab-separated values: a header, then a row a unit; cells are quoted as in RFC 4180.

    UTF-8 with a byte order mark, without which Excel takes Cyrillic for another encoding. Cells
    that a spreadsheet would run as formulas begin with an apostrophe, which reading takes off.
    Findings and notes are JSON. Files with commas or semicolons, without the mark, or in UTF-16
    (Excel's “Unicode text”) are read as well.
    """

    name = "tsv"
    suffixes: tuple[str, ...] = (".tsv",)
    keeps = frozenset(COLUMNS)
    separator = "\t"

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:  # noqa: ARG002 (every row says its languages)
        """Write the names of the columns, then the units."""
        with written(path, "utf-8-sig") as stream:
            stream.write(f"{self.separator.join(COLUMNS)}\r\n")
            stream.writelines(_line(unit, self.separator) for unit in units)

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield the units; a row with broken quotes or too many cells is a `Fault`.

        Raises `ExchangeError` where the first line names no columns `source` and `target`.
        """
        text = lines(path)
        first = next(text, "")
        separator = next((mark for mark in "\t;," if mark in first), ",")
        try:
            header = next(csv.reader([first], delimiter=separator), [])
        except csv.Error as error:
            raise ExchangeError(f"{path}:1 is broken: {error}", "Check the quotes") from error
        names = [name.strip().lower() for name in header]
        check_columns(names, languages, path)
        for number, row, problem in _records(text, separator, len(names)):
            if problem:
                yield Fault(number, problem, taken=bool(row))
            if len(row) > len(names):
                yield Fault(number, f"it has {len(row)} cells under {len(names)} columns")
            elif not all(map(whole, row)):
                yield Fault(number, "it is not UTF-8")
            elif any(row):
                values = dict(zip(names, map(unguarded, row), strict=False))
                yield from to_unit(values, number, languages)


class Csv(Tsv):
    """The same, separated by commas."""

    name = "csv"
    suffixes = (".csv",)
    separator = ","


def _line(unit: Unit, separator: str) -> str:
    """Return the row of a unit, as `csv.writer` has it but in a third of its time."""
    row = [
        guarded(cell) if isinstance(cell, str) else "" if cell is None else repr(cell)
        for cell in cells(unit)
    ]
    line = separator.join(row)
    if line.count(separator) >= len(row) or '"' in line or "\n" in line or "\r" in line:
        line = separator.join([_quoted(cell, separator) for cell in row])
    return f"{line}\r\n"


def _quoted(cell: str, separator: str) -> str:
    if separator in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _records(
    text: Iterator[str], separator: str, width: int
) -> Iterator[tuple[int, list[str], str]]:
    """Yield the number of its first line, the cells and what is wrong of each record.

    A quote that is never closed would swallow what follows it: of a broken record that began on
    one line and failed on another, only the first line is given up, the others are read again.
    Between tabs, where many programs do not quote, that line is taken as it stands.
    """
    # The limit is the process's; raised, never lowered: other programs' cells are no concern here.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
    again: deque[str] = deque()
    taken: list[str] = []

    def feed() -> Iterator[str]:
        while line := again.popleft() if again else next(text, None):
            taken.append(line)
            yield line

    number = 2
    while True:
        taken.clear()
        try:
            row = next(csv.reader(feed(), delimiter=separator, strict=True), None)
        except csv.Error as error:
            cells_ = taken[0].rstrip("\r\n").split("\t")
            if separator == "\t" and len(cells_) == width:
                yield number, cells_, "its quotes are no quotation and were taken as they stand"
            else:
                yield number, [], f"its cells cannot be told apart: {error}"
            again.extendleft(reversed(taken[1:]))
            number += 1
            continue
        if row is None:
            return
        yield number, row, ""
        number += len(taken)
