"""Work for another editor as XLIFF 1.2 (XML Localisation Interchange File Format, OASIS 2008).

A document is a `file`, a unit a `trans-unit`: its identity is the `resname`, how far review has
come `approved` and `state`, and what else is known about it a `context-group` named `workflow-1`,
`workflow-2` …, for no two may have one name.
"""

from __future__ import annotations

from itertools import count, groupby
from typing import TYPE_CHECKING

from workflow.interchange.facts import KEEPS, facts, history
from workflow.interchange.xliffreading import XliffReader
from workflow.interchange.xliffstates import STATES_12
from workflow.model import Origin, Status
from workflow.xmltext import attribute, content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Fault, Unit


class Xliff12:
    """XLIFF 1.2, valid by its strict schema; it reads XLIFF 2 as well."""

    name = "xliff"
    suffixes = (".xlf", ".xliff")
    keeps = KEEPS

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:
        """Write the units, a `file` for each run of units of one document."""
        numbers, files = count(1), 0
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(
                '<?xml version="1.0" encoding="UTF-8"?>\n'
                '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
            )
            for document, members in groupby(units, lambda unit: unit.document):
                files += 1
                stream.write(_file(document, header))
                for unit in members:
                    stream.write(_unit(unit, next(numbers)))
                stream.write("</body>\n</file>\n")
            if not files:
                stream.write(_file("", header) + "</body>\n</file>\n")
            stream.write("</xliff>\n")

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield a unit for each `trans-unit` with a target, or for each of its segments.

        Alternative translations are passed over; of inline elements only the content of `g` and
        `mrk` is text, and a `Fault` says where others were left out.
        """
        return XliffReader(languages).read(path)


def _file(document: str, header: Header) -> str:
    tool, _, version = header.tool.rpartition(" ")
    notes = "".join(
        f'<note from="{name}">{content(text)}</note>'
        for name, text in (("title", header.title), ("licence", header.licence))
        if text
    )
    return (
        f'<file original="{attribute(document)}" source-language="{attribute(header.source_lang)}" '
        f'target-language="{attribute(header.target_lang)}" datatype="plaintext" '
        f'tool-id="workflow" date="{attribute(header.made_at)}" xml:space="preserve">\n<header>'
        f'<tool tool-id="workflow" tool-name="{attribute(tool or version)}" '
        f'tool-version="{attribute(version)}"/>{notes}</header>\n<body>\n'
    )


def _unit(unit: Unit, number: int) -> str:
    approved = ' approved="yes"' if unit.status is Status.APPROVED else ""
    suggested = unit.status is Status.MACHINE and unit.origin is Origin.MACHINE
    qualifier = ' state-qualifier="mt-suggestion"' if suggested else ""
    known = "".join(
        [
            f'<context context-type="x-{name}">{content(text)}</context>'
            for name, text in (*facts(unit), *history(unit))
            if name != "document"  # the file says it
        ]
    )
    notes = "".join([f"<note>{content(note)}</note>\n" for note in unit.notes])
    return (
        f'<trans-unit id="{number}" resname="{attribute(unit.id)}"{approved}>\n'
        f"<source>{content(unit.source)}</source>\n"
        f'<target state="{STATES_12[unit.status]}"{qualifier}>{content(unit.target)}</target>\n'
        f'<context-group name="workflow-{number}" purpose="information">{known}'
        f"</context-group>\n{notes}</trans-unit>\n"
    )
