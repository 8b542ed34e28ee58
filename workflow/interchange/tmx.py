"""Translation memories as TMX 1.4b (Translation Memory eXchange, LISA OSCAR 2005), level 1.

A unit is a `tu`: its identity is the `tuid`, its history the dates and `changeid`, its notes
`note`, and what else is known about it properties, `<prop type="x-status">` and so on. The order
(note, prop, source, target), `srclang` and the form of the dates are what OmegaT, Trados and memoQ
insist on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.errors import ExchangeError
from workflow.interchange.facts import KEEPS, facts, moment
from workflow.interchange.tmxreading import TmxReader
from workflow.xmltext import attribute, content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Fault, Unit


class Tmx:
    """TMX 1.4b, valid by its document type; TMX 1.1 to 1.4 of other programs are read."""

    name = "tmx"
    suffixes = (".tmx",)
    keeps = KEEPS

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:
        """Write the units as they come; what XML cannot hold becomes visible, never an error."""
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(_head(header))
            before = f'<tuv xml:lang="{attribute(header.source_lang)}"><seg>'
            between = f'</seg></tuv>\n<tuv xml:lang="{attribute(header.target_lang)}"><seg>'
            for unit in units:
                stream.write(
                    f"<tu{_attributes(unit)}>\n{_information(unit)}{before}{content(unit.source)}"
                    f"{between}{content(unit.target)}</seg></tuv>\n</tu>\n"
                )
            stream.write("</body>\n</tmx>\n")

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield a unit for each target of each `tu`.

        The source is in the first of `languages` if the `tu` has both, else in its `srclang` or
        that of the file, else it is the first segment. Of inline tags only the content of `hi`
        is text; a `Fault` says where others were left out.
        """
        return TmxReader(languages).read(path)


def _head(header: Header) -> str:
    tool, _, version = header.tool.rpartition(" ")
    properties = "".join(
        f'<prop type="x-{name}">{content(text)}</prop>\n'
        for name, text in (("title", header.title), ("licence", header.licence))
        if text
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        f'<tmx version="1.4">\n<header creationtool="{attribute(tool or version)}" '
        f'creationtoolversion="{attribute(version)}" segtype="sentence" o-tmf="workflow" '
        f'adminlang="en" srclang="{attribute(header.source_lang)}" datatype="plaintext" '
        f'creationdate="{_date(header.made_at)}">\n{properties}</header>\n<body>\n'
    )


def _attributes(unit: Unit) -> str:
    values = ""
    if unit.id:
        values = f' tuid="{attribute(unit.id)}"'
    if unit.created_at:
        values += f' creationdate="{_date(unit.created_at)}"'
    if unit.updated_at:
        values += f' changedate="{_date(unit.updated_at)}"'
    if unit.author:
        values += f' changeid="{attribute(unit.author)}"'
    return values


def _information(unit: Unit) -> str:
    notes = "".join([f"<note>{content(note)}</note>\n" for note in unit.notes])
    return notes + "".join(
        [f'<prop type="x-{name}">{content(text)}</prop>\n' for name, text in facts(unit)]
    )


def _date(time: str) -> str:
    """Return an ISO 8601 time as TMX wants it, to the second: `20261122T012345Z`."""
    try:
        return moment(time)[:19].replace("-", "").replace(":", "") + "Z"
    except ValueError as error:
        raise ExchangeError(
            f"«{time[:40]}» is no time in ISO 8601", "Correct the time of the pair"
        ) from error
