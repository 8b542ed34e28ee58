"""`workflow glossary`: the term base, in files that anyone can edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workflow.cli import output
from workflow.cli.options import DB, Db, From, Glossary, Jobs, Json, To
from workflow.cli.show import existing
from workflow.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflow.glossary import Entry, Occurrence

app = typer.Typer(
    help="The glossary: list, find, change, check, exchange, suggest.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

KIND_HELP = "title, organisation, body, person, place, document, event, term or heading."
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=f"Only {KIND_HELP}")]
File = Annotated[
    str | None,
    typer.Option("--file", metavar="NAME.csv", help="The file, where the glossary is a folder."),
]


@app.command("list")
def list_entries(
    *,
    kind: Kind = None,
    domain: Annotated[
        str | None, typer.Option("--domain", metavar="FILE", help="Only this file, such as csto.")
    ] = None,
    glossary: Glossary = None,
    json: Json = False,
) -> None:
    """List the entries."""
    from workflow.glossary import KINDS
    from workflow.pipeline import glossary as work

    if kind is not None and kind not in KINDS:
        raise UsageError(f"{kind} is no kind of entry", f"Known: {', '.join(KINDS)}")
    known = work.load(glossary)
    entries = work.domain(known, domain) if domain else known.entries
    _print([entry for entry in entries if kind in (None, entry.kind)], json=json)


@app.command("find")
def find(
    text: Annotated[str, typer.Argument(help="Russian or English text; - is standard input.")],
    *,
    glossary: Glossary = None,
    json: Json = False,
) -> None:
    """Find where entries stand in a Russian text, and what is forbidden in an English one."""
    from workflow.documents import files
    from workflow.documents.encoding import decode
    from workflow.pipeline import glossary as work

    if text == "-":
        text, _ = decode(files.read_bytes(files.STANDARD_INPUT), "standard input")
    known = work.load(glossary)
    found, forbidden = known.find(text), known.forbidden(text)
    if json:
        output.print_json(
            {
                "found": [_found(each) for each in found],
                "forbidden": [
                    {"start": place.start, "stop": place.stop, "form": place.form}
                    | {"entry": _as_dict(place.entry)}
                    for place in forbidden
                ],
            }
        )
        return
    if found:
        output.print_table(
            ("from", "to", "form", "entry", "English", "case", "file", "why"),
            [row for each in found for row in _rows(each)],
        )
    if forbidden:
        output.print_table(
            ("from", "to", "forbidden", "write", "file"),
            [(p.start, p.stop, p.form, p.entry.target, _place(p.entry)) for p in forbidden],
        )
    if not found and not forbidden:
        output.say("Nothing was found.")


@app.command("add")
def add(
    source: Annotated[str, typer.Argument(help="The Russian term in its dictionary form.")],
    target: Annotated[str, typer.Argument(help="The approved English, without an article.")],
    *,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=KIND_HELP)],
    accept: Annotated[
        list[str] | None, typer.Option("--accept", help="English that may stand as well.")
    ] = None,
    forbid: Annotated[
        list[str] | None, typer.Option("--forbid", help="English that may not stand.")
    ] = None,
    case: Annotated[
        str, typer.Option("--case", help="exact for abbreviations, capital for names.")
    ] = "",
    gender: Annotated[str, typer.Option("--gender", help="m, f or n: persons decline by it.")] = "",
    note: Annotated[str, typer.Option("--note", help="For the reader.")] = "",
    official: Annotated[str, typer.Option("--official", help="Who uses this English.")] = "",
    file: File = None,
    glossary: Glossary = None,
    json: Json = False,
) -> None:
    """Add an entry; refuses duplicates and contradictions."""
    from workflow.glossary import make_entry
    from workflow.pipeline import glossary as work

    entry = make_entry(
        {"source": source, "target": target, "kind": kind, "case": case, "gender": gender}
        | {"note": note, "official": official}
        | {"accept": "|".join(accept or ()), "forbid": "|".join(forbid or ())}
    )
    _print([work.add(glossary, file, entry)], json=json)


@app.command("remove")
def remove(
    source: Annotated[str, typer.Argument(help="The Russian term as the glossary has it.")],
    *,
    glossary: Glossary = None,
    json: Json = False,
) -> None:
    """Remove a term: every entry that has it as its source."""
    from workflow.pipeline import glossary as work

    _print(work.remove(glossary, source), json=json)


@app.command("check")
def check(*, glossary: Glossary = None, json: Json = False) -> None:
    """Prove that nothing is broken, double or contradictory; exit status 1 if anything is."""
    from workflow.pipeline import glossary as work

    count, found = work.check(glossary)
    if json:
        problems = [{"rule": rule, "message": message} for rule, message in found]
        output.print_json({"entries": count, "problems": problems})
    else:
        for _, message in found:
            typer.echo(message)
        typer.echo(f"{count:,} entries, {len(found) or 'no'} problem{'s' * (len(found) != 1)}")
    if found:
        raise typer.Exit(1)


@app.command("import")
def import_terms(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv, .tsv or .tbx file.")],
    *,
    file: File = None,
    glossary: Glossary = None,
    json: Json = False,
) -> None:
    """Import entries from CSV, TSV or TBX-Basic (version 2) into a file of the glossary.

    All of them or, where one repeats or contradicts another, none. Without --file, entries of
    NAME.tbx go to NAME.csv in the glossary's folder.
    """
    from workflow.pipeline import glossary as work

    done = work.import_terms(glossary, file, source)
    if json:
        output.print_json({"file": done.file, "added": len(done.added), "present": done.present})
    else:
        typer.echo(f"{done.file}: {len(done.added):,} added, {done.present:,} there already")


@app.command("export")
def export_terms(
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    *,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="csv, tsv or tbx; else by OUT's ending."),
    ] = None,
    glossary: Glossary = None,
    json: Json = False,
) -> None:
    """Export the glossary to one file: CSV or TSV for spreadsheets, TBX-Basic for other tools."""
    from workflow.pipeline import glossary as work

    count = work.export_terms(glossary, target, form)
    if json:
        output.print_json({"path": str(target), "entries": count})
    else:
        typer.echo(f"{target}: {count:,} entries")


@app.command("suggest")
def suggest(
    *,
    source_lang: From = "ru",
    target_lang: To = "en",
    db: Db = DB,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 50,
    glossary: Glossary = None,
    json: Json = False,
) -> None:
    """Suggest entries from approved pairs, and list names spelt in more than one way.

    A term is suggested where it recurs with a stable translation and the glossary lacks it.
    """
    from dataclasses import asdict

    from workflow.pipeline import glossary as work

    with existing(db) as store:
        terms, names = work.suggest(store, glossary, source_lang, target_lang, limit)
    if json:
        output.print_json(
            {"terms": [asdict(each) for each in terms], "spellings": [asdict(n) for n in names]}
        )
        return
    if terms:
        output.print_table(
            ("term", "English", "pairs", "share", "example"),
            [(t.source, t.target, t.times, f"{t.share:.0%}", t.example[0]) for t in terms],
        )
    if names:
        output.print_table(
            ("name", "spelt", "example"),
            [
                (
                    n.source,
                    ", ".join(f"{form} ({times})" for form, times in n.targets),
                    n.example[1],
                )
                for n in names
            ],
        )
    if not terms and not names:
        output.say("The approved pairs suggest nothing.")


@app.command("apply")
def apply(
    *,
    source_lang: From = "ru",
    target_lang: To = "en",
    db: Db = DB,
    glossary: Glossary = None,
    jobs: Jobs = 0,
    json: Json = False,
) -> None:
    """Translate anew the stored pairs that a change of the glossary touches.

    Exactly the machine's pairs of which the glossary now demands something else. Pairs that a
    person has settled are left alone and listed where they disagree with it.
    """
    from workflow.pipeline.apply import apply
    from workflow.pipeline.request import Request

    request = Request((), source_lang, target_lang, glossary=glossary, jobs=jobs)
    with existing(db) as store, output.Progress() as progress:
        outcome = apply(request, store, progress)
    if json:
        output.print_json(outcome.as_dict())
    else:
        output.print_outcome(outcome)


def _place(entry: Entry) -> str:
    """Return file and line without the folder, which is the same for all and long."""
    return f"{Path(entry.file).name}:{entry.line}" if entry.file else ""


def _print(entries: Iterable[Entry], *, json: bool) -> None:
    if json:
        output.print_json([_as_dict(entry) for entry in entries])
        return
    output.print_table(
        ("source", "target", "kind", "accept", "forbid", "case", "gender", "file"),
        [
            (
                *(e.source, e.target, e.kind, ", ".join(e.accept), ", ".join(e.forbid)),
                *(e.case, e.gender, _place(e)),
            )
            for e in entries
        ],
    )


def _rows(found: Occurrence, depth: int = 0) -> Iterable[tuple[object, ...]]:
    """Yield a row for an occurrence and, set in, one for each inside it."""
    entry, form = found.entry, "  " * depth + found.form
    grammar = f"{found.case} {found.number}".strip()
    yield (
        found.start,
        found.stop,
        form,
        entry.source,
        entry.target,
        grammar,
        _place(entry),
        (found.reason or ("inside the term above" if depth else "")),
    )
    for inner in found.nested:
        yield from _rows(inner, depth + 1)


def _found(found: Occurrence) -> dict[str, Any]:
    return {
        "start": found.start,
        "stop": found.stop,
        "form": found.form,
        "case": found.case,
        "number": found.number,
        "reason": found.reason,
        "entry": _as_dict(found.entry),
        "others": [_as_dict(entry) for entry in found.others],
        "nested": [_found(inner) for inner in found.nested],
    }


def _as_dict(entry: Entry) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(entry)
