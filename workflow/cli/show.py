"""`workflow show`, `search` and `status`: what the database holds, in the terminal."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workflow.cli import output
from workflow.cli.options import DB, Db, Json
from workflow.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.store import Store, StoredPair


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("show")(show)
    app.command("search")(search)
    app.command("status")(status)


@contextmanager
def existing(db: Path) -> Iterator[Store]:
    """Open a database that must be there already."""
    from workflow.store import Store

    if not db.exists():
        raise StoreError(f"There is no database {db}", "Make one with: workflow translate FILE.")
    with Store.open(str(db), create=False) as store:
        yield store


def show(
    document: Annotated[str, typer.Argument(metavar="DOC", help="A document's path or number.")],
    *,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Show a document's pairs in reading order."""
    from workflow.pipeline.translate import find_document

    with existing(db) as store:
        found = find_document(store, document)
        if found is None:
            known = [overview.path for overview in store.documents()]
            raise UsageError(
                f"{document} is no document of {db}",
                f"It holds: {', '.join(known[:5])}{', ...' if known[5:] else ''}."
                if known
                else "Put it in with: workflow translate FILE.",
            )
        pairs = list(store.pairs_of(found.id))
        notices = list(store.notices_of(found.id))
    if json:
        output.print_json(
            {
                "document": asdict(found),
                "pairs": [_as_dict(p) for p in pairs],
                "notices": [asdict(notice) for notice in notices],
            }
        )
        return
    typer.echo(f"{found.id}. {found.title or found.path} ({found.path})")
    output.print_table(
        ("pair", "source", "target", "from", "status", "score", "findings"),
        [
            (
                p.id,
                p.pair.source,
                p.pair.target,
                p.pair.origin,
                p.pair.status,
                "" if p.pair.score is None else f"{p.pair.score:.2f}",
                "; ".join(finding.message for finding in p.pair.findings),
            )
            for p in pairs
        ],
    )
    for notice in notices:
        typer.echo(f"paragraph {notice.paragraph + 1}: {notice.finding.message}")


def search(
    query: Annotated[
        str, typer.Argument(help="Words on either side, in any case form; in quotes, a phrase.")
    ],
    *,
    db: Db = DB,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 20,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="LANG", help="Only this source language.")
    ] = None,
    json: Json = False,
) -> None:
    """Find pairs by words, in any case form."""
    with existing(db) as store:
        hits = store.search(query, limit=limit, lang=lang)
    if json:
        output.print_json(
            [
                _as_dict(hit.stored)
                | {"source_spans": hit.source_spans, "target_spans": hit.target_spans}
                for hit in hits
            ]
        )
        return
    if not hits:
        output.say("Nothing was found.")
        return
    output.print_table(
        ("pair", "document", "source", "target", "status"),
        [
            (
                hit.stored.id,
                hit.stored.document or "",
                output.marked(hit.stored.pair.source, hit.source_spans),
                output.marked(hit.stored.pair.target, hit.target_spans),
                hit.stored.pair.status,
            )
            for hit in hits
        ],
    )


def status(*, db: Db = DB, json: Json = False) -> None:
    """Show what the database holds."""
    with existing(db) as store:
        counts = store.status()
        documents = list(store.documents())
        version = store.version
    values: dict[str, Any] = asdict(counts) | {
        "languages": {f"{a}-{b}": n for (a, b), n in counts.languages.items()},
        "findings": {
            f"{check} ({severity})": n for (check, severity), n in counts.findings.items()
        },
    }
    if json:
        values["documents"] = [asdict(overview) for overview in documents]
        output.print_json({"db": str(db), "schema": version, **values})
        return
    output.print_table(
        ("no", "document", "paragraphs", "pairs", "reviewed", "findings", "updated"),
        [
            (o.id, o.path, o.paragraphs, o.pairs, o.reviewed, o.findings, o.updated_at)
            for o in documents
        ],
    )
    output.print_table(
        ("total", ""),
        [
            (name, output.counts(value) if isinstance(value, dict) else value)
            for name, value in values.items()
        ],
    )


def _as_dict(stored: StoredPair) -> dict[str, Any]:
    pair = asdict(stored.pair)
    return {"id": stored.id, "version": stored.version, "document": stored.document} | {
        "paragraph": stored.paragraph,
        "place": stored.place,
        **pair,
    }
