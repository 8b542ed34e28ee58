"""What PO files of any program say: units, and what had to be left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from workflow import languages as known
from workflow.errors import ExchangeError
from workflow.interchange.facts import understood
from workflow.interchange.poentries import entries
from workflow.interchange.potext import unescaped
from workflow.model import UNDETERMINED, Fault, Status, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workflow.interchange.poentries import Entry

UNREVIEWED = frozenset((Status.MACHINE, Status.REWORK, Status.REJECTED))
"""The statuses that PO calls fuzzy."""

_FACT = re.compile(r"x-([a-z-]+): (.*)", re.DOTALL)
_PLACE = re.compile(r"(.+?)(?::(\d+))?")


class PoReader:
    """The state of reading one file: the languages, as its header gives them."""

    def __init__(self, languages: tuple[str, str] | None) -> None:
        self._given = tuple(known.code(tag) for tag in languages or ())
        self._source, self._target = self._given or (UNDETERMINED, UNDETERMINED)

    def read(self, path: Path) -> Iterator[Unit | Fault]:
        """Yield the units of the file, the fault of an entry before its unit."""
        empty = True
        for entry in entries(path):
            if isinstance(entry, Fault):
                yield entry
                continue
            if empty and entry.problem:
                raise ExchangeError(
                    f"{path}:{entry.line} is no PO: {entry.problem}", "Export it anew as PO"
                )
            if empty and not entry.string("msgid") and "msgctxt" not in entry.strings:
                yield from self._header(entry)
            else:
                yield from self._entry(entry)
            empty = False
        if empty:
            raise ExchangeError(f"{path} is no PO: it has no entry", "Export it anew as PO")

    def _header(self, entry: Entry) -> Iterator[Fault]:
        fields = {
            name.strip().lower(): value.strip()
            for name, _, value in (
                line.partition(":") for line in entry.string("msgstr").split("\n")
            )
        }
        target = known.code(fields.get("language", "")) or self._target
        others = [lang for lang in self._given if lang != target]
        source = known.code(fields.get("x-source-language", "")) or [*others, UNDETERMINED][0]
        self._source, self._target = source, target
        for side, lang in (("source", source), ("target", target)):
            if lang == UNDETERMINED:
                yield Fault(entry.line, f"the header names no {side} language", taken=True)

    def _entry(self, entry: Entry) -> Iterator[Unit | Fault]:
        problem = entry.problem
        if not problem and not entry.complete():
            problem = "it has no msgstr"
        elif not problem and "msgid_plural" in entry.strings:
            problem = "it has plural forms, for which a pair has no room"
        elif not problem and not (entry.string("msgid") and entry.string("msgstr")):
            problem = "it has no translation" if entry.string("msgid") else "it has no source text"
        if problem:
            yield Fault(entry.line, problem)
            return
        unit, problems = self._unit(entry)
        if problems:
            yield Fault(entry.line, "; ".join(problems), taken=True)
        yield unit

    def _unit(self, entry: Entry) -> tuple[Unit, list[str]]:
        matches = [_FACT.fullmatch(text) for text in entry.extracted]
        fields, problems = understood((m[1], unescaped(m[2])) for m in matches if m)
        if any(matches):  # ours: a line is a note
            notes = [unescaped(remark) for remark in entry.remarks]
        else:
            notes = ["\n".join(lines) for lines in (entry.remarks, entry.extracted) if lines]
            if entry.places and (place := _PLACE.fullmatch(entry.places[0])):
                fields["document"] = unquote(place[1])
        fields["status"] = _status(fields.get("status"), fuzzy="fuzzy" in entry.flags)
        unit = Unit(
            entry.string("msgid"),
            entry.string("msgstr"),
            self._source,
            self._target,
            id=entry.string("msgctxt"),
            notes=tuple(notes),
            **fields,
        )
        return unit, problems


def _status(stored: Status | None, *, fuzzy: bool) -> Status:
    """Return the status that a flag means; the stored one until somebody has changed the flag."""
    if stored is None:
        return Status.MACHINE if fuzzy else Status.CORRECTED
    if (stored in UNREVIEWED) == fuzzy:
        return stored
    return Status.REWORK if fuzzy else Status.APPROVED
