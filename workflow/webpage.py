"""Pages that show two languages side by side: what they have in common.

They need nothing from elsewhere, follow the reader's colours, print well and read on a phone.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from workflow import languages

if TYPE_CHECKING:
    from collections.abc import Sequence

_STYLE = """\
:root { color-scheme: light dark; --line: #8884; --quiet: #8882; }
body { font: 1rem/1.5 Georgia, "Times New Roman", "Noto Serif", serif; margin: 2rem auto;
       max-width: 74rem; padding: 0 1rem; }
h1 { font-size: 1.3rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th { font: .8rem sans-serif; text-align: left; }
th, td { overflow-wrap: break-word; padding: .5rem .75rem; vertical-align: top; }
@media (max-width: 42rem) {
  table, tbody, tr, td { display: block; width: auto; }
  thead { display: none; }
}
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; margin: 0; max-width: none; padding: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""


def opening(title: str, lang: str, style: str) -> str:
    """Return the page up to its heading; `title` is text, `style` comes after what all share."""
    return f"""<!DOCTYPE html>
<html lang="{escape(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{_STYLE}{style}</style>
</head>
<body>
<h1>{escape(title)}</h1>
"""


def table(langs: Sequence[str], first: str = "") -> str:
    """Return the beginning of a table: a column for each language, behind one called `first`."""
    names = [*filter(None, [first]), *map(languages.name, langs)]
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    return f"<table>\n<thead><tr>{cells}</tr></thead>\n"


CLOSING = "</table>\n</body>\n</html>\n"
