"""Turn `ru<TAB>en<TAB>source` files into what train.py reads: pieces, and which piece says which.

    python prepare.py FILES --kit KIT --out DATA [--drop SOURCE,SOURCE] [--weights JSON]

Links come from eflomal (Östling and Tiedemann 2016): `pip install eflomal`, needed here only.
DATA/train and DATA/dev each get `pairs.npz` and `links.npy`; pairs whose English needs a piece
that the model cannot write, or whose sides differ too much in length, are left out.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import sentencepiece

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 120  # pieces a side
DEVELOPMENT = 1000  # pairs
END = 3
STRAIGHT = str.maketrans("“”„«»‘’", '"""""\'\'')  # what the desk makes of them anyway
Pair = tuple[list[int], list[int], str]


def lines(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield Russian, English with straight quotation marks, and source."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            russian, english, source = line.rstrip("\n").split("\t")
            yield russian, english.translate(STRAIGHT), source


def encoded(files: list[Path], kit: Path, drop: set[str], share: dict[str, float]) -> list[Pair]:
    """Return the pairs that can be trained on, in random order.

    Of a source only that share is taken: what is to be seen seldom need not be aligned whole.
    """
    path = kit / "warmstart" / "sentencepiece.model"
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
    written = json.loads((kit / "warmstart" / "warmstart.json").read_text())["target"]
    rows = [row for file in files for row in lines(file) if row[2] not in drop]
    random.Random(1).shuffle(rows)
    lots = random.Random(2)
    rows = [row for row in rows if lots.random() < share.get(row[2], 1.0)]
    sides = [pieces.encode([row[side] for row in rows], num_threads=2) for side in (0, 1)]
    return [
        (russian, english, row[2])
        for russian, english, row in zip(*sides, rows, strict=True)
        if 0 < len(russian) <= LONGEST
        and 0 < len(english) <= LONGEST
        and max(english) < written
        and max(len(russian), len(english)) <= 2.2 * min(len(russian), len(english)) + 6
    ]


def aligned(pairs: list[Pair]) -> list[np.ndarray]:
    """Return for each pair the place in the source of each target piece and of the end, or -1."""
    with tempfile.TemporaryDirectory() as folder:
        source, target, links = (Path(folder) / name for name in ("source", "target", "links"))
        for path, side in ((source, 0), (target, 1)):
            path.write_text("".join(" ".join(map(str, pair[side])) + "\n" for pair in pairs))
        command = ["eflomal-align", "-s", source, "-t", target, "-m", "3", "-f", links]
        subprocess.run(command, check=True)
        found = []
        with links.open() as file:
            for (russian, english, _), line in zip(pairs, file, strict=True):
                places = np.full(len(english) + 1, -1, np.int16)
                for link in line.split():
                    here, there = link.split("-")
                    places[int(there)] = int(here)
                places[-1] = len(russian)  # the end looks at the end
                found.append(places)
    return found


def save(folder: Path, pairs: list[Pair], links: list[np.ndarray]) -> None:
    """Write one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    names = sorted({pair[2] for pair in pairs})
    sides = [np.array([*side, END], np.uint16) for pair in pairs for side in pair[:2]]
    np.savez(
        folder / "pairs.npz",
        ids=np.concatenate(sides),
        offsets=np.concatenate([[0], np.cumsum([len(side) for side in sides])]),
        names=np.array(names),
        source=np.array([names.index(pair[2]) for pair in pairs], np.uint8),
    )
    np.save(folder / "links.npy", np.concatenate(links))


def main() -> None:
    """Prepare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--kit", type=Path, required=True, help="folder with warmstart/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--drop", default="", help="sources to leave out")
    parser.add_argument("--weights", default="{}", help="JSON; a source below 1 is thinned to it")
    options = parser.parse_args()
    share = json.loads(options.weights)
    pairs = encoded(options.files, options.kit, set(options.drop.split(",")), share)
    links = aligned(pairs)
    save(options.out / "dev", pairs[:DEVELOPMENT], links[:DEVELOPMENT])
    save(options.out / "train", pairs[DEVELOPMENT:], links[DEVELOPMENT:])
    print(f"{len(pairs)} pairs, {np.mean(np.concatenate(links) >= 0):.0%} of the pieces linked")


if __name__ == "__main__":
    main()
