"""`workflow align`: pairs from documents that exist in two languages, and how good they are."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from workflow.cli import output
from workflow.cli.options import DB, Db, Encoding, Json
from workflow.errors import UsageError

DEFAULT = "documents"


class DefaultCommand(TyperGroup):
    """A group whose first command need not be named."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Put the name of the first command before arguments that begin with no command."""
        if not args or args[0] not in self.commands:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=DefaultCommand,
    help="Align documents (`documents` may be left out), or score an alignment.",
)


class Mode(StrEnum):
    """What happens to a sentence without a plausible partner."""

    CORPUS = "corpus"
    READING = "reading"


@app.command(DEFAULT)
def align(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="RU EN", help="Two files, or two folders, in either order."),
    ] = None,
    *,
    db: Db = DB,
    mode: Annotated[
        Mode,
        typer.Option(
            help="corpus leaves sentences without a partner alone; reading adds them to others."
        ),
    ] = Mode.CORPUS,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a side-by-side page; a folder for folders."),
    ] = None,
    beads: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the beads, one a line: [0,1]:[0]."),
    ] = None,
    no_store: Annotated[bool, typer.Option("--no-store", help="Store nothing.")] = False,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="The files have a sentence a line.")
    ] = False,
    encoding: Encoding = None,
    json: Json = False,
) -> None:
    """Pair the sentences of a document and its translation, and store the pairs.

    `workflow align RU EN` finds the languages itself. Of two folders, it first finds which files
    belong together. `workflow align score GOLD BEADS...` says how good alignments are.
    """
    from workflow.pipeline.align import Request, align_documents

    if not paths or len(paths) != 2:  # noqa: PLR2004
        raise UsageError(
            "An alignment takes two files or two folders", "Try: workflow align RU.txt EN.txt."
        )
    request = Request(paths[0], paths[1], mode.value, sentences, encoding, html, beads)
    if no_store:
        report = align_documents(request, None)
    else:
        from workflow.store import Store

        with Store.open(str(db)) as store:
            report = align_documents(request, store)
    if json:
        output.print_json(report.as_dict())
    else:
        _print(report)
    if report.failures:
        raise typer.Exit(1)


def _print(report: Any) -> None:
    output.print_table(
        ("source", "target", "languages", "sentences", "beads", "score", "match", "pairs"),
        [
            (
                one.source,
                one.target,
                " ".join(one.languages),
                f"{one.sentences[0]} {one.sentences[1]}",
                ", ".join(f"{n} {kind}" for kind, n in one.kinds.most_common()),
                f"{one.score:.2f}",
                f"{one.match:.2f}",
                output.counts(one.pairs) if not one.message else "FAILED",
            )
            for one in report.aligned
        ],
    )
    for one in report.aligned:
        for path in one.written:
            output.say(f"wrote {path}")
        if one.message:
            output.say(f"workflow: {one.message}.\n  {one.hint}")
    for path, reason in report.unmatched:
        output.say(f"left over {path}: {reason}")


@app.command("score")
def score(
    gold: Annotated[str, typer.Argument(help="The beads that are right.")],
    beads: Annotated[list[str], typer.Argument(metavar="BEADS...", help="Beads to score.")],
    *,
    json: Json = False,
) -> None:
    """Score files of beads against a gold one.

    Precision, recall and F1, strict and lax, as vecalign defines them, and precision and recall
    of the sentences that have no partner.
    """
    from workflow.align.score import score as measured
    from workflow.pipeline.align import read_beads

    right = read_beads(gold)
    results = [(path, measured([(right, read_beads(path))])) for path in beads]
    if json:
        output.print_json(
            [
                {"path": path}
                | {
                    name: {"precision": r.precision, "recall": r.recall, "f1": r.f1}
                    for name, r in (
                        ("strict", s.strict), ("lax", s.lax), ("unaligned", s.unaligned),
                    )
                }
                for path, s in results
            ]
        )  # fmt: skip
        return
    output.print_table(
        ("beads", "strict P", "R", "F1", "lax P", "R", "F1", "unaligned P", "R"),
        [
            (
                path,
                *(f"{v:.4f}" for r in (s.strict, s.lax) for v in (r.precision, r.recall, r.f1)),
                f"{s.unaligned.precision:.4f}",
                f"{s.unaligned.recall:.4f}",
            )
            for path, s in results
        ],
    )
