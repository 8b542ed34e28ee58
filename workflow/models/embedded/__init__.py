"""The starter package that the distribution brings, used where no other is installed."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "translate-ru_en"
DIGEST = "f6b59de24f37d8f52eb3424988d27e5da96b1c50f693d996f273953a65c3e969"
"""What `workflow.models.model.digest(FOLDER)` gives: the one line to change with the folder."""
