"""`workflow translate`: documents in, translated documents and stored pairs out.

Documents are taken in windows of a thousand sentences: enough for the engine to batch by length,
few enough that memory does not grow with the run and little is left to do at its end. Finished
translations are stored every second, whatever document they belong to, so that a run that is killed
goes on where it stopped.
"""

from __future__ import annotations

import os
from collections import deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from workflow import registry
from workflow.documents import collect, encoding, files
from workflow.documents.parts import format_of
from workflow.documents.plaintext import written_encoding
from workflow.errors import DocumentError, Interrupted
from workflow.model import Edit, Origin, Status
from workflow.pipeline.desk import Desk
from workflow.pipeline.markup import linked
from workflow.pipeline.persons import Persons
from workflow.pipeline.plan import Plan, plan
from workflow.pipeline.recall import NOTHING, suggest, with_examples
from workflow.pipeline.report import DocumentReport
from workflow.pipeline.terms import Misnomer, misnomers
from workflow.pipeline.watch import Silent
from workflow.store import PlacedPair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workflow.model import Document, Pair, Sentence, Translation
    from workflow.pipeline.order import Order
    from workflow.pipeline.recall import Answer
    from workflow.pipeline.report import Report
    from workflow.pipeline.request import Request
    from workflow.pipeline.watch import Watch
    from workflow.store import Store, StoredDocument

WINDOW = 1024
"""Sentences that are translated together."""

FIRST_WINDOW = 128
"""The same at the start: the engine waits for them; each window is twice as large as the last."""


def translate(request: Request, store: Store, watch: Watch | None = None) -> Report:
    """Translate every document of the request, store its pairs and write it.

    A document that cannot be done is reported as failed and the others go on. Raises `ModelError`
    if no package translates between the languages, `GlossaryError` if the glossary is bad,
    `StoreError` if the database gives out, `EngineError` if the engine does, and `Interrupted` on
    Ctrl-C; what was stored is stored.
    """
    desk = Desk(request, store, watch or Silent())
    with recorded(desk, "translate") as run:
        _Documents(desk, run).all()
    return desk.report


@contextmanager
def recorded(desk: Desk, command: str) -> Iterator[int]:
    """Record a run of a command in the store, however it ends; yields its number."""
    run = desk.store.begin_run(command, desk.request.as_options())
    state = "failed"
    try:
        yield run
        state = "done"
    except KeyboardInterrupt:
        state = "interrupted"
        raise Interrupted(
            "Stopped; what was translated so far is stored", "Run the same command to go on."
        ) from None
    finally:
        desk.store.end_run(run, state, desk.report.as_dict()["totals"])


