"""The report of an alignment: both documents side by side, bead by bead, as an HTML page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from workflow import languages, text, webpage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workflow.align.beads import Bead

DOUBTFUL = 0.5
"""A score below this is marked for a second look."""

_LINKS = 200  # to gaps, at most; a reader follows no more

_STYLE = """\
:root { --gap: #c6730026; --mark: light-dark(#9a4d00, #f0a050); }
p { margin: 0; }
p + p { margin-top: .4rem; }
section { border: 1px solid var(--line); border-radius: .4rem; font: .875rem/1.5 sans-serif;
          margin-bottom: 1.5rem; padding: .75rem 1rem; }
dl { display: grid; gap: .15rem 1rem; grid-template-columns: max-content 1fr; margin: 0; }
dt { opacity: .75; }
dd { margin: 0; overflow-wrap: anywhere; }
a { color: inherit; }
th:first-child { width: 5.5rem; }
td:nth-child(2), th:nth-child(2) { border-right: 1px solid var(--line); }
tr { border-top: 1px dotted var(--line); }
tr.paragraph { border-top: 1px solid; border-top-color: GrayText; }
td.bead { font: .75rem/1.6 sans-serif; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.bead a { text-decoration: none; }
tr.many td.bead b { color: var(--mark); }
tr.gap td { background: var(--gap); }
tr:target { outline: 2px solid var(--mark); }
.low { color: var(--mark); font-weight: bold; }
.none { color: var(--mark); font: italic .875rem/1.7 sans-serif; }
@media (max-width: 42rem) {
  td { padding: .2rem .5rem; }
  td:nth-child(2) { border-right: 0; }
  td + td + td { padding-left: 2rem; }
  td.bead br { display: none; }
  tr { padding: .3rem 0; }
}
@media print {
  :root { --mark: #000; }
  section { border-color: #000; break-inside: avoid; }
  tr.gap td { border-left: 3pt double #000; }
}
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One of the documents: its name, its language, and its sentences.

    Each sentence comes with the number of its paragraph, which may be 0 for all.
    """

    name: str
    lang: str
    sentences: Sequence[tuple[int, str]]


def page(source: Column, target: Column, beads: Sequence[Bead]) -> bytes:
    """Return an HTML page of an alignment, a row a bead, in UTF-8.

    The summary on top counts beads and leads to what has no counterpart.
    """
    title = f"{text.clean(source.name)} – {text.clean(target.name)}"
    parts = (
        webpage.opening(title, "en", _STYLE),
        "<section>\n<dl>\n",
        "\n".join(_summary(source, target, beads)),
        "\n</dl>\n</section>\n",
        webpage.table((source.lang, target.lang), first="Bead"),
        "<tbody>\n",
        "\n".join(_rows(source, target, beads)),
        "\n</tbody>\n",
        webpage.CLOSING,
    )
    return "".join(parts).encode("utf-8", "replace")


def _summary(source: Column, target: Column, beads: Sequence[Bead]) -> Iterable[str]:
    gaps = [n for n, bead in enumerate(beads, 1) if not bead.source or not bead.target]
    scores = [bead.score for bead in beads if bead.source and bead.target]
    for column, side in ((source, "source"), (target, "target")):
        alone = sum(
            len(bead.source or bead.target)
            for bead in beads
            if bool(bead.source) != bool(bead.target) and getattr(bead, side)
        )
        total = len(column.sentences)
        yield _entry(
            languages.name(column.lang),
            f"{text.clean(column.name)}: {_count(total, 'sentence')}, {alone} without counterpart",
        )
    types = Counter(bead.kind for bead in beads).most_common()
    listed = ", ".join(f"{number} × {shape}" for shape, number in types)
    yield _entry("Beads", f"{len(beads)} ({listed})" if beads else "none")
    if scores:
        low = sum(score < DOUBTFUL for score in scores)
        mean = sum(scores) / len(scores)
        yield _entry("Score", f"{mean:.2f} on average, {low} below {DOUBTFUL}")
    if gaps:
        links = " ".join(f'<a href="#b{n}">{n}</a>' for n in gaps[:_LINKS])
        more = f" and {len(gaps) - _LINKS} more" if len(gaps) > _LINKS else ""
        yield f"<dt>Gaps</dt><dd>{links}{more}</dd>"


def _entry(name: str, value: str) -> str:
    return f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _rows(source: Column, target: Column, beads: Sequence[Bead]) -> Iterable[str]:
    for number, bead in enumerate(beads, 1):
        gap = not bead.source or not bead.target
        many = len(bead.source) > 1 or len(bead.target) > 1
        new = _opens(source, bead.source) or _opens(target, bead.target)
        marks = {"paragraph": new, "gap": gap, "many": many and not gap}
        classes = " ".join(name for name, holds in marks.items() if holds)
        shown = f"{bead.score:.2f}"
        score = "" if gap else f'<span class="low">{shown}</span>'
        if not gap and bead.score >= DOUBTFUL:
            score = shown
        yield (
            f'<tr id="b{number}" class="{classes}"><td class="bead"><a href="#b{number}">{number}'
            f"</a> · <b>{bead.kind}</b><br> {score}</td>"
            f"{_cell(source, bead.source)}{_cell(target, bead.target)}</tr>"
        )


def _opens(column: Column, indices: Sequence[int]) -> bool:
    """Whether the first of these sentences is the first of its paragraph."""
    if not indices:
        return False
    first = indices[0]
    return first == 0 or column.sentences[first][0] != column.sentences[first - 1][0]


def _cell(column: Column, indices: Sequence[int]) -> str:
    if not indices:
        return '<td class="none">no counterpart</td>'
    shown = "".join(f"<p>{escape(text.clean(column.sentences[i][1]))}</p>" for i in indices)
    return f'<td lang="{escape(column.lang)}">{shown}</td>'
