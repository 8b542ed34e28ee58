"""The filter of the queue as the address of a page has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

FIELDS = (
    "status",
    "document",
    "lang",
    "origin",
    "finding",
    "term",
    "score_min",
    "score_max",
    "reviewer",
    "since",
    "until",
    "text",
)
"""The names of the filter in their order in an address; the API has the same."""


def read(request: Request) -> dict[str, str]:
    """Return what the address asks for; fields that are empty filter nothing."""
    given = {name: (request.args.get(name) or "").strip() for name in FIELDS}
    return {name: value for name, value in given.items() if value}


def query(chosen: dict[str, str], **changes: Any) -> str:
    """Return the part of an address after `?` for a filter with some fields changed or, empty, left.

    The same filter always has the same address.
    """
    changed = {**chosen, **{name: str(value) for name, value in changes.items()}}
    known = [name for name in FIELDS if changed.get(name)]
    others = [name for name in changed if name not in FIELDS and changed[name]]
    return urlencode([(name, changed[name]) for name in (*known, *others)])
