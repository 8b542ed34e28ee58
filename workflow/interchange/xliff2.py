"""Work for another editor as XLIFF 2.1 (ISO 21720:2017, OASIS 2018).

A document is a `file`, a unit a `unit` of one segment: its identity is the `name`, and what else is
known about it stands in the metadata module, category `workflow`.
"""

from __future__ import annotations

from itertools import count, groupby
from typing import TYPE_CHECKING

from workflow.interchange.facts import KEEPS, facts, history
from workflow.interchange.xliffreading import XliffReader
from workflow.interchange.xliffstates import STATES_2
from workflow.xmltext import attribute, content

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Fault, Unit


class Xliff2:
    """XLIFF 2.1, valid by its schemas; it reads XLIFF 2.0 and 1.2 as well."""

    name = "xliff2"
    suffixes = (".xlf", ".xliff")
    keeps = KEEPS

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:
        """Write the units, a `file` for each run of units of one document."""
        numbers, files = count(1), 0
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(
                '<?xml version="1.0" encoding="UTF-8"?>\n'
                '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" '
                'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1" '
                f'srcLang="{attribute(header.source_lang)}" '
                f'trgLang="{attribute(header.target_lang)}">\n'
            )
            for document, members in groupby(units, lambda unit: unit.document):
                files += 1
                stream.write(_file(document, files, header))
                for unit in members:
                    stream.write(_unit(unit, next(numbers)))
                stream.write("</file>\n")
            if not files:  # a file must have something inside
                stream.write(_file("", 1, header) + '<group id="g1"/>\n</file>\n')
            stream.write("</xliff>\n")

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield a unit for each segment with a target.

        Of inline elements only the content of `pc` and `mrk` is text, and a `Fault` says where
        others were left out.
        """
        return XliffReader(languages).read(path)


def _file(document: str, number: int, header: Header) -> str:
    about = (("tool", header.tool), ("title", header.title), ("licence", header.licence))
    notes = "".join(
        [f'<note category="{name}">{content(text)}</note>' for name, text in about if text]
    )
    return (
        f'<file id="f{number}" original="{attribute(document)}" xml:space="preserve">\n'
        f"<notes>{notes}</notes>\n"
    )


def _unit(unit: Unit, number: int) -> str:
    metadata = "".join(
        [
            f'<mda:meta type="{name}">{content(text)}</mda:meta>'
            for name, text in (*facts(unit), *history(unit))
            if name != "document"  # the file says it
        ]
    )
    notes = "".join([f"<note>{content(note)}</note>" for note in unit.notes])
    return (
        f'<unit id="u{number}" name="{attribute(unit.id)}">\n'
        f'<mda:metadata><mda:metaGroup category="workflow">{metadata}</mda:metaGroup>'
        f"</mda:metadata>\n{f'<notes>{notes}</notes>' if notes else ''}"
        f'<segment state="{STATES_2[unit.status]}">\n'
        f"<source>{content(unit.source, _code_point)}</source>\n"
        f"<target>{content(unit.target, _code_point)}</target>\n</segment>\n</unit>\n"
    )


def _code_point(match: re.Match[str]) -> str:
    """Return the element that XLIFF 2 has for a character that XML cannot hold."""
    if "\ud800" <= match[0] <= "\udfff":  # half a character is no text anywhere
        return "\ufffd"
    return f'<cp hex="{ord(match[0]):04X}"/>'
