"""Which near duplicates `--dedupe near` leaves out, by how much they have in common.

    python benchmarks/likeness.py [--pairs 20000]

Half of the pairs are made of random words, 5 to 20 a side; the others are copies of these with up
to 14 of their words replaced. What two pairs have in common is the exact Jaccard measure of their
words.
"""

from __future__ import annotations

import argparse
import time
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from workflow.corpora.likeness import near, signatures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sides = tuple[list[str], list[str]]

BORDERS = (0.0, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 1.01)
_BATCH = 512


def word(draw: Random, letters: str) -> str:
    """Return one of some thousand words, the short ones more often."""
    return "".join(draw.choices(letters, k=draw.randint(2, 4)))


def made(count: int) -> list[tuple[Sides, Sides]]:
    """Return pairs and their variants."""
    draw = Random(7)
    alphabets = ("авеиклмнорст", "abceiklmnorst")
    found = []
    for _ in range(count):
        size = draw.randint(5, 20)
        original = tuple([word(draw, letters) for _ in range(size)] for letters in alphabets)
        variant = tuple(side.copy() for side in original)
        for _ in range(draw.randint(0, 14)):
            side = draw.randrange(2)
            variant[side][draw.randrange(size)] = word(draw, alphabets[side])
        found.append(((original[0], original[1]), (variant[0], variant[1])))
    return found


def jaccard(a: Sides, b: Sides) -> float:
    """Return the share of the words of either pair that both have."""
    one, two = ({*((0, w) for w in p[0]), *((1, w) for w in p[1])} for p in (a, b))
    return len(one & two) / len(one | two)


def signed(texts: list[tuple[str, str]]) -> NDArray[np.uint8]:
    """Return the signatures of the pairs."""
    starts = range(0, len(texts), _BATCH)
    return np.concatenate([signatures(texts[start : start + _BATCH]) for start in starts])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=20_000)
    pairs = made(parser.parse_args().pairs // 2)
    texts = [(" ".join(a), " ".join(b)) for both in pairs for a, b in both]
    began = time.process_time()
    kept = near(signed(texts), np.zeros(len(texts), np.int8), np.ones(len(texts), bool))
    spent = (time.process_time() - began) / len(texts) * 1e6
    common = np.array([jaccard(*both) for both in pairs])
    print("| in common | variants | left out |\n|---|---:|---:|")
    for low, high in pairwise(BORDERS):
        rows = np.flatnonzero((common >= low) & (common < high))
        share = 100 * np.mean(~kept[2 * rows + 1])
        print(f"| {low:.2f} to {min(high, 1):.2f} | {len(rows):,} | {share:.1f} % |")
    originals = 100 * np.mean(~kept[::2])
    print(f"\n{originals:.2f} % of the originals left out; {spent:.0f} µs of processor time a pair")


if __name__ == "__main__":
    main()
