"""A glossary: its entries, where they stand in Russian text, and what became of them in English."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from workflow.errors import GlossaryError
from workflow.glossary.english import Place, Variants, longest, with_initials
from workflow.glossary.entries import COLUMNS, Entry, read
from workflow.glossary.problems import contradictions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from workflow.glossary.automaton import Automaton
    from workflow.glossary.resolve import Occurrence


class Glossary:
    """Entries in order; what finds them is built when it is first asked for."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)

    @classmethod
    def load(cls, paths: Iterable[str | Path]) -> Glossary:
        """Return the glossary that the files (or folders of them) hold together.

        Raises `GlossaryError` with file and line where a file cannot be read (see `read`) and
        where two entries contradict each other.
        """
        glossary = cls(read(paths))
        wrong = list(contradictions(glossary.entries))
        if wrong:
            more = f" ({len(wrong) - 1} more)" if len(wrong) > 1 else ""
            raise GlossaryError(f"{wrong[0].message}{more}", "See all: workflow glossary check")
        return glossary

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the entries say, in hexadecimal; notes and places do not count."""
        said = [
            [getattr(entry, name) for name in COLUMNS if name not in ("note", "official")]
            for entry in self.entries
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def _automaton(self) -> Automaton:
        from workflow.glossary.automaton import Automaton

        return Automaton(self.entries)

    def find(self, text: str) -> list[Occurrence]:
        """Return where the entries stand in a Russian text, in order, without overlaps."""
        from workflow.glossary.resolve import resolve
        from workflow.glossary.rules import stands

        tokens = self._automaton.tokens(text)
        matches = [
            match
            for match in self._automaton.matches(text, tokens)
            if stands(text, tokens, match, self.entries[match.entry])
        ]
        return resolve(text, tokens, matches, self.entries) if matches else []

    def in_english(self, text: str, entry: Entry) -> list[Place]:
        """Return where the entry's target or an accepted variant stands in an English text.

        A person's approved names also count with an initial (`I. Tasmagambetov`).
        """
        return longest(_approved(entry).places(text))

    @cached_property
    def _variants(self) -> Variants:
        """The forbidden variants, and the approved ones that contain one of them."""
        forbidden = [(entry, each, False) for entry in self.entries for each in entry.forbid]
        alone = Variants(forbidden)
        approved = (
            (entry, each, True)
            for entry in self.entries
            for each in entry.approved
            if any(True for _ in alone.places(each))
        )
        return Variants([*forbidden, *approved])

    def forbidden(self, text: str) -> list[Place]:
        """Return where forbidden variants stand in an English text, unless approved ones hold them.

        What to write instead is the `target` of each place's entry.
        """
        return [place for place in longest(self._variants.places(text)) if not place.approved]


@lru_cache(maxsize=1 << 12)
def _approved(entry: Entry) -> Variants:
    names = entry.approved if entry.kind == "person" else ()
    initials = (variant for name in names for variant in with_initials(name))
    return Variants((entry, variant, True) for variant in (*entry.approved, *initials))
