"""Bringing a database up to date: the migrations in their order, each applied once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from workflow.errors import StoreError
from workflow.store.connection import writing
from workflow.store.counting import queue
from workflow.store.migrations import (
    alignments,
    full_text,
    memories,
    memory_index,
    notices,
    review,
    tables,
    views,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

STEPS = (tables, full_text, views, alignments, review, memories, notices, memory_index, queue)
MIGRATIONS = Migrations("workflow")
for step in STEPS:
    MIGRATIONS()(step)


def migrate(db: Database, path: str) -> tuple[str, ...]:
    """Apply what is missing, all or nothing, and return the names of what was applied.

    Raises `StoreError` for a database that a newer version has written.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(STEPS):
        raise StoreError(
            f"the database {path} was written by a newer version of workflow",
            "Bring this one up to date: pip install --upgrade workflow-desk.",
        )
    if version == len(STEPS):
        return ()
    with writing(db):
        # Another process may have migrated the file while this one waited for the lock.
        names = tuple(migration.name for migration in MIGRATIONS.pending(db))
        MIGRATIONS.apply(db)
        db.execute(f"PRAGMA user_version = {len(STEPS)}")
    return names
