"""Progress of long work: what a pipeline tells whoever watches."""

from __future__ import annotations

from typing import Protocol


class Watch(Protocol):
    """Is told how far a run has come; sentences are the unit."""

    def total(self, sentences: int) -> None:
        """Say how many sentences there are, as far as known now."""
        ...

    def done(self, sentences: int) -> None:
        """Say that so many more sentences are done."""
        ...

    def note(self, message: str) -> None:
        """Say something that a person should read at once."""
        ...


class Silent:
    """Watches without a word."""

    def total(self, sentences: int) -> None:
        """Ignore it."""

    def done(self, sentences: int) -> None:
        """Ignore it."""

    def note(self, message: str) -> None:
        """Ignore it."""
