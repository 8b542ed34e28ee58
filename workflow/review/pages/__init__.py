"""The review app's pages, as Datasette routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROUTES: list[tuple[str, Callable[..., Any]]] = []
