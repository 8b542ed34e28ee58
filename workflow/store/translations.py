"""Machine translations as they were made: the provenance of pairs, and a cache by sentence."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import TYPE_CHECKING

from workflow.model import Applied, Translation
from workflow.store.connection import batches, writing
from workflow.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from workflow.model import Provenance, Sentence


def cached(
    db: Database,
    sentences: Iterable[Sentence],
    source_lang: str,
    target_lang: str,
    provenance: Provenance,
) -> dict[Sentence, Translation]:
    """Return what this translator made of the sentences under the same demands."""
    translator = _translator(db, provenance)
    wanted = {(key(s.text), s.demanded): s for s in sentences} if translator else {}
    found = {}
    for batch, marks in batches({source_key for source_key, _ in wanted}):
        for row in db.execute(
            "SELECT source_key, demands, target, score, attempts, problem, terms"
            " FROM translations"
            " WHERE source_lang = ? AND target_lang = ? AND translator_id = ?"
            f" AND source_key IN ({marks})",
            [source_lang, target_lang, translator, *batch],
        ):
            if sentence := wanted.get((row[0], row[1])):
                # SQLite has no NaN: it is stored as NULL.
                score = float("nan") if row[3] is None else row[3]
                terms = tuple(Applied(*term) for term in json.loads(row[6]))
                found[sentence] = Translation(row[2], score, row[4], row[5], terms)
    return found


def save(
    db: Database,
    items: Iterable[tuple[Sentence, Translation]],
    source_lang: str,
    target_lang: str,
    provenance: Provenance,
    run: int,
) -> None:
    """Store translations in one transaction."""
    # Whatever the iterable does to produce its items is done before the lock is taken.
    rows = [(sentence.text, sentence.demanded, made) for sentence, made in items]
    with writing(db):
        write(db, rows, source_lang, target_lang, provenance, run)


def write(
    db: Database,
    rows: Iterable[tuple[str, str, Translation]],
    source_lang: str,
    target_lang: str,
    provenance: Provenance,
    run: int,
) -> int:
    """Store `(source, demands, translation)` in the transaction that is open.

    Returns the translator's number.
    """
    translator = _translator(db, provenance)
    if translator is None:
        values = [provenance.engine, provenance.model, provenance.digest, provenance.options]
        db.execute(
            "INSERT INTO translators (engine, model, digest, options) VALUES (?, ?, ?, ?)", values
        )
        translator = db.execute("SELECT last_insert_rowid()").fetchone()[0]
    db.conn.executemany(
        "INSERT INTO translations (source_key, source, target, source_lang, target_lang,"
        " translator_id, demands, segmenter, score, attempts, problem, terms, run_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            (
                key(source),
                source,
                made.text,
                source_lang,
                target_lang,
                translator,
                demands,
                provenance.segmenter,
                made.score,
                made.attempts,
                made.problem,
                json.dumps([astuple(term) for term in made.terms], ensure_ascii=False),
                run,
            )
            for source, demands, made in rows
        ),
    )
    return translator


def _translator(db: Database, provenance: Provenance) -> int | None:
    row = db.execute(
        "SELECT id FROM translators WHERE engine = ? AND digest = ? AND options = ?",
        [provenance.engine, provenance.digest, provenance.options],
    ).fetchone()
    return row[0] if row else None
