"""`workflow translate`: documents in, translated documents and stored pairs out.

Documents are taken in windows of a few thousand sentences: enough for the engine to batch by
length, few enough that memory does not grow with the run. Finished translations are stored every
second, whatever document they belong to, so that a run that is killed goes on where it stopped.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from workflow import registry, text
from workflow.documents import collect, files
from workflow.errors import DocumentError, Interrupted
from workflow.model import Edit, Finding, Origin, Pair, Severity, Status
from workflow.pipeline.plan import Plan, plan
from workflow.pipeline.report import DocumentReport, Report
from workflow.pipeline.watch import Silent
from workflow.segment import VERSION
from workflow.store import PlacedPair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.engines.base import Engine
    from workflow.model import Document, Translation
    from workflow.pipeline.watch import Watch
    from workflow.store import Store, StoredDocument

WINDOW = 4096
"""Sentences that are translated together."""

SAVE_EVERY = 1.0
"""Seconds of finished translations that a killed run may lose."""

OBJECTIONS = {
    "loop": "the engine repeats itself",
    "runaway": "the translation is far longer than its source",
    "copied": "the source was copied instead of translated",
    "dropped": "the translation leaves much of the source out",
    "empty": "the engine returned nothing",
}
"""What each guard of an engine says of a translation that it still objects to."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a run; `out` None means beside each input, `jobs` 0 every core."""

    paths: Sequence[str]
    source_lang: str = "ru"
    target_lang: str = "en"
    out: Path | None = None
    bilingual: bool = False
    jobs: int = 0
    encoding: str | None = None

    def as_options(self) -> dict[str, object]:
        """Return plain values, to be stored with the run."""
        return {
            "paths": list(self.paths),
            "from": self.source_lang,
            "to": self.target_lang,
            "out": None if self.out is None else str(self.out),
            "bilingual": self.bilingual,
        }


def translate(request: Request, store: Store, watch: Watch | None = None) -> Report:
    """Translate every document of the request, store its pairs and write it.

    A document that cannot be done is reported as failed and the others go on. Raises `ModelError`
    if no package translates between the languages, `StoreError` if the database gives out,
    `EngineError` if the engine does, and `Interrupted` on Ctrl-C; what was stored is stored.
    """
    run = _Run(request, store, watch or Silent())
    number = store.begin_run("translate", request.as_options())
    state = "failed"
    try:
        run.all_documents(number)
        state = "done"
    except KeyboardInterrupt:
        state = "interrupted"
        raise Interrupted(
            "Stopped; what was translated so far is stored", "Run the same command to go on."
        ) from None
    finally:
        store.end_run(number, state, run.report.as_dict()["totals"])
    return run.report


