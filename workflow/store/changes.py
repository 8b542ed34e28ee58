"""What saving a document does to its pairs, so that nothing that people did is lost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING

from workflow.lemmas import searchable
from workflow.model import Origin, Pair, Provenance, Translation
from workflow.store import translations
from workflow.store.connection import batches, give_way, now, writing
from workflow.store.paragraphs import next_id
from workflow.store.segments import touched
from workflow.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from workflow.store.rows import PlacedPair, StoredPair

PART = 500
"""Pairs in one transaction: a tenth of a second or two, for which others that write must wait."""


@dataclass
class Changes:
    """The rows to insert, to update `(id, pair)`, and to give other findings `(id, pair)`.

    A new row is `(id, segment, bead, pair)`; the bead is None but for pairs of an alignment.
    `pairs` is what is stored then, in the order of what was given, under these `numbers`; `kept`
    counts those of a person.
    """

    pairs: list[Pair] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    inserted: list[tuple[int, int | None, int | None, Pair]] = field(default_factory=list)
    updated: list[tuple[int, Pair]] = field(default_factory=list)
    noticed: list[tuple[int, Pair]] = field(default_factory=list)
    kept: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.pairs + other.pairs,
            self.numbers + other.numbers,
            self.inserted + other.inserted,
            self.updated + other.updated,
            self.noticed + other.noticed,
            self.kept + other.kept,
        )


def compare(
    db: Database,
    placed: Iterable[PlacedPair],
    segment_ids: Mapping[tuple[int, int], int],
    known: Mapping[int, Sequence[StoredPair]],
) -> Changes:
    """Find out which pairs are new, which replace a machine's, and which a person has settled.

    A score alone is no change: it moves in the last digits from batch to batch.
    """
    first = next_id(db, "pairs")
    changes = Changes()
    for item in placed:
        segment_id, pair = segment_ids[item.paragraph, item.segment.start], item.pair
        stored = next(
            (
                s
                for s in known.get(segment_id, ())
                if s.bead is None and s.pair.target_lang == pair.target_lang
            ),
            None,
        )
        changes.pairs.append(pair)
        changes.numbers.append(first + len(changes.inserted) if stored is None else stored.id)
        if stored is None:
            changes.inserted.append((first + len(changes.inserted), segment_id, None, pair))
        elif touched(stored.pair):
            changes.pairs[-1] = stored.pair
            changes.kept += 1
        elif content(stored.pair) != content(pair):
            changes.updated.append((stored.id, pair))
        elif (stored.pair.findings, stored.pair.terms) != (pair.findings, pair.terms):
            changes.noticed.append((stored.id, pair))
    return changes


def content(pair: Pair) -> tuple[str, ...]:
    """Return what makes a pair another one where it differs."""
    return pair.source, pair.target, pair.source_lang, pair.origin, pair.status


def write(
    db: Database, run: int, changes: Changes, lemmas: Mapping[tuple[str, str], str], time: str
) -> None:
    """Store the changes; `lemmas` are search words made beforehand, by (source, language)."""
    translators = _provenance(db, run, changes)

    def values(pair: Pair) -> tuple[object, ...]:
        source = (pair.source, pair.source_lang)
        source_key = key(pair.source)
        made_by = translators.get(pair.provenance) if pair.origin == Origin.MACHINE else None
        return (
            pair.source,
            pair.target,
            pair.source_lang,
            pair.origin,
            pair.status,
            pair.score,
            source_key,
            lemmas.get(source) or searchable(*source),
            *(source_key, pair.source_lang, pair.target_lang, made_by),
            pair.provenance.demands if pair.provenance else "",
            pair.reused,
            time,
        )

    translation = (
        "(SELECT id FROM translations WHERE source_key = ? AND source_lang = ?"
        " AND target_lang = ? AND translator_id = ? AND demands = ?)"
    )
    db.conn.executemany(
        "INSERT INTO pairs (source, target, source_lang, origin, status, score, source_key,"
        " source_lemmas, translation_id, reused_id, updated_at, id, segment_id, bead_id,"
        " target_lang, created_at)"
        f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, {translation}, ?, ?, ?, ?, ?, ?, ?)",
        (
            (*values(pair), number, segment_id, bead_id, pair.target_lang, time)
            for number, segment_id, bead_id, pair in changes.inserted
        ),
    )
    db.conn.executemany(
        "UPDATE pairs SET version = version + 1, author = '', reason = '',"
        " source = ?, target = ?, source_lang = ?,"
        " origin = ?, status = ?, score = ?, source_key = ?, source_lemmas = ?,"
        f" translation_id = {translation}, reused_id = ?, updated_at = ? WHERE id = ?",
        ((*values(pair), number) for number, pair in changes.updated),
    )
    _write_details(db, changes)


def replace(db: Database, run: int, items: Sequence[tuple[StoredPair, Pair]]) -> int:
    """Put pairs in place of stored ones that no one has changed or touched since."""
    return sum(_replace(db, run, items[at : at + PART]) for at in range(0, len(items), PART))


def _replace(db: Database, run: int, items: Sequence[tuple[StoredPair, Pair]]) -> int:
    give_way()
    with writing(db):
        versions = {
            number: version
            for batch, marks in batches(stored.id for stored, _ in items)
            for number, version in db.execute(
                f"SELECT id, version FROM pairs WHERE id IN ({marks})", batch
            )
        }
        same = [
            (stored, pair)
            for stored, pair in items
            if versions.get(stored.id) == stored.version and not touched(stored.pair)
        ]
        changes = Changes(
            updated=[(s.id, pair) for s, pair in same if content(s.pair) != content(pair)],
            noticed=[(s.id, pair) for s, pair in same if content(s.pair) == content(pair)],
        )
        write(db, run, changes, {}, now())
    return len(same)


def _write_details(db: Database, changes: Changes) -> None:
    """Store the findings and the terms of the pairs that changed."""
    changed = [*changes.updated, *changes.noticed]
    new = [*((number, pair) for number, _, _, pair in changes.inserted), *changed]
    for table in ("findings", "terms"):
        db.conn.executemany(f"DELETE FROM {table} WHERE pair_id = ?", ((n,) for n, _ in changed))
    db.conn.executemany(
        "INSERT INTO terms (pair_id, entry, start, stop, target_start, target_stop, how)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((number, *astuple(term)) for number, pair in new for term in pair.terms),
    )
    db.conn.executemany(
        "INSERT INTO findings (pair_id, check_name, severity, message) VALUES (?, ?, ?, ?)",
        (
            (number, finding.check, finding.severity, finding.message)
            for number, pair in new
            for finding in pair.findings
        ),
    )


def _provenance(db: Database, run: int, changes: Changes) -> dict[Provenance | None, int]:
    """Make sure that what a machine made is on record; return the translators' numbers."""
    made = defaultdict(list)
    for pair in [*(item[-1] for item in changes.inserted), *(item[-1] for item in changes.updated)]:
        if pair.origin == Origin.MACHINE and pair.provenance:
            score = float("nan") if pair.score is None else pair.score
            made[pair.source_lang, pair.target_lang, pair.provenance].append(
                (pair.source, pair.provenance.demands, Translation(pair.target, score))
            )
    return {
        provenance: translations.write(db, rows, source_lang, target_lang, provenance, run)
        for (source_lang, target_lang, provenance), rows in made.items()
    }
