"""The starter package that the distribution brings, used where no other is installed."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "translate-ru_en"
DIGEST = "cab5fafb4838c82963ffba8c85f67adab063f0253b5d8ffaa7144fa35224ff03"
"""What `workflow.models.model.digest(FOLDER)` gives: the one line to change with the folder."""
