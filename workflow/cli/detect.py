"""`workflow detect`: the language of each paragraph, or of each line."""

from __future__ import annotations

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.options import Encoding, Json
from workflow.cli.translate import lines_of
from workflow.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("detect")(detect)


def detect(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files, folders, globs; - is standard input."),
    ] = None,
    *,
    encoding: Encoding = None,
    lines: Annotated[
        bool,
        typer.Option("--lines", help="Each line on its own: language, confidence, detector."),
    ] = False,
    json: Json = False,
) -> None:
    """Show the language of each paragraph.

    And how sure that is, who decided it and why; mixed paragraphs by passage. With --lines, each
    line of one file (or of standard input) is judged without its neighbours and becomes
    `language<TAB>confidence<TAB>detector`. Languages are ISO 639 codes; `und` is text that proves
    none.
    """
    if lines:
        from workflow.pipeline.lines import decoded, detect_lines

        with lines_of(paths) as raw:
            for d in detect_lines(decoded(raw, encoding)):
                typer.echo(f"{d.lang}\t{d.confidence:.3f}\t{d.detector}")
        return
    if not paths:
        raise UsageError("No document was named", "Try: workflow detect FILE.")
    from workflow.pipeline.detect import detect_documents

    failed = False
    results = []
    for result in detect_documents(paths, encoding):
        failed = failed or result.error is not None
        if json:
            results.append(result.as_dict())
            continue
        if result.error is not None:
            output.say(f"workflow: {result.error}")
            continue
        typer.echo(f"{result.path} ({result.format}, {result.encoding})")
        output.print_table(
            ("no", "lang", "sure", "detector", "reason", "text"),
            [
                (row.number, row.lang, f"{row.confidence:.2f}", row.detector, row.reason, row.start)
                for row in result.rows
            ],
        )
    if json:
        output.print_json(results)
    if failed:
        raise typer.Exit(1)
