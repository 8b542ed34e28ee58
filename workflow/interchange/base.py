"""What an exchange format does: one of term bases, and one of translation units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from workflow.glossary import Entry
    from workflow.model import Fault, Unit


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


@dataclass(frozen=True, slots=True)
class Header:
    """What an export says about itself.

    Every unit of an export has these two languages. `tool` is our name and version; `made_at` is
    ISO 8601, UTC; `licence` is an SPDX identifier or words, or empty.
    """

    source_lang: str
    target_lang: str
    tool: str
    made_at: str
    title: str = ""
    licence: str = ""


class PairFormat(Protocol):
    """Reads and writes translation units, a stream of any length in constant memory.

    `suffixes` are the endings of its files, with their dots and in small letters, the usual one
    first. `keeps` are the fields of `Unit` that a round trip brings back as they were; what else is
    lost, in which strings, stands on the page of the format (`docs/interchange.md`).
    """

    name: str
    suffixes: tuple[str, ...]
    keeps: frozenset[str]

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:
        """Write the units to `path`, which does not exist, in an empty folder.

        A format of several files makes them beside it, with names that begin with `path`'s stem.
        Raises `ExchangeError` for a unit that the format cannot hold; `OSError` is the caller's.
        """
        ...

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield the units of a file in order, and a `Fault` for each record that is broken.

        `languages` are source and target where the file does not say. Raises `ExchangeError` where
        the file is not of this format, hostile, or broken from some place on.
        """
        ...
