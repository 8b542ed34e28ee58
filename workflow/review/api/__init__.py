"""The review app's JSON endpoints, as Datasette routes; `docs/review-api.md` describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.review.access import API
from workflow.review.api import alignments, documents, export, lists, many, pairs, presence

if TYPE_CHECKING:
    from collections.abc import Callable

_VIEWS = {
    "queue": lists.queue,
    "counts": lists.counts,
    "choices": lists.choices,
    "next": lists.following,
    "overview": documents.overview,
    "export": export.export,
    "bulk": many.bulk,
    "revert": many.revert,
    "document/N": documents.document,
    "pair/N": pairs.pair,
    "pair/N/save": pairs.save,
    "pair/N/approve": pairs.approve,
    "pair/N/reject": pairs.reject,
    "pair/N/rework": pairs.rework,
    "pair/N/revert": pairs.revert,
    "pair/N/comment": pairs.comment,
    "pair/N/dismiss": pairs.dismiss,
    "pair/N/presence": presence.presence,
    "alignment/N": alignments.alignment,
    "alignment/N/merge": alignments.merge,
    "alignment/N/split": alignments.split,
    "alignment/N/shift": alignments.shift,
    "alignment/N/undo": alignments.undo,
}

ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (f"^{API}{route.replace('N', '(?P<number>[0-9]{1,18})')}$", view)
    for route, view in _VIEWS.items()
]
"""Regular expressions of paths, and their views."""
