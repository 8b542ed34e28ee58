"""Sentences with offsets, and clauses of sentences that are too long for a model."""

from __future__ import annotations

from workflow.segment.clauses import clauses
from workflow.segment.sentences import VERSION, segment

__all__ = ["VERSION", "clauses", "segment"]
