"""The side-by-side page: source on the left, translation on the right; prints well."""

from __future__ import annotations

from html import escape
from itertools import groupby
from string import Template
from typing import TYPE_CHECKING

from workflow import languages, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workflow.model import Document, Edit

_PAGE = Template("""<!DOCTYPE html>
<html lang="$target_lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
:root { color-scheme: light dark; --line: #8884; --quiet: #8882; }
body { font: 1rem/1.5 Georgia, "Times New Roman", "Noto Serif", serif; margin: 2rem auto;
       max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.3rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th { font: .8rem sans-serif; text-align: left; }
th, td { border-top: 1px solid var(--line); overflow-wrap: break-word; padding: .5rem .75rem;
         vertical-align: top; }
th:first-child, td:first-child { border-right: 1px solid var(--line); }
tr.untouched td { background: var(--quiet); border-right: 0; }
tr.sentence + tr.sentence td { border-top: 1px dotted var(--line); }
@media (max-width: 40rem) {
  table, tbody, tr, td { display: block; width: auto; }
  thead { display: none; }
  th:first-child, td:first-child { border-right: 0; }
  tr.sentence td + td { border-top: 0; padding-left: 2rem; }
}
@media print {
  body { font-size: 10pt; margin: 0; max-width: none; padding: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
</style>
</head>
<body>
<h1>$title</h1>
<table>
<thead><tr><th scope="col">$source_name</th><th scope="col">$target_name</th></tr></thead>
<tbody>
$rows
</tbody>
</table>
</body>
</html>
""")


def page(document: Document, edits: Sequence[Edit], source_lang: str, target_lang: str) -> bytes:
    """Return an HTML page of the document, a row a sentence, in UTF-8.

    `edits` are the translated sentences; what they leave untouched spans both columns.
    """
    by_paragraph = {
        index: list(group)
        for index, group in groupby(sorted(edits, key=_place), key=lambda edit: edit.paragraph)
    }
    rows = [
        row
        for index, paragraph in enumerate(document.paragraphs)
        for row in _rows(paragraph.text, by_paragraph.get(index, ()), source_lang, target_lang)
    ]
    return _PAGE.substitute(
        title=escape(text.clean(document.title) or document.path),
        target_lang=escape(target_lang),
        source_name=escape(languages.name(source_lang)),
        target_name=escape(languages.name(target_lang)),
        rows="\n".join(rows),
    ).encode()


def _place(edit: Edit) -> tuple[int, int]:
    return edit.paragraph, edit.start


def _rows(whole: str, edits: Iterable[Edit], source_lang: str, target_lang: str) -> Iterable[str]:
    position = 0
    for edit in edits:
        yield from _untouched(whole[position : edit.start])
        source = escape(text.clean(whole[edit.start : edit.stop]))
        yield (
            f'<tr class="sentence"><td lang="{source_lang}">{source}</td>'
            f'<td lang="{target_lang}">{escape(edit.text)}</td></tr>'
        )
        position = edit.stop
    yield from _untouched(whole[position:])


def _untouched(stretch: str) -> Iterable[str]:
    if shown := escape(text.clean(stretch)):
        yield f'<tr class="untouched"><td colspan="2">{shown}</td></tr>'
