"""Pairing text that stands in two languages."""
