"""The database of documents and pairs; the only SQL of the project is in this folder.

Importing this package is cheap: SQLite's own modules load when a store is opened.
"""

from workflow.store.alignment.aligned import (
    AlignedSide,
    AlignmentEdit,
    AlignmentOverview,
    BeadState,
    SavedAlignment,
    StoredAlignment,
    StoredBead,
    StoredSentence,
)
from workflow.store.memory.suggestions import StoredSuggestion
from workflow.store.rows import (
    Hit,
    Notice,
    Overview,
    PlacedPair,
    SavedDocument,
    StoredDocument,
    StoredPair,
    StoreStatus,
)
from workflow.store.store import Store

__all__ = [
    "AlignedSide",
    "AlignmentEdit",
    "AlignmentOverview",
    "BeadState",
    "Hit",
    "Notice",
    "Overview",
    "PlacedPair",
    "SavedAlignment",
    "SavedDocument",
    "Store",
    "StoreStatus",
    "StoredAlignment",
    "StoredBead",
    "StoredDocument",
    "StoredPair",
    "StoredSentence",
    "StoredSuggestion",
]
