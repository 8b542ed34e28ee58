"""Machine translations as they were made: the provenance of pairs, and a cache by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.model import Translation
from workflow.store.connection import batches, writing
from workflow.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from workflow.model import Provenance


def cached(
    db: Database,
    sources: Iterable[str],
    source_lang: str,
    target_lang: str,
    provenance: Provenance,
) -> dict[str, Translation]:
    """Return by key what this translator made of the sentences."""
    translator = _translator(db, provenance)
    found = {}
    for batch, marks in batches({key(source) for source in sources} if translator else ()):
        for row in db.execute(
            "SELECT source_key, target, score, attempts, problem FROM translations"
            " WHERE source_lang = ? AND target_lang = ? AND translator_id = ?"
            f" AND source_key IN ({marks})",
            [source_lang, target_lang, translator, *batch],
        ):
            # SQLite has no NaN: it is stored as NULL.
            score = float("nan") if row[2] is None else row[2]
            found[row[0]] = Translation(row[1], score, row[3], row[4])
    return found


def save(
    db: Database,
    items: Iterable[tuple[str, Translation]],
    source_lang: str,
    target_lang: str,
    provenance: Provenance,
    run: int,
) -> None:
    """Store translations in one transaction."""
    # Whatever the iterable does to produce its items is done before the lock is taken.
    items = list(items)
    with writing(db):
        write(db, items, source_lang, target_lang, provenance, run)


def write(
    db: Database,
    items: Iterable[tuple[str, Translation]],
    source_lang: str,
    target_lang: str,
    provenance: Provenance,
    run: int,
) -> int:
    """Store translations in the transaction that is open; return the translator's number."""
    translator = _translator(db, provenance)
    if translator is None:
        values = [provenance.engine, provenance.model, provenance.digest, provenance.options]
        db.execute(
            "INSERT INTO translators (engine, model, digest, options) VALUES (?, ?, ?, ?)", values
        )
        translator = db.execute("SELECT last_insert_rowid()").fetchone()[0]
    db.conn.executemany(
        "INSERT INTO translations (source_key, source, target, source_lang, target_lang,"
        " translator_id, segmenter, score, attempts, problem, run_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            (
                key(source),
                source,
                made.text,
                source_lang,
                target_lang,
                translator,
                provenance.segmenter,
                made.score,
                made.attempts,
                made.problem,
                run,
            )
            for source, made in items
        ),
    )
    return translator


def _translator(db: Database, provenance: Provenance) -> int | None:
    row = db.execute(
        "SELECT id FROM translators WHERE engine = ? AND digest = ? AND options = ?",
        [provenance.engine, provenance.digest, provenance.options],
    ).fetchone()
    return row[0] if row else None
