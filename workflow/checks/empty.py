"""Whether the pair has two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from workflow.checks.base import the
from workflow.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.model import Pair


class Empty:
    """Find a side with no letter and no digit where the other has some."""

    name: ClassVar[str] = "empty"

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield an error for an empty target, or for a target of nothing."""
        source, target = _says(pair.source), _says(pair.target)
        if source and not target:
            rest = "empty" if not pair.target.strip() else "nothing but signs"
            yield Finding(self.name, Severity.ERROR, f"{the(pair.target_lang)} is {rest}")
        elif target and not source:
            message = (
                f"{the(pair.target_lang)} translates nothing: {the(pair.source_lang)} is empty"
            )
            yield Finding(self.name, Severity.ERROR, message)


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))
