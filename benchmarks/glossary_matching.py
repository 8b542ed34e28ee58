"""How fast terms are found: words a second and memory by the size of the glossary.

    python benchmarks/glossary_matching.py FOLDER [TERMS ...]

FOLDER holds Russian text, a sentence a line, in `*.ru`. The terms are the pairs of adjective and
noun that stand in it, so that there is something to find, and combinations of its words: noun and
noun in the genitive, posts of four words, people of the names and surnames that it mentions. Time
is processor time of one core.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from workflow.glossary import Entry, Glossary
from workflow.glossary.tokens import WORD
from workflow.morphology import analyser

SEED = 20261101


def vocabulary(text: str) -> dict[str, list[str]]:
    """Return the lemmas of the text's nouns and adjectives, genitives, and the known names."""
    words = Counter(found.group().lower() for found in WORD.finditer(text))
    found: dict[str, set[str]] = {key: set() for key in ("masc", "adjf", "gent", "Name", "Surn")}
    for word, _ in words.most_common(20_000):
        parse = analyser().parse(word)[0]
        tag = parse.tag
        if not parse.is_known:
            continue
        if tag.POS == "ADJF" and "Apro" not in tag:
            found["adjf"].add(parse.normal_form)
        elif tag.POS == "NOUN":
            if str(tag.case) == "gent":
                found["gent"].add(word)
            if str(tag.gender) == "masc":
                marks = [mark for mark in ("Name", "Surn") if mark in tag]
                found[marks[0] if marks else "masc"].add(parse.normal_form)
    return {key: sorted(values) for key, values in found.items()}


def pairs(text: str) -> list[str]:
    """Return the adjectives and nouns that stand together in the text, in their first form."""
    found: dict[str, None] = {}
    words = [found.group().lower() for found in WORD.finditer(text)]
    for first, second in pairwise(words):
        adjective, noun = analyser().parse(first)[0], analyser().parse(second)[0]
        if adjective.tag.POS == "ADJF" and noun.tag.POS == "NOUN" and noun.tag.gender:
            agreeing = adjective.inflect({str(noun.tag.gender), "sing", "nomn"})
            if agreeing is not None and noun.is_known:
                found[f"{agreeing.word} {noun.normal_form}"] = None
    return list(found)


def terms(size: int, words: dict[str, list[str]], real: list[str]) -> list[Entry]:
    """Return that many different terms: a tenth stand in the text, a third of the rest people."""
    draw = random.Random(SEED)
    made = dict.fromkeys(draw.sample(real, min(size // 10, len(real))), "term")
    while len(made) < size:
        noun, adjective = draw.choice(words["masc"]), draw.choice(words["adjf"])
        tail, second = draw.choice(words["gent"]), draw.choice(words["gent"])
        name = f"{draw.choice(words['Name'])} {draw.choice(words['Surn'])}".title()
        shapes = {
            f"{adjective} {noun}": "term",
            f"{noun} {tail}": "title",
            f"{adjective} {noun} {tail} {second}": "title",
            name: "person",
        }
        source = draw.choice([*shapes, name])
        made[source] = shapes[source]
    return [
        Entry(source, f"term {number}", kind, gender="m" if kind == "person" else "")
        for number, (source, kind) in enumerate(made.items())
    ]


def main(folder: Path, sizes: list[int]) -> None:
    """Print a row for each size of glossary."""
    lines = [
        line
        for path in sorted(folder.glob("*.ru"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    count = sum(1 for line in lines for _ in WORD.finditer(line))
    known, real = vocabulary("\n".join(lines)), pairs("\n".join(lines[:3000]))
    print(f"{count:,} words in {len(lines):,} lines")
    print("| terms | built in, s | first run, words/s | warm, words/s | found | memory, MB |")
    print("|---|---|---|---|---|---|")
    for size in sizes:
        entries = terms(size, known, real)
        begin = time.process_time()
        glossary = Glossary(entries)
        glossary.find("")
        built = time.process_time() - begin
        speeds, found = [], 0
        for _ in range(2):
            begin = time.process_time()
            found = sum(len(glossary.find(line)) for line in lines)
            speeds.append(count / (time.process_time() - begin))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"| {size:,} | {built:.1f} | {speeds[0]:,.0f} | {speeds[1]:,.0f} "
            f"| {found:,} | {memory:,.0f} |"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]] or [1_000, 10_000, 100_000])
