"""Alignments: their beads, and how people change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.errors import MissingError
from workflow.review.api import shapes, values
from workflow.review.api.endpoint import reading, writing
from workflow.review.api.terms import find

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflow.review.api.call import Call
    from workflow.store import Store


@reading()
async def alignment(call: Call) -> dict[str, Any]:
    """Answer with an alignment and its beads."""
    return await call.read(lambda store: _answer(store, call.number))


@writing("review-edit")
async def merge(call: Call) -> dict[str, Any]:
    """Make one bead of a bead and the next."""
    bead = values.number(call.values, "bead")
    return await _edit(
        call, lambda store, **who: store.merge_beads(call.number, bead, find=find, **who)
    )


@writing("review-edit")
async def split(call: Call) -> dict[str, Any]:
    """Cut a bead after some of its sentences."""
    bead, sizes = values.number(call.values, "bead"), call.values.get("sizes")
    if not (isinstance(sizes, list) and [type(size) for size in sizes] == [int, int]):
        raise values.BadValue("sizes", "sizes must be two whole numbers")
    return await _edit(
        call,
        lambda store, **who: store.split_bead(
            call.number, bead, (sizes[0], sizes[1]), find=find, **who
        ),
    )


@writing("review-edit")
async def shift(call: Call) -> dict[str, Any]:
    """Move sentences over the border of a bead and the next."""
    bead, count = (values.number(call.values, name) for name in ("bead", "count"))
    side = values.text(call.values, "side")
    if side not in ("source", "target"):
        raise values.BadValue("side", "side must be source or target")
    return await _edit(
        call,
        lambda store, **who: store.shift_border(call.number, bead, side, count, find=find, **who),
    )


@writing("review-edit")
async def undo(call: Call) -> dict[str, Any]:
    """Take back the newest change that is not taken back yet."""
    return await _edit(call, lambda store, **who: store.undo_edit(call.number, find=find, **who))


async def _edit(call: Call, change: Callable[..., object]) -> dict[str, Any]:
    version = values.number(call.values, "version")
    await call.write(lambda store: change(store, version=version, who=call.who))
    return await call.read(lambda store: _answer(store, call.number))


def _answer(store: Store, number: int) -> dict[str, Any]:
    found = store.alignment(number)
    if found is None:
        raise MissingError(f"there is no alignment {number}", "Go back to the document.")
    return {"alignment": shapes.alignment(found)}
