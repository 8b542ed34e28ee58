"""`workflow translate`: the main job, and its pipe."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from workflow.cli import output
from workflow.cli.options import DB, Db, Encoding, From, Glossary, Jobs, Json, To
from workflow.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.pipeline.request import Request


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("translate")(translate)


def translate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files, folders, globs; - is standard input."),
    ] = None,
    *,
    source_lang: From = "ru",
    target_lang: To = "en",
    db: Db = DB,
    out: Annotated[
        Path | None,
        typer.Option(
            envvar="WORKFLOW_OUT",
            metavar="DIR",
            help="Where translated documents go; else beside each input.",
        ),
    ] = None,
    bilingual: Annotated[
        bool,
        typer.Option(
            "--bilingual", envvar="WORKFLOW_BILINGUAL", help="Also write a side-by-side HTML page."
        ),
    ] = False,
    jobs: Jobs = 0,
    encoding: Encoding = None,
    glossary: Glossary = None,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Use no glossary.")] = False,
    fix_names: Annotated[
        bool,
        typer.Option(
            "--fix-names", help="Correct forbidden names in the documents' own English, too."
        ),
    ] = False,
    memories: Annotated[
        list[str] | None,
        typer.Option(
            "--memory",
            metavar="NAME",
            help="Ask only this memory; may be repeated; '' is what documents hold.",
        ),
    ] = None,
    no_memory: Annotated[bool, typer.Option("--no-memory", help="Ask no memory.")] = False,
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            help="Make stored pairs anew that model, glossary or memory now change.",
        ),
    ] = False,
    lines: Annotated[
        bool,
        typer.Option(
            "--lines", help="Translate a sentence a line to standard output; store nothing."
        ),
    ] = False,
    scores: Annotated[
        bool,
        typer.Option("--scores", help="With --lines: add the model's score in a second column."),
    ] = False,
    json: Json = False,
) -> None:
    """Translate documents and store the pairs.

    NAME.txt becomes NAME.en.txt: its Russian in English, everything else untouched. Every pair is
    checked and stored. A run that was stopped goes on when it is run again, and nothing is
    translated twice; what glossary, model or memory now change is made anew, unless a person has
    touched it. With --update that is done for everything stored, and no document is written. With
    --lines, each line of one file (or of standard input) is a sentence and becomes a line.
    """
    from workflow.pipeline.request import Request

    request = Request(
        paths or (),
        source_lang,
        target_lang,
        out,
        bilingual,
        jobs,
        encoding,
        glossary,
        not no_glossary,
        fix_names,
        not no_memory,
        memories,
    )
    if update:
        _update(request, db, json=json)
        return
    if lines:
        _lines(request, scores=scores)
        return
    if scores:
        raise UsageError("--scores goes with --lines", "Scores of documents: workflow show DOC.")
    if not paths:
        raise UsageError("No document was named", "Try: workflow translate FILE.")
    from workflow.pipeline.translate import translate
    from workflow.store import Store

    with Store.open(str(db)) as store, output.Progress() as progress:
        report = translate(request, store, progress)
    # A document from standard input goes to standard output, and then the report makes way.
    contents = [document.content for document in report.documents if document.content is not None]
    for content in contents:
        sys.stdout.buffer.write(content)
    if json:
        output.print_json(report.as_dict(), err=bool(contents))
    else:
        output.print_report(report, err=bool(contents))
    if report.failures:
        raise typer.Exit(1)


def _update(request: Request, db: Path, *, json: bool) -> None:
    from workflow.cli.show import existing
    from workflow.pipeline.apply import update

    if request.paths:
        raise UsageError(
            "--update is for stored pairs and takes no PATH",
            "Documents are brought up to date by: workflow translate PATH.",
        )
    with existing(db) as store, output.Progress() as progress:
        outcome = update(request, store, progress)
    if json:
        output.print_json(outcome.as_dict())
    else:
        output.print_outcome(outcome)


def _lines(request: Request, *, scores: bool) -> None:
    from workflow.pipeline.lines import decoded, translate_lines

    with lines_of(request.paths) as raw:
        for line, translation in translate_lines(decoded(raw, request.encoding), request):
            target = line if translation is None else translation.text
            score = 0.0 if translation is None else translation.score
            typer.echo(f"{target}\t{score:.4f}" if scores else target)


@contextmanager
def lines_of(paths: Sequence[str] | None) -> Iterator[BinaryIO]:
    """Open the one file that a pipe command takes, or standard input."""
    if paths and len(paths) > 1:
        raise UsageError("--lines takes one file", "Join them first: cat FILES | workflow ...")
    if not paths or paths[0] == "-":
        yield sys.stdin.buffer
        return
    from workflow.documents.files import open_lines

    with open_lines(paths[0]) as stream:
        yield stream
