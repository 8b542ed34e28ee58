"""`workflow translate`: documents in, translated documents and stored pairs out.

Documents are taken in windows of a few thousand sentences: enough for the engine to batch by
length, few enough that memory does not grow with the run. Finished translations are stored every
second, whatever document they belong to, so that a run that is killed goes on where it stopped.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workflow import registry, text
from workflow.documents import collect, encoding, files
from workflow.documents.plaintext import written_encoding
from workflow.errors import DocumentError, Interrupted, UsageError
from workflow.model import Edit, Finding, Origin, Pair, Severity, Status
from workflow.pipeline.plan import Plan, plan
from workflow.pipeline.report import DocumentReport, Report
from workflow.pipeline.terms import demanded, findings, misnomers
from workflow.pipeline.watch import Silent
from workflow.segment import VERSION
from workflow.store import PlacedPair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.engines.base import Engine
    from workflow.glossary import Glossary
    from workflow.model import Document, Sentence, Translation
    from workflow.pipeline.watch import Watch
    from workflow.store import Store, StoredDocument

WINDOW = 4096
"""Sentences that are translated together."""

GLOSSARY_LANGUAGES = ("ru", "en")

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
    """What is asked of a run; `out` None means beside each input, `jobs` 0 every core.

    `glossary` is None for the one in force, `use_glossary` false for none; `fix_names` corrects
    forbidden variants in the documents' own English.
    """

    paths: Sequence[str]
    source_lang: str = "ru"
    target_lang: str = "en"
    out: Path | None = None
    bilingual: bool = False
    jobs: int = 0
    encoding: str | None = None
    glossary: Path | None = None
    use_glossary: bool = True
    fix_names: bool = False

    def as_options(self) -> dict[str, object]:
        """Return plain values, to be stored with the run."""
        return {
            "paths": list(self.paths),
            "from": self.source_lang,
            "to": self.target_lang,
            "out": None if self.out is None else str(self.out),
            "bilingual": self.bilingual,
            "glossary": str(self.glossary) if self.glossary else self.use_glossary,
            "fix_names": self.fix_names,
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
        self.engine = engine_for(request)
        self._say_which_model()
        self.glossary = load_glossary(request)
        self.provenance = replace(self.engine.provenance, segmenter=VERSION)
        self.number = 0
        self.outputs: dict[Path, str] = {}

    def _say_which_model(self) -> None:
        from workflow import models

        chain = models.find(self.request.source_lang, self.request.target_lang)
        self.report.model = self.engine.provenance.model
        if any(model.embedded for model in chain):
            note = (
                "Using the small embedded model; `workflow models install "
                f"{self.request.source_lang}-{self.request.target_lang}` gets a better one"
            )
            self.report.notes.append(note)
            self.watch.note(note)

    def all_documents(self, number: int) -> None:
        """Do every document, window by window."""
        self.number = number
        with self.report.step("find"):
            suffixes = [s for reader in registry.readers().values() for s in reader.suffixes]
            found = collect.collect(self.request.paths, suffixes, self.request.target_lang)
        self.report.passed_over = [(item.path, item.reason) for item in found.passed_over]
        for path, error in found.errors:
            self.report.documents.append(DocumentReport.failed(path, error))
        inputs = [path for path in found.paths if not self._is_output(path)]
        sizes = {path: _size(path) for path in inputs}
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

    def _is_output(self, path: str) -> bool:
        """Whether the file lies in --out, where only translations are: pass it over."""
        out = self.request.out
        inside = out is not None and out.resolve() in Path(path).resolve().parents
        inside = inside and path not in self.request.paths
        if inside:
            self.report.passed_over.append((path, "it lies in the output folder"))
        return inside

    def _plan(self, path: str) -> Plan | None:
        try:
            if path != files.STANDARD_INPUT:
                self._claim(path)
            with self.report.step("read"):
                document = read(path, self.request.encoding)
            if path == files.STANDARD_INPUT:
                document = replace(document, path=f"stdin:{document.digest[:12]}")
            languages = self.request.source_lang, self.request.target_lang
            return plan(document, *languages, self.report, partial(demanded, self.glossary))
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
        sentences = dict.fromkeys(s for _, p in window for s in p.unpaired())
        with self.report.step("store"):
            approved = self.store.approved((s.text for s in sentences), *languages)
            wanted = [s for s in sentences if text.key(s.text) not in approved]
            known = self.store.cached(wanted, *languages, self.provenance)
        fresh = [s for s in wanted if s not in known]
        self.watch.done(sum(len(p.segments) for _, p in window) - len(fresh))
        known |= self._translate(fresh)
        new = set(fresh)
        for path, planned in window:
            try:
                done = self._document(path, planned, approved, known, new)
            except DocumentError as error:
                done = DocumentReport.failed(path, error)
            self.report.documents.append(done)

    def _translate(self, sentences: list[Sentence]) -> dict[Sentence, Translation]:
        """Translate new sentences, storing them as they come."""
        made: dict[Sentence, Translation] = {}
        unsaved: list[tuple[Sentence, Translation]] = []
        languages = self.request.source_lang, self.request.target_lang

        def save() -> None:
            with self.report.step("store"):
                self.store.save_translations(unsaved, *languages, self.provenance, self.number)
            self.watch.done(len(unsaved))
            unsaved.clear()

        saved = time.monotonic()
        try:
            with self.report.step("translate"):
                texts, demands = [s.text for s in sentences], [s.demands for s in sentences]
                for index, translation in self.engine.translate(texts, demands):
                    unsaved.append((sentences[index], translation))
                    made[sentences[index]] = translation
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
        known: dict[Sentence, Translation],
        new: set[Sentence],
    ) -> DocumentReport:
        """Pair, check, store and write one document."""
        done = DocumentReport(path, paragraphs=planned.languages)
        placed = []
        how = []
        with self.report.step("check"):
            for segment in planned.segments:
                pair = segment.pair
                if pair is None:
                    pair = self._pair(segment.sentence, approved, known)
                    if pair.origin is Origin.MEMORY:
                        how.append("memory")
                    elif known[segment.sentence].problem:
                        how.append("failed")
                    else:
                        # The first of identical sentences was translated, the others reuse it.
                        how.append("translated" if segment.sentence in new else "reused")
                        new.discard(segment.sentence)
                else:
                    how.append("document")
                pair = self._checked(segment.sentence, pair)
                placed.append(PlacedPair(segment.paragraph, segment.segment, pair))
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
        edits += self._names(planned, done)
        with self.report.step("write"):
            self._write(path, planned.document, edits, done)
        return done

    def _names(self, planned: Plan, done: DocumentReport) -> list[Edit]:
        """Report forbidden variants in the document's own English; return how to correct them."""
        with self.report.step("terms"):
            found = list(
                misnomers(
                    self.glossary, planned.document, planned.labelled, self.request.target_lang
                )
            )
        verb = "was put right" if self.request.fix_names else "should be"
        for wrong in found:
            done.findings["names"] += 1
            done.notes.append(
                f"paragraph {wrong.paragraph + 1}: “{wrong.form}” {verb}: “{wrong.approved}”"
            )
        return [wrong.edit for wrong in found] if self.request.fix_names else []

    def _checked(self, sentence: Sentence, pair: Pair) -> Pair:
        """Return the pair with the findings of every check."""
        found = [f for check in registry.checks().values() for f in check.find(pair)]
        found += findings(self.glossary, sentence, pair)
        return replace(pair, findings=(*pair.findings, *found)) if found else pair

    def _pair(
        self,
        sentence: Sentence,
        approved: dict[str, Pair],
        known: dict[Sentence, Translation],
    ) -> Pair:
        source, languages = sentence.text, (self.request.source_lang, self.request.target_lang)
        if memory := approved.get(text.key(source)):
            return Pair(source, memory.target, *languages, Origin.MEMORY)
        made = known[sentence]
        objection: tuple[Finding, ...] = ()
        if made.problem:
            message = OBJECTIONS.get(made.problem, made.problem)
            objection = (Finding("decoding", Severity.ERROR, message.capitalize()),)
        return Pair(
            source,
            made.text,
            *languages,
            Origin.MACHINE,
            score=made.score,
            provenance=replace(self.provenance, demands=sentence.demanded),
            findings=objection,
            terms=made.terms,
        )

    def _write(
        self, path: str, document: Document, edits: Sequence[Edit], done: DocumentReport
    ) -> None:
        data = registry.readers()[document.format].write(document, edits)
        done.notes += _encoding_notes(document, edits)
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


