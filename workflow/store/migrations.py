"""What each version of the database added; none is edited after a release: a change is a new one.

`docs/database.md` explains every table and column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.store.connection import APPLICATION_ID

if TYPE_CHECKING:
    from sqlite_utils import Database


def tables(db: Database) -> None:
    """Make the tables that hold everything."""
    db.executescript(f"""
PRAGMA application_id = {APPLICATION_ID};

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    command TEXT NOT NULL,
    options TEXT NOT NULL,
    workflow TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'interrupted')),
    counts TEXT NOT NULL
);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    added_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);

CREATE TABLE paragraphs (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id),
    position INTEGER,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    text TEXT NOT NULL,
    key TEXT NOT NULL,
    lang TEXT NOT NULL,
    confidence REAL NOT NULL,
    detector TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (document_id, position)
);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    paragraph_id INTEGER NOT NULL REFERENCES paragraphs (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    lang TEXT NOT NULL,
    confidence REAL NOT NULL,
    detector TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (paragraph_id, start)
);

CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    paragraph_id INTEGER NOT NULL REFERENCES paragraphs (id),
    start INTEGER,
    stop INTEGER,
    text TEXT NOT NULL,
    UNIQUE (paragraph_id, start)
);

CREATE TABLE translators (
    id INTEGER PRIMARY KEY,
    engine TEXT NOT NULL,
    model TEXT NOT NULL,
    digest TEXT NOT NULL,
    options TEXT NOT NULL,
    UNIQUE (engine, digest, options)
);

CREATE TABLE translations (
    id INTEGER PRIMARY KEY,
    source_key TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    source_lang TEXT NOT NULL,
    target_lang TEXT NOT NULL,
    translator_id INTEGER NOT NULL REFERENCES translators (id),
    demands TEXT NOT NULL,
    segmenter TEXT NOT NULL,
    score REAL,
    attempts INTEGER NOT NULL,
    problem TEXT NOT NULL,
    terms TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    UNIQUE (source_key, source_lang, target_lang, translator_id, demands)
);

CREATE TABLE pairs (
    id INTEGER PRIMARY KEY,
    segment_id INTEGER REFERENCES segments (id),
    bead_id INTEGER UNIQUE REFERENCES beads (id),
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    source_lang TEXT NOT NULL,
    target_lang TEXT NOT NULL,
    origin TEXT NOT NULL
        CHECK (origin IN ('machine', 'document', 'aligned', 'memory', 'human', 'import')),
    status TEXT NOT NULL
        CHECK (status IN ('machine', 'corrected', 'approved', 'rejected', 'rework')),
    score REAL,
    version INTEGER NOT NULL DEFAULT 1,
    source_key TEXT NOT NULL,
    source_lemmas TEXT NOT NULL,
    translation_id INTEGER REFERENCES translations (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX pairs_segment ON pairs (segment_id);
CREATE UNIQUE INDEX pairs_sentence ON pairs (segment_id, target_lang) WHERE bead_id IS NULL;
CREATE INDEX pairs_approved ON pairs (source_key, source_lang, target_lang)
    WHERE status = 'approved';
CREATE INDEX pairs_status ON pairs (status);

CREATE TABLE findings (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
    check_name TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'error')),
    message TEXT NOT NULL
);
CREATE INDEX findings_pair ON findings (pair_id);

CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
    entry TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    target_start INTEGER NOT NULL,
    target_stop INTEGER NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('free', 'constrained', 'replaced', 'missing'))
);
CREATE INDEX terms_pair ON terms (pair_id);
CREATE INDEX terms_entry ON terms (entry);

CREATE TRIGGER pairs_version
BEFORE UPDATE OF source, target, source_lang, target_lang, origin, status, version ON pairs
WHEN new.version IS NOT old.version + 1
BEGIN
    SELECT RAISE(ABORT, 'a change to a pair must set version to the old version + 1');
END;
""")


def full_text(db: Database) -> None:
    """Make the full-text index over pairs, and the triggers that keep it current."""
    db.executescript("""
