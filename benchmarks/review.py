"""How fast the review app answers, and how well its search finds Russian in any case form.

    python benchmarks/review.py make FILE PAIRS      a database of so many generated pairs
    python benchmarks/review.py server FILE          latency of queue, filters, search, saves
    python benchmarks/review.py recall FILE          search over case forms
    python benchmarks/review.py lock FILE            how long storing a long document locks others

The sentences are nouns, adjectives and verbs of the dictionary in the forms that grammar demands,
some words far more frequent than others; a quarter of the pairs has a finding, three in ten have
been reviewed. `server` sends requests to the app as the browser does, without a network between,
one after the other, and reports the 50th and 95th percentile in milliseconds, of the clock and of
processor time: on a busy machine the second says more. `recall` asks for words in forms drawn at
random; what should be found is every pair in which the sentence's maker used the word.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
import warnings
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.model import (
    Detection,
    Document,
    Finding,
    Labelled,
    Origin,
    Pair,
    Paragraph,
    Passage,
    Run,
    Segment,
    Severity,
)
from workflow.morphology import analyser
from workflow.review.access import API
from workflow.review.server import build
from workflow.store import PlacedPair, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEED = 20261122
SENTENCES = 500  # of a document
ROUNDS = 100
RUSSIAN = Detection("ru", 1.0, "benchmark", "")
NOUNS, ADJECTIVES, VERBS = 3000, 800, 500
Word = dict[str, str]


class Language:
    """Words with their forms, and the sentences made of them."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)
        self.chance = random.Random(SEED)  # of its own, so that `recall` makes the same sentences
        lexemes: dict[str, list[Word]] = {"NOUN": [], "ADJF": [], "INFN": []}
        wanted = {"NOUN": NOUNS, "ADJF": ADJECTIVES, "INFN": VERBS}
        known = sorted(analyser().dictionary.words.keys("по")) + sorted(
            analyser().dictionary.words.keys("с")
        )
        self.random.shuffle(known)
        for word in known:
            parse = analyser().parse(word)[0]
            part = str(parse.tag.POS)
            room = part in wanted and len(lexemes[part]) < wanted[part]
            if room and parse.normal_form == word and "-" not in word:
                forms = self._forms(parse, part)
                if forms:
                    lexemes[part].append(forms)
            if all(len(lexemes[name]) == count for name, count in wanted.items()):
                break
        self.nouns, self.adjectives, self.verbs = lexemes.values()

    def _forms(self, parse: Any, part: str) -> Word | None:
        """Return the forms that sentences need, by name; None where one is missing."""
        if part == "NOUN":
            if str(parse.tag.gender) != "masc" or parse.tag.animacy != "inan":
                return None
            needed = {case: {case, "sing"} for case in ("nomn", "gent", "datv", "ablt", "loct")}
        elif part == "ADJF":
            needed = {case: {case, "sing", "masc"} for case in ("nomn", "gent", "datv", "ablt")}
        else:
            needed = {"past": {"past", "masc", "sing"}}
        forms = {"lemma": str(parse.normal_form)}
        for name, grammemes in needed.items():
            form = parse.inflect(grammemes)
            if form is None:
                return None
            forms[name] = str(form.word)
        return forms

    def pick(self, words: list[Word]) -> Word:
        """Return a word; the first of a list are far more frequent than the last."""
        return words[min(int(self.random.paretovariate(0.6)) - 1, len(words) - 1)]

    def sentence(self) -> tuple[str, set[str]]:
        """Return a sentence and the nouns in it."""
        subject, other, third = (self.pick(self.nouns) for _ in range(3))
        first, second = (self.pick(self.adjectives) for _ in range(2))
        number = f" № {self.random.randint(1, 400)}" if self.random.random() < 0.3 else ""
        text = (
            f"{first['nomn']} {subject['nomn']}{number} {self.pick(self.verbs)['past']}"
            f" по {second['datv']} {other['datv']} с {third['ablt']}."
        )
        return text.capitalize(), {subject["lemma"], other["lemma"], third["lemma"]}


