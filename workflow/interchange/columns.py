"""A translation unit as a record of named values, for every format that is a table.

The columns are the fields of `Unit`, by their names and in their order. A record is read
tolerantly: unknown columns are ignored, missing ones are unknown values, and a value that cannot
be what its column says is left out and reported.
"""

from __future__ import annotations

import json
import math
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from workflow.errors import ExchangeError
from workflow.interchange.facts import moment
from workflow.model import Fault, Finding, Origin, Severity, Status, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    Languages = tuple[str, str] | None
    Converter = Callable[[Any], Any]

COLUMNS = tuple(field.name for field in fields(Unit))
REQUIRED = ("source", "target")
LANGUAGES = ("source_lang", "target_lang")
WHOLE = ("version", "paragraph", "start", "stop")
"""The columns of whole numbers."""

_LARGEST = 2**53  # beyond, neither spreadsheets nor JSON readers are exact
_plain = attrgetter(*(name for name in COLUMNS if name not in ("findings", "notes")))
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def cells(unit: Unit) -> tuple[Any, ...]:
    """Return the values in the order of `COLUMNS`; findings and notes as JSON, or empty.

    Texts are `str`, numbers `int` or `float`, and what is not known is empty or None.
    """
    findings = _canonical(finding_values(unit.findings)) if unit.findings else ""
    notes = _canonical(unit.notes) if unit.notes else ""
    plain: tuple[Any, ...] = _plain(unit)
    return (*plain, findings, notes)


def finding_values(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings as objects of JSON: `check`, `severity`, `message`."""
    return [{"check": f.check, "severity": f.severity, "message": f.message} for f in findings]


def check_columns(names: Collection[str], languages: Languages, path: Path) -> None:
    """Raise `ExchangeError` where the columns of a file are not those of translation units."""
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise ExchangeError(
            f"{path} has no column {' and no column '.join(missing)}",
            "Name the columns in the first line: source and target, and others of an export",
        )
    if languages is None and not all(name in names for name in LANGUAGES):
        raise ExchangeError(
            f"{path} does not say in which languages it is",
            "Say it: --from ru --to en",
        )


def to_unit(values: Mapping[str, Any], place: int, languages: Languages) -> Iterator[Unit | Fault]:
    """Yield the unit that a record's values make, after a `Fault` for each value that is wrong.

    Values are as JSON has them or, in a table of text, spelt out; unknown names are ignored.
    A record without usable texts or languages makes a `Fault` and no unit.
    """
    found: dict[str, Any] = dict(zip(LANGUAGES, languages, strict=True)) if languages else {}
    if not values.get("source"):
        yield Fault(place, "it has no source")
        return
    if values.get("target") is None:  # an empty one is a pair that waits for its translation
        yield Fault(place, "it has no target")
        return
    for name, value in values.items():
        convert = _CONVERTERS.get(name)
        if convert is None or value is None or value == "":
            continue
        try:
            found[name] = convert(value)
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            fatal = name in REQUIRED
            problem = "is no text" if fatal else "makes no sense and is left out"
            yield Fault(place, f"{_shown(value)} as {_spoken(name)} {problem}", taken=not fatal)
            if fatal:
                return
    for name in LANGUAGES:
        if name not in found:
            yield Fault(place, f"it has no {_spoken(name)}")
            return
    yield Unit(found.pop("source"), found.pop("target", ""), **found)


def _spoken(name: str) -> str:
    return name.replace("_lang", " language").replace("_", " ")


def _shown(value: object) -> str:
    return f"«{' '.join(str(value)[:200].split())[:40]}»"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # a half character is no text: no file can hold it
    return value


def _whole(value: Any) -> int:
    """Return a number from 0; spreadsheets make `3.0` of `3`."""
    if isinstance(value, bool):
        raise TypeError
    number = float(value) if isinstance(value, float) or "." in str(value) else int(value)
    if not 0 <= number < _LARGEST or number != int(number):
        raise ValueError
    return int(number)


def _real(value: Any) -> float:
    if isinstance(value, bool) or not math.isfinite(number := float(value)):
        raise ValueError
    return number


def _listed(value: Any) -> list[Any]:
    listed = json.loads(value) if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise TypeError
    return listed


def _findings(value: Any) -> tuple[Finding, ...]:
    return tuple(
        Finding(_text(one["check"]), Severity(one["severity"]), _text(one["message"]))
        for one in _listed(value)
    )


def _notes(value: Any) -> tuple[str, ...]:
    """Return the notes of a JSON list; what a person wrote in the cell is one note."""
    try:
        return tuple(map(_text, _listed(value)))
    except (ValueError, TypeError, RecursionError):
        return (_text(value),)


_CONVERTERS: dict[str, Converter] = {
    **dict.fromkeys(COLUMNS, _text),
    **dict.fromkeys(WHOLE, _whole),
    "origin": Origin,
    "status": Status,
    "score": _real,
    "created_at": moment,
    "updated_at": moment,
    "findings": _findings,
    "notes": _notes,
}
