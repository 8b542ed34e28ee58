"""Alignment against gold, beside other aligners, and how time and memory grow.

    python benchmarks/alignment.py [--sizes 1000 10000] [FOLDER]

FOLDER has DOC.ru and DOC.en, a sentence a line, and DOC.gold, a bead a line; the development sets
in `../shared/eval/align/dev` unless stated. A document's group is the first two parts of its
name, without a number (`syn_heavy` of `syn_heavy3`). Each aligner runs in a process of its own;
time is without the embedding of sentences and without loading, peak memory is that of the process.
Peers that are not installed are named and left out: `galechurch` (Gale and Church 1993),
`sentweave` (vecalign's algorithm, given our vectors). hunalign and bertalign cannot be installed
from the package index for Linux and Python 3.11.

With `--sizes`, documents of so many sentences are made of the folder's: repeated, each time moved
to another place of the vector space, so that no sentence has a twin.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from workflow.align.beads import Bead, from_text
from workflow.align.score import Score, score
from workflow.align.sentences import aligned
from workflow.align.weigh import Text
from workflow.embed import Spans, embed, embed_spans, one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Aligner = Callable[[list[str], list[str]], tuple[list[Bead], float]]

FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "eval" / "align" / "dev"


def ours(source: list[str], target: list[str]) -> tuple[list[Bead], float]:
    """Align with the project's aligner."""
    spans = embed_spans(source), embed_spans(target)
    with one_thread():
        began = time.perf_counter()
        sides = [Text.of(s, of, ()) for s, of in zip((source, target), spans, strict=True)]
        beads = aligned(sides[0], sides[1])
        return beads, time.perf_counter() - began


def galechurch(source: list[str], target: list[str]) -> tuple[list[Bead], float]:
    """Align by length alone."""
    import galechurch as peer

    began = time.perf_counter()
    lines = peer.align(source, target).to_pharaoh_lines()
    return from_text("\n".join(lines), "galechurch"), time.perf_counter() - began


def vecalign(source: list[str], target: list[str]) -> tuple[list[Bead], float]:
    """Align with vecalign's algorithm on our vectors."""
    import sentweave

    spent = 0.0

    def encode(texts: Sequence[str], **_options: Any) -> NDArray[np.float32]:
        nonlocal spent
        began = time.perf_counter()
        vectors = embed(list(texts))
        spent += time.perf_counter() - began
        return vectors

    began = time.perf_counter()
    result = sentweave.align(source, target, encode)
    beads = [Bead(tuple(a.src_indices), tuple(a.tgt_indices)) for a in result.alignments]
    return beads, time.perf_counter() - began - spent


ALIGNERS: dict[str, tuple[str, Aligner]] = {
    "workflow": ("workflow", ours),
    "galechurch": ("galechurch", galechurch),
    "vecalign": ("sentweave", vecalign),
}


def measured(name: str, folder: Path) -> tuple[dict[str, tuple[Score, float]], int]:
    """Return the score and the seconds of each group, and the peak memory in MB."""
    align = ALIGNERS[name][1]
    align(["Да."], ["Yes."])
    pairs: dict[str, list[tuple[list[Bead], list[Bead]]]] = {}
    seconds: dict[str, float] = {}
    for gold in sorted(folder.glob("*.gold")):
        group = "_".join(gold.stem.split("_")[:2]).rstrip("0123456789")
        sides = [_lines(gold.with_suffix(suffix)) for suffix in (".ru", ".en")]
        beads, spent = align(*sides)
        pairs.setdefault(group, []).append((from_text(gold.read_text("utf-8"), gold.name), beads))
        seconds[group] = seconds.get(group, 0.0) + spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {group: (score(of), seconds[group]) for group, of in pairs.items()}, peak


def grown(size: int, folder: Path) -> tuple[float, float, int]:
    """Return the seconds for one thread with and without joined vectors, and the peak in MB."""
    sides = [
        [line for path in sorted(folder.glob(f"*{suffix}")) for line in _lines(path)]
        for suffix in (".ru", ".en")
    ]
    spans = [embed_spans(side) for side in sides]
    times = -(-size // min(map(len, sides)))
    generator = np.random.default_rng(0)
    moves = generator.normal(size=(times, 512)).astype(np.float32) * spans[0].totals.std(axis=0)
    sides = [(side * times)[:size] for side in sides]
    spans = [
        Spans(
            np.concatenate([of.totals + move for move in moves])[:size],
            np.concatenate([of.seams] * times)[:size],
            np.concatenate([of.tokens] * times)[:size],
        )
        for of in spans
    ]
    with one_thread():
        began = time.perf_counter()
        aligned(Text.of(sides[0], spans[0], ()), Text.of(sides[1], spans[1], ()))
        whole = time.perf_counter() - began
        began = time.perf_counter()
        for of in spans:
            for start in range(0, size, 256):
                of.vectors(start, min(size, start + 256), 5)
        vectors = time.perf_counter() - began
    return whole, whole - vectors, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _apart(function: Callable[..., Any], *arguments: object) -> Any:
    """Run a function in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--sizes", nargs="*", type=int, default=[])
    options = parser.parse_args()
    if not any(options.folder.glob("*.gold")):
        sys.exit(f"{options.folder} has no gold alignments: name a folder that has.")
    print(
        "aligner     group        strict P    R    F1     lax P    R    F1     alone P    R      s"
    )
    for name, (package, _) in ALIGNERS.items():
        if importlib.util.find_spec(package) is None:
            print(f"{name}: not installed (pip install {package})")
            continue
        groups, peak = _apart(measured, name, options.folder)
        for group, (result, seconds) in groups.items():
            rates = [(r.precision, r.recall, r.f1) for r in (result.strict, result.lax)]
            alone = result.unaligned.precision, result.unaligned.recall
            row = "   ".join(" ".join(f"{v:.4f}" for v in of) for of in (*rates, alone))
            print(f"{name:11} {group:11} {row} {seconds:6.2f}", flush=True)
        print(f"{name}: peak memory {peak} MB", flush=True)
    for size in options.sizes:
        whole, rest, peak = _apart(grown, size, options.folder)
        print(
            f"{size:,} sentences a side: {whole:.1f} s, {rest:.1f} s without the vectors of joined"
            f" sentences; peak {peak} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
