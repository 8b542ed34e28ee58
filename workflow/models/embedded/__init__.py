"""The starter package that the distribution brings, used where no other is installed."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "translate-ru_en"
DIGEST = "d0453544d53d9aee34892efc70b572d8f2fe18cc5775714073b612e9219e47f7"
"""What `workflow.models.model.digest(FOLDER)` gives: the one line to change with the folder."""
