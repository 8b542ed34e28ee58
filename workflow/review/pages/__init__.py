"""The review app's pages, as Datasette routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.review.pages.assets import asset
from workflow.review.pages.language import language
from workflow.review.pages.pair import pair
from workflow.review.pages.queue import queue

if TYPE_CHECKING:
    from collections.abc import Callable

ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"^/-/review$", queue),
    (r"^/-/review/pair/(?P<pair>\d{1,18})$", pair),
    (r"^/-/review/language/(?P<lang>[a-z]{2})$", language),
    (r"^/-/review/static/(?P<digest>[0-9a-f]+)/(?P<name>[a-z-]+\.[a-z]+)$", asset),
]
