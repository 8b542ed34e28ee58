"""Term bases as comma- and tab-separated values, for spreadsheets and for the desk itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.errors import GlossaryError
from workflow.glossary import COLUMNS, read
from workflow.glossary.edit import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workflow.glossary import Entry


class Csv:
    """Comma-separated values (RFC 4180) with the columns of `COLUMNS`.

    UTF-8 with a byte order mark, without which Excel takes Cyrillic for another encoding; cells
    that a spreadsheet would run as formulas begin with an apostrophe.
    """

    name = "csv"
    suffixes: tuple[str, ...] = (".csv",)
    separator = ","

    def read(self, path: Path) -> list[Entry]:
        """Return the entries of a file; see `workflow.glossary.read`."""
        return read([path])

    def write(self, entries: Sequence[Entry]) -> bytes:
        """Return the file, header first."""
        header = self.separator.join(COLUMNS) + "\r\n"
        text = header + sheet(entries, separator=self.separator, end="\r\n")
        return encoded(text, "utf-8-sig")


class Tsv(Csv):
    """The same, separated by tabs."""

    name = "tsv"
    suffixes = (".tsv",)
    separator = "\t"


def encoded(text: str, encoding: str) -> bytes:
    """Return the bytes of a text; `GlossaryError` where it holds half a character."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        line = " ".join(text[: error.start].rpartition("\n")[2].split())
        raise GlossaryError(f"What follows “{line}” is no character", "Type it anew") from error
