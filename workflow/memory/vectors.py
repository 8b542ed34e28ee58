"""Sentences by their meaning: the vectors of sources (`workflow.embed`), kept beside the database.

A vector belongs to its text alone, so that what is kept never grows old. It is kept with eight bits
a dimension, which changes a cosine by less than 0.01, in files that are written once.
"""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from workflow.embed import DIMENSIONS, embed, one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

_RECORD = np.dtype([("key", "u1", 16), ("scale", "f4"), ("vector", "i1", DIMENSIONS)])
_EMBEDDED = 256
"""Sentences embedded at once."""

_WRITTEN = 4_096
"""Vectors in a file at most while they are made: what a run that is killed loses."""

_FILES = 16
"""Files that are joined to one."""

_COMPARED = 8_192
"""Vectors compared at once: 16 MB."""


class Vectors:
    """The vectors of sources in a folder that may be deleted at any time.

    Several processes may add to one folder. Where it cannot be written the vectors are kept in
    this process only.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._blocks: dict[str, NDArray[Any]] = {}
        self._held: set[bytes] = set()
        for path in sorted(folder.glob("*.npy")):
            self._take(path.name, _load(path))

    def __len__(self) -> int:
        return len(self._held)

    def add(
        self, sources: Iterable[tuple[str, str]], progress: Callable[[int], None] | None = None
    ) -> None:
        """Embed the sentences, given with their keys, that are not held yet."""
        missing = ((bytes.fromhex(key), text) for key, text in sources)
        rest = iter([(key, text) for key, text in missing if key not in self._held])
        done = 0
        while batch := list(islice(rest, _WRITTEN)):
            self._write(np.concatenate(list(_records(batch))))
            done += len(batch)
            if progress:
                progress(done)
        if len(self._blocks) > _FILES:
            self._join()

    def near(self, sources: Sequence[str], limit: int) -> list[list[tuple[float, bytes]]]:
        """Return for each sentence the cosines and keys of the nearest, the nearest first.

        Many sentences at once take little longer than one.
        """
        queries = embed(sources)
        found: list[list[tuple[float, bytes]]] = [[] for _ in sources]
        for block in self._blocks.values():
            for start in range(0, len(block), _COMPARED):
                part = block[start : start + _COMPARED]
                with one_thread():
                    cosines = queries @ part["vector"].astype(np.float32).T * part["scale"]
                count = min(limit, len(part))
                best = np.argpartition(-cosines, count - 1)[:, :count]
                for row, places in enumerate(best):
                    found[row] += [
                        (float(cosines[row, i]), part["key"][i].tobytes()) for i in places
                    ]
        return [sorted(dict.fromkeys(each), reverse=True)[:limit] for each in found]

    def _take(self, name: str, block: NDArray[Any] | None) -> None:
        if block is not None:
            self._blocks[name] = block
            self._held |= {key.tobytes() for key in block["key"]}

    def _write(self, block: NDArray[Any]) -> str:
        """Write vectors to a new file, whole or not at all, and take them."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                np.save(file, block)
            path = Path(file.name).replace(f"{file.name}.npy")
        except OSError:
            name = f"unwritten {len(self._blocks)}"
            self._take(name, block)
            return name
        self._take(path.name, _load(path))
        return path.name

    def _join(self) -> None:
        """Make one file of all, each vector once."""
        old = list(self._blocks)
        every = np.concatenate(list(self._blocks.values()))
        _, first = np.unique(every["key"].view("V16").ravel(), return_index=True)
        self._blocks = {}
        self._write(every[first])
        for name in old:
            (self._folder / name).unlink(missing_ok=True)


def _records(batch: Sequence[tuple[bytes, str]]) -> Iterator[NDArray[Any]]:
    for start in range(0, len(batch), _EMBEDDED):
        part = batch[start : start + _EMBEDDED]
        vectors = embed([text for _, text in part])
        made = np.zeros(len(part), dtype=_RECORD)
        made["key"] = [np.frombuffer(key, dtype=np.uint8) for key, _ in part]
        largest = np.maximum(np.abs(vectors).max(axis=1), np.finfo(np.float32).tiny)
        made["scale"] = largest / 127
        made["vector"] = np.rint(vectors / largest[:, None] * 127)
        yield made


def _load(path: Path) -> NDArray[Any] | None:
    try:
        block: NDArray[Any] = np.load(path, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return None
    return block if block.dtype == _RECORD else None
