"""How far review has come, as tables and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from workflow.review.api import shapes
from workflow.review.pages.call import opened
from workflow.review.pages.charts import ORDER, bar, line
from workflow.review.pages.documents import DOCUMENTS, entry
from workflow.review.pages.render import page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

    from workflow.store import Store


async def overview(datasette: Datasette, request: Request) -> Response:
    """Show the progress of everything, and what it took."""
    call = await opened(datasette, request)

    def work(store: Store) -> dict[str, Any]:
        found = shapes.standing(store.reviews.standing())
        days = [(day["day"], day["mean"], day["pairs"]) for day in found["distance"]]
        return {
            "statuses": found["statuses"],
            "total": sum(found["statuses"].values()),
            "languages": [
                _entry(each["lang"], each["statuses"], lang=each["lang"].partition("-")[0])
                for each in found["languages"]
            ],
            "reviewers": [
                _entry(each["name"], each["statuses"], reviewer=each["name"])
                for each in found["reviewers"]
            ],
            "findings": found["findings"],
            "line": line(days),
            "documents": [entry(each) for each in store.reviews.progress(limit=DOCUMENTS)],
        }

    order = [status.value for status in ORDER]
    return await page(
        datasette, request, "overview.html", bar=bar, order=order, **await call.read(work)
    )


def _entry(name: str, statuses: dict[str, int], **wish: str) -> dict[str, Any]:
    return {"name": name, "link": f"?{urlencode(wish)}", "statuses": statuses}
