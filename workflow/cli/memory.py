"""`workflow memory` and `workflow analyse`: what the translation memory holds, and how it helps."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.export import FORMAT
from workflow.cli.export import export as export_pairs
from workflow.cli.import_ import import_ as import_pairs
from workflow.cli.options import DB, Db, Encoding, From, Json, To
from workflow.cli.show import existing
from workflow.errors import UsageError

app = typer.Typer(
    no_args_is_help=True,
    help="The translation memory: what is imported, exported, listed and looked up.",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The memory's name.")]
Memories = Annotated[
    list[str] | None,
    typer.Option(
        "--memory", metavar="NAME", help="Ask only this memory; may be repeated; '' is documents."
    ),
]


@app.command("import")
def import_(
    paths: Annotated[list[str], typer.Argument(metavar="IN...", help="The files to read.")],
    *,
    memory: Annotated[
        str | None, typer.Option(metavar="NAME", help="The memory; else named as the first file.")
    ] = None,
    db: Db = DB,
    format_: Annotated[str | None, FORMAT] = None,
    source_lang: From = "ru",
    target_lang: To = "en",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Read files of other programs into a memory."""
    import_pairs(
        paths,
        db=db,
        format_=format_,
        memory=memory or Path(paths[0]).stem,
        source_lang=source_lang,
        target_lang=target_lang,
        dry_run=dry_run,
        json=json,
    )


@app.command("export")
def export(
    name: Name,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    *,
    db: Db = DB,
    format_: Annotated[str | None, FORMAT] = None,
    json: Json = False,
) -> None:
    """Write a memory to a file that other programs open."""
    with existing(db) as store:
        licence = store.memory(name).licence
    export_pairs(out, db=db, format_=format_, memory=[name], licence=licence, json=json)


@app.command("list")
def list_(*, db: Db = DB, json: Json = False) -> None:
    """List the memories."""
    with existing(db) as store:
        memories = store.memories()
    if json:
        output.print_json([asdict(memory) for memory in memories])
        return
    output.print_table(
        ("name", "pairs", "penalty", "read-only", "licence", "origin", "added"),
        [
            (m.name, m.pairs, m.penalty, "yes" if m.read_only else "", m.licence, m.origin,
             m.added_at)
            for m in memories
        ],
    )  # fmt: skip


@app.command("set")
def set_(
    name: Name,
    *,
    penalty: Annotated[
        int | None, typer.Option(min=0, max=100, help="Percent taken off each of its matches.")
    ] = None,
    read_only: Annotated[
        bool | None, typer.Option("--read-only/--writable", help="Whether it may be changed.")
    ] = None,
    licence: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Under which licence it may be used.")
    ] = None,
    origin: Annotated[str | None, typer.Option(metavar="TEXT", help="Where it came from.")] = None,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Make a memory, or change the terms of one."""
    from workflow.store import Store

    with Store.open(str(db)) as store:
        known = next((memory for memory in store.memories() if memory.name == name), None)
        made = store.set_memory(
            name,
            read_only=(known.read_only if known else False) if read_only is None else read_only,
            penalty=(known.penalty if known else 0) if penalty is None else penalty,
            licence=(known.licence if known else "") if licence is None else licence,
            origin=(known.origin if known else "") if origin is None else origin,
        )
    if json:
        output.print_json(asdict(made))
    else:
        output.say(
            f"{made.name}: {made.pairs:,} pairs, penalty {made.penalty}"
            f"{', read-only' if made.read_only else ''}."
        )


@app.command("remove")
def remove(
    name: Name,
    *,
    edited: Annotated[
        bool, typer.Option("--edited", help="Also pairs of it that people have changed.")
    ] = False,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Remove a memory and its pairs."""
    with existing(db) as store:
        count = store.remove_memory(name, edited=edited)
    if json:
        output.print_json({"name": name, "removed": count})
    else:
        output.say(f"Removed {name} with {count:,} pairs.")


