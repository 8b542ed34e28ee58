"""`workflow analyse`: how much of documents the memory has already; nothing is stored."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workflow import registry
from workflow.documents import collect
from workflow.errors import DocumentError
from workflow.memory import BANDS, Memory, band
from workflow.pipeline.plan import plan
from workflow.pipeline.recall import query
from workflow.pipeline.report import Report
from workflow.pipeline.translate import read
from workflow.text import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.pipeline.plan import Plan
    from workflow.pipeline.watch import Watch
    from workflow.store import Store

ROWS = ("document", "repetitions", *BANDS)
"""The rows of the table: English that stands in the document itself; sentences that stood before
in what is analysed; then by the best match of the memory."""

MEASURES = ("segments", "words", "characters")

_WORD = re.compile(r"\w+(?:[-’']\w+)*")


@dataclass(slots=True)
class Analysis:
    """The counts of one document, or of all: `counts[row, measure]`; `error` says what failed."""

    path: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    error: DocumentError | None = None

    def add(self, row: str, text: str) -> None:
        """Count a sentence in a row."""
        sizes = (1, len(_WORD.findall(text)), len(text))
        for measure, size in zip(MEASURES, sizes, strict=True):
            self.counts[row, measure] += size

    def total(self, measure: str) -> int:
        """Sum a measure over the rows."""
        return sum(self.counts[row, measure] for row in ROWS)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        rows: dict[str, Any] = {
            row: {measure: self.counts[row, measure] for measure in MEASURES} for row in ROWS
        }
        rows["total"] = {measure: self.total(measure) for measure in MEASURES}
        error = self.error and f"{self.error}"
        return {"path": self.path, "rows": rows, "error": error}


def analyse(
    paths: Sequence[str],
    store: Store | None,
    watch: Watch,
    *,
    languages: tuple[str, str] = ("ru", "en"),
    memories: Sequence[str] | None = None,
    encoding: str | None = None,
) -> list[Analysis]:
    """Return the analysis of each document; one that cannot be read has its error.

    Without a store nothing is in the memory. Raises `UsageError` for a memory that is not there.
    """
    found = collect.collect(paths, registry.suffixes(), languages[1])
    done = [Analysis(path, error=error) for path, error in found.errors]
    memory = Memory.open(store, *languages, memories=memories) if store else None
    seen: set[str] = set()
    watch.total(len(found.paths))
    for path in found.paths:
        analysis = Analysis(path)
        done.append(analysis)
        try:
            planned = plan(read(path, encoding), *languages, Report())
        except DocumentError as error:
            analysis.error = error
        else:
            _count(analysis, planned, memory, seen)
        watch.done(1)
    return done


def _count(analysis: Analysis, planned: Plan, memory: Memory | None, seen: set[str]) -> None:
    queries = {
        place: query(planned.segments, place)
        for place, segment in enumerate(planned.segments)
        if segment.pair is None
    }
    exact = memory.exact(queries.values()) if memory else {}
    for place, segment in enumerate(planned.segments):
        text = segment.sentence.text
        if place not in queries:
            analysis.add("document", text)
            continue
        row = band(exact.get(queries[place]))
        if row == "new" and key(text) in seen:
            row = "repetitions"
        elif row == "new" and memory:
            row = band(next(iter(memory.fuzzy(text, limit=1)), None))
        seen.add(key(text))
        analysis.add(row, text)
