"""`workflow db`: the database file itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.options import DB, Db, Json
from workflow.cli.show import existing

app = typer.Typer(
    help="The database file: where it is, migrations, copies.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("path")
def path(*, db: Db = DB, json: Json = False) -> None:
    """Print where the database is."""
    where = db.resolve()
    if json:
        output.print_json({"path": str(where), "exists": where.exists()})
    else:
        typer.echo(where)


@app.command("migrate")
def migrate(*, db: Db = DB, json: Json = False) -> None:
    """Bring the database up to date; every command does so by itself."""
    with existing(db) as store:
        done, version = list(store.migrated), store.version
    if json:
        output.print_json({"applied": done, "version": version})
    else:
        typer.echo(f"{', '.join(done) if done else 'nothing to do'}; version {version}")


@app.command("vacuum")
def vacuum(*, db: Db = DB, json: Json = False) -> None:
    """Give back the space of deleted rows."""
    before = db.stat().st_size if db.exists() else 0
    with existing(db) as store:
        store.vacuum()
    after = db.stat().st_size
    if json:
        output.print_json({"before": before, "after": after})
    else:
        typer.echo(f"{before:,} bytes before, {after:,} after")


@app.command("backup")
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
    *,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Copy the database while it is in use; the copy appears whole or not at all."""
    with existing(db) as store:
        store.backup(str(target))
    size = target.stat().st_size
    if json:
        output.print_json({"path": str(target), "size": size})
    else:
        typer.echo(f"{target}: {size:,} bytes")


@app.command("check")
def check(*, db: Db = DB, json: Json = False) -> None:
    """Look for damage in the file; exit status 1 if there is any."""
    with existing(db) as store:
        wrong = store.check()
    if json:
        output.print_json({"problems": wrong})
    else:
        typer.echo("\n".join(wrong) if wrong else "sound")
    if wrong:
        raise typer.Exit(1)
