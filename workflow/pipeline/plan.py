"""What is to be done with one document, before anything is translated: read, label, split, pair."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow import text
from workflow.model import Origin, Pair, Segment, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workflow.model import Demand, Document, Labelled
    from workflow.pipeline.report import Report


@dataclass(frozen=True, slots=True)
class Planned:
    """A source segment of a document, and what the engine would be given of it.

    `pair` is there if the document has its English.
    """

    paragraph: int
    segment: Segment
    sentence: Sentence
    pair: Pair | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A document that was read and understood, and its source segments in reading order."""

    document: Document
    labelled: Sequence[Labelled]
    segments: Sequence[Planned]

    @property
    def languages(self) -> Counter[str]:
        """How many paragraphs are in each language."""
        return Counter(label.detection.lang for label in self.labelled)


def plan(
    document: Document,
    source_lang: str,
    target_lang: str,
    report: Report,
    demands: Callable[[str], tuple[Demand, ...]] = lambda _: (),
) -> Plan:
    """Label, split and pair a document; each step's time is added to `report`.

    `demands` says what the glossary wants of a cleaned sentence.
    """
    from workflow.detect import label

    with report.step("detect"):
        labelled = label(
            [paragraph.text for paragraph in document.paragraphs],
            [paragraph.lang for paragraph in document.paragraphs],
        )
    with report.step("segment"):
        source = sentences_of(document, labelled, source_lang)
        target = sentences_of(document, labelled, target_lang) if source else []
    with report.step("pair"):
        pairs = _paired(document, source, target, source_lang, target_lang)
    with report.step("terms"):
        segments = []
        for index, segment, pair in pairs:
            cleaned = text.clean(segment.text)
            sentence = Sentence(cleaned, demands(cleaned))
            segments.append(Planned(index, segment, sentence, pair))
    return Plan(document, labelled, segments)


def sentences_of(
    document: Document, labelled: Sequence[Labelled], lang: str
) -> list[tuple[int, Segment]]:
    """Return the sentences of every passage in `lang`, each with its paragraph's index."""
    from workflow.segment import segment

    found = []
    for index, label in enumerate(labelled):
        whole = document.paragraphs[index].text
        for passage in label.passages:
            if passage.detection.lang != lang:
                continue
            for s in segment(whole[passage.start : passage.stop], lang):
                start, stop = s.start + passage.start, s.stop + passage.start
                found.append((index, Segment(s.text, start, stop)))
    return found


def _paired(
    document: Document,
    source: list[tuple[int, Segment]],
    target: list[tuple[int, Segment]],
    source_lang: str,
    target_lang: str,
) -> list[tuple[int, Segment, Pair | None]]:
    """Return the source segments; those that the document translates are merged and paired."""
    if not source or not target:
        return [(index, segment, None) for index, segment in source]
    from workflow.align.document import pair_within

    beads = {
        match.source[0]: match
        for match in pair_within(
            [(index, text.clean(segment.text)) for index, segment in source],
            [(index, text.clean(segment.text)) for index, segment in target],
        )
    }
    segments: list[tuple[int, Segment, Pair | None]] = []
    position = 0
    while position < len(source):
        index, segment = source[position]
        match = beads.get(position)
        if match is None:
            segments.append((index, segment, None))
            position += 1
            continue
        start, stop = segment.start, source[match.source[-1]][1].stop
        whole = Segment(document.paragraphs[index].text[start:stop], start, stop)
        english = " ".join(text.clean(target[i][1].text) for i in match.target)
        pair = Pair(
            text.clean(whole.text),
            english,
            source_lang,
            target_lang,
            Origin.DOCUMENT,
            score=match.score,
        )
        segments.append((index, whole, pair))
        position = match.source[-1] + 1
    return segments
