"""`workflow detect`: the language decisions of documents, nothing stored."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from workflow import registry, text
from workflow.documents import collect
from workflow.errors import DocumentError
from workflow.pipeline.translate import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

START = 60
"""How many characters of a paragraph are shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph's decision, or a passage's if its paragraph mixes languages.

    `number` is `3` for the third paragraph, `3.2` for its second passage.
    """

    number: str
    lang: str
    confidence: float
    detector: str
    reason: str
    start: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided about a document, or why it could not be read."""

    path: str
    format: str = ""
    encoding: str = ""
    rows: tuple[Row, ...] = ()
    error: DocumentError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        rows = [asdict(row) for row in self.rows]
        values = {"path": self.path, "format": self.format, "encoding": self.encoding}
        return values | {"paragraphs": rows, "error": self.error and self.error.message}


def detect_documents(paths: Sequence[str], encoding: str | None = None) -> Iterator[Decisions]:
    """Yield the language decisions of each document."""
    found = collect.collect(paths, registry.suffixes())
    for path, error in found.errors:
        yield Decisions(path, error=error)
    for path in found.paths:
        yield _decisions(path, encoding)


def _decisions(path: str, encoding: str | None) -> Decisions:
    from workflow.detect import label

    try:
        document = read(path, encoding)
    except DocumentError as error:
        return Decisions(path, error=error)
    texts = [paragraph.text for paragraph in document.paragraphs]
    rows = []
    labels = label(texts, [paragraph.lang for paragraph in document.paragraphs])
    for number, (whole, labelled) in enumerate(zip(texts, labels, strict=True), 1):
        stretches = [(str(number), labelled.detection, whole)]
        if len(labelled.passages) > 1:
            stretches += [
                (f"{number}.{n}", passage.detection, whole[passage.start : passage.stop])
                for n, passage in enumerate(labelled.passages, 1)
            ]
        for name, d, stretch in stretches:
            start = text.clean(stretch)
            start = start if len(start) <= START else start[: START - 1] + "…"
            rows.append(Row(name, d.lang, d.confidence, d.detector, d.reason, start))
    return Decisions(path, document.format, document.encoding, tuple(rows))
