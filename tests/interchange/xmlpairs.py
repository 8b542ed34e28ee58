"""What formats of text bring back of a unit: characters that XML cannot hold are replaced."""

from __future__ import annotations

from dataclasses import fields, replace

from workflow.model import Finding
from workflow.xmltext import holdable


def shown(value):
    if isinstance(value, Finding):
        return replace(value, message=holdable(value.message))
    if isinstance(value, tuple):
        return tuple(shown(item) for item in value)
    return holdable(str(value)) if isinstance(value, str) else value


def as_written(unit):
    """Return the unit with something to see in place of each such character."""
    return replace(unit, **{f.name: shown(getattr(unit, f.name)) for f in fields(unit)})
