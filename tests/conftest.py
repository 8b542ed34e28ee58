from __future__ import annotations


def pytest_collection_modifyitems(items):
    """Begin with the longest test, so that it does not run alone at the end on one core."""
    items.sort(key=lambda item: "random_moments_then_resume" not in item.nodeid)