def english(text: str) -> str:
    """Return something like English: each word's letters in others, the same for the same word."""
    table = str.maketrans("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "abvgdeezziiklmnoprstufhccss_y_eua")
    return text.casefold().translate(table).replace("_", "").capitalize()


def documents(pairs: int, language: Language) -> Iterator[tuple[Document, list[PlacedPair]]]:
    """Yield documents with their pairs, five sentences a paragraph."""
    for number in range(pairs // SENTENCES):
        paragraphs, placed, offset = [], [], 0
        for index in range(SENTENCES // 5):
            sentences = [language.sentence()[0] for _ in range(5)]
            text = " ".join(sentences)
            paragraphs.append(Paragraph(text, (Run(text, offset, offset + len(text)),)))
            offset, start = offset + len(text) + 2, 0
            for sentence in sentences:
                segment = Segment(sentence, start, start + len(sentence))
                placed.append(PlacedPair(index, segment, _pair(sentence, language.chance)))
                start = segment.stop + 1
        name = f"/generated/{number:06}.txt"
        source = name.encode()
        yield Document(name, "text", "utf-8", source, f"№ {number}", tuple(paragraphs)), placed


def _pair(sentence: str, chance: random.Random) -> Pair:
    drawn = chance.random()
    findings: tuple[Finding, ...] = ()
    if drawn < 0.1:
        findings = (Finding("numbers", Severity.ERROR, "A number is missing"),)
    elif drawn < 0.25:
        findings = (Finding("length", Severity.WARNING, "The translation is short"),)
    elif drawn < 0.2502:
        findings = (Finding("repetition", Severity.ERROR, "A word is repeated"),)
    score = round(-chance.expovariate(2), 6)
    return Pair(sentence, english(sentence), "ru", "en", Origin.MACHINE, score=score,
                findings=findings)  # fmt: skip


def make(path: Path, pairs: int) -> None:
    """Write the database."""
    language = Language()
    with Store.open(str(path)) as store:
        run = store.begin_run("benchmark", {})
        for document, placed in documents(pairs, language):
            labelled = [Labelled(RUSSIAN, (Passage(0, len(p.text), RUSSIAN),))
                        for p in document.paragraphs]  # fmt: skip
            store.save_document(run, document, labelled, placed)
        store.end_run(run, "done", {})
        for remainder, status, author in ((0, "approved", "anna"), (1, "corrected", "boris"),
                                          (2, "approved", "boris")):  # fmt: skip
            with store.db.atomic():
                store.db.execute(
                    "UPDATE pairs SET version = version + 1, status = ?, author = ?"
                    " WHERE id % 10 = ?",
                    [status, author, remainder],
                )
        store.db.execute(
            "UPDATE pairs SET version = version + 1, status = 'rework', author = 'vera'"
            " WHERE id % 2000 = 7"
        )


class App:
    """The app of a database, and who asks it."""

    def __init__(self, path: Path) -> None:
        self.datasette, desk = build(str(path))
        with desk.accounts.file.change() as content:
            content["users"]["anna"] = {
                "role": "admin",
                "password": "",
                "disabled": False,
                "created_at": "2026-01-01T00:00:00+00:00",
            }
        self.cookies = {desk.cookie: desk.sessions.open("anna")}

    async def ask(self, route: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return what the app answers to a GET, or to a POST of a body."""
        answer = await self.datasette.client.request(
            "GET" if body is None else "POST",
            API + route,
            cookies=self.cookies,
            **({} if body is None else {"json": body}),
        )
        assert answer.status_code == 200, answer.text
        values: dict[str, Any] = answer.json()
        return values


async def server(path: Path) -> None:
    """Report the latency of each kind of request."""
    app, chance = App(path), random.Random(SEED)
    total = (await app.ask("counts"))["total"]
    words = [w for w in Language().nouns[:400] if len(w["lemma"]) > 4]
    documents_there = (await app.ask("choices"))["documents"]

    def document() -> int:
        return int(chance.choice(documents_there)["id"])

    def word() -> str:
        return chance.choice(words)["gent"]

    cursor = ""

    def deeper() -> str:
        return f"queue?status=machine&after={cursor}"

    kinds: dict[str, Callable[[], str]] = {
        "queue": lambda: "queue?status=machine,rework",
        "queue, next page": deeper,
        "counts": lambda: "counts?status=machine,rework",
        "filter: document": lambda: f"queue?document={document()}",
        "filter: document, counts": lambda: f"counts?document={document()}&status=machine",
        "filter: common finding": lambda: "queue?finding=numbers&status=machine",
        "filter: rare finding": lambda: "queue?finding=repetition",
        "filter: finding, counts": lambda: "counts?finding=numbers&status=machine",
        "filter: score": lambda: "queue?score_max=-2.5&status=machine",
        "filter: score, counts": lambda: "counts?score_max=-2.5&status=machine",
        "filter: reviewer": lambda: "queue?reviewer=boris&status=corrected",
        "filter: reviewer, date": lambda: "queue?reviewer=boris&since=2026-01-01",
        "search": lambda: f"queue?text={word()}",
        "search, counts": lambda: f"counts?text={word()}",
        "search: most frequent": lambda: f"queue?text={words[0]['datv']}",
        "search: two words": lambda: f"queue?text={word()}%20{words[0]['ablt']}",
        "search, finding": lambda: f"queue?text={word()}&finding=length&status=machine",
        "pair": lambda: f"pair/{chance.randint(1, total)}",
        "pair in a filter": lambda: (
            f"pair/{chance.randint(1, total)}?finding=numbers&status=machine"
        ),
        "next": lambda: f"next?after={chance.randint(1, total)}",
        "document": lambda: f"document/{document()}",
        "overview": lambda: "overview",
    }
    print(f"{total:,} pairs; milliseconds: clock p50 p95, processor p50 p95")
    for name, route in kinds.items():
        if name == "queue, next page":
            cursor = (await app.ask("queue?status=machine&limit=200"))["next"]
        await report(name, lambda route=route: app.ask(route()))  # type: ignore[misc]

    async def save() -> None:
        number = chance.randint(1, total)
        seen = (await app.ask(f"pair/{number}"))["pair"]
        saved.append(time.perf_counter())
        spent.append(time.process_time())
        await app.ask(
            f"pair/{number}/save",
            {"version": seen["version"], "target": f"{seen['target']} {chance.random()}"},
        )
        saved[-1] = time.perf_counter() - saved[-1]
        spent[-1] = time.process_time() - spent[-1]

    saved: list[float] = []
    spent: list[float] = []
    for _ in range(ROUNDS):
        await save()
    show("save", saved, spent)


async def report(name: str, work: Callable[[], Any]) -> None:
    """Do something many times and print its latency."""
    clock, processor = [], []
    await work()
    for _ in range(ROUNDS):
        begun, used = time.perf_counter(), time.process_time()
        await work()
        clock.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
    show(name, clock, processor)


def show(name: str, clock: list[float], processor: list[float]) -> None:
    """Print percentiles."""
    values = [sorted(times)[int(len(times) * at)] * 1000
              for times in (clock, processor) for at in (0.5, 0.95)]  # fmt: skip
    print(f"{name:28}" + "".join(f"{value:9.1f}" for value in values), flush=True)


def recall(path: Path) -> None:
    """Report how much a search for a word in any form finds, and how much of that is right."""
    language, chance = Language(), random.Random(SEED)
    by_lemma: dict[str, set[str]] = {}
    with Store.open(str(path)) as store:
        sources = {stored.pair.source for stored in store.pairs("ru", "en")}
        made = Language()
        while sources:
            text, nouns = made.sentence()
            for lemma in nouns if text in sources else ():
                by_lemma.setdefault(lemma, set()).add(text)
            sources.discard(text)
        right = found_all = wanted_all = 0
        for noun in chance.sample(language.nouns, 200):
            wanted = by_lemma.get(noun["lemma"], set())
            if not wanted or len(wanted) > 5000:
                continue
            form = noun[chance.choice(["nomn", "gent", "datv", "ablt", "loct"])]
            found = {hit.stored.pair.source for hit in store.search(form, limit=10**6)}
            right += len(found & wanted)
            found_all += len(found)
            wanted_all += len(wanted)
    print(json.dumps({"recall": right / wanted_all, "precision": right / found_all}))


def lock(path: Path) -> None:
    """Store a document of 5,000 sentences, then others in its place; report the longest lock."""
    from workflow.store import connection
    from workflow.store import documents as module

    longest: list[float] = []
    original = connection.writing

    @contextmanager
    def timed(db: Any) -> Iterator[None]:
        with original(db):
            begun = time.process_time()
            yield
        longest.append(time.process_time() - begun)

    vars(module)["writing"] = timed
    pages = list(documents(20 * SENTENCES, Language()))
    with Store.open(str(path)) as store:
        run = store.begin_run("benchmark", {})
        for half in (pages[:10], pages[10:]):
            whole = [p for document, _ in half for p in document.paragraphs]
            placed = [
                replace(item, paragraph=item.paragraph + number * SENTENCES // 5)
                for number, (_, items) in enumerate(half)
                for item in items
            ]
            document = replace(half[0][0], path="/generated/long.txt", paragraphs=tuple(whole))
            labelled = [Labelled(RUSSIAN, (Passage(0, len(p.text), RUSSIAN),)) for p in whole]
            store.save_document(run, document, labelled, placed)
    print(f"{len(longest)} transactions, the longest {max(longest):.2f} s of processor time")


def main() -> None:
    """Do what the command line says."""
    warnings.simplefilter("ignore", DeprecationWarning)
    command, path = sys.argv[1], Path(sys.argv[2])
    if command == "make":
        make(path, int(sys.argv[3]))
    elif command == "server":
        asyncio.run(server(path))
    elif command == "lock":
        lock(path)
    else:
        recall(path)


if __name__ == "__main__":
    main()
