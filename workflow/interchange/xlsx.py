"""Translation units as an Excel workbook."""

from __future__ import annotations

import re
from itertools import chain
from string import ascii_uppercase
from typing import IO, TYPE_CHECKING, Any

from workflow.errors import ExchangeError
from workflow.interchange import ooxml
from workflow.interchange.columns import COLUMNS, cells
from workflow.interchange.xlsxreading import units as units_of
from workflow.xmltext import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Fault, Unit

MAX_CELL = 32_767
"""Most characters of a cell, counted in UTF-16 as Excel does."""
MAX_ROWS = 1_048_576
"""Most rows of a sheet, the header among them."""

_SHEET_BYTES = 1 << 30  # a part must stay below ooxml.MAX_PART, whatever its characters take
_WIDTHS = {"source": 60, "target": 60, "document": 30, "findings": 30, "notes": 30}
_LETTERS = ascii_uppercase[: len(COLUMNS)]

# Spelt _xHHHH_: what XML cannot hold or would change, and what looks like such a spelling.
_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# The formats of cells: 0 numbers, 1 text (format 49, "@": typed formulas stay text), 2 the header.
_STYLES = f"""{ooxml.XML}<styleSheet xmlns="{_MAIN}">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="3">
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">
<alignment vertical="top"/></xf>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"
 applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"
 applyFont="1"/>
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


class Xlsx:
    """An Excel workbook (Office Open XML): a header, then a row a unit.

    Texts are cells of text, whatever they begin with: never a formula. What one sheet cannot hold
    goes on in further ones. Control characters are spelt `_xHHHH_`, as Excel spells them.
    """

    name = "xlsx"
    suffixes: tuple[str, ...] = (".xlsx",)
    keeps = frozenset(COLUMNS)

    def __init__(self, max_rows: int = MAX_ROWS) -> None:
        self._max_rows = max_rows

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:  # noqa: ARG002 (every row says its languages)
        """Write the sheets; `ExchangeError` for a text of more than 32,767 characters."""
        rest = iter(units)
        first = next(rest, None)
        with ooxml.written(path) as package:
            sheets = 0
            while first is not None or not sheets:
                sheets += 1
                here = chain([first], rest) if first else rest
                with package.part(f"xl/worksheets/sheet{sheets}.xml") as stream:
                    first = self._sheet(stream, here, path)
            _frame(package, sheets)

    def _sheet(self, stream: IO[str], units: Iterable[Unit], path: Path) -> Unit | None:
        """Write a sheet; return the first unit that it has no room for, or None."""
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{_WIDTHS.get(name, 14)}" customWidth="1"/>'
            for n, name in enumerate(COLUMNS, start=1)
        )
        stream.write(
            f'{ooxml.XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>{_row(COLUMNS, 1, 2)}"
        )
        row, size, left = 1, 0, None
        for unit in units:
            if row == self._max_rows or size > _SHEET_BYTES:
                left = unit
                break
            row += 1
            values = cells(unit)
            _check(values, unit, path)
            text = _row(values, row, 1)
            size += 2 * len(text)
            stream.write(text)
        stream.write(f'</sheetData><autoFilter ref="A1:{_LETTERS[-1]}{row}"/></worksheet>')
        return left

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Return the units of every sheet; of a formula, the value that was last computed.

        Raises `ExchangeError` where no sheet names columns `source` and `target`.
        """
        return units_of(path, languages)


def _row(values: Sequence[Any], row: int, style: int) -> str:
    parts = [f'<row r="{row}">']
    for letter, value in zip(_LETTERS, values, strict=True):
        if isinstance(value, str):
            if value:
                text = content(_UNHOLDABLE.sub(_hexadecimal, value))
                parts.append(
                    f'<c r="{letter}{row}" s="{style}" t="inlineStr">'
                    f'<is><t xml:space="preserve">{text}</t></is></c>'
                )
        elif value is not None:
            parts.append(f'<c r="{letter}{row}" s="0"><v>{value!r}</v></c>')
    parts.append("</row>")
    return "".join(parts)


def _hexadecimal(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _check(values: Sequence[Any], unit: Unit, path: Path) -> None:
    for name, value in zip(COLUMNS, values, strict=True):
        if isinstance(value, str) and len(value) > MAX_CELL // 2:  # two units a character at most
            length = len(value.encode("utf-16-le", "surrogatepass")) // 2
            if length > MAX_CELL:
                pair = unit.id or " ".join(unit.source[:60].split())
                raise ExchangeError(
                    f"{path} cannot hold the {name} of {pair}: it has {length:,} characters, "
                    f"Excel takes {MAX_CELL:,}",
                    "Leave that pair out, or export as CSV or JSON Lines",
                )


def _frame(package: ooxml.Package, sheets: int) -> None:
    """Write the parts that hold the sheets together."""
    numbers = range(1, sheets + 1)
    package.types(
        {
            "xl/workbook.xml": f"{_TYPES}.sheet.main+xml",
            "xl/styles.xml": f"{_TYPES}.styles+xml",
            **{f"xl/worksheets/sheet{n}.xml": f"{_TYPES}.worksheet+xml" for n in numbers},
        }
    )
    package.relations("_rels/.rels", [("officeDocument", "xl/workbook.xml")])
    listed = "".join(
        f'<sheet name="pairs{n if n > 1 else ""}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers
    )
    package.add(
        "xl/workbook.xml",
        f'{ooxml.XML}<workbook xmlns="{_MAIN}" xmlns:r="{ooxml.RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
    )
    package.relations(
        "xl/_rels/workbook.xml.rels",
        [*(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers), ("styles", "styles.xml")],
    )
    package.add("xl/styles.xml", _STYLES)