class _Run:
    """The state of one run."""

    def __init__(self, request: Request, store: Store, watch: Watch) -> None:
        self.request = request
        self.store = store
        self.watch = watch
        self.report = Report()
        self.engine = self._engine()
        self.provenance = replace(self.engine.provenance, segmenter=VERSION)
        self.number = 0
        self.outputs: dict[Path, str] = {}

    def _engine(self) -> Engine:
        from workflow import models

        chain = models.find(self.request.source_lang, self.request.target_lang)
        self.report.model = " + ".join(f"{m.source}-{m.target} {m.version}" for m in chain)
        if any(model.embedded for model in chain):
            note = (
                "Using the small embedded model; `workflow models install "
                f"{self.request.source_lang}-{self.request.target_lang}` gets a better one"
            )
            self.report.notes.append(note)
            self.watch.note(note)
        engine: Engine = registry.engines()["argos"](chain, jobs=self.request.jobs)
        return engine

    def all_documents(self, number: int) -> None:
        """Do every document, window by window."""
        self.number = number
        with self.report.step("find"):
            suffixes = [s for reader in registry.readers().values() for s in reader.suffixes]
            found = collect.collect(self.request.paths, suffixes, self.request.target_lang)
        self.report.passed_over = [(item.path, item.reason) for item in found.passed_over]
        for path, error in found.errors:
            self.report.documents.append(DocumentReport.failed(path, error))
        sizes = {path: _size(path) for path in found.paths}
        total_bytes, bytes_read = sum(sizes.values()), 0
        window: list[tuple[str, Plan]] = []
        pending = sentences = 0
        for path, size in sizes.items():
            planned = self._plan(path)
            bytes_read += size
            if planned is None:
                continue
            window.append((path, planned))
            pending += len(planned.segments)
            sentences += len(planned.segments)
            # What is not read yet is taken to have as many sentences a byte as what is.
            self.watch.total(
                round(sentences * total_bytes / bytes_read) if bytes_read else sentences
            )
            if pending >= WINDOW:
                self._finish(window)
                window, pending = [], 0
        self._finish(window)

    def _plan(self, path: str) -> Plan | None:
        try:
            if path != files.STANDARD_INPUT:
                self._claim(path)
            with self.report.step("read"):
                document = read(path, self.request.encoding)
            if path == files.STANDARD_INPUT:
                document = replace(document, path=f"stdin:{document.digest[:12]}")
            return plan(document, self.request.source_lang, self.request.target_lang, self.report)
        except DocumentError as error:
            self.report.documents.append(DocumentReport.failed(path, error))
            return None

    def _claim(self, path: str) -> None:
        """Refuse a document whose translation would overwrite another's, or another original."""
        target = output_path(path, self.request)
        other = self.outputs.setdefault(target, path)
        if other != path:
            raise DocumentError(
                f"{path} and {other} would both become {target}",
                "Translate them one after the other with different --out",
            )

    def _finish(self, window: Sequence[tuple[str, Plan]]) -> None:
        """Translate what the window needs, then store and write its documents."""
        languages = self.request.source_lang, self.request.target_lang
        sentences = {text.key(s): s for _, p in window for s in p.unpaired()}
        with self.report.step("store"):
            approved = self.store.approved(sentences.values(), *languages)
            wanted = {k: s for k, s in sentences.items() if k not in approved}
            known = self.store.cached(wanted.values(), *languages, self.provenance)
        fresh = {k: s for k, s in wanted.items() if k not in known}
        self.watch.done(sum(len(p.segments) for _, p in window) - len(fresh))
        made = self._translate(list(fresh.values()))
        known |= made
        for path, planned in window:
            try:
                done = self._document(path, planned, approved, known, fresh)
            except DocumentError as error:
                done = DocumentReport.failed(path, error)
            self.report.documents.append(done)

    def _translate(self, sentences: list[str]) -> dict[str, Translation]:
        """Translate new sentences, storing them as they come; return them by key."""
        made: dict[str, Translation] = {}
        unsaved: list[tuple[str, Translation]] = []
        languages = self.request.source_lang, self.request.target_lang

        def save() -> None:
            with self.report.step("store"):
                self.store.save_translations(unsaved, *languages, self.provenance, self.number)
            self.watch.done(len(unsaved))
            unsaved.clear()

        saved = time.monotonic()
        try:
            with self.report.step("translate"):
                for index, translation in self.engine.translate(sentences):
                    unsaved.append((sentences[index], translation))
                    made[text.key(sentences[index])] = translation
                    if time.monotonic() - saved > SAVE_EVERY:
                        save()
                        saved = time.monotonic()
        finally:
            if unsaved:
                save()
        return made

    def _document(
        self,
        path: str,
        planned: Plan,
        approved: dict[str, Pair],
        known: dict[str, Translation],
        fresh: dict[str, str],
    ) -> DocumentReport:
        """Pair, check, store and write one document."""
        done = DocumentReport(path, paragraphs=planned.languages)
        placed = []
        how = []
        with self.report.step("check"):
            for segment in planned.segments:
                pair = segment.pair
                if pair is None:
                    key = text.key(segment.segment.text)
                    pair = self._pair(segment.cleaned, key, approved, known)
                    if pair.origin is Origin.MEMORY:
                        how.append("memory")
                    elif known[key].problem:
                        how.append("failed")
                    else:
                        # The first of identical sentences was translated, the others reuse it.
                        how.append("translated" if fresh.pop(key, None) else "reused")
                else:
                    how.append("document")
                placed.append(PlacedPair(segment.paragraph, segment.segment, _checked(pair)))
        with self.report.step("store"):
            saved = self.store.save_document(
                self.number, planned.document, planned.labelled, placed
            )
        for outcome, pair in zip(how, saved.pairs, strict=True):
            done.sentences["reviewed" if is_reviewed(pair) else outcome] += 1
            done.findings.update(finding.check for finding in pair.findings)
        edits = [
            Edit(p.paragraph, p.segment.start, p.segment.stop, pair.target)
            for p, pair in zip(placed, saved.pairs, strict=True)
            if pair.target
        ]
        with self.report.step("write"):
            self._write(path, planned.document, edits, done)
        return done

    def _pair(
        self,
        source: str,
        key: str,
        approved: dict[str, Pair],
        known: dict[str, Translation],
    ) -> Pair:
        languages = self.request.source_lang, self.request.target_lang
        if key in approved:
            return Pair(source, approved[key].target, *languages, Origin.MEMORY)
        made = known[key]
        findings: tuple[Finding, ...] = ()
        if made.problem:
            message = OBJECTIONS.get(made.problem, made.problem)
            findings = (Finding("decoding", Severity.ERROR, message.capitalize()),)
        return Pair(
            source,
            made.text,
            *languages,
            Origin.MACHINE,
            score=made.score,
            provenance=self.provenance,
            findings=findings,
        )

    def _write(
        self, path: str, document: Document, edits: Sequence[Edit], done: DocumentReport
    ) -> None:
        data = registry.readers()[document.format].write(document, edits)
        if path == files.STANDARD_INPUT:
            done.output, done.content = path, data
            return
        target = output_path(path, self.request)
        files.write_bytes(str(target), data)
        done.output = str(target)
        if self.request.bilingual:
            from workflow.documents.bilingual import page

            side_by_side = target.with_name(f"{Path(path).stem}.bilingual.html")
            languages = self.request.source_lang, self.request.target_lang
            files.write_bytes(str(side_by_side), page(document, edits, *languages))
            done.bilingual = str(side_by_side)


