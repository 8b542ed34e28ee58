"""Excel workbooks of any program, read as a stream of units."""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workflow.errors import ExchangeError
from workflow.interchange import ooxml
from workflow.interchange.columns import REQUIRED, check_columns, to_unit
from workflow.model import Fault

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path
    from zipfile import ZipFile

    from workflow.model import Unit

_MAX_COLUMNS = 256  # of other programs' tables
_SPELT = re.compile("_x([0-9A-Fa-f]{4})_")  # how workbooks spell a character (ST_Xstring)


def units(path: Path, languages: tuple[str, str] | None) -> Iterator[Unit | Fault]:
    """Yield the units of every sheet that names columns `source` and `target`.

    Raises `ExchangeError` where none does, and for what is no workbook or a hostile one.
    """
    with ooxml.opened(path, "an Excel workbook") as archive, _parsing(path):
        found = 0
        for title, rows in _sheets(archive):
            with closing(rows):
                names = [_spelt(cell).strip().lower() for cell in next(rows, ())]
                if not {*REQUIRED} <= {*names}:
                    continue
                found += 1
                check_columns(names, languages, path)
                for number, row in enumerate(rows, start=2):
                    texts = list(map(_spelt, row))
                    if any(texts):
                        values = dict(zip(names, texts, strict=False))
                        yield from _placed(to_unit(values, number, languages), title, found)
        if not found:
            check_columns((), languages, path)


def _sheets(archive: ZipFile) -> Iterator[tuple[str, Generator[tuple[Any, ...]]]]:
    from openpyxl import load_workbook

    assert archive.fp is not None
    archive.fp.seek(0)
    book = load_workbook(archive.fp, read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what it says of its size may be wrong
            yield sheet.title, sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS)
    finally:
        book.close()


@contextmanager
def _parsing(path: Path) -> Iterator[None]:
    """Say in a sentence what openpyxl stumbles over: whatever a broken workbook makes it raise."""
    try:
        yield
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise _broken(path) from error
    except SyntaxError as error:  # of XML
        raise _broken(path) from error


def _broken(path: Path) -> ExchangeError:
    return ExchangeError(f"{path} is no workbook that can be read", "Save it anew as .xlsx")


def _spelt(cell: Any) -> str:
    """Return a cell as text, as Excel would show it but for dates, which become ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _SPELT.sub(lambda match: chr(int(match[1], 16)), cell) if "_x" in cell else cell
    if isinstance(cell, bool):
        return str(cell).upper()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _placed(items: Iterator[Unit | Fault], title: str, sheet: int) -> Iterator[Unit | Fault]:
    """Name the sheet of a fault, where there are several."""
    for item in items:
        if isinstance(item, Fault) and sheet > 1:
            yield replace(item, message=f"{item.message} (sheet {title})")
        else:
            yield item