@dataclass(frozen=True, slots=True)
class _Work:
    """A document that is planned, and what the memory has for its segments, by their place."""

    path: str
    plan: Plan
    answers: Mapping[int, Answer]

    def remembered(self, place: int) -> Pair | None:
        """Return the pair that the memory has for a segment, checked."""
        return self.answers.get(place, NOTHING).pair

    def untranslated(self) -> Iterator[Sentence]:
        """Yield the sentences that the engine has to translate."""
        for place, planned in enumerate(self.plan.segments):
            if planned.pair is None and self.remembered(place) is None:
                yield planned.sentence


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A window that the engine is at work on.

    `known` has the translations that there are already, `new` the sentences of `order`; `awaited`
    are in the order of the window before.
    """

    works: Sequence[_Work]
    known: dict[Sentence, Translation]
    new: set[Sentence]
    awaited: Sequence[Sentence]
    order: Order


class _Documents:
    """The documents of one run: while the engine has a window, the next is read, the last stored.

    An engine in threads of its own decodes; this thread does all the rest. A window is begun before
    the last one is finished, or the engine would have nothing to do at the seam.
    """

    def __init__(self, desk: Desk, run: int) -> None:
        self.desk = desk
        self.request = desk.request
        self.report = desk.report
        self.run = run
        self.recall = desk.recall()
        self.outputs: dict[Path, str] = {}
        self.size = FIRST_WINDOW
        self.under_way: deque[_UnderWay] = deque()

    def all(self) -> None:
        """Do every document."""
        try:
            self._all()
        finally:
            with ExitStack() as orders:  # each is closed, even if another's last words are lost
                for window in self.under_way:
                    orders.callback(window.order.close)

    def _all(self) -> None:
        with self.report.step("find"):
            found = collect.collect(
                self.request.paths, registry.suffixes(), self.request.target_lang
            )
        self.report.passed_over = [(item.path, item.reason) for item in found.passed_over]
        for path, error in found.errors:
            self.report.documents.append(DocumentReport.failed(path, error))
        sizes = {path: _size(path) for path in found.paths if not self._is_output(path)}
        total_bytes, bytes_read = sum(sizes.values()), 0
        window: list[_Work] = []
        pending = sentences = 0
        for path, size in sizes.items():
            work = self._plan(path)
            self._collect()
            bytes_read += size
            if work is None:
                continue
            window.append(work)
            pending += len(work.plan.segments)
            sentences += len(work.plan.segments)
            # What is not read yet is taken to have as many sentences a byte as what is.
            estimate = round(sentences * total_bytes / bytes_read) if bytes_read else sentences
            self.desk.watch.total(estimate)
            if pending >= self.size:
                self._advance(window)
                window, pending = [], 0
                self.size = min(2 * self.size, WINDOW)
        self._advance(window)
        self._advance([])

    def _is_output(self, path: str) -> bool:
        """Whether the file lies in --out, where only translations are: pass it over."""
        out = self.request.out
        inside = out is not None and out.resolve() in Path(path).resolve().parents
        inside = inside and path not in self.request.paths
        if inside:
            self.report.passed_over.append((path, "it lies in the output folder"))
        return inside

    def _plan(self, path: str) -> _Work | None:
        try:
            if path != files.STANDARD_INPUT:
                self._claim(path)
            with self.report.step("read"):
                document = read(path, self.request.encoding)
            if path == files.STANDARD_INPUT:
                document = replace(document, path=f"stdin:{document.digest[:12]}")
            planned = plan(document, *self.request.languages, self.report, self.desk.demands)
        except DocumentError as error:
            self.report.documents.append(DocumentReport.failed(path, error))
            return None
        with self.report.step("memory"):
            answers = self.recall.of_plan(planned)
            return _Work(path, with_examples(planned, answers), answers)

    def _claim(self, path: str) -> None:
        """Refuse a document whose translation would overwrite another's."""
        target = self.request.output_path(path)
        other = self.outputs.setdefault(target, path)
        if other != path:
            raise DocumentError(
                f"{path} and {other} would both become {target}",
                "Translate them one after the other with different --out",
            )

    def _advance(self, window: Sequence[_Work]) -> None:
        """Give the engine a window and finish the one before; with none, finish what there is."""
        if window:
            self.under_way.append(self._begun(window))
        while len(self.under_way) > bool(window):
            self._finish(self.under_way[0])

    def _begun(self, works: Sequence[_Work]) -> _UnderWay:
        wanted = list(dict.fromkeys(s for work in works for s in work.untranslated()))
        known = self.desk.known(wanted)
        before = self.under_way[-1].new if self.under_way else set()
        awaited = [s for s in wanted if s in before]
        fresh = [s for s in wanted if s not in known and s not in before]
        self.desk.watch.done(sum(len(work.plan.segments) for work in works) - len(fresh))
        return _UnderWay(works, known, set(fresh), awaited, self.desk.order(fresh, self.run))

    def _finish(self, window: _UnderWay) -> None:
        """Wait for the oldest window and do its documents."""
        with self.report.step("translate"):
            window.known.update(window.order.finish(self._collect))
        self.under_way.popleft()
        for later in self.under_way:
            later.known.update((s, window.known[s]) for s in later.awaited)
        for work in window.works:
            try:
                done = self._document(work, window.known, window.new)
            except DocumentError as error:
                done = DocumentReport.failed(work.path, error)
            self.report.documents.append(done)
            self._collect()

    def _collect(self) -> None:
        """Store what the engine has made meanwhile."""
        for window in self.under_way:
            window.order.collect()

    def _document(
        self, work: _Work, known: Mapping[Sentence, Translation], new: set[Sentence]
    ) -> DocumentReport:
        """Pair, check, store and write one document."""
        path, planned = work.path, work.plan
        done = DocumentReport(path, paragraphs=planned.languages)
        placed = []
        how = []
        known_persons = self.request.languages == ("ru", "en")
        sentences = [segment.sentence for segment in planned.segments] if known_persons else []
        respelt = Persons(sentences).respelt
        with self.report.step("check"):
            for place, segment in enumerate(planned.segments):
                sentence = segment.sentence
                pair = work.remembered(place)
                if pair is None:
                    made = segment.pair or self.desk.pair(
                        sentence, respelt(sentence, known[sentence])
                    )
                    pair = self.desk.checked(sentence, made)
                how.append(_how(pair, sentence, known, new))
                placed.append(PlacedPair(segment.paragraph, segment.segment, pair))
        wrong = self._misnomers(planned)
        with self.report.step("store"):
            saved = self.desk.store.save_document(
                self.run,
                planned.document,
                planned.labelled,
                placed,
                [name.notice for name in wrong],
            )
            suggest(self.desk.store, saved, work.answers)
        for outcome, pair in zip(how, saved.pairs, strict=True):
            done.sentences["reviewed" if is_reviewed(pair) else outcome] += 1
            done.findings.update(finding.check for finding in pair.findings)
        edits = [
            Edit(p.paragraph, p.segment.start, p.segment.stop, pair.target)
            for p, pair in zip(placed, saved.pairs, strict=True)
            if pair.target
        ]
        with self.report.step("write"):
            edits = linked(planned.document, edits, self.desk.engine)
        if wrong:
            self._report_names(wrong, done)
        if self.request.fix_names:
            edits += [name.edit for name in wrong]
        with self.report.step("write"):
            self._write(path, planned.document, edits, done)
        return done

    def _misnomers(self, planned: Plan) -> list[Misnomer]:
        """Return the forbidden variants in the document's own English."""
        with self.report.step("terms"):
            return list(
                misnomers(
                    self.desk.glossary,
                    planned.document,
                    planned.labelled,
                    self.request.target_lang,
                )
            )

    def _report_names(self, wrong: Sequence[Misnomer], done: DocumentReport) -> None:
        verb = "was put right" if self.request.fix_names else "should be"
        done.findings["names"] += len(wrong)
        done.notes += [
            f"paragraph {name.paragraph + 1}: “{name.form}” {verb}: “{name.approved}”"
            for name in wrong
        ]

    def _write(
        self, path: str, document: Document, edits: Sequence[Edit], done: DocumentReport
    ) -> None:
        reader = registry.readers()[document.format]
        data = reader.write(document, edits, self.request.languages)
        done.notes += _encoding_notes(document, edits)
        if path == files.STANDARD_INPUT:
            done.output, done.content = path, data
            return
        target = self.request.output_path(path)
        files.write_bytes(str(target), data)
        done.output = str(target)
        if self.request.bilingual:
            from workflow.documents.bilingual import page

            side_by_side = target.with_name(f"{Path(path).stem}.bilingual.html")
            files.write_bytes(str(side_by_side), page(document, edits, *self.request.languages))
            done.bilingual = str(side_by_side)


def _how(
    pair: Pair, sentence: Sentence, known: Mapping[Sentence, Translation], new: set[Sentence]
) -> str:
    """Return how a sentence got its English (`report.SENTENCES`)."""
    if pair.origin is not Origin.MACHINE:
        return str(pair.origin)
    if known[sentence].problem:
        return "failed"
    if sentence in new:  # the first of identical sentences was translated, the others reuse it
        new.remove(sentence)
        return "repaired" if known[sentence].repaired else "translated"
    return "reused"


def read(path: str, encoding: str | None = None) -> Document:
    """Read the document at `path`; what is known by neither content nor ending as plain text.

    Raises `DocumentError`.
    """
    data = files.read_bytes(path)
    office = format_of(data)
    reader = registry.readers()[office] if office else registry.reader_for(path)
    return (reader or registry.readers()["text"]).read(data, path, encoding)


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
