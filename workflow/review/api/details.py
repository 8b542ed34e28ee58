"""All that the app shows of one pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.memory.diff import diff
from workflow.review.api import shapes
from workflow.review.api.presence import editors
from workflow.review.api.terms import terms

if TYPE_CHECKING:
    from workflow.model import Provenance
    from workflow.review.api.call import Call
    from workflow.store import Store
    from workflow.store.review.filters import Filter

_NEAR = 2


def details(call: Call, store: Store, number: int, wish: Filter) -> dict[str, Any]:
    """Return a pair with its history, remarks, terms, matches, and what is around it."""
    reviews = store.reviews
    stored = reviews.get(number)
    cursor = reviews.cursor(number, wish)
    draft = reviews.draft(number)
    before, after = reviews.neighbours(number, _NEAR)
    comments = [shapes.comment(each) for each in reviews.comments(number)]
    found: dict[str, Any] = shapes.pair(stored)
    found |= {
        "cursor": cursor,
        "machine": draft,
        "made_by": _made_by(stored.pair.provenance),
        "changes": None if draft is None else _changes(draft, stored.pair.target),
        "findings": [shapes.noticed(each) for each in reviews.findings(number)],
        "terms": terms(stored.pair),
        "matches": [
            {
                "pair": match.match,
                "kind": match.kind,
                "percent": match.percent,
                "source": match.source,
                "target": match.target,
                "changes": _changes(match.source, stored.pair.source),
            }
            for match in store.suggestions([number]).get(number, ())
        ],
        "comments": comments,
        "history": [shapes.revision(each) for each in reversed(reviews.history(number))],
        "identical": len(reviews.identical(number)),
        "before": [shapes.neighbour(each) for each in before],
        "after": [shapes.neighbour(each) for each in after],
        "previous": _near(store, wish, cursor, back=True),
        "next": _near(store, wish, cursor, back=False),
        "editors": editors(call, number),
    }
    return found


def _near(store: Store, wish: Filter, cursor: str, *, back: bool) -> int | None:
    rows, _ = store.reviews.page(wish, after=cursor, back=back, limit=1)
    return rows[0].stored.id if rows else None


def _made_by(provenance: Provenance | None) -> str:
    return f"{provenance.engine} {provenance.model}" if provenance else ""


def _changes(a: str, b: str) -> list[list[str]]:
    """Return what differs, `[operation, stretch of a, stretch of b]` in order."""
    return [[c.op.value, a[slice(*c.a_span)], b[slice(*c.b_span)]] for c in diff(a, b)]
