"""Documents: which there are, and each in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.errors import MissingError
from workflow.review.api import shapes, values
from workflow.review.pages.call import opened
from workflow.review.pages.charts import bar
from workflow.review.pages.render import page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

    from workflow.store import Store
    from workflow.store.review.reading import Block
    from workflow.store.review.tally import Progress

DOCUMENTS, PARAGRAPHS = 100, 200


async def documents(datasette: Datasette, request: Request) -> Response:
    """Show the documents with how far review has come, and the alignments."""
    call = await opened(datasette, request)
    after = request.args.get("after") or ""

    def work(store: Store) -> dict[str, Any]:
        found = store.reviews.progress(after=after, limit=DOCUMENTS)
        return {
            "documents": [entry(each) for each in found],
            "next": found[-1].name if len(found) == DOCUMENTS else "",
            "alignments": [] if after else list(store.alignments()),
        }

    return await page(datasette, request, "documents.html", bar=bar, **await call.read(work))


async def document(datasette: Datasette, request: Request) -> Response:
    """Show a document: its paragraphs in order, their pairs, and what was left as it is."""
    call = await opened(datasette, request)
    given = request.args.get("after")
    after = values.number({"after": given}, "after") if given else None

    def work(store: Store) -> dict[str, Any]:
        found = store.document(call.number)
        if found is None:
            raise MissingError(f"there is no document {call.number}", "It may have been removed.")
        start = -1 if after is None else after
        blocks = store.reviews.blocks(found.id, after=start, limit=PARAGRAPHS)
        return {
            "document": found,
            "alignments": [a for a in store.alignments() if found.path in (a.source, a.target)],
            "paragraphs": [_paragraph(each) for each in blocks],
            "next": blocks[-1].position if len(blocks) == PARAGRAPHS else None,
        }

    return await page(datasette, request, "document.html", after=after, **await call.read(work))


def _paragraph(found: Block) -> dict[str, Any]:
    pieces = [
        {
            "text": found.text[piece.start : piece.stop],
            "lang": piece.lang,
            "pairs": [shapes.pair(stored) for stored in piece.pairs],
        }
        for piece in found.pieces
    ]
    return {
        "position": found.position,
        "kind": found.kind,
        "place": found.place,
        "pieces": pieces,
    }


def entry(found: Progress) -> dict[str, Any]:
    """Return a document as tables of progress list it."""
    return {
        "name": found.title or found.name,
        "link": f"/document/{found.id}",
        "statuses": dict(found.statuses),
    }
