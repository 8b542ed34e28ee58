"""Who has a pair open: a hint for people, kept in the server's memory, never a lock."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from workflow.review.api import values
from workflow.review.api.endpoint import writing

if TYPE_CHECKING:
    from datasette.app import Datasette

    from workflow.review.api.call import Call

SECONDS = 30.0
"""After so long without a sign, somebody is thought to have gone."""

_Seen = defaultdict[int, dict[str, float]]
_SEEN: WeakKeyDictionary[Datasette, _Seen] = WeakKeyDictionary()


@writing("review-edit")
async def presence(call: Call) -> dict[str, Any]:
    """Note that somebody has a pair open, or no longer; answer with who else has."""
    gone = values.flag(call.values, "gone")
    seen: _Seen = _SEEN.setdefault(call.datasette, defaultdict(dict))
    if gone:
        seen[call.number].pop(call.who, None)
    else:
        seen[call.number][call.who] = time.monotonic()
    return {"editors": editors(call, call.number)}


def editors(call: Call, number: int) -> list[str]:
    """Return who else has a pair open."""
    seen = _SEEN.get(call.datasette) or _Seen(dict)
    late = time.monotonic() - SECONDS
    here = {name: at for name, at in seen.get(number, {}).items() if at > late}
    if number in seen:
        seen[number] = here
    if not here:
        seen.pop(number, None)
    return sorted(name for name in here if name != call.who)
