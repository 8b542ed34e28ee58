"""Pairs on their way out and in: translation units, selections, and corrections merged."""
