"""`workflow export`: pairs of the store as files that other programs open.

Two passes: the first keeps a few bytes of each pair and decides which are written, where and in
which order; the second reads them one after the other and writes. Both see the same moment of the
database.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import workflow
from workflow.corpora import filters
from workflow.corpora.parts import PARTS
from workflow.corpora.table import Arrangement, Table
from workflow.errors import ExchangeError, Interrupted, UsageError
from workflow.interchange.base import Header
from workflow.pipeline import together
from workflow.pipeline.forms import form_of
from workflow.pipeline.manifest import (
    ENDING,
    Part,
    encoded,
    listed,
    made_at,
    manifest,
    outdated,
)
from workflow.pipeline.translate import find_document
from workflow.pipeline.watch import Silent
from workflow.store.exchange.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from workflow.model import Origin, Status, Unit
    from workflow.pipeline.watch import Watch
    from workflow.store import Store
    from workflow.store.exchange.selection import Candidate

_STEP = 500
_AMISS = 0.1
"""The share by which a part may be larger or smaller than asked for without a word."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is asked of an export; what is empty or None asks for nothing.

    `documents` are paths or numbers, `memories` names; `since` is ISO 8601, UTC where it names no
    zone. Without `statuses` every pair but the rejected ones is meant.
    """

    out: Path
    format: str | None = None
    languages: tuple[str, str] | None = None
    statuses: tuple[Status, ...] = ()
    origins: tuple[Origin, ...] = ()
    documents: tuple[str, ...] = ()
    memories: tuple[str, ...] = ()
    since: str = ""
    min_score: float | None = None
    thresholds: filters.Thresholds = field(default_factory=filters.Thresholds)
    arrangement: Arrangement = field(default_factory=Arrangement)
    licence: str = ""

    def selected(self, since: str) -> dict[str, Any]:
        """Return what selects the pairs, by names and not by row numbers."""
        return {
            "statuses": self.statuses,
            "origins": self.origins,
            "documents": self.documents,
            "memories": self.memories,
            "since": since,
            "min_score": self.min_score,
        }


def export(request: ExportRequest, store: Store, watch: Watch | None = None) -> dict[str, Any]:
    """Write the pairs that are asked for, and the manifest beside them, and return the manifest.

    The files appear when all of them are written. Raises `UsageError` for a format, document or
    memory that there is not, and where the pairs are of several languages; `ExchangeError` where no
    pair is left or the files cannot be written; `Interrupted` on Ctrl-C.
    """
    try:
        with store.snapshot():
            return _Export(request, store, watch or Silent()).written()
    except KeyboardInterrupt:
        raise Interrupted("Stopped; nothing was written", "Run the command again.") from None


class _Export:
    """One export: the two passes, and what they counted."""

    def __init__(self, request: ExportRequest, store: Store, watch: Watch) -> None:
        self.request, self.store, self.watch = request, store, watch
        self.form = form_of(request.out, request.format)
        self.selection = _selection(request, store)
        self.languages, self.selected = self._languages()
        self.filters = request.thresholds.filters(self.languages)
        self.dropped: Counter[str] = Counter()
        self.newest = ""

    def _languages(self) -> tuple[tuple[str, str], int]:
        found = self.store.count_languages(self.selection)
        if not found:
            raise ExchangeError(
                "No pair answers what was asked for", "See what there is: workflow status."
            )
        if len(found) > 1:
            names = ", ".join(f"{a}-{b} {count:,}" for (a, b), count in found.items())
            first = "-".join(next(iter(found)))
            raise UsageError(
                f"The pairs are of several languages ({names})", f"Choose: --lang {first}."
            )
        return next(iter(found.items()))

    def written(self) -> dict[str, Any]:
        """Do it and return the manifest."""
        lists = self._decided()
        header = Header(
            *self.languages,
            tool=f"workflow {workflow.__version__}",
            made_at=made_at(self.newest),
            title=self.request.out.stem,
            licence=self.request.licence,
        )
        with together.beside(self.request.out) as folder:
            parts: list[Part] = []
            for name, ids in lists.items():
                inside = folder / f"part{len(parts)}"
                inside.mkdir()
                self._write(ids, inside / self._name(name), header)
                parts.append(Part(name, len(ids), inside))
            described = self._described(header, parts)
            self._appear(folder, parts, described)
        return described

    def _write(self, ids: NDArray[np.int64], path: Path, header: Header) -> None:
        try:
            self.form.write(self._units(ids), path, header)
        except ExchangeError as error:  # it names the file by the place that nobody will see
            message = error.message.replace(str(path), str(self.request.out))
            raise ExchangeError(message, error.hint) from error

    def _decided(self) -> dict[str, NDArray[np.int64]]:
        """Return by the name of its part the numbers of the pairs to write, in their order."""
        self.watch.total(2 * self.selected)
        good = filters.apply(self._candidates(), self.filters, self.dropped)
        table = Table(good, self.request.arrangement)
        if not len(table):
            raise ExchangeError(
                f"The filters hold back every one of {self.selected:,} pairs",
                "Choose other thresholds.",
            )
        lists = table.arranged()
        written = sum(map(len, lists))
        if self.request.arrangement.duplicates:
            self.dropped["duplicates"] = len(table) - written
        self.watch.total(self.selected + written)
        shares = self.request.arrangement.shares
        if not shares:
            return {"": lists[0]}
        for name, share, ids in zip(PARTS, shares, lists, strict=True):
            wanted = round(written * share / sum(shares))
            if abs(len(ids) - wanted) > max(1, _AMISS * wanted):
                self.watch.note(
                    f"{name} has {len(ids):,} pairs instead of {wanted:,}: what hangs together by"
                    " sentences and documents stays together"
                )
        return {n: ids for n, share, ids in zip(PARTS, shares, lists, strict=True) if share}

    def _candidates(self) -> Iterator[Candidate]:
        for number, candidate in enumerate(self.store.candidates(self.selection), start=1):
            self.newest = max(self.newest, candidate.updated_at)
            if number % _STEP == 0:
                self.watch.done(_STEP)
            yield candidate
        self.watch.done(self.selected % _STEP)

    def _units(self, ids: NDArray[np.int64]) -> Iterator[Unit]:
        for start in range(0, len(ids), _STEP):
            part = ids[start : start + _STEP].tolist()
            yield from self.store.units(part)
            self.watch.done(len(part))

    def _name(self, part: str) -> str:
        """Return the name of a part's file: `NAME.train.EXT`."""
        out = self.request.out
        if not part:
            return out.name
        known = out.suffix.lower() in self.form.suffixes
        stem, suffix = (out.stem, out.suffix) if known else (out.name, self.form.suffixes[0])
        return f"{stem}.{part}{suffix}"

    def _described(self, header: Header, parts: Sequence[Part]) -> dict[str, Any]:
        source = {
            "tool": header.tool,
            "database": self.store.identity,
            "schema": self.store.version,
            "format": self.form.name,
        }
        used = [(one, self.dropped[one.name]) for one in self.filters]
        wanted = self.request.selected(self.selection.since)
        values = manifest(header, source, wanted, used, self.request.arrangement)
        values["counts"] = {
            "selected": self.selected,
            "dropped": dict(self.dropped),
            "written": sum(part.pairs for part in parts),
            "parts": {part.name: part.pairs for part in parts if part.name},
        }
        values["files"] = listed(parts)
        return values

    def _appear(self, folder: Path, parts: Sequence[Part], described: dict[str, Any]) -> None:
        """Give every file its name; the manifest is away meanwhile, and last."""
        out = self.request.out
        for part in parts:
            for place in together.clashes(part.folder, out.parent):
                kind = "folder" if place.is_dir() else "file"
                raise ExchangeError(f"{place} is a {kind}", "Remove it, or choose another name.")
        path = out.with_name(out.name + ENDING)
        stale = outdated(path, {entry["path"] for entry in described["files"]})
        (folder / path.name).write_bytes(encoded(described))
        path.unlink(missing_ok=True)
        for file in stale:
            file.unlink()
        for part in parts:
            together.move(part.folder, out.parent)
        (folder / path.name).replace(path)


def _selection(request: ExportRequest, store: Store) -> Selection:
    """Return what the store is to select; `UsageError` for what it does not have."""
    documents = []
    for name in request.documents:
        found = find_document(store, name)
        if found is None:
            raise UsageError(f"There is no document {name}", "See which there are: workflow show.")
        documents.append(found.id)
    return Selection(
        request.languages,
        request.statuses,
        request.origins,
        tuple(documents),
        tuple(store.memory(name).id for name in request.memories),
        _time(request.since) if request.since else "",
        request.min_score,
    )


def _time(since: str) -> str:
    """Return a time as the database writes it; a date is its midnight, UTC."""
    try:
        time = datetime.fromisoformat(since)
    except ValueError as error:
        raise UsageError(
            f"{since!r} is no date", "Write it so: 2026-11-22, or 2026-11-22T10:00+03:00."
        ) from error
    utc = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    return utc.isoformat(timespec="milliseconds")
