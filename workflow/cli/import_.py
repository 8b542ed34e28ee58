"""`workflow import`: memories of other programs, and corrections of our own exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from workflow.cli import output
from workflow.cli.export import FORMAT
from workflow.cli.options import DB, Db, From, Json, To
from workflow.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.pipeline.imports import FileReport

_LISTED = 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


def import_(
    paths: Annotated[list[str], typer.Argument(metavar="IN...", help="The files to read.")],
    *,
    db: Db = DB,
    format_: Annotated[str | None, FORMAT] = None,
    memory: Annotated[
        str, typer.Option(metavar="NAME", help="The memory that new pairs go into.")
    ] = "imported",
    source_lang: From = "ru",
    target_lang: To = "en",
    status: Annotated[
        Status | None,
        typer.Option(help="The status of what is new or changed; else as the file says."),
    ] = None,
    author: Annotated[
        str, typer.Option(metavar="NAME", help="Who stands behind it; else import:FILE.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Read files of pairs into the database.

    What an export of this database has brought out, and somebody has corrected, goes back onto its
    pairs; a pair that a person has changed in the meantime is listed and left alone. Everything
    else becomes new pairs of a memory. --from and --to are the languages of files that do not say.
    Broken records are listed and the others taken; the exit status is 1 if anything was refused.
    """
    from workflow.pipeline.imports import ImportRequest, import_files
    from workflow.store import Store

    request = ImportRequest(
        paths, format_, memory, (source_lang, target_lang), author, status, dry_run
    )
    with Store.open(str(db)) as store, output.Progress("pairs") as progress:
        reports = import_files(request, store, progress)
    if json:
        output.print_json([report.as_dict() for report in reports])
    else:
        _print(reports, dry_run=dry_run)
    if any(report.refused for report in reports):
        raise typer.Exit(1)


def _print(reports: Sequence[FileReport], *, dry_run: bool) -> None:
    heads = list(reports[0].counts)
    output.print_table(
        ("file", *heads), [(report.path, *report.counts.values()) for report in reports]
    )
    for report in reports:
        conflicts = [f"{c.id}: {c.message}: “{c.source}”" for c in report.merged.conflicts]
        faults = [
            f"{report.path}:{f.place}: {f.message}" if f.place else f"{report.path}: {f.message}"
            for f in report.faults
        ]
        for lines in (_corrections(report) if dry_run else [], conflicts, faults):
            for line in lines[:_LISTED]:
                output.say(line)
            if len(lines) > _LISTED:
                output.say(f"... and {len(lines) - _LISTED:,} more; all of them: --json")
        if report.message:
            output.say(f"workflow: {report.message}.\n  {report.hint}")
    if dry_run:
        output.say("Nothing was changed.")


def _corrections(report: FileReport) -> list[str]:
    return [
        f"{c.pair} {c.before[1]} “{c.before[0]}” -> {c.after[1]} “{c.after[0]}”"
        for c in report.merged.corrections
    ]