@app.command("stats")
def stats(
    *, source_lang: From = "ru", target_lang: To = "en", db: Db = DB, json: Json = False
) -> None:
    """Show what the memory of two languages holds."""
    with existing(db) as store:
        size = store.memory_size(source_lang, target_lang)
        values = {
            "pairs": size,
            "memories": {memory.name: memory.pairs for memory in store.memories()},
            "statuses": dict(store.status().statuses),
        }
    if json:
        output.print_json(values)
        return
    output.print_table(
        ("total", ""),
        [
            (name, output.counts(value) if isinstance(value, dict) else value)
            for name, value in values.items()
        ],
    )


@app.command("lookup")
def lookup(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The sentence to look up.")],
    *,
    source_lang: From = "ru",
    target_lang: To = "en",
    memories: Memories = None,
    threshold: Annotated[
        int, typer.Option(min=1, max=100, help="Percent from which a match is shown.")
    ] = 70,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 5,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Show what the memory has for a sentence, the best first.

    Below the sentences that are alike come those that mean the like in other words, then the
    phrases in it that recur in the memory with one translation.
    """
    from workflow.memory import Memory, Query

    with existing(db) as store:
        memory = Memory.open(store, source_lang, target_lang, memories=memories)
        matches = memory.lookup(Query(text), threshold, limit)
        known = {match.pair for match in matches}
        [hints] = memory.semantic([text], limit)
        matches += [hint for hint in hints if hint.pair not in known]
        phrases = memory.phrases(text)
    if json:
        output.print_json(
            {
                "matches": [asdict(match) for match in matches],
                "phrases": [asdict(phrase) for phrase in phrases],
            }
        )
        return
    if not matches and not phrases:
        output.say("The memory has nothing like it.")
        return
    if matches:
        output.print_table(
            ("%", "kind", "source", "target", "status", "from", "pair"),
            [
                (m.percent, m.kind, m.source, m.target, m.status, m.memory or m.origin, m.pair)
                for m in matches
            ],
        )
    if phrases:
        output.print_table(
            ("phrase", "recurs as", "times"),
            [(text[p.start : p.stop], p.english, p.count) for p in phrases],
        )


def analyse(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files, folders, globs."),
    ] = None,
    *,
    source_lang: From = "ru",
    target_lang: To = "en",
    memories: Memories = None,
    encoding: Encoding = None,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Show how much of documents the memory has already, before any work is done.

    Each sentence counts in one row: its English stands in the document itself; the memory has it
    between the same neighbours, or as it is; it stood before in these documents; the memory has one
    that is alike to so many percent; or it is new.
    """
    from workflow.pipeline.analyse import MEASURES, ROWS, Analysis
    from workflow.pipeline.analyse import analyse as analysed
    from workflow.store import Store

    if not paths:
        raise UsageError("No document was named", "Try: workflow analyse FILE.")
    store = Store.open(str(db), create=False) if db.exists() else None
    try:
        with output.Progress("documents") as progress:
            done = analysed(
                paths,
                store,
                progress,
                languages=(source_lang, target_lang),
                memories=memories,
                encoding=encoding,
            )
    finally:
        if store:
            store.close()
    total = Analysis("total", sum((each.counts for each in done), Counter()))
    if json:
        values = [each.as_dict() for each in done]
        output.print_json({"documents": values, "total": total.as_dict()["rows"]})
    else:
        output.print_table(
            ("row", *MEASURES, "% of words"),
            [
                (
                    row,
                    *(total.counts[row, measure] for measure in MEASURES),
                    f"{100 * total.counts[row, 'words'] / max(1, total.total('words')):.0f}",
                )
                for row in ROWS
            ]
            + [("total", *(total.total(measure) for measure in MEASURES), "100")],
        )
        for each in done:
            if each.error:
                output.say(f"workflow: {each.error}")
    if any(each.error for each in done):
        raise typer.Exit(1)
