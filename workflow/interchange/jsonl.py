"""Translation units as JSON Lines: one object a line, all that is known about the pair."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from workflow.interchange.columns import COLUMNS, finding_values, to_unit
from workflow.interchange.textfile import lines, written
from workflow.model import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Unit

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class JsonLines:
    """JSON Lines (jsonlines.org) in UTF-8; the names are those of `Unit`'s fields.

    Every line has all of them, so that typed readers agree on the columns; what is not known is
    empty or null. Unknown names are ignored when read, and missing ones are not known.
    """

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    keeps = frozenset(COLUMNS)

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:  # noqa: ARG002 (every line stands by itself)
        """Write an object a unit, its names in the order of `Unit`'s fields."""
        with written(path) as stream:
            stream.writelines(map(_line, units))

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield the units; a line that is no object, or has no texts, is a `Fault`."""
        for number, line in enumerate(lines(path, "\n"), start=1):
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except (ValueError, RecursionError):
                yield Fault(number, "it is no JSON")
                continue
            if not isinstance(values, dict):
                yield Fault(number, "it is no JSON object")
            else:
                yield from to_unit(values, number, languages)


def _line(unit: Unit) -> str:
    """Return the object of a unit, as `json.dumps` would in twice the time."""
    score = "null" if unit.score is None else _encode(unit.score)
    findings = _encode(finding_values(unit.findings)) if unit.findings else "[]"
    notes = _encode(unit.notes) if unit.notes else "[]"
    return (
        f'{{"source":{_quoted(unit.source)},"target":{_quoted(unit.target)}'
        f',"source_lang":{_quoted(unit.source_lang)},"target_lang":{_quoted(unit.target_lang)}'
        f',"id":{_quoted(unit.id)},"version":{unit.version}'
        f',"origin":"{unit.origin}","status":"{unit.status}","score":{score}'
        f',"document":{_quoted(unit.document)},"paragraph":{_number(unit.paragraph)}'
        f',"start":{_number(unit.start)},"stop":{_number(unit.stop)}'
        f',"before":{_quoted(unit.before)},"after":{_quoted(unit.after)}'
        f',"created_at":{_quoted(unit.created_at)},"updated_at":{_quoted(unit.updated_at)}'
        f',"author":{_quoted(unit.author)},"made_by":{_quoted(unit.made_by)}'
        f',"memory":{_quoted(unit.memory)},"findings":{findings},"notes":{notes}}}\n'
    )


def _number(number: int | None) -> str:
    return "null" if number is None else str(number)


def _quoted(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return _encode(text)
