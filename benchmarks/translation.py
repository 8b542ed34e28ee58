"""Sentences per second: the whole desk, its engine alone, Argos Translate, and bare CTranslate2.

The same package, sentences and beam for all, each in a process of its own so that peak memory
can be told apart:

    python benchmarks/translation.py --sentences 5000 --rounds 3 --once argos
    python benchmarks/translation.py --memory

A machine's pace differs within minutes, so the systems take turns, as many rounds as asked for,
and of each the round of its median rate is shown, with the rates of all. Who is so slow that nobody
wants to wait for more rounds, and so far off that they would not matter, may be given one.

`desk` is all of `workflow translate`: files read, languages detected, sentences split, pairs
checked, stored and written, the model loaded; 100 sentences a file, a sentence a paragraph.
`terms` is the same with the shipped glossary enforced.
`engine` is `workflow.engines.argos` alone, with guards and retries. `argos` is
`argostranslate.translate` with its own settings, one call a sentence; it would download a sentence
splitter, so it is given one that leaves each sentence alone. `bare` is one `translate_batch` call
over everything, pieces ready, sorted by length, on every core, nothing detokenised; `listed` is the
same with the package's shortlist, each sentence alone, as the engine decodes. Loading is counted
for `desk` only.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflow.models import Model

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared" / "eval" / "mt"
NEWS = [SHARED / "newstest2014.ru", SHARED / "newstest2016.ru"]
OWN = [Path(__file__).resolve().parents[1] / "training" / "sentences.tsv"]
BEAM = 4
MIB = 1 << 20


def desk(
    model: Model, sentences: list[str], jobs: int, *, use_glossary: bool = False
) -> tuple[float, dict[str, Any]]:
    """Translate as a user does, files to files, with a database."""
    from workflow.pipeline.request import Request
    from workflow.pipeline.translate import translate
    from workflow.store import Store

    del model  # the pipeline finds it itself
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        for number in range(0, len(sentences), 100):
            page = "\n\n".join(sentences[number : number + 100])
            (source / f"{number:06}.txt").write_text(page + "\n", "utf-8")
        start = time.perf_counter()
        with Store.open(str(Path(folder) / "pairs.db")) as store:
            request = Request(
                [str(source)], out=Path(folder) / "out", jobs=jobs, use_glossary=use_glossary
            )
            report = translate(request, store)
        seconds = time.perf_counter() - start
    steps = {name: round(spent, 1) for name, spent in report.seconds.items()}
    return seconds, {"got": dict(report.total("sentences")), "steps": steps}


def terms(model: Model, sentences: list[str], jobs: int) -> tuple[float, dict[str, Any]]:
    """Translate as a user does, the shipped glossary enforced."""
    return desk(model, sentences, jobs, use_glossary=True)


def engine(model: Model, sentences: list[str], jobs: int) -> tuple[float, dict[str, Any]]:
    """Translate with the engine; count how often its guards wanted another attempt."""
    from workflow.engines.argos import ArgosEngine

    translator = ArgosEngine([model], jobs=jobs, beam_size=BEAM, device="cpu")
    start = time.perf_counter()
    made = [translation for _, translation in translator.translate(sentences)]
    seconds = time.perf_counter() - start
    attempts = Counter(translation.attempts for translation in made)
    problems = Counter(translation.problem or "none" for translation in made)
    return seconds, {"attempts": dict(sorted(attempts.items())), "problems": dict(problems)}


def argos(model: Model, sentences: list[str], jobs: int) -> tuple[float, dict[str, Any]]:
    """Translate with Argos Translate, as its own users do: sentence by sentence."""
    from argostranslate import package, settings, translate

    class Whole:
        def __init__(self, *_: object) -> None: ...

        def split_sentences(self, text: str) -> list[str]:
            return [text]

    settings.beam_size = BEAM
    settings.intra_threads = jobs
    translate.MiniSBDSentencizer = Whole
    pair = translate.Language("ru", "Russian"), translate.Language("en", "English")
    peer = translate.PackageTranslation(*pair, package.Package(model.path))
    peer.translate("Да.")
    start = time.perf_counter()
    for sentence in sentences:
        peer.translate(sentence)
    return time.perf_counter() - start, {}


def bare(
    model: Model, sentences: list[str], jobs: int, **batches: Any
) -> tuple[float, dict[str, Any]]:
    """Decode everything in one call of `translate_batch`."""
    import os

    import ctranslate2
    from argostranslate import package

    encode = package.Package(model.path).tokenizer.encode
    pieces = sorted(map(encode, sentences), key=len, reverse=True)
    cores = jobs or os.cpu_count() or 1
    translator = ctranslate2.Translator(
        str(model.path / "model"), inter_threads=cores, intra_threads=1, compute_type="int8"
    )
    start = time.perf_counter()
    translator.translate_batch(
        pieces,
        **(batches or {"max_batch_size": 256, "batch_type": "tokens"}),
        beam_size=BEAM,
        length_penalty=0.2,
        replace_unknowns=True,
    )
    return time.perf_counter() - start, {}


def listed(model: Model, sentences: list[str], jobs: int) -> tuple[float, dict[str, Any]]:
    """Decode everything in one call, each sentence with the shortlist of its pieces."""
    return bare(model, sentences, jobs, max_batch_size=1, use_vmap=True)


SYSTEMS: dict[str, Callable[[Model, list[str], int], tuple[float, dict[str, Any]]]] = {
    "desk": desk,
    "terms": terms,
    "engine": engine,
    "argos": argos,
    "bare": bare,
    "listed": listed,
}


def read(files: list[Path]) -> list[str]:
    """Return the Russian sentences of the files, no two alike: the desk would notice."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return list(dict.fromkeys(filter(None, (line.split("\t")[0].strip() for line in lines))))


