"""Units on their way in: corrections go back onto their pairs, the rest becomes new pairs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from workflow.lemmas import searchable
from workflow.model import Finding, Origin, Pair, Status
from workflow.store import reviews
from workflow.store.connection import batches, now, writing
from workflow.store.merging import Conflict, Correction, Merged, Version, change
from workflow.store.paragraphs import next_id
from workflow.store.reviewed import Change
from workflow.store.units import identity, note
from workflow.text import clean, key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlite_utils import Database

    from workflow.model import Unit

    Find = Callable[[Pair], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Terms:
    """How units are taken: into the memory of which name, by whom, and what checks find in them.

    The memory is made where there is none and something is to go into it. `status` is what new and
    corrected pairs get, else what the file says (see `merging.change`). `trusts_status` says that
    the format of the file keeps a status as it is. With `seen` nothing is written: it gathers the
    new pairs, so that a trial run finds the duplicates within a file.
    """

    memory: str
    author: str
    find: Find
    status: Status | None = None
    trusts_status: bool = True
    seen: set[int] | None = None


class _New(NamedTuple):
    """A unit that is no pair of this database yet, and the digest of its content."""

    unit: Unit
    source: str
    target: str
    key: str

    @property
    def content(self) -> tuple[str, str, str, str]:
        return self.key, self.target, self.unit.source_lang, self.unit.target_lang


@dataclass(slots=True)
class _Plan:
    merged: Merged = field(default_factory=Merged)
    new: list[_New] = field(default_factory=list)
    corrected: list[tuple[Version, Correction]] = field(default_factory=list)
    noted: list[tuple[int, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.corrected or self.noted)


def merge(db: Database, units: Sequence[Unit], terms: Terms) -> Merged:
    """Take a batch of units in one transaction; with `terms.seen` only say what it would do."""
    name = identity(db)
    own: list[tuple[int, Unit]] = []
    new: list[_New] = []
    for unit in units:
        if number := _number(unit.id, name):
            own.append((number, unit))
        else:
            new.append(_new(unit))
    plan = _plan(db, own, new, terms)
    if terms.seen is not None or not plan:
        return plan.merged
    # Search words and findings take most of the time: they are made before the lock is taken.
    made = {item.content: _made(item, terms) for item in plan.new}
    found = {content: _found(content, terms) for content in map(_content, plan.corrected)}
    with writing(db):
        plan = _plan(db, own, new, terms)
        time = now()
        rows = [(item, *(made.get(item.content) or _made(item, terms))) for item in plan.new]
        _insert(db, rows, terms, time)
        for version, correction in plan.corrected:
            content = _content((version, correction))
            findings = found[content] if content in found else _found(content, terms)
            _correct(db, correction, findings, terms.author)
        _comment(db, plan.noted, terms.author, time)
    return plan.merged


def _new(unit: Unit) -> _New:
    source = clean(unit.source)
    return _New(unit, source, clean(unit.target), key(source))


def _made(item: _New, terms: Terms) -> tuple[str, tuple[Finding, ...]]:
    """Return the words under which a new pair is found, and what the checks say of it."""
    unit = item.unit
    pair = Pair(item.source, item.target, unit.source_lang, unit.target_lang, Origin.IMPORT)
    return searchable(item.source, unit.source_lang), tuple(terms.find(pair))


def _content(corrected: tuple[Version, Correction]) -> tuple[str, str, str, str]:
    """Return the texts and languages of a pair as it will be."""
    version, correction = corrected
    return version.source, correction.after[0], version.source_lang, version.target_lang


def _found(content: tuple[str, str, str, str], terms: Terms) -> tuple[Finding, ...]:
    return tuple(terms.find(Pair(*content, Origin.HUMAN)))


def _plan(
    db: Database, own: Sequence[tuple[int, Unit]], new: Sequence[_New], terms: Terms
) -> _Plan:
    plan = _Plan()
    stored = _stored(db, {number for number, _ in own})
    gone = [_new(unit) for number, unit in own if number not in stored]
    _plan_new(db, [*new, *gone], terms, plan)
    versions = {(v.pair, v.number): v for v in (*_revisions(db, stored), *stored.values())}
    notes = _notes(db, stored)
    for number, unit in own:
        if number not in stored:
            continue
        version = stored[number]
        known = notes.get(number, set()) | {""}
        plan.noted += [(number, text) for text in unit.notes if clean(text) not in known]
        if not clean(unit.target):
            plan.merged.empty += 1
            continue
        decided = unit.status if terms.trusts_status else None
        exported = versions.get((number, unit.version))
        found = change(unit, version, exported, decided, terms.status)
        if found is None:
            plan.merged.unchanged += 1
        elif isinstance(found, Conflict):
            plan.merged.conflicts.append(found)
        else:
            plan.merged.corrections.append(found)
            plan.corrected.append((version, found))
            stored[number] = version.after(found)
    return plan


def _plan_new(db: Database, new: Sequence[_New], terms: Terms, plan: _Plan) -> None:
    known = _known(db, new, _memory(db, terms.memory))
    for item in new:
        content = item.content
        if not item.source or not item.target:
            plan.merged.empty += 1
        elif content in known or (terms.seen is not None and hash(content) in terms.seen):
            plan.merged.duplicates += 1
        else:
            known.add(content)
            if terms.seen is not None:
                terms.seen.add(hash(content))
            plan.merged.added += 1
            plan.new.append(item)


def _number(id_: str, name: str) -> int | None:
    """Return the number of the pair that an id of this database names."""
    database, _, number = id_.partition(".")
    return int(number) if database == name and number.isascii() and number.isdecimal() else None


def _stored(db: Database, numbers: Iterable[int]) -> dict[int, Version]:
    return {
        row[0]: Version(*row)
        for batch, marks in batches(n for n in numbers if n < 2**63)
        for row in db.execute(
            "SELECT pairs.id, version, source, target, source_lang, target_lang, pairs.origin,"
            " status, coalesce(read_only, 0) FROM pairs LEFT JOIN memories m ON m.id = memory_id"
            f" WHERE pairs.id IN ({marks})",
            batch,
        )
    }


def _revisions(db: Database, numbers: Iterable[int]) -> list[Version]:
    return [
        Version(*row)
        for batch, marks in batches(numbers)
        for row in db.execute(
            "SELECT pair_id, version, source, target, '', '', origin, status, 0"
            f" FROM revisions WHERE pair_id IN ({marks})",
            batch,
        )
    ]


def _notes(db: Database, numbers: Iterable[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for batch, marks in batches(numbers):
        for number, author, text in db.execute(
            f"SELECT pair_id, author, text FROM comments WHERE pair_id IN ({marks})", batch
        ):
            found.setdefault(number, set()).update({clean(note(author, text)), clean(text)})
    return found


def _memory(db: Database, name: str, time: str = "") -> int | None:
    """Return the number of a memory; with a time, one that there is not is made."""
    if time:
        db.execute(
            "INSERT INTO memories (name, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [name, time],
        )
    row = db.execute("SELECT id FROM memories WHERE name = ?", [name]).fetchone()
    return row[0] if row else None


def _known(db: Database, new: Sequence[_New], memory: int | None) -> set[tuple[str, str, str, str]]:
    """Return the contents of the memory's pairs that have the same sources."""
    # The plus signs keep SQLite from going through all pairs of the memory, or without a segment.
    return {
        row
        for batch, marks in batches({item.key for item in new})
        for row in db.execute(
            "SELECT source_key, target, source_lang, target_lang FROM pairs"
            f" WHERE source_key IN ({marks}) AND +segment_id IS NULL AND +memory_id IS ?",
            [*batch, memory],
        )
    }


