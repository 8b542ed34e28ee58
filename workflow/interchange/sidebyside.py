"""Translation units as a page to read: source on the left, translation on the right."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from workflow import webpage
from workflow.errors import ExchangeError
from workflow.interchange.textfile import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Fault, Unit

_STYLE = """\
h1 { margin-bottom: 0; }
p, small, th { font: .8rem/1.4 system-ui, sans-serif; }
table { margin-top: 1.5rem; }
tbody th { background: var(--quiet); overflow-wrap: anywhere; }
th, td { border-top: 1px solid var(--line); unicode-bidi: plaintext; white-space: pre-line; }
td:first-child { border-right: 1px solid var(--line); }
small { display: block; opacity: .75; }
small b { color: light-dark(#a00, #f99); }
@media (max-width: 42rem) {
  tbody th { display: block; width: auto; }
  td:first-child { border-right: 0; }
  td + td { border-top: 0; padding-left: 2rem; }
}
@media print { tbody th { break-after: avoid; } }
"""


class Html:
    """A page for people: prints well, reads on a phone, follows the colours of the reader.

    Documents stand under their paths. Below a translation are its identity, how far its review has
    come, what the checks found and the notes. It is not read back.
    """

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm")
    keeps: frozenset[str] = frozenset()

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:
        """Write the page, a table body a document."""
        with written(path) as stream:
            about = ", ".join(filter(None, (header.tool, header.made_at[:10])))
            stream.write(webpage.opening(header.title or path.stem, "en", _STYLE))
            stream.write(f"<p>{escape(about)}</p>\n")
            stream.write(webpage.table((header.source_lang, header.target_lang)))
            for document, group in groupby(units, key=lambda unit: unit.document):
                stream.write("<tbody>\n")
                if document:
                    stream.write(
                        f'<tr><th colspan="2" scope="rowgroup">{escape(document)}</th></tr>\n'
                    )
                stream.writelines(map(_row, group))
                stream.write("</tbody>\n")
            stream.write(webpage.CLOSING)

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:  # noqa: ARG002 (nothing is read)
        """Raise `ExchangeError`: the page is for people."""
        raise ExchangeError(
            f"{path} is a page for people and is not read back",
            "Export as docx, xlsx or xliff what somebody is to correct",
        )


def _row(unit: Unit) -> str:
    known = [escape(f"{unit.id} {unit.status}".strip())]
    known += [f"<b>{finding.severity}</b> {escape(finding.message)}" for finding in unit.findings]
    known += map(escape, unit.notes)
    small = "".join(f"<small>{one}</small>" for one in known)
    return (
        f'<tr><td lang="{escape(unit.source_lang)}">{escape(unit.source)}</td>'
        f'<td><span lang="{escape(unit.target_lang)}">{escape(unit.target)}</span>{small}</td>'
        "</tr>\n"
    )
