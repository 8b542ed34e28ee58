"""What the memory saves: editing where documents are written anew, decoding where they repeat.

    python benchmarks/reuse.py [--pages N]

Editing: `corpus/references` is the approved memory, `corpus/edited` what comes next. The edit rate
is the number of words to change until the approved text is there, in percent of its words
(Levenshtein distance of words): of the model's own translation, of what `workflow translate` gives
with the memory, and where a person starts from the best suggestion of 75 % or more instead.

Decoding: pages of a news site, made of the development set's sentences (`../shared/eval/mt`; left
out without it), each with twelve sentences of its own and the headlines of six others, translated
together, then the whole site once more with one page added; beside them the engine alone, given
every sentence as often as it stands.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from workflow.model import Status
from workflow.pipeline.imports import ImportRequest, import_files
from workflow.pipeline.request import Request, chain_for, engine_for
from workflow.pipeline.translate import translate
from workflow.store import Store
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parents[1]
NEWS = ROOT / ".." / "shared" / "eval" / "mt"
OWN, TEASERS = 12, 6


def pairs(path: Path) -> list[tuple[str, str]]:
    """Return the pairs of a file of references."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(source, target) for source, target in rows]


def distance(said: str, wanted: str) -> int:
    """Return how many words differ."""
    return Levenshtein.distance(said.split(), wanted.split())


def rate(said: Iterable[str], wanted: Sequence[str]) -> float:
    """Return the words to change in percent of those wanted."""
    changes = sum(distance(a, b) for a, b in zip(said, wanted, strict=True))
    return 100 * changes / sum(len(b.split()) for b in wanted)


def editing(folder: Path) -> None:
    """Print the edit rates of each document, and of all."""
    memory = folder / "memory.tsv"
    lines = [p for f in sorted((ROOT / "corpus" / "references").iterdir()) for p in pairs(f)]
    memory.write_text("source\ttarget\n" + "".join(f"{a}\t{b}\n" for a, b in lines), "utf-8")
    print("| document | sentences | model | with memory | from the best suggestion | taken |")
    print("|---|---:|---:|---:|---:|---:|")
    totals: list[list[str]] = [[], [], [], []]
    taken_in_all = 0
    for file in sorted((ROOT / "corpus" / "edited").iterdir()):
        edited = pairs(file)
        page = folder / f"{file.stem}.txt"
        page.write_text("\n\n".join(source for source, _ in edited), "utf-8")
        columns, taken = _proposals(folder, page, memory, [source for source, _ in edited])
        columns.append([target for _, target in edited])
        taken_in_all += taken
        _row(file.stem, columns, taken)
        totals = [total + column for total, column in zip(totals, columns, strict=True)]
    _row("all", totals, taken_in_all)


def _row(name: str, columns: Sequence[list[str]], taken: int) -> None:
    *said, wanted = columns
    rates = " | ".join(f"{rate(column, wanted):.0f} %" for column in said)
    print(f"| {name} | {len(wanted)} | {rates} | {taken} |")


def _proposals(
    folder: Path, page: Path, memory: Path, sources: Sequence[str]
) -> tuple[list[list[str]], int]:
    """Return what the model, the run and the best suggestion propose; how many were taken."""
    columns: list[list[str]] = []
    taken = 0
    for use_memory in (False, True):
        database = folder / f"{page.stem}-{use_memory}.db"
        with Store.open(str(database)) as store:
            if use_memory:
                import_files(ImportRequest([str(memory)], status=Status.APPROVED), store)
            translate(Request([str(page)], out=folder / "out", use_memory=use_memory), store)
            document = store.document(str(page))
            assert document is not None
            stored = {each.pair.source: each for each in store.pairs_of(document.id)}
            made = [stored[source] for source in sources]
            columns.append([each.pair.target for each in made])
            suggested = store.suggestions([each.id for each in made])
            taken = sum(each.pair.origin == "memory" for each in made)
            best = [next(iter(suggested.get(each.id, ())), None) for each in made]
    starts = [
        hint.target if hint and hint.percent >= 75 and each.pair.origin != "memory" else said
        for hint, each, said in zip(best, made, columns[1], strict=True)
    ]
    return [*columns, starts], taken


def decoding(folder: Path, count: int) -> None:
    """Print what is decoded on a news site whose pages repeat each other's headlines."""
    sentences = [
        line
        for path in sorted(NEWS.glob("*.ru"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    site = folder / "site"
    site.mkdir()
    heads = [sentences[n * OWN % len(sentences)] for n in range(count + 1)]
    print("\n| run | sentences | decoded | share | s |")
    print("|---|---:|---:|---:|---:|")

    def write(number: int) -> None:
        own = [sentences[(number * OWN + k) % len(sentences)] for k in range(OWN)]
        teasers = [heads[(number + k) % len(heads)] for k in range(1, TEASERS + 1)]
        (site / f"{number:04}.txt").write_text("\n\n".join(own + teasers), "utf-8")

    for number in range(count):
        write(number)
    for name in ("all pages", "one page more"):
        with Store.open(str(folder / "site.db")) as store:
            began = time.perf_counter()
            report = translate(Request([str(site)], out=folder / "site-en"), store)
            spent = time.perf_counter() - began
        done: dict[str, Any] = report.as_dict()["totals"]["sentences"]
        total, decoded = sum(done.values()), done["translated"] + done["repaired"] + done["failed"]
        print(f"| {name} | {total:,} | {decoded:,} | {100 * decoded / total:.1f} % | {spent:.1f} |")
        if name == "all pages":
            write(count)
    pages = sorted(site.iterdir())[:count]
    every = [line for page in pages for line in page.read_text("utf-8").split("\n\n")]
    request = Request()
    engine = engine_for(request, chain_for(request))
    began = time.perf_counter()
    list(engine.translate([clean(line) for line in every]))
    spent = time.perf_counter() - began
    print(f"| all pages, every sentence decoded | {len(every):,} | | 100 % | {spent:.1f} |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=100)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(ROOT)
        editing(Path(folder))
        if NEWS.is_dir():
            decoding(Path(folder), pages)


if __name__ == "__main__":
    main()
