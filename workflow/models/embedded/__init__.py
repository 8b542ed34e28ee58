"""The starter package that the distribution brings, used where no other is installed."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "translate-ru_en"
DIGEST = "ee1b856f9d118662293cc7673a91bd37c73315b793e0c0389338123edb052c6a"
"""What `workflow.models.model.digest(FOLDER)` gives: the one line to change with the folder."""