CREATE VIRTUAL TABLE pairs_fts USING fts5 (
    source_lemmas, target, content = 'pairs', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO pairs_fts (pairs_fts) VALUES ('rebuild');

CREATE TRIGGER pairs_fts_insert AFTER INSERT ON pairs BEGIN
    INSERT INTO pairs_fts (rowid, source_lemmas, target)
    VALUES (new.id, new.source_lemmas, new.target);
END;
CREATE TRIGGER pairs_fts_delete AFTER DELETE ON pairs BEGIN
    INSERT INTO pairs_fts (pairs_fts, rowid, source_lemmas, target)
    VALUES ('delete', old.id, old.source_lemmas, old.target);
END;
CREATE TRIGGER pairs_fts_update AFTER UPDATE OF source_lemmas, target ON pairs BEGIN
    INSERT INTO pairs_fts (pairs_fts, rowid, source_lemmas, target)
    VALUES ('delete', old.id, old.source_lemmas, old.target);
    INSERT INTO pairs_fts (rowid, source_lemmas, target)
    VALUES (new.id, new.source_lemmas, new.target);
END;
""")


def views(db: Database) -> None:
    """Make the views that people open in a database browser."""
    db.executescript("""
CREATE VIEW bilingual AS
SELECT d.path AS document, p.position + 1 AS paragraph, p.place, pairs.source, pairs.target,
    pairs.status, pairs.origin
FROM documents d
CROSS JOIN paragraphs p ON p.document_id = d.id -- CROSS JOIN: read in this order, never sort
CROSS JOIN segments s ON s.paragraph_id = p.id
CROSS JOIN pairs ON pairs.segment_id = s.id
WHERE p.position IS NOT NULL AND s.start IS NOT NULL
ORDER BY d.path, p.position, s.start, pairs.target_lang;

CREATE VIEW to_review AS
SELECT pairs.id AS pair, d.path AS document, p.position + 1 AS paragraph, p.place,
    pairs.source, pairs.target, pairs.status, pairs.origin, pairs.score,
    coalesce(f.errors, 0) AS errors, coalesce(f.warnings, 0) AS warnings, f.findings
FROM pairs
LEFT JOIN (
    SELECT pair_id, sum(severity = 'error') AS errors, sum(severity = 'warning') AS warnings,
        group_concat(check_name || ': ' || message, '; ') AS findings
    FROM findings GROUP BY pair_id
) f ON f.pair_id = pairs.id
LEFT JOIN segments s ON s.id = pairs.segment_id
LEFT JOIN paragraphs p ON p.id = s.paragraph_id
LEFT JOIN documents d ON d.id = p.document_id
WHERE pairs.status IN ('machine', 'rework')
ORDER BY errors DESC, warnings DESC, pairs.score, pairs.id;

CREATE VIEW documents_overview AS
SELECT d.id, d.path, d.title, d.format, d.encoding,
    (SELECT count(*) FROM paragraphs p WHERE p.document_id = d.id AND p.position IS NOT NULL)
        AS paragraphs,
    (SELECT group_concat(l.lang || ' ' || l.n, ', ') FROM
        (SELECT p.lang, count(*) AS n FROM paragraphs p
            WHERE p.document_id = d.id AND p.position IS NOT NULL
            GROUP BY p.lang ORDER BY n DESC, p.lang) l) AS languages,
    count(pairs.id) AS pairs,
    count(pairs.id) FILTER (WHERE pairs.status <> 'machine') AS reviewed,
    coalesce(sum((SELECT count(*) FROM findings f WHERE f.pair_id = pairs.id)), 0) AS findings,
    d.added_at, d.updated_at
FROM documents d
LEFT JOIN paragraphs p ON p.document_id = d.id AND p.position IS NOT NULL
LEFT JOIN segments s ON s.paragraph_id = p.id AND s.start IS NOT NULL
LEFT JOIN pairs ON pairs.segment_id = s.id
GROUP BY d.id
ORDER BY d.path;
""")


def alignments(db: Database) -> None:
    """Make the tables of alignments: their sentences, their beads, and what people changed."""
    db.executescript("""
CREATE TABLE alignments (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES documents (id),
    target_id INTEGER NOT NULL REFERENCES documents (id),
    source_lang TEXT NOT NULL,
    target_lang TEXT NOT NULL,
    mode TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (source_id, target_id)
);
CREATE INDEX alignments_target ON alignments (target_id);

CREATE TABLE sentences (
    alignment_id INTEGER NOT NULL REFERENCES alignments (id),
    side TEXT NOT NULL CHECK (side IN ('source', 'target')),
    position INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    paragraph_id INTEGER REFERENCES paragraphs (id) ON DELETE SET NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (alignment_id, side, position)
);
CREATE INDEX sentences_paragraph ON sentences (paragraph_id);

CREATE TABLE beads (
    id INTEGER PRIMARY KEY,
    alignment_id INTEGER NOT NULL REFERENCES alignments (id),
    position INTEGER,
    type TEXT NOT NULL,
    source_start INTEGER NOT NULL,
    source_stop INTEGER NOT NULL,
    target_start INTEGER NOT NULL,
    target_stop INTEGER NOT NULL,
    score REAL,
    edited INTEGER NOT NULL,
    key TEXT NOT NULL,
    UNIQUE (alignment_id, position)
);

CREATE TABLE alignment_edits (
    id INTEGER PRIMARY KEY,
    alignment_id INTEGER NOT NULL REFERENCES alignments (id),
    version INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('merge', 'split', 'shift', 'undo', 'align')),
    who TEXT NOT NULL,
    edited_at TEXT NOT NULL,
    position INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    undoes INTEGER REFERENCES alignment_edits (id),
    UNIQUE (alignment_id, version)
);

CREATE VIEW aligned AS
SELECT a.id AS alignment, s.path AS source_document, t.path AS target_document,
    b.position + 1 AS bead, b.type, b.score,
    (SELECT group_concat(text, ' ') FROM (SELECT text FROM sentences
        WHERE alignment_id = a.id AND side = 'source'
        AND position >= b.source_start AND position < b.source_stop ORDER BY position)) AS source,
    (SELECT group_concat(text, ' ') FROM (SELECT text FROM sentences
        WHERE alignment_id = a.id AND side = 'target'
        AND position >= b.target_start AND position < b.target_stop ORDER BY position)) AS target,
    pairs.id AS pair, pairs.status
