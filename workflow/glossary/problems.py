"""What is wrong with a glossary as a whole: contradictions, duplicates, terms that never match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    first: dict[tuple[object, ...], Entry] = {}
    forbidding: dict[str, Entry] = {}
    for entry in entries:
        for variant in entry.forbid:
            forbidding.setdefault(clean(variant), entry)
    for entry in entries:
        other = _earlier(first, entry)
        if other and other.target != entry.target:
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


def duplicates(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Yield every entry that says of a term what an earlier one said."""
    first: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        other = _earlier(first, entry)
        if other and other.target == entry.target:
            message = f"{entry.place} repeats «{entry.source}» of {other.place}"
            yield Problem(entry, "duplicate", message)


def problems(glossary: Glossary) -> Iterator[Problem]:
    """Yield every problem: the contradictions, then duplicates and terms that cannot match."""
    yield from contradictions(glossary.entries)
    repeated = {id(problem.entry): problem for problem in duplicates(glossary.entries)}
    for entry in glossary.entries:
        if id(entry) in repeated:
            yield repeated[id(entry)]
        elif not any(entry in found.readings for found in glossary.find(_sample(entry))):
            message = f"{entry.place} never matches: «{entry.source}» is not found in itself"
            yield Problem(entry, "unmatched", message)


def _sample(entry: Entry) -> str:
    """Return a text in which the entry should be found."""
    return entry.source if entry.kind == "heading" else f"это {entry.source}"


def _earlier(first: dict[tuple[object, ...], Entry], entry: Entry) -> Entry | None:
    """Return the entry before this one that is the same term, if there is one; remember this one.

    The same term is the same spelling or, without a rule for capitals, the same words; men and
    women may share a surname. A heading may be another term in a sentence.
    """
    kind = entry.kind == "heading", entry.gender
    terms = [("spelt", clean(entry.source), *kind)]
    if not entry.case:
        terms.append(("read", fold(entry.source), *kind))
    others = [first.setdefault(term, entry) for term in terms]
    return next((other for other in others if other is not entry), None)
