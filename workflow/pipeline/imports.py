"""`workflow import`: units of other programs into the memory, corrections back onto their pairs."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow import languages, registry
from workflow.errors import ExchangeError, Interrupted, UsageError
from workflow.model import Fault, Unit
from workflow.pipeline.forms import form_of
from workflow.pipeline.watch import Silent
from workflow.store.exchange.importing import Intake
from workflow.store.exchange.merging import Merged
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.interchange.base import PairFormat
    from workflow.model import Finding, Pair, Status
    from workflow.pipeline.watch import Watch
    from workflow.store import Store

BATCH = 1000
"""Units that are stored in one transaction."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is asked of an import.

    `languages` are those of files that do not say theirs. `author` stands behind what is new or
    changed, `import:FILE` if empty; `status` is what that gets instead of what the file says.
    """

    paths: Sequence[str]
    format: str | None = None
    memory: str = "imported"
    languages: tuple[str, str] = ("ru", "en")
    author: str = ""
    status: Status | None = None
    dry_run: bool = False


@dataclass(slots=True)
class FileReport:
    """What became of a file; `message` and `hint` say why it could not be read, or from where on.

    `faults` are the records that were refused, or taken in part.
    """

    path: str
    merged: Merged = field(default_factory=Merged)
    faults: list[Fault] = field(default_factory=list)
    message: str = ""
    hint: str = ""

    @property
    def refused(self) -> int:
        """How much of the file was not taken: records, conflicts, and the rest of a broken file."""
        broken = sum(not fault.taken for fault in self.faults)
        return broken + len(self.merged.conflicts) + bool(self.message)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of units by what became of them."""
        return {
            "added": self.merged.added,
            "corrected": len(self.merged.corrections),
            "unchanged": self.merged.unchanged,
            "duplicates": self.merged.duplicates,
            "empty": self.merged.empty,
            "conflicts": len(self.merged.conflicts),
            "broken": sum(not fault.taken for fault in self.faults),
        }

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "path": self.path,
            "message": self.message,
            "hint": self.hint,
            "counts": self.counts,
            "corrections": [
                {
                    "pair": c.pair,
                    "source": c.source,
                    "before": {"target": c.before[0], "status": c.before[1]},
                    "after": {"target": c.after[0], "status": c.after[1]},
                }
                for c in self.merged.corrections
            ],
            "conflicts": [
                {
                    "id": c.id,
                    "message": c.message,
                    "source": c.source,
                    "stored": c.stored,
                    "given": c.given,
                }
                for c in self.merged.conflicts
            ],
            "faults": [
                {"place": f.place, "message": f.message, "taken": f.taken} for f in self.faults
            ],
        }


def import_files(
    request: ImportRequest, store: Store, watch: Watch | None = None
) -> list[FileReport]:
    """Take the units of files into the store, a thousand in a transaction.

    What a stopped import has stored is stored, and the same import again goes on from there. A
    file that cannot be read, or only its beginning, is reported and the others go on. A trial run
    (`dry_run`) changes nothing. Raises `UsageError` for an unknown format and a memory that is
    read-only or has no proper name, `StoreError` if the database gives out, and `Interrupted` on
    Ctrl-C.
    """
    forms = {path: form_of(Path(path), request.format) for path in request.paths}
    if not request.memory or request.memory != clean(request.memory):
        raise UsageError(
            f"“{request.memory}” is no name for a memory", "Give it one, of a single line."
        )
    if any(m.read_only for m in store.memories() if m.name == request.memory):
        raise UsageError(
            f"The memory {request.memory} is read-only", "Name another: --memory NAME."
        )
    reports = [FileReport(path) for path in request.paths]
    importing = _Import(request, store, watch or Silent())
    with _recorded(request, store, reports):
        for report in reports:
            importing.file(report, forms[report.path])
    return reports


class _Import:
    """The files of one import; a trial run remembers what it would have added."""

    def __init__(self, request: ImportRequest, store: Store, watch: Watch) -> None:
        self.request, self.store, self.watch = request, store, watch
        self.checks = list(registry.checks().values())
        self.seen: set[int] | None = set() if request.dry_run else None

    def file(self, report: FileReport, form: PairFormat) -> None:
        """Take one file, as far as it can be read."""
        how = Intake(
            self.request.memory,
            self.request.author or f"import:{Path(report.path).name}",
            self._find,
            self.request.status,
            trusts_status="status" in form.keeps,
            seen=self.seen,
        )
        for batch in self._batches(form, report):
            report.merged.add(self.store.merge_units(batch, how))
            self.watch.done(len(batch))

    def _batches(self, form: PairFormat, report: FileReport) -> Iterator[list[Unit]]:
        """Yield the units; faults, and the error that ends a file, go into the report."""
        units: list[Unit] = []
        try:
            for record in form.read(Path(report.path), self.request.languages):
                found = _storable(record) if isinstance(record, Unit) else record
                if isinstance(found, Fault):
                    report.faults.append(found)
                    continue
                units.append(found)
                if len(units) == BATCH:
                    yield units
                    units = []
        except ExchangeError as error:
            report.message, report.hint = error.message, error.hint
        if units:
            yield units

    def _find(self, pair: Pair) -> Iterator[Finding]:
        return (finding for check in self.checks for finding in check.find(pair))


def _storable(unit: Unit) -> Unit | Fault:
    """Return a unit with its languages as codes, or what keeps it from being stored."""
    source, target = languages.code(unit.source_lang), languages.code(unit.target_lang)
    if not source or not target:
        return Fault(0, f"it does not say its languages: “{unit.source[:40]}”")
    try:
        "".join((unit.source, unit.target, unit.before, unit.after, *unit.notes)).encode()
    except UnicodeEncodeError:
        start = unit.source[:40].encode("utf-8", "replace").decode()
        return Fault(0, f"it has half a character in it: “{start}”")
    if (source, target) == (unit.source_lang, unit.target_lang):
        return unit
    return replace(unit, source_lang=source, target_lang=target)


@contextmanager
def _recorded(
    request: ImportRequest, store: Store, reports: Sequence[FileReport]
) -> Iterator[None]:
    """Record the run in the store, however it ends; a trial run leaves no trace."""
    if request.dry_run:
        yield
        return
    options = {"paths": list(request.paths), "memory": request.memory, "status": request.status}
    run = store.begin_run("import", options)
    state = "failed"
    try:
        yield
        state = "done"
    except KeyboardInterrupt:
        state = "interrupted"
        raise Interrupted(
            "Stopped; what was imported so far is stored", "Run the same command to go on."
        ) from None
    finally:
        counts = sum((Counter(report.counts) for report in reports), Counter[str]())
        store.end_run(run, state, counts)
