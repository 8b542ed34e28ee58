"""What a unit of a file does to the pair that it came from: a merge of three texts.

From its version a unit's pair is known to have changed or not since it was exported; what the file
has changed is told from the text of that version, which the revisions keep.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from workflow.model import Origin, Status
from workflow.text import clean

if TYPE_CHECKING:
    from workflow.model import Unit


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of a pair: its number, the target and status that it had, and those it gets."""

    pair: int
    source: str
    before: tuple[str, Status]
    after: tuple[str, Status]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A unit that is not taken: its id, the reason, and both targets."""

    id: str
    message: str
    source: str
    stored: str
    given: str


@dataclass(slots=True)
class Merged:
    """What became of some units; the four numbers and the two lists count each of them once.

    `empty` ones have no text on one side, `duplicates` stand in the memory already.
    """

    added: int = 0
    duplicates: int = 0
    unchanged: int = 0
    empty: int = 0
    corrections: list[Correction] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def add(self, other: Merged) -> None:
        """Add what became of others."""
        self.added += other.added
        self.duplicates += other.duplicates
        self.unchanged += other.unchanged
        self.empty += other.empty
        self.corrections += other.corrections
        self.conflicts += other.conflicts


class Version(NamedTuple):
    """A version of a stored pair, the present one or an earlier.

    `fixed` is 1 where the pair belongs to a memory that is read-only.
    """

    pair: int
    number: int
    source: str
    target: str
    source_lang: str
    target_lang: str
    origin: str
    status: str
    fixed: int

    @property
    def touched(self) -> bool:
        """Whether a person had a hand in it."""
        return self.status != Status.MACHINE or self.origin == Origin.HUMAN

    def after(self, correction: Correction) -> Version:
        """Return the version that a correction makes of this one."""
        target, status = correction.after
        origin = Origin.HUMAN if target != self.target else self.origin
        return self._replace(
            number=self.number + 1, target=target, status=str(status), origin=str(origin)
        )


def change(
    unit: Unit,
    stored: Version,
    exported: Version | None,
    decided: Status | None,
    status: Status | None,
) -> Correction | Conflict | None:
    """Return what a unit does to its pair: correct it, contradict it, or nothing.

    `exported` is the version that the unit came from, None where nobody knows. `decided` is the
    status that the file names, if it can. A corrected text gets `status`; without one, what was
    decided in the file if that differs from the export or is an approval, else `corrected`. What a
    machine has done to a pair since the export gives way to a person's correction.
    """
    base = exported or stored
    target = clean(unit.target)
    edited = target != clean(base.target)
    redecided = exported is not None and decided not in {None, Status.MACHINE, exported.status}
    if not edited and not redecided:
        return None
    if edited and not redecided and decided != Status.APPROVED:
        decided = Status.CORRECTED
    decided = (status if edited else None) or decided
    assert decided is not None
    if target == clean(stored.target):
        target = stored.target
        if decided == stored.status:
            return None
    reason = ""
    if stored.fixed:
        reason = "its memory is read-only"
    elif clean(unit.source) != clean(base.source):
        reason = "its source was changed in the file"
    elif unit.version != stored.number and stored.touched:
        reason = "a person has changed the pair in the meantime"
    elif base.source != stored.source:
        reason = "the source of the pair has changed in the meantime"
    if reason:
        return Conflict(unit.id, reason, stored.source, stored.target, unit.target)
    before = (stored.target, Status(stored.status))
    return Correction(stored.pair, stored.source, before, (target, decided))
