"""Documents in reading order, and how far review has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.errors import MissingError
from workflow.review.api import shapes, values
from workflow.review.api.endpoint import reading

if TYPE_CHECKING:
    from workflow.review.api.call import Call
    from workflow.store import Store

PAGE, LONGEST_PAGE = 100, 1000
DOCUMENTS = 100


@reading()
async def document(call: Call) -> dict[str, Any]:
    """Answer with a page of a document: its paragraphs, and the pairs that stand in them."""
    after, limit = (
        values.number(call.values, "after", -1),
        values.limit(call.values, PAGE, LONGEST_PAGE),
    )

    def work(store: Store) -> dict[str, Any]:
        found = store.document(call.number)
        if found is None:
            raise MissingError(f"there is no document {call.number}", "Go back to the overview.")
        blocks = store.reviews.blocks(found.id, after=after, limit=limit + 1)
        return {
            "document": {
                "id": found.id,
                "path": found.path,
                "title": found.title,
                "format": found.format,
                "updated_at": found.updated_at,
            },
            "alignments": [
                {"id": number, "source": source, "target": target}
                for number, source, target in store.reviews.alignments(found.id)
            ],
            "paragraphs": [shapes.block(block) for block in blocks[:limit]],
            "next": blocks[limit - 1].position if len(blocks) > limit else None,
        }

    return await call.read(work)


@reading()
async def overview(call: Call) -> dict[str, Any]:
    """Answer with how far review has come: documents by the hundred, and everything together."""
    after = values.text(call.values, "after", "")

    def work(store: Store) -> dict[str, Any]:
        found = store.reviews.progress(after=after, limit=DOCUMENTS + 1)
        return {
            **shapes.standing(store.reviews.standing()),
            "documents": [shapes.progress(each) for each in found[:DOCUMENTS]],
            "next": found[DOCUMENTS - 1].name if len(found) > DOCUMENTS else None,
        }

    return await call.read(work)
