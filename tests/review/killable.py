"""A review server to be killed: a process that others are forked from, so that ten cost as one."""

from __future__ import annotations

import datasette.app  # noqa: F401 (read before the fork)
import uvicorn  # noqa: F401

from workflow.review import plugin  # noqa: F401
from workflow.review.api import terms
from workflow.review.server import build, serve

terms.warm_up()


def run(path: str, said) -> None:
    """Serve a database and send the address through `said`."""
    datasette, desk = build(path)
    serve(datasette, desk, port=0, ready=lambda started: said.send(started.url))
