"""Fuzzy lookup: recall against brute force, time by size of the memory, beside translate-toolkit.

    python benchmarks/memory.py SENTENCES [--sizes 10000 100000 1000000] [--queries 1000]
                                [--peer 10000] [--templates 0] [--hints]

SENTENCES is a text file, a Russian sentence a line, its English behind a tab if there is any; `.xz`
is unpacked. The memory holds them, in an order drawn by lot; where there are fewer than asked, the
rest are edited copies, as documents have them. With `--templates` all are edited copies of so many
sentences, the first of which come most often (Zipf), as in documents written to a pattern. Half of
the queries are edited copies of sentences of the memory (one word in twenty to three in ten
replaced, dropped or added, words drawn by their frequency), half are sentences that the memory
lacks.

Recall is over all queries whose best sentence, found by comparing all, reaches the threshold: how
many of them got a match of that percentage. Times are processor time of one core, of whole lookups
through the database (`Memory.fuzzy`), in a fresh process after a warm start; memory is what that
process has to itself (`RssAnon`) before the index is opened and after the last query. The peak is
that of the process that makes the index (`VmHWM`).

With `--hints` it measures instead what is proposed besides: how alike in meaning the nearest of
2,000 sentences is, how fast vectors are made and compared, and how long it takes to find recurring
phrases in 10,000 pairs.

translate-toolkit compares characters, not words: its matches are not the same, its time is shown.
"""

from __future__ import annotations

import argparse
import lzma
import random
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from workflow.memory import Memory
from workflow.memory.similarity import SAME
from workflow.memory.tokens import compared
from workflow.store import Store
from workflow.text import clean, key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

T = TypeVar("T")
SEED = 20261122
THRESHOLDS = (70, 85)
MEASURED = 200
"""Queries for which the whole memory is compared."""


class Timed(NamedTuple):
    """What one process measured: times in milliseconds, memory in MB, and percentages found."""

    start: float
    times: list[float]
    memory: tuple[float, float]
    best: list[int]


