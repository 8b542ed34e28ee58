"""The filter of the queue as the address of a page has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from workflow.review.api.values import FIELDS

if TYPE_CHECKING:
    from datasette.utils.asgi import Request


def read(request: Request) -> dict[str, str]:
    """Return what the address asks for; fields that are empty filter nothing."""
    given = {name: ",".join(request.args.getlist(name)).strip() for name in FIELDS}
    return {name: value for name, value in given.items() if value}


def query(chosen: dict[str, str], **changes: Any) -> str:
    """Return the part of an address after `?` for a filter with some fields changed.

    An empty value takes the field away. The same filter always has the same address.
    """
    changed = {**chosen, **{name: str(value) for name, value in changes.items()}}
    known = [name for name in FIELDS if changed.get(name)]
    others = [name for name in changed if name not in FIELDS and changed[name]]
    return urlencode([(name, changed[name]) for name in (*known, *others)])
