"""The starter package that the distribution brings, used where no other is installed."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "translate-ru_en"
DIGEST = "489e30114bf801ec3de250af34d52399ad7fa50c7e837e861c7a32a67ce2842b"
"""What `workflow.models.model.digest(FOLDER)` gives: the one line to change with the folder."""
