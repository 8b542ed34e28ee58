"""Looking whether a database can be served for reading only, without changing a byte of it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from workflow.errors import StoreError
from workflow.store.connection import APPLICATION_ID
from workflow.store.schema import STEPS


def is_immutable(path: str) -> bool:
    """Say whether nobody can be changing the database: neither file nor folder can be written.

    Raises `StoreError` unless it is a database of ours and of this version.
    """
    file = Path(path)
    if not file.is_file():
        raise StoreError(f"there is no database {path}", "Make one: workflow translate FILE.")
    fixed = not (os.access(file, os.W_OK) or os.access(file.parent, os.W_OK))
    how = "immutable=1" if fixed else "mode=ro"
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True)
    try:
        application, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        )
    finally:
        connection.close()
    if application != APPLICATION_ID:
        raise StoreError(
            f"the database {path} belongs to another program", "Name another file: --db FILE."
        )
    if version != len(STEPS):
        raise StoreError(
            f"the database {path} was written by another version of workflow",
            "Bring an older one up to date: workflow db migrate.",
        )
    return fixed
