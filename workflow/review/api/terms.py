"""The glossary beside a pair: its terms on both sides, and the findings of a changed text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from workflow.model import Origin, Pair
from workflow.pipeline.glossary import load
from workflow.pipeline.recheck import finder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workflow.glossary import Entry, Glossary
    from workflow.model import Finding


_in_force: dict[str, Path | None] = {"path": None}


def use(path: Path | None) -> None:
    """Put the glossary at a path in force, for the whole process; None is the default one.

    Raises `GlossaryError` where it cannot be read.
    """
    _in_force["path"] = path
    glossary.cache_clear()
    _finder.cache_clear()
    glossary()


@cache
def glossary() -> Glossary:
    """Return the glossary in force, read once."""
    return load(_in_force["path"])


def find(pair: Pair) -> list[Finding]:
    """Return the findings of a pair that a person has changed."""
    return _finder()(pair)


@cache
def _finder() -> Callable[[Pair], list[Finding]]:
    return finder(glossary())


def warm_up() -> None:
    """Read what the first `find` would read."""
    find(Pair("Суд отклонил жалобу.", "The court said no.", "ru", "en", Origin.HUMAN))


def terms(pair: Pair) -> list[dict[str, Any]]:
    """Return the glossary's terms in a Russian source, and where their English stands."""
    if (pair.source_lang, pair.target_lang) != ("ru", "en"):
        return []
    spans: dict[Entry, list[list[int]]] = {}
    for found in glossary().find(pair.source):
        spans.setdefault(found.entry, []).append([found.start, found.stop])
    return [
        {
            "entry": entry.source,
            "kind": entry.kind,
            "note": entry.note,
            "spans": here,
            "english": list(entry.approved),
            "found": [
                [place.start, place.stop] for place in glossary().in_english(pair.target, entry)
            ],
        }
        for entry, here in spans.items()
    ]
