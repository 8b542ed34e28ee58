"""Translation units as JSON Lines: one object a line, all that is known about the pair."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from workflow.interchange.columns import COLUMNS, finding_values, to_unit
from workflow.interchange.textfile import lines, written
from workflow.model import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Unit

_values = attrgetter(*COLUMNS)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class JsonLines:
    """JSON Lines (jsonlines.org) in UTF-8; the names are those of `Unit`'s fields.

    What is not known, empty or None, is left out. Unknown names are ignored when read.
    """

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    keeps = frozenset(COLUMNS)

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:  # noqa: ARG002 (every line stands by itself)
        """Write an object a unit, in the order of `Unit`'s fields."""
        with written(path) as stream:
            for unit in units:
                stream.write(_encode(_known(unit)) + "\n")

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


def _known(unit: Unit) -> dict[str, Any]:
    pairs = zip(COLUMNS, _values(unit), strict=True)
    known = {name: value for name, value in pairs if value not in ("", None, ())}
    known["source"], known["target"] = unit.source, unit.target
    if unit.findings:
        known["findings"] = finding_values(unit.findings)
    return known
