"""Which language is this? Script first, then letters, then n-grams, then the neighbours.

`und` is an answer: text without words, or with too few to tell, is not given a language.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from workflow.languages import code, name
from workflow.model import UNDETERMINED, Detection, Labelled, Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.detect.passages import Piece

__all__ = ["detect", "label"]

_WORDLESS = Detection(UNDETERMINED, 0.0, "script", "no words")


def detect(text: str) -> Detection:
    """Return the language of a text on its own: the one that most of it is in if languages mix."""
    return _read(text)[0].detection


def label(texts: Sequence[str], hints: Sequence[str | None] = ()) -> list[Labelled]:
    """Return the languages of a document's paragraphs, given in reading order.

    What proves nothing alone takes the language of its neighbours in the same script; `hints` are
    the languages that the document declares for its paragraphs, which count for less.
    """
    from workflow.detect.neighbours import Neighbours, is_sure, settle

    read = [_read(text) for text in texts]
    neighbours = Neighbours()
    for place, (labelled, found) in enumerate(read):
        for passage, piece in zip(labelled.passages, found, strict=False):
            if is_sure(passage.detection, piece.evidence):
                neighbours.add(place, piece.evidence.script, passage.detection.lang)
    settled = []
    for place, ((labelled, found), hint) in enumerate(zip_longest(read, hints[: len(read)])):
        evidence = found[0].evidence if found else None
        if len(found) < 2 and not is_sure(labelled.detection, evidence):  # noqa: PLR2004
            near = neighbours.near(place, evidence.script if evidence else "")
            detection = settle(labelled.detection, evidence, near, code(hint or ""))
            passages = tuple(replace(p, detection=detection) for p in labelled.passages)
            labelled = Labelled(detection, passages)  # noqa: PLW2901
        settled.append(labelled)
    return settled


def _decide(text: str, piece: Piece) -> Detection:
    from workflow.detect.decide import decide
    from workflow.detect.opinion import MIN_WORDS, second_opinion

    detection = decide(piece.evidence)
    if piece.evidence.script == "Latin" and piece.evidence.count >= MIN_WORDS:
        return second_opinion(text[piece.start : piece.stop], detection)
    return detection


def _read(text: str) -> tuple[Labelled, list[Piece]]:
    """Return the languages of a paragraph on its own, and the evidence for its passages."""
    from workflow.detect.passages import pieces

    found = pieces(text)
    if not found:
        nothing = (Passage(0, len(text), _WORDLESS),) if text else ()
        return Labelled(_WORDLESS, nothing), []
    passages = tuple(Passage(p.start, p.stop, _decide(text, p)) for p in found)
    if len(passages) == 1:
        return Labelled(passages[0].detection, passages), found
    sizes: Counter[str] = Counter()
    for passage in passages:
        sizes[passage.detection.lang] += passage.stop - passage.start
    lang = sizes.most_common(1)[0][0]
    main = max(
        (p.detection for p in passages if p.detection.lang == lang), key=lambda d: d.confidence
    )
    others = " and ".join(name(other) for other in sizes if other != lang)
    reason = f"{main.reason}; with passages in {others}" if others else main.reason
    return Labelled(replace(main, reason=reason), passages), found
