"""Units on their way in: corrections go back onto their pairs, the rest becomes new pairs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from workflow.lemmas import searchable
from workflow.model import Finding, Origin, Pair, Status
from workflow.store.connection import now, writing
from workflow.store.exchange import known
from workflow.store.exchange.merging import Conflict, Correction, Merged, Version, change
from workflow.store.exchange.units import identity
from workflow.store.paragraphs import next_id
from workflow.store.review import reviews
from workflow.store.review.reviewed import Change
from workflow.text import clean, key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlite_utils import Database

    from workflow.model import Unit

    Find = Callable[[Pair], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Intake:
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


def merge(db: Database, units: Sequence[Unit], how: Intake) -> Merged:
    """Take a batch of units in one transaction; with `how.seen` only say what it would do."""
    name = identity(db)
    own: list[tuple[int, Unit]] = []
    new: list[_New] = []
    for unit in units:
        if number := _number(unit.id, name):
            own.append((number, unit))
        else:
            new.append(_new(unit))
    plan = _plan(db, own, new, how)
    if how.seen is not None or not plan:
        return plan.merged
    # Search words and findings take most of the time: they are made before the lock is taken.
    made = {item.content: _made(item, how) for item in plan.new}
    found = {content: _found(content, how) for content in map(_content, plan.corrected)}
    with writing(db):
        plan = _plan(db, own, new, how)
        time = now()
        rows = [(item, *(made.get(item.content) or _made(item, how))) for item in plan.new]
        _insert(db, rows, how, time)
        for version, correction in plan.corrected:
            content = _content((version, correction))
            findings = found[content] if content in found else _found(content, how)
            _correct(db, correction, findings, how.author)
        _comment(db, plan.noted, how.author, time)
    return plan.merged


def _new(unit: Unit) -> _New:
    source = clean(unit.source)
    return _New(unit, source, clean(unit.target), key(source))


def _made(item: _New, how: Intake) -> tuple[str, tuple[Finding, ...]]:
    """Return the words under which a new pair is found, and what the checks say of it."""
    unit = item.unit
    pair = Pair(item.source, item.target, unit.source_lang, unit.target_lang, Origin.IMPORT)
    return searchable(item.source, unit.source_lang), tuple(how.find(pair))


def _content(corrected: tuple[Version, Correction]) -> tuple[str, str, str, str]:
    """Return the texts and languages of a pair as it will be."""
    version, correction = corrected
    return version.source, correction.after[0], version.source_lang, version.target_lang


def _found(content: tuple[str, str, str, str], how: Intake) -> tuple[Finding, ...]:
    return tuple(how.find(Pair(*content, Origin.HUMAN)))


def _plan(db: Database, own: Sequence[tuple[int, Unit]], new: Sequence[_New], how: Intake) -> _Plan:
    plan = _Plan()
    stored = known.stored(db, {number for number, _ in own})
    gone = [_new(unit) for number, unit in own if number not in stored]
    _plan_new(db, [*new, *gone], how, plan)
    versions = {(v.pair, v.number): v for v in (*known.revisions(db, stored), *stored.values())}
    notes = known.notes(db, stored)
    for number, unit in own:
        if number not in stored:
            continue
        version = stored[number]
        said = notes.get(number, set()) | {""}
        plan.noted += [(number, text) for text in unit.notes if clean(text) not in said]
        if not clean(unit.target):
            plan.merged.empty += 1
            continue
        decided = unit.status if how.trusts_status else None
        exported = versions.get((number, unit.version))
        found = change(unit, version, exported, decided, how.status)
        if found is None:
            plan.merged.unchanged += 1
        elif isinstance(found, Conflict):
            plan.merged.conflicts.append(found)
        else:
            plan.merged.corrections.append(found)
            plan.corrected.append((version, found))
            stored[number] = version.after(found)
    return plan


def _plan_new(db: Database, new: Sequence[_New], how: Intake, plan: _Plan) -> None:
    keys = {item.key for item in new}
    present = known.contents(db, keys, known.memory(db, how.memory))
    for item in new:
        content = item.content
        if not item.source or not item.target:
            plan.merged.empty += 1
        elif content in present or (how.seen is not None and hash(content) in how.seen):
            plan.merged.duplicates += 1
        else:
            present.add(content)
            if how.seen is not None:
                how.seen.add(hash(content))
            plan.merged.added += 1
            plan.new.append(item)


def _number(id_: str, name: str) -> int | None:
    """Return the number of the pair that an id of this database names."""
    database, _, number = id_.partition(".")
    return int(number) if database == name and number.isascii() and number.isdecimal() else None


def _insert(
    db: Database, rows: Sequence[tuple[_New, str, tuple[Finding, ...]]], how: Intake, time: str
) -> None:
    if not rows:
        return
    first = next_id(db, "pairs")
    memory = known.memory(db, how.memory, time)
    db.conn.executemany(
        "INSERT INTO pairs (id, source, target, source_lang, target_lang, origin, status,"
        " source_key, source_lemmas, created_at, updated_at, author, memory_id)"
        " VALUES (?, ?, ?, ?, ?, 'import', ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(number, item.source, item.target, item.unit.source_lang, item.unit.target_lang),
                *(how.status or item.unit.status, item.key, words, time, time, how.author),
                memory,
            )
            for number, (item, words, _) in enumerate(rows, first)
        ),
    )
    _notice(db, ((n, f) for n, (_, _, found) in enumerate(rows, first) for f in found))
    noted = (
        (n, t) for n, (new, _, _) in enumerate(rows, first) for t in new.unit.notes if clean(t)
    )
    _comment(db, noted, how.author, time)
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
