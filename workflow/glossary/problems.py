"""What is wrong with a glossary as a whole: contradictions, duplicates, terms that never match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.glossary.entries import Entry
    from workflow.glossary.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an entry: the rule it breaks and one sentence with file and line.

    `rule` is `contradiction` (two approved translations of one term), `forbidden` (an English
    form approved here and forbidden there), `duplicate` or `unmatched`.
    """

    entry: Entry
    rule: str
    message: str


def contradictions(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield what no glossary may contain, in the order of the entries."""
    first: dict[tuple[str, ...], Entry] = {}
    forbidding: dict[str, Entry] = {}
    for entry in entries:
        for variant in entry.forbid:
            forbidding.setdefault(clean(variant), entry)
    for entry in entries:
        other = first.setdefault(_term(entry), entry)
        if other.target != entry.target:
            yield Problem(
                entry,
                "contradiction",
                f"{entry.place} translates «{entry.source}» as “{entry.target}”, "
                f"{other.place} as “{other.target}”",
            )
        for variant in entry.approved:
            if clean(variant) in forbidding:
                place = forbidding[clean(variant)].place
                message = f"{entry.place} approves “{variant}”, which {place} forbids"
                yield Problem(entry, "forbidden", message)


def problems(glossary: Glossary) -> Iterator[Problem]:
    """Yield every problem: the contradictions, then duplicates and terms that cannot match."""
    yield from contradictions(glossary.entries)
    first: dict[tuple[str, ...], Entry] = {}
    for entry in glossary.entries:
        other = first.setdefault(_term(entry), entry)
        if other is not entry and other.target == entry.target:
            message = f"{entry.place} repeats «{entry.source}» of {other.place}"
            yield Problem(entry, "duplicate", message)
        elif not any(entry in found.readings for found in glossary.find(f"это {entry.source}")):
            message = f"{entry.place} never matches: «{entry.source}» is not found in itself"
            yield Problem(entry, "unmatched", message)


def _term(entry: Entry) -> tuple[str, ...]:
    """Return what makes two entries the same term: the words, and what tells homographs."""
    written = clean(entry.source) if entry.case else fold(entry.source)
    return (written, entry.case, entry.gender)
