"""Small documents for the store's tests, and the changes that people make to pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.model import (
    Detection,
    Document,
    Finding,
    Labelled,
    Origin,
    Pair,
    Paragraph,
    Passage,
    Provenance,
    Run,
    Segment,
    Severity,
)
from workflow.store import PlacedPair

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workflow.store import SavedDocument, Store

MODEL = Provenance("argos", "translate-ru_en", "0" * 64, '{"beam_size": 4}', "segmenter 1")
RUSSIAN = Detection("ru", 0.99, "alphabet", "the letter ы")


def page(
    paragraphs: Sequence[Sequence[str]], path: str = "/desk/news.txt", gap: str = " "
) -> Document:
    """Return a text document; each paragraph is given as its sentences."""
    found = []
    start = 0
    for sentences in paragraphs:
        text = gap.join(sentences)
        runs = (Run(text, start, start + len(text)),) if text else ()
        found.append(Paragraph(text, runs))
        start += len(text) + 1
    source = "\n".join(p.text for p in found).encode("utf-8", "surrogatepass")
    return Document(path, "text", "utf-8", source, "News", tuple(found))


def labels(document: Document, detection: Detection = RUSSIAN) -> list[Labelled]:
    return [
        Labelled(detection, (Passage(0, len(p.text), detection),) if p.text else ())
        for p in document.paragraphs
    ]


def machine(source: str) -> Pair:
    """Return what the machine of these tests makes of a sentence."""
    findings = (Finding("numbers", Severity.WARNING, f"5 is missing from {source}"),)
    return Pair(
        source,
        f"English of {source}",
        "ru",
        "en",
        Origin.MACHINE,
        score=-0.25,
        provenance=MODEL,
        findings=findings if "5" in source else (),
    )


def place(
    paragraphs: Sequence[Sequence[str]], make: Callable[[str], Pair] = machine, gap: str = " "
) -> list[PlacedPair]:
    placed = []
    for number, sentences in enumerate(paragraphs):
        start = 0
        for sentence in sentences:
            segment = Segment(sentence, start, start + len(sentence))
            placed.append(PlacedPair(number, segment, make(sentence)))
            start = segment.stop + len(gap)
    return placed


def save(
    store: Store,
    paragraphs: Sequence[Sequence[str]],
    path: str = "/desk/news.txt",
    make: Callable[[str], Pair] = machine,
) -> SavedDocument:
    document = page(paragraphs, path)
    run = store.begin_run("translate", {})
    return store.save_document(run, document, labels(document), place(paragraphs, make))


def decide(store: Store, pair: int, status: str, target: str | None = None) -> None:
    """Change a pair as a reviewer does."""
    store.db.execute(
        "UPDATE pairs SET status = ?, target = coalesce(?, target), version = version + 1"
        " WHERE id = ?",
        [status, target, pair],
    )


def everything(store: Store) -> list[str]:
    """Return the whole database as SQL, times and row numbers included, but for the runs."""
    return [line for line in store.db.conn.iterdump() if not line.startswith('INSERT INTO "runs"')]
