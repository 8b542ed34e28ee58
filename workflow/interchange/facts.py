"""What is known about a unit besides its texts, as pairs of a name and a string.

Formats with room for properties (of TMX, contexts of XLIFF, comments of PO) carry these. What is
not known is left out.
"""

from __future__ import annotations

import math
import re
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from workflow.model import Finding, Origin, Severity, Status, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KEEPS = frozenset(field.name for field in fields(Unit))
"""The fields that a format with room for facts brings back."""

_FINDING = re.compile(r"(\w+) (\S+): (.*)", re.DOTALL)
_LARGEST = 2**53


def facts(unit: Unit) -> list[tuple[str, str]]:
    """Return the facts about a unit but its identity, times, author and notes."""
    known = [("origin", str(unit.origin)), ("status", str(unit.status))]
    if unit.version:
        known.append(("version", str(unit.version)))
    if unit.score is not None:
        known.append(("score", repr(unit.score)))
    if unit.document:
        known.append(("document", unit.document))
    if unit.paragraph is not None:
        known.append(("paragraph", str(unit.paragraph)))
    if unit.start is not None and unit.stop is not None:
        known.append(("offsets", f"{unit.start}-{unit.stop}"))
    if unit.before:
        known.append(("context-before", unit.before))
    if unit.after:
        known.append(("context-after", unit.after))
    if unit.made_by:
        known.append(("made-by", unit.made_by))
    if unit.memory:
        known.append(("memory", unit.memory))
    known += [("finding", f"{f.severity} {f.check}: {f.message}") for f in unit.findings]
    return known


def history(unit: Unit) -> list[tuple[str, str]]:
    """Return when the unit was made and changed, and by whom, as far as that is known."""
    known = (
        ("created", unit.created_at),
        ("updated", unit.updated_at),
        ("author", unit.author),
    )
    return [(name, text) for name, text in known if text]


def moment(text: str) -> str:
    """Return a time in ISO 8601, basic or extended, as the store writes it; UTC if it says nothing.

    >>> moment("20261122T012345Z")
    '2026-11-22T01:23:45.000+00:00'

    Raises `ValueError` for what is no time.
    """
    time = datetime.fromisoformat(text.strip())
    try:
        utc = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError from error
    return utc.isoformat(timespec="milliseconds")


def _number(text: str) -> int:
    number = int(text)
    if not 0 <= number < _LARGEST:
        raise ValueError
    return number


def _score(text: str) -> float:
    score = float(text)
    if not math.isfinite(score):
        raise ValueError
    return score


def _finding(text: str) -> Finding:
    match = _FINDING.fullmatch(text)
    if not match:
        raise ValueError
    return Finding(match[2], Severity(match[1]), match[3])


_FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "origin": ("origin", Origin),
    "status": ("status", Status),
    "version": ("version", _number),
    "score": ("score", _score),
    "document": ("document", str),
    "paragraph": ("paragraph", _number),
    "context-before": ("before", str),
    "context-after": ("after", str),
    "made-by": ("made_by", str),
    "memory": ("memory", str),
    "created": ("created_at", moment),
    "updated": ("updated_at", moment),
    "author": ("author", str),
}


def understood(known: Iterable[tuple[str, str]]) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of a `Unit` that the facts give, and what is wrong with the others.

    Names of other programs' facts are passed over.
    """
    values: dict[str, Any] = {}
    findings, problems = [], []
    for name, text in known:
        try:
            if name in _FIELDS:
                field, read = _FIELDS[name]
                values[field] = read(text)
            elif name == "finding":
                findings.append(_finding(text))
            elif name == "offsets":
                start, stop = map(_number, text.split("-"))
                values |= {"start": start, "stop": stop}
        except ValueError:
            problems.append(f"the {name} «{text[:40]}» makes no sense and is left out")
    if findings:
        values["findings"] = tuple(findings)
    return values, problems
