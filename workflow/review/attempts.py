"""Slowing down who guesses passwords: each failure in a row doubles the wait."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FREE = 5
_LONGEST = 300.0
_MEMORY = 3600.0
_KEPT = 10_000


class Attempts:
    """Failed logins by key (a name, an address); `clock` gives seconds.

    Five failures are free; after each further one the key waits 1, 2, 4 … seconds, at most 300.
    Failures are forgotten after an hour without one, and the oldest of more than 10,000 keys.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def begin(self, *keys: str) -> float:
        """Count an attempt for every key and return 0, or the seconds that one has to wait.

        It counts as failed until `succeed`, so that attempts at the same time count too.
        """
        now = self._clock()
        wait = max(self._failures.get(key, (0, now))[1] - now for key in keys)
        if wait > 0:
            return wait
        for key in keys:
            count, until = self._failures.pop(key, (0, now))
            count = count + 1 if now - until < _MEMORY else 1
            pause = min(2.0 ** min(count - _FREE - 1, 10), _LONGEST) if count > _FREE else 0.0
            self._failures[key] = (count, now + pause)
        while len(self._failures) > _KEPT:
            self._failures.popitem(last=False)
        return 0.0

    def succeed(self, *keys: str) -> None:
        """Forget the failures of the keys."""
        for key in keys:
            self._failures.pop(key, None)
