"""Printing for people and for machines; the only place that formats."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from rich.text import Text

    from workflow.pipeline.apply import Outcome
    from workflow.pipeline.report import Report


def print_json(value: object, *, err: bool = False) -> None:
    """Print a value as JSON, Cyrillic readable."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str), err=err)


def print_table(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, err: bool = False
) -> None:
    """Print a table that fits the terminal, or whole lines where the output is no terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    cells = [[v if isinstance(v, Text) else Text(_cell(v)) for v in row] for row in rows]
    for column, name in enumerate(header):
        numeric = bool(cells) and all(_is_number(row[column].plain) for row in cells)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*row)
    stream = sys.stderr if err else sys.stdout
    width = None if stream.isatty() else 200
    Console(file=stream, width=width, highlight=False).print(table)


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Text:
    """Return a table cell with the stretches `(start, stop)` in bold."""
    from rich.text import Text

    cell = Text(text)
    for start, stop in spans:
        cell.stylize("bold", start, stop)
    return cell


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _is_number(cell: str) -> bool:
    return not cell or cell.replace(",", "").replace(".", "", 1).isdigit()


def say(message: str) -> None:
    """Tell the user something that is not the result."""
    typer.echo(message, err=True)


class Progress:
    """A progress bar over sentences, or whatever is counted, on standard error.

    It is silent where that is no terminal.
    """

    def __init__(self, counted: str = "sentences") -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._bar = Progress(
            TextColumn(counted),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None, rate="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def total(self, sentences: int) -> None:
        """Show how many sentences there are, as far as known now."""
        self._bar.update(self._task, total=sentences)

    def done(self, sentences: int) -> None:
        """Show so many more sentences as done."""
        self._bar.advance(self._task, sentences)
        speed = self._bar.tasks[0].speed
        if speed:
            self._bar.update(self._task, rate=f"{speed:,.0f}/s")

    def note(self, message: str) -> None:
        """Show a message above the bar."""
        self._bar.console.print(
            f"workflow: {message}.", highlight=False, markup=False, soft_wrap=True
        )


@contextmanager
def download_bar() -> Iterator[Callable[[int, int], None]]:
    """Show a bar over the bytes of a download; yields what is told `(fetched, total)`."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("download", total=None)
        yield lambda fetched, total: bar.update(task, completed=fetched, total=total or None)


def print_report(report: Report, *, err: bool = False) -> None:
    """Print what a run did as tables."""
    totals: dict[str, Any] = report.as_dict()["totals"]
    print_table(
        ("document", "paragraphs", "translated", "paired", "reused", "failed", "findings"),
        [
            (
                d.path,
                ", ".join(f"{lang} {n}" for lang, n in d.paragraphs.most_common())
                if d.state == "done"
                else d.state.upper(),
                d.sentences["translated"] + d.sentences["repaired"],
                d.sentences["document"],
                sum(d.sentences[how] for how in ("memory", "reviewed", "reused")),
                d.sentences["failed"],
                d.findings.total(),
            )
            for d in report.documents
        ],
        err=err,
    )
    rows = [
        ("documents", f"{totals['documents'] - totals['failed']:,} done"
         + (f", {totals['failed']:,} failed" if totals["failed"] else "")),
        ("paragraphs", counts(totals["paragraphs"])),
        ("sentences", counts(totals["sentences"])),
        ("findings", counts(totals["findings"]) or "none"),
        ("seconds", ", ".join(f"{name} {s:.1f}" for name, s in report.seconds.items())),
        ("model", report.model),
    ]  # fmt: skip
    print_table(("total", ""), rows, err=err)
    for path, reason in report.passed_over:
        say(f"passed over {path}: {reason}")
    for document in report.documents:
        for note in document.notes:
            say(f"{document.path}: {note}.")
        if document.state == "failed":
            say(f"workflow: {document.message}.")
            if document.hint:
                say(f"  {document.hint}")


def print_outcome(outcome: Outcome) -> None:
    """Print what became of stored pairs that were made anew."""
    typer.echo(f"{outcome.pairs:,} pairs, {outcome.changed:,} made anew")
    if outcome.disagreements:
        print_table(
            ("pair", "document", "source", "target", "the glossary objects"),
            [
                (
                    each.stored.id,
                    each.stored.document or "",
                    each.stored.pair.source,
                    each.stored.pair.target,
                    "; ".join(each.messages),
                )
                for each in outcome.disagreements
            ],
        )
    if outcome.documents:
        say("To write the documents again: workflow translate " + " ".join(outcome.documents))


def counts(numbers: Mapping[str, int]) -> str:
    """Return the numbers that are not zero, each with its name."""
    return ", ".join(f"{number:,} {name}" for name, number in numbers.items() if number)
