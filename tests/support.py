"""What several tests share: the content of a database, comparable between two runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from workflow.store import Store

_PLACED = """
    JOIN segments s ON s.id = pairs.segment_id JOIN paragraphs p ON p.id = s.paragraph_id
    JOIN documents d ON d.id = p.document_id
"""
_QUERIES = {
    "documents": "SELECT path, title, format, encoding, digest, size FROM documents",
    "paragraphs": """
        SELECT d.path, p.position, p.kind, p.place, p.text, p.key, p.lang, p.confidence,
            p.detector, p.reason
        FROM paragraphs p JOIN documents d ON d.id = p.document_id
    """,
    "passages": """
        SELECT d.path, p.position, g.start, g.stop, g.lang, g.confidence, g.detector, g.reason
        FROM passages g JOIN paragraphs p ON p.id = g.paragraph_id
        JOIN documents d ON d.id = p.document_id
    """,
    "pairs": f"""
        SELECT d.path, p.position, s.start, s.stop, s.text, pairs.source, pairs.target,
            pairs.source_lang, pairs.target_lang, pairs.origin, pairs.status, pairs.version,
            pairs.source_key, pairs.source_lemmas, t.target, m.digest, m.options
        FROM pairs {_PLACED}
        LEFT JOIN translations t ON t.id = pairs.translation_id
        LEFT JOIN translators m ON m.id = t.translator_id
    """,
    "findings": f"""
        SELECT d.path, p.position, s.start, pairs.target_lang, f.check_name, f.severity, f.message
        FROM findings f JOIN pairs ON pairs.id = f.pair_id {_PLACED}
    """,
    "terms": f"""
        SELECT d.path, p.position, s.start, r.entry, r.start, r.stop, r.target_start,
            r.target_stop, r.how
        FROM terms r JOIN pairs ON pairs.id = r.pair_id {_PLACED}
    """,
    "translations": """
        SELECT '', t.source_key, t.source, t.target, t.source_lang, t.target_lang, t.demands,
            t.segmenter, t.problem, t.terms, m.engine, m.model, m.digest, m.options
        FROM translations t JOIN translators m ON m.id = t.translator_id
    """,
    "imported": """
        SELECT '', source, target, source_lang, target_lang, origin, status, version
        FROM pairs WHERE segment_id IS NULL
    """,
}


def snapshot(path: str | Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table, sorted, so that two databases of the same content are equal.

    Row numbers, times and runs are left out, and so are scores, whose last digits depend on which
    sentences share a batch. Documents are named from the database's folder.
    """
    folder = Path(path).absolute().parent
    with Store.open(str(path), create=False) as store:
        return {
            name: sorted(
                (
                    (os.path.relpath(row[0], folder) if row[0] else "", *row[1:])
                    for row in store.db.execute(query).fetchall()
                ),
                key=repr,
            )
            for name, query in _QUERIES.items()
        }
