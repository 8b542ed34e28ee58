"""Which exchange format a file has: by its ending, or as the user says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow import registry
from workflow.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from workflow.interchange.base import PairFormat


def form_of(path: Path, name: str | None) -> PairFormat:
    """Return the format of that name, or of the path's ending; `UsageError` if there is none."""
    known = registry.pair_formats()
    if name is not None:
        if name not in known:
            raise UsageError(f"{name} is no exchange format", f"Known: {', '.join(known)}.")
        return known[name]
    suffix = path.suffix.lower()
    for form in known.values():
        if suffix in form.suffixes:
            return form
    raise UsageError(
        f"the ending of {path} is no exchange format's",
        f"Name the format: --format NAME, of {', '.join(known)}.",
    )
