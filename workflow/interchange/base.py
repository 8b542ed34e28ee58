"""What an exchange format does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workflow.glossary import Entry


class TermFormat(Protocol):
    """Reads and writes the entries of a glossary: `read` of what `write` made are the same entries.

    `suffixes` are the endings of its files, with their dots and in small letters.
    """

    name: str
    suffixes: tuple[str, ...]

    def read(self, path: Path) -> list[Entry]:
        """Return the entries of a file in order; `GlossaryError`, with a line, if it is broken."""
        ...

    def write(self, entries: Sequence[Entry]) -> bytes:
        """Return the file; `GlossaryError` for an entry that the format cannot hold."""
        ...
