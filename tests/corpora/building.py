"""Pairs as an export sees them, for the tests of what it leaves out and how it parts them."""

from __future__ import annotations

from workflow.store.exchange.selection import Candidate


def pair(
    number: int,
    source: str,
    target: str = "",
    status: str = "machine",
    document: int = 0,
    worst: int = 0,
) -> Candidate:
    return Candidate(number, source, target or f"English of {source}", status, document, worst, "")
