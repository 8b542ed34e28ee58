"""The starter package that the distribution brings, used where no other is installed."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "translate-ru_en"
DIGEST = "c96c88ce1727fc82db14afabe197c93027a4459dfd1c9fe36496dd9a0ab64802"
"""What `workflow.models.model.digest(FOLDER)` gives: the one line to change with the folder."""
