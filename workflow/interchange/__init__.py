"""Formats in which other programs take and give what the desk knows."""
