"""Where links, bold words and other markup inside a sentence fall in its translation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workflow.documents.splice import has_markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.engines.base import Engine
    from workflow.model import Document, Edit


def linked(document: Document, edits: Sequence[Edit], engine: Engine) -> list[Edit]:
    """Return the edits, with links for those whose old text has markup inside.

    Raises `EngineError`.
    """
    marked = [n for n, edit in enumerate(edits) if edit.text and has_markup(document, edit)]
    if not marked:
        return list(edits)
    olds = [document.paragraphs[edits[n].paragraph].text for n in marked]
    pairs = [
        (old[edits[n].start : edits[n].stop], edits[n].text)
        for n, old in zip(marked, olds, strict=True)
    ]
    done = list(edits)
    for number, links in zip(marked, engine.links(pairs), strict=True):
        done[number] = replace(edits[number], links=links)
    return done
