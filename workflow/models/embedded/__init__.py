"""The starter package that the distribution brings, used where no other is installed."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "translate-ru_en"
DIGEST = "41f9c9b60749550672a49a1c611cff6f1252241b9c162dffa31662fcb340a109"
"""What `workflow.models.model.digest(FOLDER)` gives: the one line to change with the folder."""
