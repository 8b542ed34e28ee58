"""Where links, bold words and other markup inside a sentence fall in its translation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workflow.documents.splice import with_markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.engines.base import Engine
    from workflow.model import Document, Edit


def linked(document: Document, edits: Sequence[Edit], engine: Engine) -> list[Edit]:
    """Return the edits, with links for those whose old text has markup inside.

    Raises `EngineError`.
    """
    done = list(edits)
    marked = with_markup(document, edits)
    if not marked:
        return done
    pairs = [
        (document.paragraphs[edit.paragraph].text[edit.start : edit.stop], edit.text)
        for edit in map(edits.__getitem__, marked)
    ]
    for number, links in zip(marked, engine.links(pairs), strict=True):
        done[number] = replace(edits[number], links=links)
    return done
