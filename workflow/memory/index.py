"""The index of a memory: a folder beside the database that makes and mends itself.

The folder `DATABASE-memory` may be deleted at any time, by anybody. The database says which folder
in it belongs to its present state and which changes that one does not know; sources that changed
since are held in memory, until there are so many that the folder is made again. An index only says
which sources are alike: what the memory has for them is asked of the database each time, so that
an old index finds too little at worst, never anything wrong.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.memory import search
from workflow.memory.part import Part, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workflow.memory.search import Near
    from workflow.memory.tokens import Tokens
    from workflow.store import Store

    Progress = Callable[[int], None]

SMALL = 5_000
"""Sources that each process can index for itself in a fraction of a second."""

_SHARE = 0.1
"""Part of the sources of a folder that may change before it is made again."""

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
        self._folder = Path(f"{store.path}-memory")
        self._token = ""
        self._base: Part | None = None
        self._recent: dict[str, str] = {}
        self._parts: list[Part] = []
        self._seen = 0
        self.note = ""

    def near(self, query: Tokens, threshold: int, limit: int) -> list[Near]:
        """Return the sentences most like a query, the best first, each once.

        Changes that other processes have made since the last call are seen.
        """
        self._refresh()
        found = {
            near.key: near
            for part in self._all()
            for near in search.search(part, query, threshold, limit)
        }
        return sorted(found.values(), reverse=True)[:limit]

    def adaptable(self, skeleton: str, limit: int) -> list[bytes]:
        """Return the digests of sentences with a skeleton (`adapt.skeleton`)."""
        self._refresh()
        keys = (key for part in self._all() for key in part.adaptable(skeleton, limit))
        return list(dict.fromkeys(keys))[:limit]

    def _all(self) -> Iterator[Part]:
        if self._base is not None:
            yield self._base
        yield from self._parts

    def _refresh(self) -> None:
        """Take in what has changed; make the folder again where that is due."""
        state = self._store.index_state(*self._languages)
        if state.change < self._seen or (state.token != self._token and not self.note):
            self._token, self._seen, self._base = state.token, 0, None
            self._recent, self._parts = {}, []
            if state.token and state.known <= state.change:
                self._base = self._load(state.token)
                self._seen = state.known if self._base else 0
        if state.change == self._seen:
            return
        new = dict(self._store.memory_sources(*self._languages, after=self._seen))
        self._seen = state.change
        self._recent |= new
        size = len(self._base) if self._base else 0
        if len(self._recent) > max(SMALL, _SHARE * size):
            self._rebuild(state.change)
        elif len(self._parts) < _PARTS:
            self._parts.append(self._build(new.items()))
        else:
            self._parts = [self._build(self._recent.items())]

    def _build(self, sources: Iterable[tuple[str, str]]) -> Part:
        return build(sources, self._languages[0])

    def _load(self, token: str) -> Part | None:
        try:
            return Part.load(self._folder / token)
        except (OSError, ValueError, EOFError):
            return None  # deleted or damaged: it is made again

    def _rebuild(self, change: int) -> None:
        """Make the folder of all there is, and use it."""
        part = self._build(self._counted(self._store.memory_sources(*self._languages)))
        self._recent, self._parts, self._base = {}, [], part
        try:
            self._token = self._save(part)
        except OSError as error:
            self.note = f"the index {self._folder} cannot be written: {error.strerror}"
            return
        self._store.add_index(self._token, *self._languages, change)
        self._base = self._load(self._token) or part
        self._sweep()

    def _counted(self, sources: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for count, source in enumerate(sources, start=1):
            yield source
            if self._progress and count % 1000 == 0:
                self._progress(count)

    def _save(self, part: Part) -> str:
        """Write a part, whole or not at all, and return the name of its folder."""
        self._folder.mkdir(exist_ok=True)
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
