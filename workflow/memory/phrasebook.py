"""The recurring phrases of a memory, found in a sentence in any case form."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.memory.recurring import Recurring, recurring
from workflow.memory.tokens import lemma, tokens

if TYPE_CHECKING:
    from workflow.store import Store

PAIRS = 10_000
"""The newest pairs, what people made first, in which phrases are looked for: ten seconds."""

_CHANGES = 200
"""Changes of the memory after which phrases are looked for again."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A recurring phrase at `source[start:stop]`, its English, and in how many pairs both stand."""

    start: int
    stop: int
    english: str
    count: int


class Phrasebook:
    """The phrases that recur in a memory, kept in a file beside the database.

    The file may be deleted at any time; where it cannot be written, phrases are kept in this
    process only.
    """

    def __init__(self, store: Store, source_lang: str, target_lang: str) -> None:
        self._store = store
        self._languages = (source_lang, target_lang)
        folder = Path(f"{store.path}-memory")
        self._file = folder / f"phrases-{source_lang}-{target_lang}.json"
        self._made = -1
        self._phrases: dict[tuple[str, ...], Recurring] = {}
        self._longest = 0

    def find(self, source: str) -> list[Hint]:
        """Return the phrases of a sentence, the longest from the left; only into English."""
        self._refresh()
        found = tokens(source)
        forms = [lemma(token.form, self._languages[0]) for token in found]
        hints: list[Hint] = []
        first = 0
        while first < len(found):
            for last in range(min(first + self._longest, len(found)), first, -1):
                if known := self._phrases.get(tuple(forms[first:last])):
                    span = found[first].start, found[last - 1].stop
                    hints.append(Hint(*span, known.english, known.times))
                    first = last
                    break
            else:
                first += 1
        return hints

    def _refresh(self) -> None:
        change = self._store.index_state(*self._languages).change
        if self._made < 0:
            self._load()
        if 0 <= change - self._made < _CHANGES and self._made >= 0:
            return
        pairs = self._store.memory_examples(*self._languages, PAIRS)
        self._take(change, recurring(pairs, self._languages[0]))
        self._save()

    def _take(self, change: int, phrases: list[Recurring]) -> None:
        self._made = change
        self._phrases = {phrase.lemmas: phrase for phrase in phrases}
        self._longest = max(map(len, self._phrases), default=0)

    def _load(self) -> None:
        with suppress(OSError, ValueError, TypeError, KeyError):
            read = json.loads(self._file.read_text(encoding="utf-8"))
            phrases = [Recurring(tuple(words), *rest) for words, *rest in read["phrases"]]
            self._take(read["change"], phrases)

    def _save(self) -> None:
        """Write the file, whole or not at all."""
        content = {"change": self._made, "phrases": list(self._phrases.values())}
        with suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False)
            Path(name).replace(self._file)