def engine_for(request: Request) -> Engine:
    """Return an engine for the languages of a request; `ModelError` if no package has them."""
    from workflow import models

    chain = models.find(request.source_lang, request.target_lang)
    engine: Engine = registry.engines()["argos"](chain, jobs=request.jobs)
    return engine


def load_glossary(request: Request) -> Glossary | None:
    """Return the glossary of a run; None if it uses none, or none is made for its languages."""
    if not request.use_glossary:
        return None
    if (request.source_lang, request.target_lang) != GLOSSARY_LANGUAGES:
        if request.glossary is None:
            return None
        raise UsageError(
            "Glossaries are from Russian to English",
            f"Leave --glossary out for {request.source_lang} to {request.target_lang}.",
        )
    from workflow.pipeline import glossary

    return glossary.load(request.glossary)


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


def _encoding_notes(document: Document, edits: Sequence[Edit]) -> list[str]:
    """Return what a person should know about the bytes that were read and written."""
    notes = []
    if odd := encoding.undecodable(document):
        notes.append(
            f"{odd} byte{'s are' if odd > 1 else ' is'} not {document.encoding};"
            " read as U+FFFD and written back unchanged"
        )
    if (codec := written_encoding(document, edits)) != document.encoding:
        notes.append(f"{document.encoding} cannot spell the English, so {codec} was written")
    return notes


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
