"""The review app's pages, as Datasette routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.review.access import PREFIX
from workflow.review.pages.alignment import alignment
from workflow.review.pages.assets import asset
from workflow.review.pages.documents import document, documents
from workflow.review.pages.language import language
from workflow.review.pages.overview import overview
from workflow.review.pages.pair import pair
from workflow.review.pages.queue import queue

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER = r"(?P<number>\d{1,18})"
ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (rf"{PREFIX}$", queue),
    (rf"{PREFIX}/pair/{_NUMBER}$", pair),
    (rf"{PREFIX}/documents$", documents),
    (rf"{PREFIX}/document/{_NUMBER}$", document),
    (rf"{PREFIX}/alignment/{_NUMBER}$", alignment),
    (rf"{PREFIX}/overview$", overview),
    (rf"{PREFIX}/language/(?P<lang>[a-z]{{2}})$", language),
    (rf"{PREFIX}/static/(?P<digest>[0-9a-f]+)/(?P<name>[a-z-]+\.[a-z]+)$", asset),
]
