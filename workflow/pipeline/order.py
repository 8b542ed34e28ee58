"""Sentences with the engine, in a thread of its own: reading, checking and storing go on meanwhile.

Decoding needs no interpreter, so that the thread mostly waits. Everything else, the store above
all, stays with the thread that the order was made in.
"""

from __future__ import annotations

import time
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workflow.engines.base import Engine
    from workflow.model import Sentence, Translation

    Made = list[tuple[Sentence, Translation]]

SAVE_EVERY = 1.0
"""Seconds of finished translations that a killed run may lose."""


class Order:
    """Sentences to translate; `save` gets what is made, about once a second.

    Whoever makes one must `close` it: an engine that is not done is stopped then, for good.
    """

    def __init__(
        self, engine: Engine, sentences: Sequence[Sentence], save: Callable[[Made], None]
    ) -> None:
        self._engine, self._sentences, self._save = engine, sentences, save
        self._come: SimpleQueue[tuple[int, Translation] | None] = SimpleQueue()
        self._error: BaseException | None = None
        self._unsaved: Made = []
        self._saved = time.monotonic()
        self._made: dict[Sentence, Translation] = {}
        self._thread = Thread(target=self._work, name="engine")
        self._thread.start()

    def close(self) -> None:
        """Stop the engine if it is not done, and save what has come."""
        if self._thread.is_alive():
            self._engine.stop()
            self._thread.join()
        self.collect()
        self._flush()

    def collect(self) -> None:
        """Take what has come so far, without waiting."""
        while not self._come.empty():
            self._take(self._come.get())

    def finish(self, meanwhile: Callable[[], None] = lambda: None) -> dict[Sentence, Translation]:
        """Wait for the rest and return all translations; raises what the engine raises.

        `meanwhile` is called with every translation that comes, and once a second.
        """
        while self._thread.is_alive() or not self._come.empty():
            with suppress(Empty):
                self._take(self._come.get(timeout=SAVE_EVERY))
            meanwhile()
        self._flush()
        if self._error:
            raise self._error
        return self._made

    def _work(self) -> None:
        """Translate: what the thread does. None wakes whoever waits for the last one."""
        try:
            texts, demands = [s.text for s in self._sentences], [s.demands for s in self._sentences]
            examples = [s.example for s in self._sentences]
            for made in self._engine.translate(texts, demands, examples):
                self._come.put(made)
        except BaseException as error:  # noqa: BLE001 (the waiting thread raises it)
            self._error = error
        finally:
            self._come.put(None)

    def _take(self, item: tuple[int, Translation] | None) -> None:
        if item is None:
            self._thread.join()
            return
        index, translation = item
        self._made[self._sentences[index]] = translation
        self._unsaved.append((self._sentences[index], translation))
        if time.monotonic() - self._saved > SAVE_EVERY:
            self._flush()

    def _flush(self) -> None:
        if self._unsaved:
            self._save(self._unsaved)
            self._unsaved = []
        self._saved = time.monotonic()
