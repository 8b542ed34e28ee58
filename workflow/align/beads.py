"""A bead: sentences of one side that together say what sentences of the other side say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE = re.compile(r"\s*\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::\s*[-+\d.e]*\s*)?")


@dataclass(frozen=True, slots=True)
class Bead:
    """Indices of source and of target sentences, counted from 0, and how well they go together.

    A bead with an empty side holds sentences without a partner, and its score is 0.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float = 0.0

    @property
    def kind(self) -> str:
        """How many sentences each side has: `2-1`."""
        return f"{len(self.source)}-{len(self.target)}"


def to_text(beads: Iterable[Bead]) -> str:
    """Return beads as a file has them, one a line: `[0,1]:[0]`, unaligned ones `[2]:[]`."""
    return "".join(f"[{_listed(b.source)}]:[{_listed(b.target)}]\n" for b in beads)


def from_text(text: str, name: str) -> list[Bead]:
    """Read a file of beads, also as vecalign writes them, with a cost behind a second colon.

    Raises `DocumentError` naming the file `name` and the first line that is no bead.
    """
    beads = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if not (match := _LINE.fullmatch(line)):
            raise DocumentError(
                f"Line {number} of {name} is no bead", "Beads are lines such as [0,1]:[0]."
            )
        source, target = (tuple(map(int, re.findall(r"\d+", part))) for part in match.groups())
        beads.append(Bead(source, target))
    return beads


def _listed(indices: tuple[int, ...]) -> str:
    return ",".join(map(str, indices))
