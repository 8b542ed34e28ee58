"""What demanding approved terms costs, and how it compares with the usual ways.

    python benchmarks/glossary.py [--limit N] [--json] [--sets FOLDER] [--glossary PATH ...]

The test sets are `NAME.ru` and `NAME.en` in a folder (`../shared/eval/mt` unless stated), a line
a sentence; from all of them come N sentences that hold glossary terms and as many that hold none.
Four ways to translate them, with the installed Russian-English package:

- `free`: no glossary;
- `constrained`: `workflow.engines` with demands;
- `replaced`: the free translation, its words for a term replaced afterwards;
- `placeholders`: terms replaced by `X1`, `X2` before translation and put back after it.

BLEU and chrF are sacrebleu's (Post 2018). Demands are counted as met where approved English stands
for each occurrence. The time is of one run over both kinds of sentences, a term in every second,
processor time of one core, loading not counted; ways are timed by turns and the medians compared.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from workflow import models
from workflow.engines.argos import ArgosEngine
from workflow.engines.constrain import Constrainer, finished
from workflow.engines.terms import attached, unmet
from workflow.glossary import Glossary, demands
from workflow.model import Translation
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workflow.model import Demand

ROOT = Path(__file__).resolve().parents[1]
TURNS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, its reference, and what the glossary demands of its translation."""

    source: str
    reference: str
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One way on one kind of sentence; `how` counts demands by `Applied.how`."""

    way: str
    kind: str
    sentences: int
    bleu: float
    chrf: float
    demands: int
    met: int
    how: dict[str, int]


class AfterTheFact(Constrainer):
    """Never decodes: the first draft is what comes out."""

    def _rank(self, tasks: Sequence[Any]) -> None:
        del tasks

    def _continue(self, tasks: Sequence[Any], options: object) -> None:
        del tasks, options


class Ways:
    """The four ways, over the same package."""

    def __init__(self) -> None:
        package = models.find("ru", "en")
        self.package = f"{package[0].name} {package[0].digest[:12]}"
        self.engine = ArgosEngine(package, jobs=1, device="cpu")
        self.replacer = ArgosEngine(package, jobs=1, device="cpu")
        stage = self.replacer._stages[0]  # noqa: SLF001 (no user would want this engine)
        stage._constrainer = AfterTheFact(stage.decoder, "en", 4)  # noqa: SLF001

    def free(self, cases: Sequence[Case]) -> dict[int, Translation]:
        """Translate without the glossary."""
        return dict(self.engine.translate([case.source for case in cases]))

    def constrained(self, cases: Sequence[Case]) -> dict[int, Translation]:
        """Force the terms while decoding."""
        wanted = [case.demands for case in cases]
        return dict(self.engine.translate([case.source for case in cases], wanted))

    def replaced(self, cases: Sequence[Case]) -> dict[int, Translation]:
        """Replace words of the free translation."""
        wanted = [case.demands for case in cases]
        return dict(self.replacer.translate([case.source for case in cases], wanted))

    def placeholders(self, cases: Sequence[Case]) -> dict[int, Translation]:
        """Hide the terms from the model and put their English where their marks come out."""
        made = dict(self.engine.translate([_hidden(case) for case in cases]))
        return {index: _shown(made[index], cases[index].demands) for index in made}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--limit", type=int, default=300, help="sentences of each kind")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval" / "mt")
    parser.add_argument("--glossary", type=Path, nargs="+", default=[ROOT / "glossaries"])
    options = parser.parse_args()
    found = cases(options.sets, Glossary.load(options.glossary))
    kinds = {
        "with terms": [case for case in found if case.demands][: options.limit],
        "without": [case for case in found if not case.demands][: options.limit],
    }
    if not kinds["with terms"]:
        print(f"no NAME.ru and NAME.en with a term in {options.sets}", file=sys.stderr)
        return 1
    ways = Ways()
    several = [ways.free, ways.constrained, ways.replaced, ways.placeholders]
    results = [measure(way, kind, kinds[kind]) for kind in kinds for way in several]
    mixed = list(chain.from_iterable(zip(*kinds.values(), strict=False)))
    seconds = timed(several[:2], mixed)
    if options.json:
        said = {"package": ways.package, "seconds": seconds, "mixed": len(mixed)}
        print(json.dumps(said | {"results": [asdict(each) for each in results]}, indent=2))
    else:
        show(ways.package, results, seconds, len(mixed))
    return 0


def cases(folder: Path, glossary: Glossary) -> list[Case]:
    """Return the sentences of every test set."""
    found = []
    for path in sorted(folder.glob("*.ru")):
        other = path.with_suffix(".en")
        if other.is_file():
            lines = (file.read_text("utf-8").splitlines() for file in (path, other))
            for source, reference in zip(*lines, strict=True):
                sentence = clean(source)
                found.append(Case(sentence, reference, demands(glossary, sentence)))
    return found


def measure(
    way: Callable[[Sequence[Case]], dict[int, Translation]], kind: str, cases: Sequence[Case]
) -> Result:
    """Translate the sentences one way and score what comes out."""
    made = way(cases)
    said = [made[index].text for index in range(len(cases))]
    references = [[case.reference for case in cases]]
    missing = sum(len(unmet(text, case.demands)) for text, case in zip(said, cases, strict=True))
    total = sum(len(case.demands) for case in cases)
    return Result(
        way.__name__,
        kind,
        len(cases),
        round(BLEU().corpus_score(said, references).score, 2),
        round(CHRF().corpus_score(said, references).score, 2),
        total,
        total - missing,
        dict(Counter(term.how for each in made.values() for term in each.terms)),
    )


def timed(
    several: Sequence[Callable[[Sequence[Case]], dict[int, Translation]]], cases: Sequence[Case]
) -> dict[str, float]:
    """Return the median processor time of each way."""
    taken: dict[str, list[float]] = {way.__name__: [] for way in several}
    for _ in range(TURNS):
        for way in several:
            start = time.process_time()
            way(cases)
            taken[way.__name__].append(time.process_time() - start)
    return {name: round(statistics.median(values), 2) for name, values in taken.items()}


def show(
    package: str, results: Sequence[Result], seconds: dict[str, float], sentences: int
) -> None:
    """Print the results as tables."""
    print(f"{package}, {datetime.now(UTC):%Y-%m-%d}")
    print(f"{'':14}{'':12}{'sentences':>10}{'BLEU':>7}{'chrF':>7}{'met':>12}  how")
    for each in results:
        met = f"{each.met}/{each.demands}"
        how = ", ".join(f"{way} {count}" for way, count in sorted(each.how.items()))
        print(
            f"{each.way:14}{each.kind:12}{each.sentences:>10}{each.bleu:>7.2f}{each.chrf:>7.2f}"
            f"{met:>12}  {how}"
        )
    ratio = seconds["constrained"] / seconds["free"]
    print(
        f"a term in every second of {sentences} sentences: free {seconds['free']} s, "
        f"constrained {seconds['constrained']} s, {ratio:.2f} times"
    )


def _hidden(case: Case) -> str:
    text, at = "", 0
    for number, demand in enumerate(case.demands, start=1):
        text += f"{case.source[at : demand.start]}X{number}"
        at = demand.stop
    return text + case.source[at:]


def _shown(made: Translation, demands: Sequence[Demand]) -> Translation:
    text, lost = made.text, []
    for number, demand in reversed(list(enumerate(demands, start=1))):
        if f"X{number}" in text:
            text = text.replace(f"X{number}", demand.english[0], 1)
        else:
            lost.append(demand.english[0])
    text = attached(text, lost[::-1])
    return finished(Translation(text, made.score), demands, ["replaced"] * len(demands))


if __name__ == "__main__":
    sys.exit(main())
