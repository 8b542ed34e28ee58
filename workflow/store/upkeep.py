"""Looking after the file: its version, copies while it is in use, space, soundness."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import StoreError
from workflow.store.connection import APPLICATION_ID
from workflow.store.faults import reported

if TYPE_CHECKING:
    from sqlite_utils import Database

_HEADER = 100
_MAGIC = b"SQLite format 3\0"


def version(db: Database) -> int:
    """Return the number of migrations that the file has been through."""
    number: int = db.execute("PRAGMA user_version").fetchone()[0]
    return number


def backup(db: Database, path: str, target: str) -> None:
    """Copy the database to `target`, whole or not at all."""
    file = Path(target).absolute()
    try:
        _may_replace(path, target)
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        os.close(handle)
        copy = Path(name)
        try:
            with reported(target), closing(sqlite3.connect(copy)) as connection:
                # In one step, the copy is of one moment, and writers need not wait for it.
                db.conn.backup(connection, pages=-1)
            shutil.copymode(path, copy)
            copy.replace(file)
        finally:
            copy.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"the copy {target} cannot be written: {error.strerror}",
            "Name a file in another folder.",
        ) from error


def _may_replace(path: str, target: str) -> None:
    """Raise `StoreError` unless `target` is free or an earlier copy that nobody uses."""
    file = Path(target)
    if not file.exists():
        return
    if file.is_file() and not file.samefile(path):
        with file.open("rb") as opened:
            header = opened.read(_HEADER)
        # The database file format keeps the application id at offset 68.
        ours = header.startswith(_MAGIC) and header[68:72] == APPLICATION_ID.to_bytes(4, "big")
        if ours and not Path(f"{target}-wal").exists():
            return
    raise StoreError(
        f"the copy would replace {target}, which is no earlier copy", "Name another file."
    )


def vacuum(db: Database) -> None:
    """Make the search index anew and rewrite the file without gaps."""
    db.execute("INSERT INTO pairs_fts (pairs_fts) VALUES ('rebuild')")
    db.vacuum()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def check(db: Database) -> list[str]:
    """Return what SQLite finds wrong with the file."""
    problems = [
        f"SQLite says: {message}"
        for (message,) in db.execute("PRAGMA integrity_check")
        if message != "ok"
    ]
    problems += [
        f"Row {row} of {table} refers to a row of {parent} that does not exist"
        for table, row, parent, _ in db.execute("PRAGMA foreign_key_check")
    ]
    try:
        db.execute("INSERT INTO pairs_fts (pairs_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        problems.append("The search index does not fit the pairs; `workflow db vacuum` mends it")
    return problems
