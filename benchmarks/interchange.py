"""A million pairs out of the database and back: pairs a second, peak memory, size of the file.

    python benchmarks/interchange.py [--pairs 1000000] [--formats tmx jsonl] [--folder DIR]

The pairs are made of the glossary's terms in sentences of seven to ten words, a tenth of them in
documents of a thousand sentences, the others imported into a memory. Every command runs in a
process of its own; seconds are processor time (user and system), so that what else the machine
does counts less, and peak memory is that of the process, the interpreter and its libraries
included. Peers: sqlite3's CSV dump of the same columns by its command line, and translate-toolkit's
TMX writer on the first `--peer-pairs` of the same pairs, because it holds all of them in memory. A
second table has the formats alone, writing units that are in memory.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from workflow import registry
from workflow.glossary import Glossary, default_path
from workflow.store import Store
from workflow.store.exchange.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DOCUMENT = 1000
"""Sentences of a document."""

ALONE = 100_000
"""Units that are written from memory, to tell the formats from the database."""

_VERBS = (
    ("обсудил", "discussed"), ("рассмотрел", "considered"), ("подготовил", "prepared"),
    ("представил", "presented"), ("одобрил", "approved"), ("направил", "sent"),
)  # fmt: skip
_THINGS = (
    ("доклад", "report"), ("план", "plan"), ("проект", "draft"), ("перечень", "list"),
    ("договор", "treaty"), ("протокол", "protocol"), ("список", "roster"), ("отчёт", "account"),
)  # fmt: skip


class Cost(NamedTuple):
    """What a command took: processor seconds, and peak memory in MB."""

    seconds: float
    memory: float


def pairs(count: int) -> Iterator[tuple[str, str]]:
    """Yield different Russian sentences and their English, seven to ten words each."""
    draw = Random(1)
    entries = Glossary.load([default_path()]).entries
    terms = [(entry.source, entry.target) for entry in entries if entry.target]
    for number in range(count):
        (a, a_en), (b, b_en) = draw.choice(terms), draw.choice(terms)
        verb, verb_en = draw.choice(_VERBS)
        thing, thing_en = draw.choice(_THINGS)
        ru = f"{a} {verb} {thing} № {number}"
        en = f"{a_en} {verb_en} {thing_en} No. {number}"
        yield (f"{ru}.", f"{en}.") if number % 2 else (f"{ru} ({b}).", f"{en} ({b_en}).")


_LAUNCHER = """
import json, resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stdout=sys.stderr)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""Starts a command from a small process: a new one has its parent's memory for a moment."""


def measured(command: Sequence[str]) -> Cost:
    """Run a command, which must succeed, and return what it took."""
    launched = [sys.executable, "-S", "-c", _LAUNCHER, *command]
    done = subprocess.run(launched, capture_output=True, text=True, check=True)
    status, seconds, memory = json.loads(done.stdout)
    if status:
        raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    return Cost(seconds, memory)


_DESK = """
import sys
class WithoutPandas:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            raise ImportError(name)
sys.meta_path.insert(0, WithoutPandas())
from workflow.cli.main import run
run()
"""
"""Runs the desk as users have it: sqlite-utils loads pandas where that is installed for tests."""


def desk(*words: str) -> list[str]:
    """Return a command of the desk."""
    return [sys.executable, "-c", _DESK, *words]


