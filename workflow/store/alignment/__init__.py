"""Alignments: their sentences and beads, what people changed about them, and their pairs."""