def _checked(pair: Pair) -> Pair:
    """Return the pair with the findings of every check."""
    found = [f for check in registry.checks().values() for f in check.find(pair)]
    return replace(pair, findings=(*pair.findings, *found)) if found else pair


def read(path: str, encoding: str | None = None) -> Document:
    """Read the document at `path`; an unknown ending is read as plain text.

    Raises `DocumentError`.
    """
    reader = registry.reader_for(path) or registry.readers()["text"]
    return reader.read(files.read_bytes(path), path, encoding)


def output_path(path: str, request: Request) -> Path:
    """Return where the translation of a file goes: `NAME.en.txt` for `NAME.txt`.

    In `request.out`, a file keeps its place below the folder that the request names.
    """
    source = Path(path)
    translated = source.with_name(f"{source.stem}.{request.target_lang}{source.suffix}")
    if request.out is None:
        return translated
    for folder in map(Path, request.paths):
        if folder in source.parents and folder.is_dir():
            return request.out / translated.relative_to(folder)
    return request.out / translated.name


def is_reviewed(pair: Pair) -> bool:
    """Whether a person has decided on the pair or written it."""
    return pair.status is not Status.MACHINE or pair.origin is Origin.HUMAN


def find_document(store: Store, name: str) -> StoredDocument | None:
    """Return the stored document of a path, a number or, if only one has it, a file name."""
    if name.isdecimal() and (found := store.document(int(name))):
        return found
    if found := store.document(name):
        return found
    named = [o.id for o in store.documents() if Path(o.path).name == name]
    return store.document(named[0]) if len(named) == 1 else None


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 (a name that is no path is no error here)
    except (OSError, ValueError):
        return 0
