"""BLEU and chrF of every installed Russian-English package, beside published figures.

    python benchmarks/quality.py [--limit N] [--json] [--sets FOLDER]

The test sets are `NAME.ru` and `NAME.en` in a folder (`../shared/eval/mt` unless stated), a line
a sentence, and the reference translations of `corpus/`. Scores are sacrebleu's (Post 2018), with
the signature of what computed them. Published figures are BLEU of whole sets, as Mozilla's
evaluation of Firefox Translations gives them (mozilla/firefox-translations-models,
evaluation/bleu-results.json, commit 026f44a).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from workflow import models
from workflow.engines.argos import ArgosEngine
from workflow.engines.exact import slips
from workflow.text import clean

if TYPE_CHECKING:
    from workflow.models import Model

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = {
    "Argos Translate": {"newstest2014": 28.2, "newstest2016": 25.4, "flores-dev": 25.7},
    "OPUS-MT": {"newstest2014": 31.9, "newstest2016": 30.0, "flores-dev": 29.6},
    "Firefox (17 MB)": {"newstest2014": 36.9, "newstest2016": 31.9, "flores-dev": 30.4},
    "NLLB-200": {"newstest2014": 36.1, "newstest2016": 33.7, "flores-dev": 33.8},
    "Microsoft": {"newstest2014": 44.1, "newstest2016": 38.4, "flores-dev": 36.5},
    "Google": {"newstest2014": 42.7, "newstest2016": 37.6, "flores-dev": 38.4},
}


@dataclass(frozen=True, slots=True)
class Result:
    """One package on one test set.

    `problems` counts sentences that a guard still objects to, `slips` those where a figure or a
    person named in full or by initials is lost or wrong.
    """

    test_set: str
    package: str
    digest: str
    sentences: int
    bleu: float
    chrf: float
    sentences_per_second: float
    problems: int
    slips: int
    bleu_signature: str
    chrf_signature: str


def main() -> int:
    """Measure what is installed and print it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--limit", type=int, help="only the first N sentences of each set")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval" / "mt")
    options = parser.parse_args()
    sets = {name: pairs[: options.limit] for name, pairs in test_sets(options.sets).items()}
    if len(sets) == 1:
        print(f"no NAME.ru and NAME.en in {options.sets}: the corpus only", file=sys.stderr)
    packages = [m for m in models.installed() if (m.source, m.target) == ("ru", "en")]
    if not packages:
        print("no ru-en package is installed", file=sys.stderr)
        return 1
    results = [measure(p, name, pairs) for p in packages for name, pairs in sets.items()]
    if options.json:
        found = {"results": [asdict(r) for r in results], "published": PUBLISHED}
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        print(table(results))
    return 0


def test_sets(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the sentence pairs of each test set; the corpus' references are one set."""
    found = {}
    for russian in sorted(folder.glob("*.ru")):
        english = russian.with_suffix(".en")
        sides = (path.read_text(encoding="utf-8").splitlines() for path in (russian, english))
        found[russian.stem] = list(zip(*sides, strict=True))
    references = sorted((ROOT / "corpus" / "references").glob("*.tsv"))
    lines = [line for path in references for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("\t") for line in lines]
    found["corpus"] = [(russian, english) for russian, english in pairs]
    return found


def measure(package: Model, name: str, pairs: list[tuple[str, str]]) -> Result:
    """Translate a test set with a package and score it; loading is not timed."""
    engine = ArgosEngine([package])
    started = time.perf_counter()
    done = dict(engine.translate([clean(russian) for russian, _ in pairs]))
    seconds = time.perf_counter() - started
    hypotheses = [done[index].text for index in range(len(pairs))]
    references = [[english for _, english in pairs]]
    bleu, chrf = BLEU(), CHRF()
    return Result(
        test_set=name,
        package=package.name,
        digest=package.digest,
        sentences=len(pairs),
        bleu=round(bleu.corpus_score(hypotheses, references).score, 1),
        chrf=round(chrf.corpus_score(hypotheses, references).score, 1),
        sentences_per_second=round(len(pairs) / seconds, 1),
        problems=sum(bool(translation.problem) for translation in done.values()),
        slips=sum(slips(clean(pairs[n][0]), hypotheses[n]).count > 0 for n in range(len(pairs))),
        bleu_signature=str(bleu.get_signature()),
        chrf_signature=str(chrf.get_signature()),
    )


def table(results: list[Result]) -> str:
    """Return a Markdown table: each set's measured packages, then the published figures."""
    rows = ["| set | system | sentences | BLEU | chrF | sentences/s | problems | slips |"]
    rows.append("|---|---|---:|---:|---:|---:|---:|---:|")
    for name in dict.fromkeys(r.test_set for r in results):
        rows += [
            f"| {name} | {r.package} ({r.digest[:8]}) | {r.sentences} | {r.bleu} | {r.chrf} "
            f"| {r.sentences_per_second} | {r.problems} | {r.slips} |"
            for r in results
            if r.test_set == name
        ]
        rows += [
            f"| {name} | {system}, published | all | {bleu[name]} | | | | |"
            for system, bleu in PUBLISHED.items()
            if name in bleu
        ]
    return "\n".join([*rows, "", results[0].bleu_signature, results[0].chrf_signature])


if __name__ == "__main__":
    sys.exit(main())
