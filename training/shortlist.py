"""Write a package's shortlist: for each source piece, the target pieces that may translate it.

    python shortlist.py --data DATA/train --package FOLDER [--known VMAP]

FOLDER/model gets `vmap.txt`, in CTranslate2's form: a source piece, a tab, target pieces; what
stands behind nothing is always allowed. A decoder that looks at a tenth of its vocabulary is a
quarter faster. What translates what is taken from the links of the training pairs, as in L'Hostis
et al. 2016 (Vocabulary Selection Strategies for Neural Machine Translation). VMAP is an earlier
shortlist, made from pairs of which DATA may hold a part only; what it has stays.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from pairs import END, Pairs

LINKED = 50  # target pieces for a source piece, the most often linked ones
MOST = 60  # of them, with those of an earlier shortlist
FREQUENT = 500  # pieces that are always allowed


def counts(pairs: Pairs, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how often target pieces stand in the pairs, and (source, target, times) rows.

    Rows are sorted by source piece, the most often linked target piece first.
    """
    lengths = pairs.stops - pairs.middles
    row = np.repeat(np.arange(len(lengths)), lengths)
    place = np.arange(len(row)) - pairs.link_starts[row]
    target = pairs.ids[pairs.middles[row] + place].astype(np.int64)
    linked = pairs.links >= 0
    source = pairs.ids[pairs.starts[row[linked]] + pairs.links[linked]].astype(np.int64)
    both, times = np.unique(source * size + target[linked], return_counts=True)
    rows = np.stack([both // size, both % size, times], axis=1)
    return np.bincount(target, minlength=size), rows[np.lexsort((-times, rows[:, 0]))]


def lines(pairs: Pairs, source: list[str], target: list[str]) -> list[str]:
    """Return the lines of the file, the first one with what is always allowed."""
    frequency, rows = counts(pairs, len(target))
    always = set(np.argsort(-frequency, kind="stable")[:FREQUENT].tolist())
    # names are spelt with letters, whatever the training pairs have
    always |= {n for n, piece in enumerate(target) if n > END and len(piece.lstrip("▁")) <= 1}
    found = ["\t" + " ".join(target[n] for n in sorted(always))]
    ids = {piece: n for n, piece in enumerate(target)}
    borders = np.searchsorted(rows[:, 0], np.arange(len(source) + 1))
    for number, piece in enumerate(source):
        linked = rows[borders[number] : borders[number + 1], 1].tolist()
        some = [n for n in linked if n not in always][:LINKED]
        own = ids.get(piece)  # what stays as it is: Latin letters, figures
        if own is not None and own not in always and own not in some:
            some.append(own)
        if some and not piece.isspace():
            found.append(f"{piece}\t{' '.join(target[n] for n in some)}")
    return found


def merged(known: list[str], found: list[str]) -> list[str]:
    """Return the lines of a shortlist with what another one has more, up to `MOST` a piece.

    What is always allowed stays what it is in `known`.
    """
    rows = {piece: some.split(" ") for piece, some in (line.split("\t") for line in known)}
    always = set(rows[""])
    for piece, some in (line.split("\t") for line in found):
        have = rows.get(piece, [])
        more = [each for each in some.split(" ") if each not in have and each not in always]
        if piece and more:
            rows[piece] = have + more[: max(0, MOST - len(have))]
    return [f"{piece}\t{' '.join(some)}" for piece, some in rows.items()]


def write(data: Path, package: Path, known: Path | None = None) -> int:
    """Write the shortlist of a package; return how many lines it has."""
    model = package / "model"
    source, target = (
        json.loads((model / f"{side}_vocabulary.json").read_text("utf-8"))
        for side in ("source", "target")
    )
    found = lines(Pairs(data), source, target)
    if known:
        found = merged(known.read_text("utf-8").rstrip("\n").split("\n"), found)
    (model / "vmap.txt").write_text("\n".join(found) + "\n", "utf-8")
    return len(found)


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--package", type=Path, required=True)
    parser.add_argument("--known", type=Path, help="an earlier shortlist, which is added to")
    options = parser.parse_args()
    print(f"{write(options.data, options.package, options.known):,} lines")


if __name__ == "__main__":
    main()
