"""The content of a store without what differs between two runs that did the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workflow.store.store import Store

_QUERIES = {
    "documents": "SELECT path, title, format, encoding, digest, size FROM documents",
    "paragraphs": (
        "SELECT d.path, p.position, p.kind, p.place, p.text, p.lang, p.confidence, p.detector,"
        " p.reason FROM paragraphs p JOIN documents d ON d.id = p.document_id"
    ),
    "passages": (
        "SELECT d.path, p.position, g.start, g.stop, g.lang, g.confidence, g.detector, g.reason"
        " FROM passages g JOIN paragraphs p ON p.id = g.paragraph_id"
        " JOIN documents d ON d.id = p.document_id"
    ),
    "segments": (
        "SELECT d.path, p.position, s.start, s.stop, s.text FROM segments s"
        " JOIN paragraphs p ON p.id = s.paragraph_id JOIN documents d ON d.id = p.document_id"
    ),
    "pairs": (
        "SELECT d.path, p.position, s.start, pairs.source, pairs.target, pairs.source_lang,"
        " pairs.target_lang, pairs.origin, pairs.status, pairs.score, pairs.version,"
        " pairs.source_key, pairs.source_lemmas, t.target, m.digest, m.options"
        " FROM pairs LEFT JOIN segments s ON s.id = pairs.segment_id"
        " LEFT JOIN paragraphs p ON p.id = s.paragraph_id"
        " LEFT JOIN documents d ON d.id = p.document_id"
        " LEFT JOIN translations t ON t.id = pairs.translation_id"
        " LEFT JOIN translators m ON m.id = t.translator_id"
    ),
    "findings": (
        "SELECT d.path, p.position, s.start, pairs.target_lang, f.check_name, f.severity,"
        " f.message FROM findings f JOIN pairs ON pairs.id = f.pair_id"
        " LEFT JOIN segments s ON s.id = pairs.segment_id"
        " LEFT JOIN paragraphs p ON p.id = s.paragraph_id"
        " LEFT JOIN documents d ON d.id = p.document_id"
    ),
    "translations": (
        "SELECT t.source_key, t.source, t.target, t.source_lang, t.target_lang, t.segmenter,"
        " t.score, t.attempts, t.problem, m.engine, m.model, m.digest, m.options"
        " FROM translations t JOIN translators m ON m.id = t.translator_id"
    ),
}


def snapshot(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table, sorted, without row numbers, times and runs.

    Two stores with equal snapshots hold the same documents, pairs and translations.
    """
    return {
        name: sorted(store.db.execute(query).fetchall(), key=repr)
        for name, query in _QUERIES.items()
    }