def build(db: Path, count: int, folder: Path) -> Cost:
    """Import the pairs that no document has, and store the others as documents."""
    made = pairs(count)
    _documents(db, islice(made, count // 10))
    source = folder / "memory.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for ru, en in made:
            unit = {"source": ru, "target": en, "source_lang": "ru", "target_lang": "en"}
            file.write(json.dumps(unit, ensure_ascii=False) + "\n")
    return measured(desk("import", str(source), "--db", str(db)))


def _documents(db: Path, made: Iterator[tuple[str, str]]) -> None:
    from workflow.model import (
        Detection,
        Document,
        Labelled,
        Origin,
        Pair,
        Paragraph,
        Passage,
        Segment,
    )
    from workflow.store import PlacedPair

    russian = Detection("ru", 1.0, "benchmark", "made so")
    with Store.open(str(db)) as store:
        run = store.begin_run("benchmark", {})
        while some := list(islice(made, DOCUMENT)):
            text = " ".join(ru for ru, _ in some)
            placed, start = [], 0
            for ru, en in some:
                segment = Segment(ru, start, start + len(ru))
                pair = Pair(ru, en, "ru", "en", Origin.DOCUMENT)
                placed.append(PlacedPair(0, segment, pair))
                start = segment.stop + 1
            path = f"/documents/{some[0][0].partition('№ ')[2].partition(' ')[0]}.txt"
            paragraph = Paragraph(text, ())
            document = Document(path, "text", "utf-8", text.encode(), "", (paragraph,))
            labelled = [Labelled(russian, (Passage(0, len(text), russian),))]
            store.save_document(run, document, labelled, placed)
        store.end_run(run, "done", {})


def row(name: str, count: int, cost: Cost, size: int) -> str:
    """Return a line of the table."""
    rate = round(count / cost.seconds, -2)
    return f"| {name} | {count:,} | {rate:,.0f} | {cost.memory:,.0f} | {size / 1e6:,.1f} |"


def folder_size(folder: Path) -> int:
    """Return the bytes of the files in a folder but for manifests."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files if not path.name.endswith(".manifest.json"))


def exported(name: str, db: Path, count: int, *options: str) -> str:
    """Export every pair in a format, and return a line of the table."""
    form, _, label = name.partition(" ")
    with tempfile.TemporaryDirectory(dir=db.parent) as out:
        target = Path(out) / f"pairs{registry.pair_formats()[form].suffixes[0]}"
        words = ["export", str(target), "--format", form, "--db", str(db), *options]
        cost = measured(desk(*words))
        return row(f"`{form}` {label}".strip(), count, cost, folder_size(Path(out)))


def alone(name: str, db: Path, count: int) -> str:
    """Write units that are in memory already, in a process of its own, and return a line."""
    code = f"""
import sys, tempfile, time
from itertools import islice
from pathlib import Path
from workflow import registry
from workflow.interchange.base import Header
from workflow.store import Store
from workflow.store.exchange.selection import Selection
with Store.open({str(db)!r}) as store:
    ids = [one.id for one in islice(store.candidates(Selection()), {count})]
    units = list(store.units(ids))
with tempfile.TemporaryDirectory(dir={str(db.parent)!r}) as folder:
    form = registry.pair_formats()[{name!r}]
    header = Header("ru", "en", "workflow", "2026-11-22T00:00:00+00:00")
    began = time.process_time()
    form.write(units, Path(folder) / f"x{{form.suffixes[0]}}", header)
    print(len(units) / (time.process_time() - began))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return f"| `{name}` | {round(float(done.stdout), -3):,.0f} |"


def sqlite_csv(db: Path, count: int) -> str:
    """Dump the same columns as CSV with sqlite3's command line."""
    with tempfile.TemporaryDirectory(dir=db.parent) as out:
        target = Path(out) / "pairs.csv"
        columns = (
            "source, target, source_lang, target_lang, id, version, origin, status, score,"
            " created_at, updated_at, author"
        )
        query = f"SELECT {columns} FROM pairs"
        commands = [".mode csv", f".output {target}", query]
        cost = measured(["sqlite3", str(db), *commands])
        return row("sqlite3 `.mode csv`", count, cost, folder_size(Path(out)))


def toolkit_tmx(db: Path, count: int) -> str:
    """Write TMX with translate-toolkit, in a process of its own."""
    code = f"""
from translate.storage.tmx import tmxfile
from workflow.store import Store
from workflow.store.exchange.selection import Selection
from itertools import islice
store = tmxfile()
with Store.open({str(db)!r}) as db:
    for pair in islice(db.candidates(Selection()), {count}):
        store.addtranslation(pair.source, "ru", pair.target, "en")
with open({str(db.parent / "toolkit.tmx")!r}, "wb") as file:
    store.serialize(file)
"""
    cost = measured([sys.executable, "-c", code])
    return row("translate-toolkit TMX", count, cost, (db.parent / "toolkit.tmx").stat().st_size)


def main() -> None:
    """Build the database, run every command, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--peer-pairs", type=int, default=50_000)
    parser.add_argument("--formats", nargs="*", default=list(registry.PAIR_FORMATS))
    parser.add_argument("--folder", type=Path, help="keep the database there, and use it again")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    db = folder / "pairs.db"
    print("| | pairs | pairs a second | peak MB | file MB |\n|---|---:|---:|---:|---:|")
    if not db.exists():
        cost = build(db, options.pairs, folder)
        size = (folder / "memory.jsonl").stat().st_size
        print(row("import of JSONL", options.pairs * 9 // 10, cost, size), flush=True)
    with Store.open(str(db)) as store:
        count = sum(store.count_languages(Selection()).values())
    for name in options.formats:
        print(exported(name, db, count), flush=True)
    for words in ("--dedupe exact", "--dedupe near --shuffle-seed 1 --split 98/1/1"):
        print(exported(f"jsonl {words}", db, count, *words.split()), flush=True)
    if shutil.which("sqlite3"):
        print(sqlite_csv(db, count), flush=True)
    if options.peer_pairs:
        print(toolkit_tmx(db, min(options.peer_pairs, count)), flush=True)
    print(f"\n| writing alone, {ALONE:,} pairs | pairs a second |\n|---|---:|")
    for name in options.formats:
        print(alone(name, db, ALONE), flush=True)
    if options.folder is None:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