FROM alignments a
JOIN documents s ON s.id = a.source_id
JOIN documents t ON t.id = a.target_id
JOIN beads b ON b.alignment_id = a.id AND b.position IS NOT NULL
LEFT JOIN pairs ON pairs.bead_id = b.id
ORDER BY a.id, b.position;
""")


def review(db: Database) -> None:
    """Make what review needs: who changed a pair and why, every earlier version, remarks."""
    db.executescript("""
ALTER TABLE pairs ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE pairs ADD COLUMN reason TEXT NOT NULL DEFAULT '';

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    UNIQUE (pair_id, version)
);

CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    written_at TEXT NOT NULL
);
CREATE INDEX comments_pair ON comments (pair_id);

CREATE TABLE dismissals (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
    check_name TEXT NOT NULL,
    message TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    dismissed_at TEXT NOT NULL,
    UNIQUE (pair_id, check_name, message)
);

-- Whoever changes a pair, and with whatever program: the version before is kept.
CREATE TRIGGER pairs_revision
AFTER UPDATE OF source, target, source_lang, target_lang, origin, status, version ON pairs
BEGIN
    INSERT INTO revisions
        (pair_id, version, source, target, origin, status, author, reason, changed_at)
    VALUES (old.id, old.version, old.source, old.target, old.origin, old.status, old.author,
        old.reason, old.updated_at);
END;
""")


def memories(db: Database) -> None:
    """Make the translation memories, what they suggest, and the identity of the file."""
    db.executescript("""
CREATE TABLE identity (id TEXT NOT NULL);
-- It begins with a letter, so that no spreadsheet takes an id for a number.
INSERT INTO identity VALUES ('d' || substr(lower(hex(randomblob(4))), 2));

CREATE TABLE memories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    read_only INTEGER NOT NULL DEFAULT 0,
    penalty INTEGER NOT NULL DEFAULT 0,
    licence TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT '',
    added_at TEXT NOT NULL
);

ALTER TABLE pairs ADD COLUMN memory_id INTEGER REFERENCES memories (id);
ALTER TABLE pairs ADD COLUMN reused_id INTEGER REFERENCES pairs (id) ON DELETE SET NULL;
CREATE INDEX pairs_memory ON pairs (memory_id) WHERE memory_id IS NOT NULL;
CREATE INDEX pairs_reused ON pairs (reused_id) WHERE reused_id IS NOT NULL;

CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
    match_id INTEGER NOT NULL REFERENCES pairs (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('context', 'exact', 'adapted', 'fuzzy', 'semantic')),
    percent INTEGER NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    UNIQUE (pair_id, match_id)
);
CREATE INDEX suggestions_match ON suggestions (match_id);
""")


def notices(db: Database) -> None:
    """Make the table of what is noticed in passages that no pair holds."""
    db.executescript("""
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    paragraph_id INTEGER NOT NULL REFERENCES paragraphs (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    check_name TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'error')),
    message TEXT NOT NULL,
    UNIQUE (paragraph_id, start, check_name)
);
""")


def memory_index(db: Database) -> None:
    """Make what the memory is searched by: sources by key, what has changed, imported contexts."""
    is_memory = """{0}.target <> '' AND ({0}.status IN ('approved', 'corrected') OR (
        {0}.status = 'machine' AND {0}.origin IN ('aligned', 'human', 'import')))"""
    old, new = is_memory.format("old"), is_memory.format("new")
    note = """
    DELETE FROM memory_changes WHERE pair_id = {0}.id;
    INSERT INTO memory_changes (pair_id) VALUES ({0}.id);
"""
    db.executescript(f"""
DROP INDEX pairs_approved;
CREATE INDEX pairs_source ON pairs (source_key, source_lang, target_lang);

CREATE TABLE contexts (
    pair_id INTEGER PRIMARY KEY REFERENCES pairs (id) ON DELETE CASCADE,
    before TEXT NOT NULL,
    after TEXT NOT NULL
);

CREATE TABLE memory_indexes (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    source_lang TEXT NOT NULL,
    target_lang TEXT NOT NULL,
    change INTEGER NOT NULL,
    made_at TEXT NOT NULL
);

CREATE TABLE memory_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that a change is never missed
    pair_id INTEGER NOT NULL UNIQUE
);
INSERT INTO memory_changes (pair_id)
    SELECT pairs.id FROM pairs WHERE {is_memory.format("pairs")} ORDER BY pairs.id;

CREATE TRIGGER pairs_memory_insert AFTER INSERT ON pairs WHEN {new}
BEGIN {note.format("new")} END;
CREATE TRIGGER pairs_memory_delete AFTER DELETE ON pairs WHEN {old}
BEGIN {note.format("old")} END;
CREATE TRIGGER pairs_memory_update
AFTER UPDATE OF source, target, source_lang, target_lang, origin, status ON pairs
WHEN ({old}) OR ({new})
BEGIN {note.format("new")} END;
""")
