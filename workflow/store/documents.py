"""Documents: saved so that saving the same again changes nothing, and that nobody waits for it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.errors import StoreError
from workflow.lemmas import searchable
from workflow.store import changes, notices, pairs, paragraphs, segments
from workflow.store.changes import PART, Changes
from workflow.store.connection import give_way, now, writing
from workflow.store.rows import SavedDocument, StoredDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlite_utils import Database

    from workflow.model import Document, Labelled, Pair
    from workflow.store.rows import Notice, PlacedPair

_COLUMNS = "id, path, title, format, encoding, digest, size, added_at, updated_at"


def save(
    db: Database,
    run: int,
    document: Document,
    labelled: Sequence[Labelled],
    placed: Sequence[PlacedPair],
    noticed: Sequence[Notice],
) -> SavedDocument:
    """Store a document; `Store.save_document` says how."""
    # Lemmas take the longest: they are made before other writers have to wait.
    searched = lemmas(db, document.path, (item.pair for item in placed))
    parts = [placed[at : at + PART] for at in range(0, len(placed), PART)]
    done = Changes()
    with _writing(db, run) as saving:
        document_id = saving.document_id = write(db, run, document, saving.time)
        standing = paragraphs.place(db, document_id, document, labelled)
        lost = segments.place(db, document_id, standing, labelled, placed, PART)
        notices.place(db, document_id, standing.ids, noticed)
        for part in parts[:1]:
            done += _store(db, saving, standing.ids, part, searched)
        paragraphs.sweep(db, document_id)
    for part in parts[1:]:
        give_way()
        with _writing(db, run, document_id) as saving:
            done += _store(db, saving, standing.ids, part, searched)
    for at in range(0, len(lost), PART):
        give_way()
        with _writing(db, run, document_id):
            segments.remove(db, lost[at : at + PART])
            paragraphs.sweep(db, document_id)
    inserted = len(done.inserted)
    updated = len(done.updated) + len(done.noticed)
    return SavedDocument(
        document_id,
        tuple(done.pairs),
        tuple(done.numbers),
        inserted,
        updated,
        len(done.pairs) - inserted - updated - done.kept,
        done.kept,
    )


@dataclass
class _Saving:
    """A transaction that stores something of a document for a run."""

    run: int
    document_id: int
    time: str


@contextmanager
def _writing(db: Database, run: int, document_id: int = 0) -> Iterator[_Saving]:
    """Write in a transaction, and note in the document's row if it has changed anything."""
    with writing(db):
        saving, before = _Saving(run, document_id, now()), db.conn.total_changes
        yield saving
        if db.conn.total_changes != before:
            stamp(db, run, saving.document_id, saving.time)


def _store(
    db: Database,
    saving: _Saving,
    paragraph_ids: Sequence[int],
    part: Sequence[PlacedPair],
    searched: Mapping[tuple[str, str], str],
) -> Changes:
    """Store some of a document's pairs; other runs and reviewers may have been there meanwhile."""
    used = {paragraph_ids[item.paragraph] for item in part}
    if not paragraphs.stand(db, saving.document_id, used):
        raise StoreError(
            "another run has stored a different version of the document at the same time",
            "Run the command again.",
        )
    rows = segments.claim(db, ((paragraph_ids[i.paragraph], i.segment) for i in part))
    at = {
        (item.paragraph, item.segment.start): rows[
            paragraph_ids[item.paragraph], item.segment.start
        ]
        for item in part
    }
    found = changes.compare(db, part, at, pairs.of_segments(db, at.values()))
    changes.write(db, saving.run, found, searched, saving.time)
    return found


def stamp(db: Database, run: int, document_id: int, time: str) -> None:
    """Note that a run has changed a document."""
    db.execute(
        "UPDATE documents SET run_id = ?, updated_at = ? WHERE id = ?", [run, time, document_id]
    )


def find(db: Database, path_or_id: str | int) -> StoredDocument | None:
    """Return the document of this path or number."""
    if isinstance(path_or_id, int):
        # SQLite's integers have 64 bits; no larger one is a row's number.
        condition, value = "id = CAST(? AS INTEGER)", str(path_or_id)
    else:
        condition, value = "path = ?", _stored_path(path_or_id)
    row = db.execute(f"SELECT {_COLUMNS} FROM documents WHERE {condition}", [value]).fetchone()
    return StoredDocument(*row) if row else None


def _stored_path(path: str) -> str:
    """Return the path as it is stored: absolute, so that it means the same from every folder.

    What came from standard input has no path but a name of its own, `stdin:` and its digest.
    """
    absolute = path if path.startswith("stdin:") else os.path.abspath(path)  # noqa: PTH100 (keeps links)
    return _plain(absolute)


def _plain(name: str) -> str:
    r"""Return a file name that is no valid UTF-8 with its odd bytes spelt out (`\udce9`)."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def lemmas(db: Database, path: str, made: Iterable[Pair]) -> dict[tuple[str, str], str]:
    """Return the search words of the sources that the stored document does not have yet."""
    stored = {
        source
        for (source,) in db.execute(
            "SELECT pairs.source FROM documents d JOIN paragraphs p ON p.document_id = d.id"
            " JOIN segments s ON s.paragraph_id = p.id JOIN pairs ON pairs.segment_id = s.id"
            " WHERE d.path = ?",
            [_stored_path(path)],
        )
    }
    return {
        (pair.source, pair.source_lang): searchable(pair.source, pair.source_lang)
        for pair in made
        if pair.source not in stored
    }


def write(db: Database, run: int, document: Document, time: str) -> int:
    """Store the document's own row in the transaction that is open, and return its number."""
    path = _stored_path(document.path)
    values = (
        _plain(document.title),
        document.format,
        document.encoding,
        document.digest,
        len(document.source),
    )
    row = db.execute(
        "SELECT id, title, format, encoding, digest, size FROM documents WHERE path = ?", [path]
    ).fetchone()
    if row is None:
        db.execute(
            "INSERT INTO documents (title, format, encoding, digest, size, path, run_id, added_at,"
            " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*values, path, run, time, time],
        )
        row = db.execute("SELECT last_insert_rowid()").fetchone()
    elif row[1:] != values:
        db.execute(
            "UPDATE documents SET title = ?, format = ?, encoding = ?, digest = ?, size = ?"
            " WHERE id = ?",
            [*values, row[0]],
        )
    number: int = row[0]
    return number
