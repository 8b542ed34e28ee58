"""`workflow export`: a corpus, a memory or a file to review, from the pairs of the database."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer

from workflow.cli import output
from workflow.cli.options import DB, Db, Json
from workflow.errors import UsageError
from workflow.model import Origin, Severity, Status

Duplicates = Literal["exact", "near"]

if TYPE_CHECKING:
    from workflow.pipeline.export import ExportRequest

Name = TypeVar("Name", bound=StrEnum)

FORMAT = typer.Option("--format", metavar="NAME", help="The format; else by the file's ending.")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    *,
    db: Db = DB,
    format_: Annotated[str | None, FORMAT] = None,
    status: Annotated[
        str,
        typer.Option(metavar="NAMES", help="Only of these, as in approved,corrected."),
    ] = "machine,corrected,approved,rework",
    lang: Annotated[
        str | None, typer.Option(metavar="FROM-TO", help="Only of these languages, as in ru-en.")
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="Only of this document; may be repeated."),
    ] = None,
    memory: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only of this memory; may be repeated."),
    ] = None,
    origin: Annotated[
        str | None, typer.Option(metavar="NAMES", help="Only from there, as in human,document.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only what has changed since, ISO 8601.")
    ] = None,
    min_score: Annotated[
        float | None,
        typer.Option(help="The least score; pairs without one are written in any case."),
    ] = None,
    findings_below: Annotated[
        Severity | None,
        typer.Option(help="Only pairs in which the checks found nothing of this severity or more."),
    ] = None,
    max_ratio: Annotated[
        float | None,
        typer.Option(min=1, help="The greatest ratio of the longer side to the shorter."),
    ] = None,
    max_overlap: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="The greatest share of target words that the source has."),
    ] = None,
    max_foreign: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="How sure a side may be in another language, at most."),
    ] = None,
    min_similarity: Annotated[
        float | None,
        typer.Option(min=-1, max=1, help="The least cosine of the sentence vectors."),
    ] = None,
    dedupe: Annotated[
        Duplicates | None, typer.Option(help="Leave out duplicates, the exact or the near ones.")
    ] = None,
    shuffle_seed: Annotated[
        int | None, typer.Option(metavar="N", help="Shuffle, and split, by this number.")
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(
            metavar="A/B/C",
            help="Write NAME.train, .dev and .test of these shares, with nothing in common.",
        ),
    ] = None,
    licence: Annotated[
        str, typer.Option(metavar="TEXT", help="The licence, an SPDX identifier or words.")
    ] = "",
    json: Json = False,
) -> None:
    """Write pairs to a file that other programs open.

    The format follows from the ending: .tmx .xlf .po .tsv .csv .xlsx .jsonl .parquet .html .docx
    and others (docs/interchange.md). Beside it, OUT.manifest.json says what was asked for and
    counted, with the digest of every file. Rejected pairs are written only where --status names
    them. The files appear when they are whole.
    """
    from workflow.corpora.filters import SEVERITIES, Thresholds
    from workflow.corpora.table import Arrangement
    from workflow.pipeline.export import ExportRequest, export
    from workflow.store import Store

    request = ExportRequest(
        out,
        format_,
        languages(lang) if lang else None,
        names(status, Status, "--status"),
        names(origin, Origin, "--origin") if origin else (),
        tuple(document or ()),
        tuple(memory or ()),
        since or "",
        min_score,
        Thresholds(
            None if findings_below is None else SEVERITIES.index(findings_below) - 1,
            max_ratio,
            max_overlap,
            max_foreign,
            min_similarity,
        ),
        Arrangement(dedupe, shuffle_seed, shares(split) if split else ()),
        licence,
    )
    with Store.open(str(db), create=False) as store, output.Progress("pairs") as progress:
        manifest = export(request, store, progress)
    if json:
        output.print_json(manifest)
    else:
        _print(request, manifest)


def _print(request: ExportRequest, manifest: dict[str, Any]) -> None:
    counts = manifest["counts"]
    output.print_table(
        ("file", "bytes", "SHA-256"),
        [
            (request.out.parent / file["path"], file["bytes"], file["sha256"][:16])
            for file in manifest["files"]
        ],
    )
    rows = [
        ("pairs", f"{counts['written']:,} of {counts['selected']:,}"),
        ("left out", output.counts(counts["dropped"]) or "none"),
        ("parts", output.counts(counts["parts"])),
    ]
    output.print_table(("total", ""), [row for row in rows if row[1]])


def languages(text: str) -> tuple[str, str]:
    """Return the two languages of `ru-en`."""
    from workflow.languages import code

    source, _, target = text.partition("-")
    if not source or not target or "-" in target:
        raise UsageError(f"{text!r} is no pair of languages", "Write it so: --lang ru-en.")
    return code(source), code(target)


def names(text: str, kind: type[Name], option: str) -> tuple[Name, ...]:
    """Return the members of an enumeration that a list with commas names."""
    found = [name.strip() for name in text.split(",") if name.strip()]
    wrong = [name for name in found if name not in set(kind)]
    if wrong or not found:
        raise UsageError(
            f"{option} does not know {wrong[0]!r}" if wrong else f"{option} names nothing",
            f"Known: {', '.join(kind)}.",
        )
    return tuple(kind(name) for name in found)


def shares(text: str) -> tuple[float, ...]:
    """Return the shares of `98/1/1`."""
    try:
        found = tuple(float(share) for share in text.split("/"))
    except ValueError:
        found = ()
    if len(found) != 3 or not all(0 <= s < float("inf") for s in found) or not any(found):  # noqa: PLR2004
        raise UsageError(f"{text!r} is no split into three parts", "Write it so: --split 98/1/1.")
    return found
