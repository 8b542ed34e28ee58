"""Translation units as a table in a Word document, for reviewers who have nothing but Word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow import languages as names
from workflow.errors import ExchangeError
from workflow.interchange import ooxml
from workflow.interchange.wordtable import rows
from workflow.model import Fault, Unit
from workflow.xmltext import attribute, content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from workflow.interchange.base import Header

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LABEL = re.compile(r"(?:(.*)\s)?v(\d{1,9})", re.DOTALL)
_LANGUAGE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\)\s*$")
_WIDTHS = (4535, 4535, 1134)  # twentieths of a point; together an A4 page without its margins
_STYLES = ("Source", "Target", "Pair")
_MAX_BYTES = ooxml.MAX_PART - (64 << 20)  # room for the row that is being written

_INTRODUCTION = (
    "Correct the translations in the middle column. The grey column says which pair a row is: "
    "leave it as it is. Rows may be moved, and those that need nothing deleted."
)


class Docx:
    """A Word document (Office Open XML): a table of source, translation and, in grey, the pair.

    The third column has the unit's id and version, which no editor touches, unlike bookmarks and
    hidden marks; the first row has the languages and is repeated on each page. Read back are texts
    as they stand once all tracked changes are accepted; formatting is nothing.
    """

    name = "docx"
    suffixes: tuple[str, ...] = (".docx",)
    keeps = frozenset({"source", "target", "source_lang", "target_lang", "id", "version"})

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:
        """Write the table as a stream; `ExchangeError` where it exceeds 2 GiB."""
        sides = (header.source_lang, header.target_lang)
        with ooxml.written(path) as package:
            package.types(
                {
                    "word/document.xml": f"{_TYPES}.document.main+xml",
                    "word/styles.xml": f"{_TYPES}.styles+xml",
                }
            )
            package.relations("_rels/.rels", [("officeDocument", "word/document.xml")])
            package.relations("word/_rels/document.xml.rels", [("styles", "styles.xml")])
            package.add("word/styles.xml", _styles(sides))
            with package.part("word/document.xml") as stream:
                stream.write(_head(header.title or path.stem, sides))
                size = 0
                for unit in units:
                    label = f"{unit.id} v{unit.version}" if unit.id or unit.version else ""
                    row = _row((unit.source, unit.target, label), _STYLES)
                    size += len(row.encode())
                    if size > _MAX_BYTES:
                        raise ExchangeError(
                            f"{path} would be too large for Word: a document has 2 GiB at most",
                            "Export a document at a time, or choose another format",
                        )
                    stream.write(row)
                stream.write(_FOOT)

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield the units of the rows of every table; the first row of the first is the header.

        A row with merged or missing cells is a `Fault`. Raises `ExchangeError` where there is no
        table, or nothing says the languages.
        """
        with ooxml.opened(path, "a Word document") as archive:
            table = rows(archive, path)
            header = next(table, None)
            if header is None:
                raise ExchangeError(f"{path} has no table of pairs", "Check that it is the file")
            languages = _languages(header.cells) or languages
            if languages is None:
                raise ExchangeError(
                    f"{path} does not say in which languages it is", "Say it: --from ru --to en"
                )
            for number, row in enumerate(table, start=2):
                if row.cells == header.cells or not any(row.cells):
                    continue
                if row.merged or len(row.cells) < len(header.cells):
                    yield Fault(number, "it has merged or missing cells")
                else:
                    yield from _unit(row.cells, number, languages)


def _unit(cells: Sequence[str], number: int, languages: tuple[str, str]) -> Iterator[Unit | Fault]:
    source, target, *rest = cells
    label = rest[0].strip() if rest else ""
    if not source:
        yield Fault(number, "it has no source")
        return
    match = _LABEL.fullmatch(label)
    if label and not match:
        yield Fault(number, f"«{label[:40]}» names no pair and is left out", taken=True)
    id_, version = (match[1] or "", int(match[2])) if match else ("", 0)
    yield Unit(source, target, *languages, id=id_, version=version)


def _languages(header: Sequence[str]) -> tuple[str, str] | None:
    found = [match[1] for match in map(_LANGUAGE.search, header[:2]) if match]
    return (found[0], found[1]) if len(found) == 2 else None  # noqa: PLR2004 (sides)


def _row(texts: Sequence[str], styles: Sequence[str], properties: str = "") -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}</w:p></w:tc>'
        for text, style, width in zip(texts, styles, _WIDTHS, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>\n"


def _run(text: str) -> str:
    """Return a run; line ends of any kind are breaks, tabs are tabs."""
    if "\n" not in text and "\r" not in text and "\t" not in text:
        return f'<w:r><w:t xml:space="preserve">{content(text)}</w:t></w:r>'
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    spelt = (
        "<w:tab/>".join(f'<w:t xml:space="preserve">{content(part)}</w:t>' for part in parts)
        for parts in (line.split("\t") for line in lines)
    )
    return f"<w:r>{'<w:br/>'.join(spelt)}</w:r>"


def _head(title: str, sides: tuple[str, str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    heads = (*(f"{names.name(side)} ({side})" for side in sides), "Pair")
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{ooxml.XML}<w:document xmlns:w="{_MAIN}"><w:body>'
        f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{_run(title)}</w:p>'
        f"<w:p>{_run(_INTRODUCTION)}</w:p>"
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_row(heads, ('Head',) * 3, '<w:tblHeader/>')}"
    )


_FOOT = (
    '</w:tbl><w:p/><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="851" w:right="851" w:bottom="851" w:left="851" w:header="425" w:footer="425" '
    'w:gutter="0"/></w:sectPr></w:body></w:document>'
)


def _styles(sides: tuple[str, str]) -> str:
    """Return the styles; each side is spelt in its language, so that editors check its spelling."""
    source, target = (f'<w:lang w:val="{attribute(side)}"/>' for side in sides)
    grey = '<w:noProof/><w:color w:val="7F7F7F"/><w:sz w:val="14"/>'
    styles = (
        ("Title", "Title", '<w:b/><w:sz w:val="28"/>'),
        ("Head", "Pairs Head", '<w:b/><w:sz w:val="18"/>'),
        ("Source", "Pairs Source", f'<w:sz w:val="20"/>{source}'),
        ("Target", "Pairs Target", f'<w:sz w:val="20"/>{target}'),
        ("Pair", "Pairs Identity", grey),
    )
    listed = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:rPr>{look}</w:rPr></w:style>'
        for key, name, look in styles
    )
    return (
        f'{ooxml.XML}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="20"/>'
        '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:before="40" w:after="40"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"</w:style>{listed}</w:styles>"
    )
