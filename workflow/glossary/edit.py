"""Rows put into a term base file and taken out of it; every other byte stays as it is."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from workflow.errors import GlossaryError
from workflow.glossary.entries import COLUMNS, Entry, layout
from workflow.spreadsheet import guarded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

BOM = "\ufeff"


def cells(entry: Entry) -> dict[str, str]:
    """Return the entry's cells by column, as `make_entry` reads them."""
    joined = {"accept": "|".join(entry.accept), "forbid": "|".join(entry.forbid)}
    return {name: joined.get(name, getattr(entry, name)) for name in COLUMNS}


def sheet(
    entries: Iterable[Entry], *, separator: str, names: Sequence[str] = COLUMNS, end: str = "\n"
) -> str:
    """Return the entries as rows under these columns, without a header.

    Cells that a spreadsheet would run as formulas are guarded.
    """
    stream = io.StringIO(newline="")
    rows = csv.writer(stream, delimiter=separator, lineterminator=end)
    for entry in entries:
        values = cells(entry)
        rows.writerow([guarded(values.get(name, "")) for name in names])
    return stream.getvalue()


def added(text: str, entries: Sequence[Entry], file: str) -> str:
    """Return the text of `file` with the entries at its end, under the columns that it has.

    An empty text gets a header. Raises `GlossaryError` if the file has no column for what an
    entry says.
    """
    text = text or ("\t" if file.lower().endswith(".tsv") else ",").join(COLUMNS) + "\n"
    header = _lines(text)[0]
    separator, names = layout(header.removeprefix(BOM), file)
    end = header[len(header.rstrip("\r\n")) :] or "\n"
    for entry in entries:
        lost = [name for name, cell in cells(entry).items() if cell and name not in names]
        if lost:
            raise GlossaryError(
                f"{file}:1 has no column {' and '.join(lost)} for «{entry.source}»",
                "Add the column to the first line",
            )
    begun = text if text.endswith(("\n", "\r")) else text + end
    return begun + sheet(entries, separator=separator, names=names, end=end)


def without(text: str, lines: Collection[int], file: str) -> str:
    """Return the text of `file` without the rows that begin at these lines, counted from 1."""
    header, *body = _lines(text)
    separator, _ = layout(header.removeprefix(BOM), file)
    rows = csv.reader(body, delimiter=separator, strict=True)
    kept, start = [header], 0
    for _ in rows:
        if start + 2 not in lines:
            kept += body[start : rows.line_num]
        start = rows.line_num
    return "".join(kept)


def _lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))