def read(path: Path) -> dict[str, str]:
    """Return the sentences of a file and their English, in an order drawn by lot."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file]
    random.Random(SEED).shuffle(lines)
    return {text: rest[0] if rest else "" for first, *rest in lines if (text := clean(first))}


def edited(sentence: str, words: Sequence[str], draw: random.Random) -> str:
    """Return a sentence in which some words are replaced, dropped or added."""
    parts = sentence.split(" ")
    for _ in range(max(1, round(len(parts) * draw.choice((0.05, 0.1, 0.2, 0.3))))):
        place, kind = draw.randrange(len(parts)), draw.random()
        if kind < 0.6:
            parts[place] = draw.choice(words)
        elif kind < 0.8 and len(parts) > 2:
            del parts[place]
        else:
            parts.insert(place, draw.choice(words))
    return " ".join(parts)


def sample(
    sentences: Sequence[str], size: int, queries: int, templates: int
) -> tuple[list[str], list[str]]:
    """Return the sentences of a memory, and queries; some templates, with Zipf's frequencies."""
    draw = random.Random(SEED)
    words = [word for sentence in sentences[:5_000] for word in sentence.split(" ")]
    new, own = list(sentences[: queries // 2]), list(sentences[queries // 2 :][:size])
    units = dict.fromkeys(own)
    shares = list(accumulate(1 / rank for rank in range(1, len(own) + 1)))
    if templates:
        own, units, shares = own[:templates], {}, shares[:templates]
    while len(units) < size:
        model = draw.choices(own, cum_weights=shares if templates else None)[0]
        units[clean(edited(model, words, draw))] = None
    held = list(units)
    asked = [clean(edited(draw.choice(held), words, draw)) for _ in range(queries - len(new))]
    return held, draw.sample([*new, *asked], queries)


def fill(path: str, units: Sequence[str]) -> None:
    """Store approved pairs; the search words, which nobody asks for here, stay empty."""
    with Store.open(path) as store, store.db.conn:
        store.db.conn.executemany(
            "INSERT INTO pairs (source, target, source_lang, target_lang, origin, status,"
            " source_key, source_lemmas, created_at, updated_at)"
            " VALUES (?, 'x', 'ru', 'en', 'import', 'approved', ?, '', '2026', '2026')",
            ((unit, key(unit)) for unit in units),
        )


def build(path: str) -> tuple[float, float]:
    """Make the index and return the seconds it took, and the process's greatest memory in MB."""
    begin = time.process_time()
    with Store.open(path) as store:
        Memory.open(store, "ru", "en").fuzzy("Здравствуйте")
    used = time.process_time() - begin
    return used, of_process("VmHWM")


def apart(function: Callable[..., T], *arguments: object) -> T:
    """Run a function in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def of_process(field: str) -> float:
    """Return a size that Linux knows of this process, in MB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def look_up(path: str, queries: Sequence[str], threshold: int) -> Timed:
    """Look every query up, after a warm start."""
    with Store.open(path) as store:
        memory = Memory.open(store, "ru", "en")
        compared("Здравствуйте", "ru")
        before, begin = of_process("RssAnon"), time.process_time()
        memory.fuzzy("Здравствуйте", threshold)
        start = time.process_time() - begin
        for query in queries:
            memory.fuzzy(query, threshold)
        times, best = [], []
        for query in queries:
            begin = time.process_time()
            found = memory.fuzzy(query, threshold)
            times.append((time.process_time() - begin) * 1000)
            best.append(max((match.percent for match in found), default=0))
        return Timed(start, times, (before, of_process("RssAnon")), best)


def brute_force(units: Sequence[str], queries: Sequence[str]) -> Iterator[int]:
    """Yield for each query the greatest similarity to any unit, by comparing all."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    letters: dict[str, str] = {}

    def spelled(words: Sequence[str]) -> str:
        # A character for each word, but none of the surrogates.
        return "".join(
            letters.setdefault(w, chr(len(letters) + (1 if len(letters) < 0xD000 else 0x1000)))
            for w in words
        )

    both = [compared(unit, "ru") for unit in units]
    forms, lemmas = [spelled(c.forms) for c in both], [spelled(c.lemmas) for c in both]
    tokens, words = (np.array([len(text) for text in side]) for side in (forms, lemmas))
    for query in queries:
        mine = compared(query, "ru")
        n, m = np.maximum(tokens, len(mine.forms)), np.maximum(words, len(mine.lemmas))
        far, near = (
            cdist([spelled(text)], side, scorer=Levenshtein.distance, dtype=np.int32)[0]
            for text, side in ((mine.forms, forms), (mine.lemmas, lemmas))
        )
        percents = (2 * n * m - near.astype(np.int64) * n - far * m) * SAME // (2 * n * m)
        # Sentences without a word are not looked for.
        yield min(int(percents[words > 0].max()), SAME) if mine.lemmas else 0


def peer(units: Sequence[str], queries: Sequence[str]) -> list[float]:
    """Return the milliseconds that translate-toolkit takes for each query."""
    from translate.search import match
    from translate.storage import base

    store: Any = base.TranslationStore()
    for text in units:
        unit = base.TranslationUnit(text)
        unit.target = "x"
        store.addunit(unit)
    matcher = match.matcher(store, max_candidates=5, min_similarity=70, max_length=2_000)
    times = []
    for query in queries:
        begin = time.process_time()
        matcher.matches(query)
        times.append((time.process_time() - begin) * 1000)
    return times


def hints(sentences: Mapping[str, str]) -> None:
    """Print what hints by meaning and phrases cost."""
    from workflow.embed import embed
    from workflow.memory.phrasebook import PAIRS
    from workflow.memory.recurring import recurring
    from workflow.memory.vectors import Vectors

    texts = list(sentences)
    embed(texts[:1])
    begin = time.process_time()
    made = embed(texts[:2_000])
    speed = 2_000 / (time.process_time() - begin)
    cosines = made @ made.T
    np.fill_diagonal(cosines, -1)
    shares = np.percentile(cosines.max(axis=1), (50, 95, 99))
    print(f"vectors a second: {speed:.0f}; nearest of 2,000, percentiles 50, 95, 99: {shares}")
    with tempfile.TemporaryDirectory() as folder:
        vectors = Vectors(Path(folder))
        vectors.add((key(text), text) for text in texts[:10_000])
        for count in (1, 64):
            embed(texts[:count])
            begin = time.process_time()
            vectors.near(texts[:count], 3)
            each = (time.process_time() - begin) / count * 1000
            print(f"10,000 vectors, {count} sentences at once: {each:.1f} ms each")
    pairs = list(sentences.items())[:PAIRS]
    begin = time.process_time()
    found = recurring(pairs, "ru")
    print(f"{len(found)} phrases in {len(pairs):,} pairs: {time.process_time() - begin:.1f} s")


def milliseconds(times: Sequence[float]) -> str:
    """Return median and 95th percentile."""
    return f"{np.percentile(times, 50):.1f} | {np.percentile(times, 95):.1f}"


def main() -> None:
    """Print a row for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--peer", type=int, default=10_000)
    parser.add_argument("--templates", type=int, default=0)
    parser.add_argument("--hints", action="store_true")
    options = parser.parse_args()
    known = read(options.sentences)
    if options.hints:
        hints(known)
        return
    sentences = list(known)
    print(
        "| units | built, s | peak, MB | folder, MB | start, ms | threshold | p50, ms | p95, ms"
        " | recall | own memory, MB |\n|---|---|---|---|---|---|---|---|---|---|"
    )
    for size in options.sizes:
        units, queries = sample(sentences, size, options.queries, options.templates)
        measured = queries[:MEASURED]
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/pairs.db"
            fill(path, units)
            built, peak = apart(build, path)
            files = Path(f"{path}-memory").rglob("*.npy")
            disk = sum(file.stat().st_size for file in files) / 1e6
            best = list(brute_force(units, measured))
            for threshold in THRESHOLDS:
                timed = apart(look_up, path, queries, threshold)
                wanted = [(b, f) for b, f in zip(best, timed.best, strict=False) if b >= threshold]
                # One query may be a sentence of the memory in other capitals: 99, however alike.
                hits = sum(found >= min(expected, SAME - 1) for expected, found in wanted)
                before, after = timed.memory
                made = f"{built:.0f} | {peak:.0f} | {disk:.0f}"
                print(
                    f"| {size:,} | {made} | {timed.start * 1000:.0f} | {threshold} "
                    f"| {milliseconds(timed.times)} | {hits}/{len(wanted)} "
                    f"| {before:.0f} to {after:.0f} |",
                    flush=True,
                )
        if size == options.peer:
            with suppress(ImportError):
                times = peer(units, queries[:50])
                print(f"translate-toolkit, {size:,} units: p50, p95 in ms {milliseconds(times)}")


if __name__ == "__main__":
    main()
