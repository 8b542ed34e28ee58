"""What every check does: look at a pair, say what it noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from workflow.languages import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.model import Finding, Pair


class Check(Protocol):
    """A check looks at one pair and nothing else; it never changes or drops it."""

    name: ClassVar[str]
    """What `Finding.check` says."""

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield what is worth a reviewer's look; nothing for a good pair."""
        ...


def the(lang: str) -> str:
    """Return what a message calls the text in a language: `the English`."""
    return f"the {NAMES.get(lang, f'text in {lang}')}"
