"""Batches of like-long sentence pairs from a folder that `prepare.py` wrote."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

UNKNOWN, BOS, END = 1, 2, 3
SPREAD = 0.35  # how unlike the best segmentations are, 0 all alike, 1 as the unigram model has them
STEP = 4  # lengths are padded to multiples: each new shape is a kernel to make and to keep


@dataclass(frozen=True, slots=True)
class Batch:
    """Piece ids [B, S] and [B, T], 0 where nothing is; `links` [B, T] is -1 where there is none."""

    source: torch.Tensor
    given: torch.Tensor
    """The target, one to the right."""
    wanted: torch.Tensor
    links: torch.Tensor
    """The place in the source that each target piece translates."""

    def blanked(self, share: float) -> Batch:
        """Return the batch with a share of the pieces that the model reads unknown.

        Small data is learnt by heart otherwise (word dropout: Sennrich and Zhang 2019).
        """
        source, given = (
            x.masked_fill((torch.rand(x.shape) < share) & (x > END), UNKNOWN)
            for x in (self.source, self.given)
        )
        return replace(self, source=source, given=given)


class Segmenter:
    """Cuts a source into other pieces (subword regularisation: Kudo 2018).

    A word that is always cut alike is learnt by heart as those pieces; cut otherwise, it teaches
    what its parts mean, and rare words are made of such parts.
    """

    def __init__(self, path: Path, seed: int) -> None:
        import sentencepiece

        sentencepiece.set_random_generator_seed(seed)
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))

    def starts(self, ids: list[int]) -> tuple[np.ndarray, int]:
        """Return at which character each piece begins, and where the last one ends."""
        ends = np.cumsum([len(piece) for piece in self.pieces.id_to_piece(ids)])
        return np.concatenate([[0], ends[:-1]]), int(ends[-1])

    def __call__(self, ids: np.ndarray, links: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return other ids for ids that finish with the end, and the links that go with them."""
        old = ids[:-1].tolist()
        if UNKNOWN in old:  # nothing tells what it spells
            return ids, links
        text = self.pieces.decode(old)
        new = self.pieces.encode(text, enable_sampling=True, alpha=SPREAD, nbest_size=-1)
        if not new:
            return ids, links
        (before, length), (after, other) = self.starts(old), self.starts(new)
        if length != other:
            return ids, links
        moved = np.concatenate([np.searchsorted(after, before, "right") - 1, [len(new)]])
        return np.array([*new, END]), np.where(links < 0, -1, moved[links])


class Pairs:
    """A folder's pairs: `ids` holds source, target, source, ..., `offsets` where each begins."""

    def __init__(
        self, folder: Path, segmenter: Segmenter | None = None, share: float = 0.0
    ) -> None:
        """Read the folder; `share` of the sources come as `segmenter` cuts them."""
        self.segmenter, self.share = segmenter, share
        arrays = np.load(folder / "pairs.npz")
        self.ids, offsets = arrays["ids"], arrays["offsets"]
        self.names, self.source = list(arrays["names"]), arrays["source"]
        self.starts, self.middles, self.stops = offsets[0:-1:2], offsets[1::2], offsets[2::2]
        self.links = np.load(folder / "links.npy")
        self.link_starts = np.concatenate([[0], np.cumsum(self.stops - self.middles)])
        longest = np.maximum(self.middles - self.starts, self.stops - self.middles)
        self.longest = -(-longest // STEP) * STEP

    def epoch(
        self,
        tokens: int,
        weights: Mapping[str, float],
        longest: int,
        rng: np.random.Generator,
    ) -> Iterator[Batch]:
        """Yield each pair as often as its source's weight says, in batches of `tokens` places."""
        weight = np.array([weights.get(name, 1.0) for name in self.names])[self.source]
        times = np.floor(weight + rng.random(len(weight))).astype(int) * (self.longest <= longest)
        order = np.repeat(np.arange(len(times)), times)
        order = order[np.argsort(self.longest[order] + rng.random(len(order)))]
        batches, start = [], 0
        while start < len(order):
            # two steps: as many as the first one's length allows, then as the last one's does
            last = min(start + tokens // self.longest[order[start]], len(order)) - 1
            size = max(1, int(tokens // self.longest[order[max(last, start)]]))
            batches.append(order[start : start + size])
            start += size
        rng.shuffle(batches)
        for rows in batches:
            yield self.pack(rows, rng)

    def pair(self, row: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return a pair's source, target and links."""
        a, b, c = self.starts[row], self.middles[row], self.stops[row]
        source, target = self.ids[a:b], self.ids[b:c]
        links = self.links[self.link_starts[row] : self.link_starts[row + 1]]
        if self.segmenter and rng.random() < self.share:
            source, links = self.segmenter(source, links)
        return source, target, links

    def pack(self, rows: np.ndarray, rng: np.random.Generator) -> Batch:
        """Return the batch of these pairs."""
        found = [self.pair(row, rng) for row in rows]
        width = -(-max(len(source) for source, _, _ in found) // STEP) * STEP
        length = -(-max(len(target) for _, target, _ in found) // STEP) * STEP
        sources = np.zeros((len(rows), width), np.int64)
        given, wanted = (np.zeros((len(rows), length), np.int64) for _ in range(2))
        places = np.full((len(rows), length), -1, np.int64)
        given[:, 0] = BOS
        for i, (source, target, links) in enumerate(found):
            sources[i, : len(source)] = source
            wanted[i, : len(target)] = target
            given[i, 1 : len(target)] = target[:-1]
            places[i, : len(target)] = links
        return Batch(*(torch.from_numpy(array) for array in (sources, given, wanted, places)))


def endless(
    pairs: Pairs, tokens: int, weights: Mapping[str, float], longest: int, seed: int
) -> Iterator[Batch]:
    """Yield batches epoch after epoch, made in a thread while the last ones are trained on."""
    ready: queue.Queue[Batch] = queue.Queue(6)
    rng = np.random.default_rng(seed)

    def fill() -> None:
        while True:
            for batch in pairs.epoch(tokens, weights, longest, rng):
                ready.put(batch)

    threading.Thread(target=fill, daemon=True).start()
    while True:
        yield ready.get()
