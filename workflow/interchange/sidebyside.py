"""Translation units as a page to read: source on the left, translation on the right."""

from __future__ import annotations

from html import escape
from itertools import groupby
from string import Template
from typing import TYPE_CHECKING

from workflow import languages
from workflow.errors import ExchangeError
from workflow.interchange.textfile import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Fault, Unit

_HEAD = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
:root { color-scheme: light dark; --line: #8884; --quiet: #8882; }
body { font: 1rem/1.5 Georgia, "Times New Roman", "Noto Serif", serif; margin: 2rem auto;
       max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.3rem; margin-bottom: 0; overflow-wrap: anywhere; }
p, small, th { font: .8rem/1.4 system-ui, sans-serif; }
table { border-collapse: collapse; margin-top: 1.5rem; table-layout: fixed; width: 100%; }
th { text-align: left; }
tbody th { background: var(--quiet); overflow-wrap: anywhere; }
th, td { border-top: 1px solid var(--line); overflow-wrap: break-word; padding: .5rem .75rem;
         unicode-bidi: plaintext; vertical-align: top; white-space: pre-line; }
td:first-child { border-right: 1px solid var(--line); }
small { display: block; opacity: .75; }
small b { color: light-dark(#a00, #f99); }
@media (max-width: 40rem) {
  table, tbody, tr, td, tbody th { display: block; width: auto; }
  thead { display: none; }
  td:first-child { border-right: 0; }
  td + td { border-top: 0; padding-left: 2rem; }
}
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; margin: 0; max-width: none; padding: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  tbody th { break-after: avoid; }
}
</style>
</head>
<body>
<h1>$title</h1>
<p>$about</p>
<table>
<thead><tr><th scope="col">$source_name</th><th scope="col">$target_name</th></tr></thead>
""")
_FOOT = "</table>\n</body>\n</html>\n"


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
            stream.write(
                _HEAD.substitute(
                    title=escape(header.title or path.stem),
                    about=escape(", ".join(filter(None, (header.tool, header.made_at[:10])))),
                    source_name=escape(languages.name(header.source_lang)),
                    target_name=escape(languages.name(header.target_lang)),
                )
            )
            for document, group in groupby(units, key=lambda unit: unit.document):
                stream.write("<tbody>\n")
                if document:
                    stream.write(
                        f'<tr><th colspan="2" scope="rowgroup">{escape(document)}</th></tr>\n'
                    )
                stream.writelines(map(_row, group))
                stream.write("</tbody>\n")
            stream.write(_FOOT)

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
