"""Numbers in texts."""
