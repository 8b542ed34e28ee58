"""Pairs for the tests of the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.lemmas import searchable
from workflow.text import clean, key

if TYPE_CHECKING:
    from workflow.store import Store


def remember(
    store: Store,
    source: str,
    target: str,
    *,
    status: str = "approved",
    origin: str = "human",
    memory: str = "",
    updated_at: str = "2026-01-01T00:00:00.000+00:00",
    context: tuple[str, str] | None = None,
) -> int:
    """Store a pair of no document, and return its number."""
    db = store.db
    memory_id = store.memory(memory).id if memory else None
    text = clean(source)
    with db.conn:
        number = db.conn.execute(
            "INSERT INTO pairs (source, target, source_lang, target_lang, origin, status,"
            " source_key, source_lemmas, created_at, updated_at, memory_id)"
            " VALUES (?, ?, 'ru', 'en', ?, ?, ?, ?, ?, ?, ?)",
            [
                *(text, target, origin, status, key(text), searchable(text, "ru")),
                *(updated_at, updated_at, memory_id),
            ],
        ).lastrowid
        if context:
            db.conn.execute("INSERT INTO contexts VALUES (?, ?, ?)", [number, *context])
    return number
