"""The index of a memory: a folder beside the database that makes and mends itself.

The folder `DATABASE-memory` and what is in it may be deleted at any time, by anybody. The database
says which parts in it belong to its present state and which changes those do not know; sources that
changed since are held in memory, until there are enough for one more part. An index only says which
sources are alike: what the memory has for them is asked of the database each time, so that an old
index finds too little at worst, never anything wrong.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.memory import search
from workflow.memory.part import Part, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workflow.memory.search import Near
    from workflow.memory.tokens import Tokens
    from workflow.store import Store
    from workflow.store.memory.remembered import IndexState

    Progress = Callable[[int], None]

SMALL = 5_000
"""Sources that each process can index for itself in a fraction of a second."""

_PARTS = 8
"""Parts held in memory before they become one."""

_STALE = 600
"""Seconds after which what another process left unfinished or unannounced is removed."""


class Index:
    """The sources of a memory between two languages, ready to be searched.

    `progress` is called with the number of sources that are indexed, now and then while the
    folder is made. `note` says why the folder could not be written, if so: the index then lives in
    this process only, which takes its time and memory again for each process.
    """

    def __init__(
        self, store: Store, source_lang: str, target_lang: str, progress: Progress | None = None
    ) -> None:
        self._store = store
        self._languages = (source_lang, target_lang)
        self._progress = progress
        self._folder = Path(f"{store.path}-memory") / "index"
        self._announced: tuple[tuple[str, int], ...] = ()
        self._chain: tuple[tuple[str, int], ...] = ()
        self._saved: list[Part] = []
        self._recent: dict[str, str] = {}
        self._fresh: list[Part] = []
        self._seen = 0
        self.note = ""

    def near(self, query: Tokens, threshold: int, limit: int) -> list[Near]:
        """Return the sentences most like a query, the best first, each once.

        Changes that other processes have made since the last call are seen.
        """
        found = {
            near.key: near
            for part in self._parts()
            for near in search.search(part, query, threshold, limit)
        }
        return sorted(found.values(), reverse=True)[:limit]

    def adaptable(self, skeleton: str, limit: int) -> list[bytes]:
        """Return the digests of sentences with a skeleton (`adapt.skeleton`)."""
        keys = (key for part in self._parts() for key in part.adaptable(skeleton, limit))
        return list(dict.fromkeys(keys))[:limit]

    def _parts(self) -> list[Part]:
        """Take in what has changed, and return what is to be searched."""
        state = self._store.index_state(*self._languages)
        if state.change < self._seen or state.parts != self._announced:
            self._adopt(state)
        if state.change == self._seen:
            return [*self._saved, *self._fresh]
        sources = self._store.memory_sources(*self._languages, after=self._seen)
        with closing(sources):
            new = dict(islice(sources, SMALL + 1))
        self._recent |= new
        self._seen = state.change
        if len(self._recent) > SMALL or self._gone() > max(SMALL, self._size() // 2):
            self._save(state.change)
        elif new and len(self._fresh) < _PARTS:
            self._fresh.append(self._build(new.items()))
        elif new:
            self._fresh = [self._build(self._recent.items())]
        if self._seen != state.change:  # another process has just written what this one would
            return self._parts()
        return [*self._saved, *self._fresh]

    def _size(self) -> int:
        return sum(map(len, self._saved))

    def _gone(self) -> int:
        """Return how many sources may have left the memory since the last index was written."""
        known = self._chain[-1][1] if self._chain else 0
        return self._seen - known - len(self._recent)

    def _adopt(self, state: IndexState) -> None:
        """Begin anew with the indexes that the database knows, up to one that is not there."""
        self._announced = state.parts
        self._chain, self._saved, self._seen = (), [], 0
        self._recent, self._fresh = {}, []
        for token, change in state.parts:
            part = self._load(token) if change <= state.change else None
            if part is None:
                break  # deleted or damaged: it is made again
            self._saved.append(part)
            self._chain += ((token, change),)
            self._seen = change

    def _load(self, token: str) -> Part | None:
        try:
            return Part.load(self._folder / token)
        except (OSError, ValueError, EOFError):
            return None

    def _build(self, sources: Iterable[tuple[str, str]]) -> Part:
        return build(sources, self._languages[0])

    def _save(self, change: int) -> None:
        """Write what has changed as one more index, together with earlier ones of no more size.

        So each is at least twice as large as the next, there are few, and no source is indexed
        often (a log-structured merge tree: O'Neil et al. 1996). What has left the memory goes from
        an index when that is made anew, with all that came after it.
        """
        size, keep = change - (self._chain[-1][1] if self._chain else 0), len(self._saved)
        while keep and len(self._saved[keep - 1]) < 2 * size:
            keep -= 1
            size += len(self._saved[keep])
        kept = self._chain[:keep]
        sources = self._store.memory_sources(*self._languages, after=kept[-1][1] if kept else 0)
        part = self._build(self._counted(sources))
        self._recent, self._fresh = {}, []
        try:
            token = self._write(part)
        except OSError as error:
            self.note = f"the index {self._folder} cannot be written: {error.strerror}"
            self._saved[keep:] = [part]
            self._chain = (*kept, ("", change))
            return
        if self._store.add_index(kept, (token, change), *self._languages):
            self._saved[keep:] = [self._load(token) or part]
            self._chain = self._announced = (*kept, (token, change))
            self.note = ""
            self._sweep()
        else:
            self._adopt(self._store.index_state(*self._languages))

    def _counted(self, sources: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for count, source in enumerate(sources, start=1):
            yield source
            if self._progress and count % 1000 == 0:
                self._progress(count)

    def _write(self, part: Part) -> str:
        """Write a part, whole or not at all, and return the name of its folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".new-", dir=self._folder))
        try:
            part.save(unfinished)
            token = unfinished.name.removeprefix(".new-") + os.urandom(4).hex()
            unfinished.rename(self._folder / token)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return token

    def _sweep(self) -> None:
        """Remove the folders that no state of the database refers to any more."""
        known = self._store.index_tokens()
        for folder in self._folder.iterdir():
            try:
                old = time.time() - folder.stat().st_mtime > _STALE
            except OSError:
                continue  # another process has just removed it
            if folder.name not in known and old:
                shutil.rmtree(folder, ignore_errors=True)
