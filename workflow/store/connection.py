"""Opening a database file: what it must be, how it is set up, and the one kind of transaction."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

APPLICATION_ID = 0x57464C57
"""Says in the file's header that it is ours: "WFLW" (https://sqlite.org/pragma.html)."""

_BATCH = 500
_LOOK = 0.005  # seconds between two looks whether the file is free to write


def connect(path: str, *, create: bool, timeout: float) -> tuple[Database, tuple[str, ...]]:
    """Open the file at `path` and migrate it; return it and the migrations applied."""
    from sqlite_utils import Database

    from workflow.store.schema import migrate

    _look(path, create=create)
    # Through a URI no name is special: ":memory:" is a file like any other.
    uri = f"{Path(path).absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    connection = sqlite3.connect(uri, uri=True, timeout=timeout)
    try:
        db = Database(connection, execute_plugins=False)
        _set_up(db, path, timeout)
        return db, migrate(db, path)
    except BaseException:
        connection.close()
        raise


def _look(path: str, *, create: bool) -> None:
    """Raise `StoreError` for what SQLite would report late or in other words."""
    file = Path(path)
    folder = file.parent
    if file.is_dir():
        raise StoreError(f"the database {path} is a folder", "Name a file: --db FILE.")
    if not folder.is_dir():
        raise StoreError(
            f"the folder of the database {path} does not exist", f'Make it: mkdir -p "{folder}".'
        )
    exists = file.exists()
    if not exists and not create:
        raise StoreError(f"there is no database {path}", "Make one: workflow translate FILE.")
    # SQLite opens what it may not write for reading, and complains with the first change.
    effective = os.access in os.supports_effective_ids
    for place in (file, folder) if exists else (folder,):
        if not os.access(place, os.W_OK, effective_ids=effective):
            raise StoreError(
                f"the database {path} cannot be written",
                f"Make {place} writable, or name another: --db FILE.",
            )


def _set_up(db: Database, path: str, timeout: float) -> None:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    new = not application and not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    if application != APPLICATION_ID and not new:
        raise StoreError(
            f"the database {path} belongs to another program", "Name another file: --db FILE."
        )
    _enable_wal(db, time.monotonic() + timeout)
    prepare(db.conn, timeout=timeout)


def prepare(connection: sqlite3.Connection, *, timeout: float) -> None:
    """Set up a connection, ours or a server's; `timeout` is the seconds to wait for a lock."""
    connection.execute(f"PRAGMA busy_timeout = {int(timeout * 1000)}")
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode NORMAL could lose the last commits with the power: FULL waits for the disk.
    connection.execute("PRAGMA synchronous = FULL")


def _enable_wal(db: Database, deadline: float) -> None:
    """Let readers and a writer work side by side; the file remembers it."""
    while db.journal_mode != "wal":
        try:
            db.enable_wal()
        except sqlite3.OperationalError as error:
            # SQLite does not wait here by itself where two processes make a file at once.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """Write in a transaction: all of it is stored, or nothing.

    It takes the write lock at once: one that reads first and writes later cannot wait for another
    writer and fails (https://sqlite.org/isolation.html).
    """
    _begin(db)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _begin(db: Database) -> None:
    """Take the write lock, or wait for it as long as the connection's timeout says.

    SQLite by itself looks less and less often, in the end every tenth of a second, and so misses
    the moments between the transactions of somebody who writes one after the other.
    """
    patience = db.execute("PRAGMA busy_timeout").fetchone()[0]
    deadline = time.monotonic() + patience / 1000
    db.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                code = error.sqlite_errorcode
                # Where this connection itself reads an old state, no waiting helps.
                stale = code == sqlite3.SQLITE_BUSY_SNAPSHOT
                if stale or code & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(_LOOK)
            else:
                return
    finally:
        db.execute(f"PRAGMA busy_timeout = {patience}")


def give_way() -> None:
    """Let others write who have waited for a transaction to end, before the next begins."""
    time.sleep(4 * _LOOK)


@contextmanager
def reading(db: Database) -> Iterator[None]:
    """Read in a transaction: what others write meanwhile is not seen."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("COMMIT")


def now() -> str:
    """Return the time in UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def batches(items: Iterable[str | int]) -> Iterator[tuple[list[str | int], str]]:
    """Yield the items in lists, each with the SQL placeholders `?,?,...` for it."""
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch, ",".join("?" * len(batch))
