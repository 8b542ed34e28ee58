"""The side-by-side page: source on the left, translation on the right; prints well."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from workflow import text, webpage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workflow.model import Document, Edit

_STYLE = """\
th, td { border-top: 1px solid var(--line); }
th:first-child, td:first-child { border-right: 1px solid var(--line); }
tr.untouched td { background: var(--quiet); border-right: 0; }
tr.sentence + tr.sentence td { border-top: 1px dotted var(--line); }
@media (max-width: 42rem) {
  th:first-child, td:first-child { border-right: 0; }
  tr.sentence td + td { border-top: 0; padding-left: 2rem; }
}
"""


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
    title = text.clean(document.title) or document.path
    parts = (
        webpage.opening(title, target_lang, _STYLE),
        webpage.table((source_lang, target_lang)),
        "<tbody>\n",
        "\n".join(rows),
        "\n</tbody>\n",
        webpage.CLOSING,
    )
    return "".join(parts).encode()


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
