"""Scripts and styles: our own files, under an address that changes when they do."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from datasette.utils.asgi import Response

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@cache
def contents() -> dict[str, bytes]:
    """Return every file by name."""
    folder = files("workflow.review") / "static"
    every = sorted(folder.iterdir(), key=lambda each: each.name)
    return {each.name: each.read_bytes() for each in every if each.name.split(".")[-1] in TYPES}


@cache
def digest() -> str:
    """Return a digest of all files: what a browser keeps under it never changes."""
    total = hashlib.sha256()
    for name, content in contents().items():
        total.update(name.encode() + b"\0" + content)
    return total.hexdigest()[:12]


async def asset(request: Request) -> Response:
    """Answer with a file; anybody may have it, for the login page needs it."""
    name = request.url_vars["name"]
    content = contents().get(name)
    if content is None:
        return Response.text("There is no such file.", status=404)
    kept = request.url_vars["digest"] == digest()
    return Response(
        content.decode(),
        headers={"Cache-Control": "public, max-age=31536000, immutable" if kept else "no-cache"},
        content_type=f"{TYPES[name.rpartition('.')[2]]}; charset=utf-8",
    )