def child(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Measure one system in this process."""
    from workflow import models

    sentences = read(options.files)[: options.sentences]
    model = models.find("ru", "en")[0]
    seconds, more = SYSTEMS[name](model, sentences, options.jobs)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "system": name,
        "model": f"{model.name} {model.digest[:12]}",
        "sentences": len(sentences),
        "seconds": round(seconds, 2),
        "per_second": round(len(sentences) / seconds, 2),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_mib": used.ru_maxrss * 1024 // MIB,
        **more,
    }


def measure(name: str, sentences: int, options: argparse.Namespace) -> dict[str, Any]:
    """Measure one system in a process of its own."""
    command = [sys.executable, __file__, "--child", name, "--sentences", str(sentences)]
    command += ["--jobs", str(options.jobs), *map(str, options.files)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def median(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the round of the median rate (the lower of two), and the rates of all in their order."""
    middle = sorted(rounds, key=itemgetter("per_second"))[(len(rounds) - 1) // 2]
    return {**middle, "rounds": [row["per_second"] for row in rounds]}


def show(rows: list[dict[str, Any]]) -> None:
    """Print the measurements as a table, with rates in relation to `desk`."""
    desk_rate = next((row["per_second"] for row in rows if row["system"] == "desk"), 0.0)
    print(f"{rows[0]['model']}, beam {BEAM}, {datetime.now(UTC):%Y-%m-%d}")
    print(f"{'':8}{'sentences':>10}{'seconds':>10}{'/s':>9}{'desk is':>10}{'peak MiB':>10}")
    for row in rows:
        times = f"{desk_rate / row['per_second']:.2f} x"
        print(
            f"{row['system']:8}{row['sentences']:>10,}{row['seconds']:>10.1f}"
            f"{row['per_second']:>9.1f}{times:>10}{row['peak_mib']:>10,}"
        )
        if len(row["rounds"]) > 1:
            print(f"{'':8}rounds: {', '.join(map(str, row['rounds']))} /s")
        for key in ("attempts", "problems", "got", "steps"):
            if row.get(key):
                print(f"{'':8}{key}: {row[key]}")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        help="a Russian sentence a line, more columns ignored (default: the news of newstest 2014"
        " and 2016; for --memory, of which there are not enough, the project's own sentences)",
    )
    parser.add_argument("--sentences", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=0, help="0 means every core")
    parser.add_argument("--rounds", type=int, default=1, help="rounds by turns, medians shown")
    parser.add_argument(
        "--once", nargs="+", choices=SYSTEMS, default=[], help="systems for the first round alone"
    )
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--memory", action="store_true", help="the desk at N and at 10 N sentences")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", choices=SYSTEMS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds: give at least 1")
    options.files = options.files or (OWN if options.memory else NEWS)
    missing = [str(file) for file in options.files if not file.is_file()]
    if missing:
        parser.error(f"no file {missing[0]}: name a file with a Russian sentence a line")
    if options.child:
        print(json.dumps(child(options.child, options)))
        return
    most = options.sentences * (10 if options.memory else 1)
    if (found := len(read(options.files))) < most:
        parser.error(f"{most:,} different sentences are needed, and there are {found:,}")
    if options.memory:
        runs = [("desk", options.sentences), ("desk", 10 * options.sentences)]
    else:
        runs = [(name, options.sentences) for name in options.systems]
    turns: dict[tuple[str, int], list[dict[str, Any]]] = {run: [] for run in runs}
    for number in range(options.rounds):
        for name, count in runs:
            if number == 0 or name not in options.once:
                turns[name, count].append(measure(name, count, options))
    rows = [median(measured) for measured in turns.values()]
    if options.json:
        print(json.dumps(rows, indent=1))
    else:
        show(rows)


if __name__ == "__main__":
    main()
