"""The starter package that the distribution brings, used where no other is installed."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "translate-ru_en"
DIGEST = "9b914470a531ec7793dcf015e5f7dd6e9ffd8b6f947258d0ea692142acc72c78"
"""What `workflow.models.model.digest(FOLDER)` gives: the one line to change with the folder."""
