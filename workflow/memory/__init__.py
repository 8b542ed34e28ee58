"""The translation memory: how alike two sentences are, and what was made of the like before."""

from workflow.memory.diff import Change, Op, diff
from workflow.memory.match import BANDS, Kind, Match, Query, band
from workflow.memory.memory import THRESHOLD, Memory
from workflow.memory.phrasebook import Hint
from workflow.memory.similarity import similarity

__all__ = [
    "BANDS",
    "THRESHOLD",
    "Change",
    "Hint",
    "Kind",
    "Match",
    "Memory",
    "Op",
    "Query",
    "band",
    "diff",
    "similarity",
]