def _insert(
    db: Database, rows: Sequence[tuple[_New, str, tuple[Finding, ...]]], terms: Terms, time: str
) -> None:
    if not rows:
        return
    first = next_id(db, "pairs")
    memory = _memory(db, terms.memory, time)
    db.conn.executemany(
        "INSERT INTO pairs (id, source, target, source_lang, target_lang, origin, status,"
        " source_key, source_lemmas, created_at, updated_at, author, memory_id)"
        " VALUES (?, ?, ?, ?, ?, 'import', ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(number, item.source, item.target, item.unit.source_lang, item.unit.target_lang),
                *(terms.status or item.unit.status, item.key, words, time, time, terms.author),
                memory,
            )
            for number, (item, words, _) in enumerate(rows, first)
        ),
    )
    _notice(db, ((n, f) for n, (_, _, found) in enumerate(rows, first) for f in found))
    noted = (
        (n, t) for n, (new, _, _) in enumerate(rows, first) for t in new.unit.notes if clean(t)
    )
    _comment(db, noted, terms.author, time)
    db.conn.executemany(
        "INSERT INTO contexts (pair_id, before, after) VALUES (?, ?, ?)",
        (
            (n, item.unit.before, item.unit.after)
            for n, (item, _, _) in enumerate(rows, first)
            if item.unit.before or item.unit.after
        ),
    )


def _correct(
    db: Database, correction: Correction, findings: tuple[Finding, ...], author: str
) -> None:
    """Store a correction as the next version of its pair, as a reviewer's edit is stored."""
    before = reviews.get(db, correction.pair)
    target, status = correction.after
    after = replace(before.pair, status=status)
    if target != before.pair.target:
        after = replace(after, target=target, origin=Origin.HUMAN, findings=findings)
    reason = "rejected in the file" if status == Status.REJECTED else ""
    reviews.write(db, before, after, None, Change(author, reason=reason))


def _notice(db: Database, found: Iterable[tuple[int, Finding]]) -> None:
    db.conn.executemany(
        "INSERT INTO findings (pair_id, check_name, severity, message) VALUES (?, ?, ?, ?)",
        ((number, f.check, f.severity, f.message) for number, f in found),
    )


def _comment(db: Database, noted: Iterable[tuple[int, str]], author: str, time: str) -> None:
    db.conn.executemany(
        "INSERT INTO comments (pair_id, author, text, written_at) VALUES (?, ?, ?, ?)",
        ((number, author, text, time) for number, text in noted),
    )
