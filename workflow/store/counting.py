"""The migration by which the review queue is in order and its counts are right at any size.

Triggers keep them, whoever changes the tables and with whatever program. `docs/database.md`
explains the tables and columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_DOCUMENT = """coalesce((SELECT p.document_id FROM segments s
    JOIN paragraphs p ON p.id = s.paragraph_id WHERE s.id = {0}.segment_id), 0)"""
_KEY = "source_lang, target_lang, origin, status, author"
_WEIGHT = "CASE {0}.severity WHEN 'error' THEN 100 WHEN 'warning' THEN 10 ELSE 1 END"
_SAME = """SELECT 1 FROM findings f WHERE f.pair_id = {0}.pair_id
    AND f.check_name = {0}.check_name AND NOT f.dismissed AND f.id <> {0}.id"""


def _count(row: str, by: int) -> str:
    """Return the statements that count a pair, for its document and for all together (0)."""
    values = ", ".join(f"{row}.{name}" for name in _KEY.split(", "))
    return "".join(
        f"INSERT INTO pair_counts (document_id, {_KEY}, pairs) VALUES ({document}, {values}, {by})"
        f" ON CONFLICT DO UPDATE SET pairs = pairs + {by};\n"
        for document in ("0", _DOCUMENT.format(row))
    )


def _findings(pair: str, status: str, by: int) -> str:
    """Return the statement that counts the open findings of a pair under a status."""
    return f"""INSERT INTO finding_counts (check_name, status, pairs)
        SELECT DISTINCT check_name, {status}, {by} FROM findings
        WHERE pair_id = {pair} AND NOT dismissed
        ON CONFLICT DO UPDATE SET pairs = pairs + {by};\n"""


def _finding(row: str, by: int) -> str:
    """Return the statements that count a finding which is open, and put its pair in its turn."""
    return f"""INSERT INTO finding_counts (check_name, status, pairs)
        SELECT {row}.check_name, status, {by} FROM pairs
        WHERE id = {row}.pair_id AND NOT EXISTS ({_SAME.format(row)})
        ON CONFLICT DO UPDATE SET pairs = pairs + {by};
    UPDATE pairs SET priority = priority - {by} * ({_WEIGHT.format(row)})
        WHERE id = {row}.pair_id;\n"""


def _dismissed(row: str, flag: int) -> str:
    return f"""UPDATE findings SET dismissed = {flag} WHERE pair_id = {row}.pair_id
        AND check_name = {row}.check_name AND message = {row}.message;\n"""


def queue(db: Database) -> None:
    """Make the order of the review queue, its indexes, and the counts that triggers keep."""
    changed = " OR ".join(
        f"new.{name} IS NOT old.{name}" for name in ("segment_id", *_KEY.split(", "))
    )
    db.executescript(f"""
ALTER TABLE findings ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0;
UPDATE findings SET dismissed = 1 WHERE EXISTS (SELECT 1 FROM dismissals d
    WHERE d.pair_id = findings.pair_id AND d.check_name = findings.check_name
    AND d.message = findings.message);
CREATE INDEX findings_open ON findings (check_name, pair_id) WHERE NOT dismissed;

ALTER TABLE pairs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
UPDATE pairs SET priority = -(SELECT sum({_WEIGHT.format("f")}) FROM findings f
    WHERE f.pair_id = pairs.id AND NOT f.dismissed)
    WHERE id IN (SELECT pair_id FROM findings WHERE NOT dismissed);
-- A column, for SQLite seeks no row value that has an expression in it.
ALTER TABLE pairs ADD COLUMN certainty REAL GENERATED ALWAYS AS (ifnull(score, 0)) VIRTUAL;
CREATE INDEX pairs_queue ON pairs (status, priority, certainty, id);
CREATE INDEX pairs_score ON pairs (score) WHERE score IS NOT NULL;
CREATE INDEX pairs_author ON pairs (author, updated_at) WHERE author <> '';
CREATE INDEX pairs_updated ON pairs (updated_at);
CREATE INDEX revisions_author ON revisions (author, changed_at) WHERE author <> '';

CREATE TABLE pair_counts (
    document_id INTEGER NOT NULL,
    source_lang TEXT NOT NULL,
    target_lang TEXT NOT NULL,
    origin TEXT NOT NULL,
    status TEXT NOT NULL,
    author TEXT NOT NULL,
    pairs INTEGER NOT NULL,
    PRIMARY KEY (document_id, {_KEY})
) WITHOUT ROWID;
INSERT INTO pair_counts (document_id, {_KEY}, pairs)
    SELECT {_DOCUMENT.format("pairs")} AS document, {_KEY}, count(*) FROM pairs
    GROUP BY document, {_KEY} HAVING document <> 0;
INSERT INTO pair_counts (document_id, {_KEY}, pairs)
    SELECT 0, {_KEY}, count(*) FROM pairs GROUP BY {_KEY};

CREATE TABLE finding_counts (
    check_name TEXT NOT NULL,
    status TEXT NOT NULL,
    pairs INTEGER NOT NULL,
    PRIMARY KEY (check_name, status)
) WITHOUT ROWID;
INSERT INTO finding_counts (check_name, status, pairs)
    SELECT check_name, status, count(DISTINCT pairs.id)
    FROM findings JOIN pairs ON pairs.id = pair_id WHERE NOT dismissed GROUP BY 1, 2;

CREATE TABLE post_edits (
    day TEXT NOT NULL,
    author TEXT NOT NULL,
    pairs INTEGER NOT NULL,
    edits INTEGER NOT NULL,
    words INTEGER NOT NULL,
    PRIMARY KEY (day, author)
) WITHOUT ROWID;

CREATE TRIGGER pairs_count_insert AFTER INSERT ON pairs BEGIN
    {_count("new", 1)} END;
-- The findings count while the pair is there: when they go by cascade, it is gone.
CREATE TRIGGER pairs_count_delete BEFORE DELETE ON pairs BEGIN
    {_findings("old.id", "old.status", -1)} {_count("old", -1)} END;
CREATE TRIGGER pairs_count_update
AFTER UPDATE OF segment_id, {_KEY} ON pairs WHEN {changed} BEGIN
    {_count("old", -1)} {_count("new", 1)} END;
CREATE TRIGGER findings_status
AFTER UPDATE OF status ON pairs WHEN new.status IS NOT old.status BEGIN
    {_findings("new.id", "old.status", -1)} {_findings("new.id", "new.status", 1)} END;

CREATE TRIGGER findings_insert AFTER INSERT ON findings BEGIN
    {_finding("new", 1)}
    UPDATE findings SET dismissed = 1 WHERE id = new.id AND EXISTS (SELECT 1 FROM dismissals d
        WHERE d.pair_id = new.pair_id AND d.check_name = new.check_name
        AND d.message = new.message);
END;
CREATE TRIGGER findings_dismiss
AFTER UPDATE OF dismissed ON findings WHEN new.dismissed AND NOT old.dismissed BEGIN
    {_finding("old", -1)} END;
CREATE TRIGGER findings_restore
AFTER UPDATE OF dismissed ON findings WHEN old.dismissed AND NOT new.dismissed BEGIN
    {_finding("new", 1)} END;
CREATE TRIGGER findings_delete AFTER DELETE ON findings WHEN NOT old.dismissed BEGIN
    {_finding("old", -1)} END;
CREATE TRIGGER dismissals_insert AFTER INSERT ON dismissals BEGIN
    {_dismissed("new", 1)} END;
CREATE TRIGGER dismissals_delete AFTER DELETE ON dismissals BEGIN
    {_dismissed("old", 0)} END;
""")
