"""What SQLite says when a file cannot be used, in words for the person at the desk."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workflow.errors import BusyError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGAIN = "run the same command again: what was reported as stored is stored."
_BUSY = ("is in use by another program", f"Wait until that one is done, then {_AGAIN}")
_READ_ONLY = (
    "cannot be written",
    "Make the file and its folder writable, or name another: --db FILE.",
)
_DAMAGED = (
    "is damaged",
    "Put a copy in its place that `workflow db backup` made; to look: `workflow db check`.",
)

_FAULTS = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "Make the file and its folder readable and writable, or name another: --db FILE.",
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: (
        "is not a database",
        "Name another file: --db FILE.",
    ),
    sqlite3.SQLITE_FULL: ("has no room to grow", f"Free some disk space, then {_AGAIN}"),
    sqlite3.SQLITE_IOERR: (
        "could not be read or written by the system",
        f"Check the disk and its free space, then {_AGAIN}",
    ),
}


@contextmanager
def reported(path: str) -> Iterator[None]:
    """Turn what SQLite raises about the file at `path` into a `StoreError`."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        # The low byte is the kind of error; the rest of an extended code says where it arose.
        fault = _FAULTS.get(code & 0xFF)
        if fault is None:
            message, hint = f"answers: {error}", "Look what is wrong: workflow db check."
        else:
            message, hint = fault
        kind = BusyError if fault is _BUSY else StoreError
        raise kind(f"the database {path} {message}", hint) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            f"the database {path} cannot hold a text with half a surrogate pair in it",
            "Convert the document to valid UTF-8.",
        ) from error
