"""`workflow align`: two documents, or two folders of them, that say the same in two languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow import languages, registry, text
from workflow.align import beads as bead_files
from workflow.align.sentences import align, relatedness
from workflow.documents import collect, files
from workflow.documents.encoding import decode
from workflow.errors import DocumentError, UsageError
from workflow.model import Document, Paragraph, Run, Segment
from workflow.pipeline.plan import sentences_of
from workflow.pipeline.translate import read
from workflow.pipeline.watch import Silent
from workflow.store.alignment.aligned import AlignedSide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.align.beads import Bead
    from workflow.align.files import FileMatch
    from workflow.align.sentences import Mode
    from workflow.model import Detection, Finding, Labelled, Pair
    from workflow.pipeline.watch import Watch
    from workflow.store import Store

RELATED = 0.2
"""The relatedness below which two documents are taken to have nothing to do with each other."""

LONGER = 50
"""Times the sentences of one side from which the other can only be a piece of it."""

SENTENCES = 200_000
"""The sentences a side that fit into about 3 GB of memory."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of an alignment: two files or two folders.

    `sentences` says that the files have a sentence a line. `html` is a file, a folder where
    folders are aligned; `beads` is a file.
    """

    source: str
    target: str
    mode: Mode = "corpus"
    sentences: bool = False
    encoding: str | None = None
    html: Path | None = None
    beads: Path | None = None


@dataclass(slots=True)
class Aligned:
    """What became of two documents; `message` and `hint` say why it did not come to an alignment.

    `score` is their relatedness, `match` how sure it is that the files belong together (1 if the
    user said so); `pairs` counts what was stored.
    """

    source: str
    target: str
    languages: tuple[str, str] = ("", "")
    sentences: tuple[int, int] = (0, 0)
    beads: list[Bead] = field(default_factory=list)
    score: float = 0.0
    match: float = 1.0
    pairs: dict[str, int] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    message: str = ""
    hint: str = ""

    @property
    def kinds(self) -> Counter[str]:
        """How many beads there are of each kind."""
        return Counter(bead.kind for bead in self.beads)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "source": self.source,
            "target": self.target,
            "languages": list(self.languages),
            "sentences": list(self.sentences),
            "match": round(self.match, 4),
            "score": round(self.score, 4),
            "kinds": dict(self.kinds.most_common()),
            "beads": [
                {"source": bead.source, "target": bead.target, "score": round(bead.score, 4)}
                for bead in self.beads
            ],
            "pairs": self.pairs,
            "written": self.written,
            "message": self.message,
            "hint": self.hint,
        }


@dataclass(slots=True)
class Report:
    """Every pair of documents, and the files that no other belongs to, with the reason."""

    aligned: list[Aligned] = field(default_factory=list)
    unmatched: list[tuple[str, str]] = field(default_factory=list)

    @property
    def failures(self) -> int:
        """How many pairs of documents could not be aligned."""
        return sum(bool(one.message) for one in self.aligned)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "aligned": [one.as_dict() for one in self.aligned],
            "unmatched": [{"path": path, "reason": reason} for path, reason in self.unmatched],
        }


def align_documents(request: Request, store: Store | None, watch: Watch | None = None) -> Report:
    """Align two files, or the files of two folders that belong together.

    Raises what keeps two files from being aligned (`DocumentError`, `UsageError`); of folders, a
    pair that cannot be done is reported and the others go on. Nothing is stored without `store`.
    """
    folders = [Path(path).is_dir() for path in (request.source, request.target)]
    if any(folders) and not all(folders):
        raise UsageError(
            "A folder cannot be aligned with a file", "Name two files, or two folders."
        )
    report = Report()
    with _recorded(store, request, report) as run:
        if all(folders):
            _folders(request, store, run, report, watch or Silent())
        else:
            pair = _side(request.source, request), _side(request.target, request)
            report.aligned.append(_aligned(pair, request, store, run))
    return report


class _recorded:  # noqa: N801 (used as a function)
    """Record the run in the store, however it ends."""

    def __init__(self, store: Store | None, request: Request, report: Report) -> None:
        self.store, self.report = store, report
        self.options = {"paths": [request.source, request.target], "mode": request.mode}
        self.run = 0

    def __enter__(self) -> int:
        if self.store is not None:
            self.run = self.store.begin_run("align", self.options)
        return self.run

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.store is not None:
            state = "done"
            if kind is not None:
                state = "interrupted" if issubclass(kind, KeyboardInterrupt) else "failed"
            pairs = sum((Counter(one.pairs) for one in self.report.aligned), Counter[str]())
            counts = {"documents": len(self.report.aligned), "pairs": dict(pairs)}
            self.store.end_run(self.run, state, counts)


def _folders(request: Request, store: Store | None, run: int, report: Report, watch: Watch) -> None:
    from workflow.align.files import match

    if request.beads is not None:
        raise UsageError("--beads takes two files", "Align the files of the folders one by one.")
    sides = [list(_documents(path, request, report)) for path in (request.source, request.target)]
    found = match(*sides)
    report.unmatched += [(sides[0][i].path, "no file of the other folder belongs to it")
                         for i in found.unmatched_source]  # fmt: skip
    report.unmatched += [(sides[1][j].path, "no file of the other folder belongs to it")
                         for j in found.unmatched_target]  # fmt: skip
    watch.total(len(found.matches))
    for one in found.matches:
        report.aligned.append(_matched(one, sides, request, store, run))
        watch.done(1)


def _matched(
    one: FileMatch, sides: list[list[Document]], request: Request, store: Store | None, run: int
) -> Aligned:
    source, target = sides[0][one.source], sides[1][one.target]
    html = request.html and request.html / f"{Path(source.path).stem}.html"
    try:
        pair = _labelled(source, request), _labelled(target, request)
        done = _aligned(pair, replace(request, html=html), store, run)
    except (DocumentError, UsageError) as error:
        done = Aligned(source.path, target.path, message=error.message, hint=error.hint)
    done.match = one.score
    return done


def _documents(folder: str, request: Request, report: Report) -> Iterator[Document]:
    found = collect.collect([folder], registry.suffixes(), "")
    for path in found.paths:
        try:
            yield _document(path, request)
        except DocumentError as error:
            report.unmatched.append((path, error.message))
    report.unmatched += [(path, error.message) for path, error in found.errors]


def _side(path: str, request: Request) -> AlignedSide:
    return _labelled(_document(path, request), request)


def _document(path: str, request: Request) -> Document:
    if not request.sentences:
        return read(path, request.encoding)
    data = files.read_bytes(path)
    content, codec = decode(data, path, request.encoding)
    paragraphs, start = [], 0
    for line in content.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        run = Run(bare, start, start + len(bare))
        paragraphs.append(Paragraph(bare, (run,)))
        start += len(line)
    return Document(path, "text", codec, data, "", tuple(paragraphs))


def _labelled(document: Document, request: Request) -> AlignedSide:
    """Return a document with its language, that of most of its text, and its sentences in it."""
    from workflow.detect import label

    if request.sentences and len(document.paragraphs) > SENTENCES:
        raise _too_long(document.path, len(document.paragraphs))
    texts = [paragraph.text for paragraph in document.paragraphs]
    labelled = label(texts, [paragraph.lang for paragraph in document.paragraphs])
    lang = _main_language(labelled, document.path)
    if request.sentences:
        sentences = [(i, Segment(line, 0, len(line))) for i, line in enumerate(texts)]
    else:
        sentences = sentences_of(document, labelled, lang)
    if len(sentences) > SENTENCES:
        raise _too_long(document.path, len(sentences))
    return AlignedSide(document, labelled, lang, sentences)


def _too_long(path: str, count: int) -> DocumentError:
    return DocumentError(
        f"{path} has {count:,} sentences, more than the {SENTENCES:,} that are aligned at once",
        "Split both documents at the same chapter and align the parts.",
    )


def _main_language(labelled: list[Labelled], path: str) -> str:
    sizes: Counter[str] = Counter()
    for label in labelled:
        for passage in label.passages:
            detection: Detection = passage.detection
            if detection.lang != "und":
                sizes[detection.lang] += passage.stop - passage.start
    if not sizes:
        raise DocumentError(f"{path} has no sentence to align", "Name a document with text")
    return sizes.most_common(1)[0][0]


def _aligned(
    pair: tuple[AlignedSide, AlignedSide], request: Request, store: Store | None, run: int
) -> Aligned:
    """Align two documents, the English one last; store and write what is asked."""
    source, target = pair
    if source.lang == target.lang:
        raise UsageError(
            f"{source.document.path} and {target.document.path}"
            f" are both {languages.name(source.lang)}",
            "Name a document and its translation; `workflow detect FILE` shows languages.",
        )
    if source.lang == "en":
        source, target = target, source
    _comparable(source, target)
    sides = [
        [text.clean(segment.text) for _, segment in side.sentences] for side in (source, target)
    ]
    breaks = ((), ()) if request.sentences else tuple(
        [paragraph for paragraph, _ in side.sentences] for side in (source, target)
    )  # fmt: skip
    beads = align(sides[0], sides[1], mode=request.mode, paragraphs=(breaks[0], breaks[1]))
    done = Aligned(
        source.document.path,
        target.document.path,
        (source.lang, target.lang),
        (len(sides[0]), len(sides[1])),
        beads,
        relatedness(beads),
    )
    if done.score < RELATED:
        raise DocumentError(
            f"{done.source} and {done.target} do not say the same: their score is"
            f" {done.score:.2f}, translations reach 0.40 and more",
            "Check that the files belong together.",
        )
    if store is not None:
        saved = store.save_alignment(run, source, target, beads, mode=request.mode, find=_findings)
        done.pairs = {
            "inserted": saved.inserted,
            "updated": saved.updated,
            "unchanged": saved.unchanged,
            "kept": saved.kept,
        }
    _write(done, (source, target), request)
    return done


def _comparable(source: AlignedSide, target: AlignedSide) -> None:
    short, long = sorted((source, target), key=lambda side: len(side.sentences))
    if len(long.sentences) > LONGER * max(1, len(short.sentences)):
        raise DocumentError(
            f"{long.document.path} has {len(long.sentences):,} sentences and"
            f" {short.document.path} only {len(short.sentences):,}",
            "Cut out the part that is translated, and align that.",
        )


def _findings(pair: Pair) -> list[Finding]:
    return [f for check in registry.checks().values() for f in check.find(pair)]


def _write(done: Aligned, sides: tuple[AlignedSide, AlignedSide], request: Request) -> None:
    if request.beads is not None:
        turned = done.source != request.source
        beads = [replace(b, source=b.target, target=b.source) if turned else b for b in done.beads]
        files.write_bytes(str(request.beads), bead_files.to_text(beads).encode())
        done.written.append(str(request.beads))
    if request.html is not None:
        from workflow.align.report import Column, page

        columns = [
            Column(s.document.path, s.lang, [(n, segment.text) for n, segment in s.sentences])
            for s in sides
        ]
        request.html.parent.mkdir(parents=True, exist_ok=True)
        files.write_bytes(str(request.html), page(columns[0], columns[1], done.beads))
        done.written.append(str(request.html))


def read_beads(path: str) -> list[Bead]:
    """Read a file of beads; `DocumentError` if it is none."""
    return bead_files.from_text(files.read_bytes(path).decode("utf-8", "replace"), path)
