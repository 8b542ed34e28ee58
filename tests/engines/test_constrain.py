"""The golden sentences of the glossaries through the real engine: every term, every time."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from workflow.engines.argos import ArgosEngine
from workflow.engines.constrain import finished
from workflow.engines.terms import balance, unmet
from workflow.glossary import Glossary, demands
from workflow.text import clean

if TYPE_CHECKING:
    from workflow.model import Demand, Translation
    from workflow.models import Model

ROOT = Path(__file__).resolve().parents[2]


class Golden(NamedTuple):
    sentence: str
    english: list[str]
    demands: tuple[Demand, ...]
    free: Translation
    made: Translation


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.load([ROOT / "glossaries"])


@pytest.fixture(scope="module")
def golden(glossary: Glossary, argos_engine: ArgosEngine) -> list[Golden]:
    """Translate every golden sentence without and with the glossary, once."""
    path = ROOT / "tests" / "golden" / "glossary" / "sentences.tsv"
    rows = list(
        csv.DictReader(
            path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE, strict=True
        )
    )
    marks = {"\\n": "\n", "\\u00a0": "\u00a0", "\\u00ad": "\u00ad"}
    sentences = []
    for row in rows:
        sentence = row["sentence"]
        for mark, character in marks.items():
            sentence = sentence.replace(mark, character)
        sentences.append(clean(sentence))
    wanted = [demands(glossary, sentence) for sentence in sentences]
    free = dict(argos_engine.translate(sentences))
    made = dict(argos_engine.translate(sentences, wanted))
    return [
        Golden(sentence, row["english"].split("|") if row["english"] else [], *rest)
        for row, sentence, *rest in zip(
            rows,
            sentences,
            wanted,
            (free[n] for n in range(len(rows))),
            (made[n] for n in range(len(rows))),
            strict=True,
        )
    ]


def test_every_term_stands_as_often_as_demanded(golden: list[Golden]) -> None:
    assert len(golden) >= 500
    assert sum(len(each.demands) for each in golden) >= 700
    for each in golden:
        assert [demand.english[0] for demand in each.demands] == each.english
        assert [term.entry for term in each.made.terms] == [d.entry for d in each.demands]
        for term, demand in zip(each.made.terms, each.demands, strict=True):
            said = each.made.text[term.target_start : term.target_stop]
            said = said.replace("“", "").replace("”", "").replace('"', "")  # make no difference
            assert said.casefold() in {variant.casefold() for variant in demand.english}
            assert term.how in {"free", "constrained", "replaced"}


def test_the_glossary_itself_sees_them(golden: list[Golden], glossary: Glossary) -> None:
    entries = {entry.source: entry for entry in glossary.entries}
    for each in golden:
        for source, count in Counter(demand.entry for demand in each.demands).items():
            assert len(glossary.in_english(each.made.text, entries[source])) >= count
        assert not [
            place
            for place in glossary.forbidden(each.made.text)
            if place.form not in each.free.text
        ]


def test_nothing_is_invented(golden: list[Golden]) -> None:
    extra = [balance(each.made.text, each.demands)[1] for each in golden]
    assert sum(extra) <= len(golden) / 100
    for each in golden:
        if not each.demands:
            assert each.made == each.free


def test_what_the_model_says_itself_is_kept(golden: list[Golden]) -> None:
    decoded = [each for each in golden if each.demands and each.made.attempts]
    kept = [each for each in decoded if not unmet(each.free.text, each.demands)]
    assert kept
    # Two hypotheses may be as likely as each other, or say the same with different pieces.
    same = [each for each in kept if each.made.text == each.free.text]
    assert len(kept) - len(same) <= len(kept) // 100
    for each in same:
        assert replace(each.made, terms=(), score=each.free.score) == each.free
        assert all(term.how == "free" for term in each.made.terms) or each.free.attempts > 1


def test_what_the_beam_has_besides_is_taken_before_anything_is_forced(
    golden: list[Golden],
) -> None:
    found = [
        each
        for each in golden
        if unmet(each.free.text, each.demands)
        and all(term.how == "free" for term in each.made.terms)
    ]
    assert len(found) >= 10
    for each in found:
        assert not unmet(each.made.text, each.demands)
        assert not each.made.problem
        assert each.made.attempts == each.free.attempts


def test_replacement_is_the_last_resort(golden: list[Golden]) -> None:
    decoded = [each for each in golden if each.made.attempts]  # a heading alone is not
    ways = Counter(term.how for each in decoded for term in each.made.terms)
    assert ways["replaced"] < 0.1 * ways["constrained"]
    for each in decoded:
        forced = any(term.how != "free" for term in each.made.terms)
        # Without the glossary a person may be forced all the same.
        least = 0 if each.free.attempts > 1 else 1
        assert each.made.attempts - each.free.attempts in (range(least, 3) if forced else (0,))


def test_a_person_is_named_once(golden: list[Golden]) -> None:
    """What the free translation called him, patronymic, initials and all, makes room."""
    forced = [
        (each, each.made.text[: term.target_start].split()[-1:])
        for each in golden
        for term, demand in zip(each.made.terms, each.demands, strict=True)
        if demand.kind == "person" and term.how != "free"
    ]
    assert len(forced) >= 20
    for each, before in forced:
        assert not re.fullmatch(r"\w\.|\w+(?:vich|vna)", "".join(before)), each.made.text


def test_decoding_on_loses_no_verb(argos_engine: ArgosEngine, glossary: Glossary) -> None:
    """The draft is likelier than what a narrow search makes behind the term."""
    sentence = "Чрезвычайные и Полномочные Послы собрались в Кремле."
    (made,) = dict(argos_engine.translate([sentence], [demands(glossary, sentence)])).values()
    assert "gathered" in made.text


def test_guards_still_watch(golden: list[Golden]) -> None:
    assert sum(each.made.problem != "" for each in golden) <= 5
    for each in golden:
        assert each.made.text == clean(each.made.text)
        assert each.made.score <= 0


def test_applying_twice_changes_nothing(golden: list[Golden], argos_engine: ArgosEngine) -> None:
    for each in golden:
        ways = [term.how for term in each.made.terms]
        assert finished(each.made, each.demands, ways) == each.made
    some = golden[::20]
    again = dict(argos_engine.translate([g.sentence for g in some], [g.demands for g in some]))
    for index, each in enumerate(some):
        assert (again[index].text, again[index].terms) == (each.made.text, each.made.terms)


SEVERAL = [
    "ОДКБ и ОДКБ.",
    "ОДКБ",
    "Имангали Тасмагамбетов, Станислав Зась и Валерий Семериков обсудили ОДКБ.",
    "Генеральный секретарь ОДКБ сообщил, что Генеральный секретарь ОДКБ прибыл в ОДКБ.",
    "Минск принимает ОДКБ, СНГ, ШОС, ЕАЭС, ООН, ОБСЕ и НАТО.",
]


def test_several_terms_the_same_twice_and_at_either_end(
    argos_engine: ArgosEngine, glossary: Glossary
) -> None:
    wanted = [demands(glossary, sentence) for sentence in SEVERAL]
    assert [len(each) for each in wanted] == [2, 1, 4, 3, 8]
    made = dict(argos_engine.translate(SEVERAL, wanted))
    for index, translation in made.items():
        places = {(each.target_start, each.target_stop) for each in translation.terms}
        assert len(places) == len(wanted[index])
        assert all(start < stop for start, stop in places)


def test_terms_of_an_overlong_sentence(argos_engine: ArgosEngine, glossary: Glossary) -> None:
    sentence = "Стороны рассмотрели доклад комиссии и утвердили план работы, " * 12
    sentence = f"ОДКБ и Минск: {sentence}а затем Генеральный секретарь ОДКБ прибыл в Астану."
    wanted = demands(glossary, sentence)
    assert len(argos_engine._stages[0]._parts(sentence, wanted, split=False)) > 1
    (made,) = dict(argos_engine.translate([sentence], [wanted])).values()
    said = [made.text[each.target_start : each.target_stop] for each in made.terms]
    assert said == ["CSTO", "Minsk", "CSTO Secretary General", "Astana"]
    assert made.text.index("CSTO") < made.text.rindex("Astana")


def test_a_chain_puts_terms_in_afterwards(
    argos_engine: ArgosEngine, model: Model, tmp_path: Path
) -> None:
    second = replace(model, source="en", target="de", version="0.2")
    chain = ArgosEngine([model, second], device="cpu")
    sentence = "Совет прибыл в Минск."
    (tmp_path / "towns.csv").write_text(
        "source,target,kind\nМинск,Mensk-upon-Svislach,place\n", "utf-8"
    )
    wanted = demands(Glossary.load([tmp_path / "towns.csv"]), sentence)
    (made,) = dict(chain.translate([sentence], [wanted])).values()
    assert [each.how for each in made.terms] == ["replaced"]
    assert "Mensk-upon-Svislach" in made.text


def test_glossary_changes_no_provenance(argos_engine: ArgosEngine, glossary: Glossary) -> None:
    before = argos_engine.provenance
    sentence = "ОДКБ открыта для диалога."
    list(argos_engine.translate([sentence], [demands(glossary, sentence)]))
    assert argos_engine.provenance == before


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("Разное", "Any other business"),
        ("РАЗНОЕ", "ANY OTHER BUSINESS"),
        ("III. Разное:", "III. Any other business:"),
        ("б) разное;", "(b) any other business;"),
        ("б. разное;", "б. any other business;"),  # a finding, not a wrong letter
        ("Рост, %", "Growth, %"),
        ("рост: 1 046,5", "growth: 1,046.5"),
        ("Приложение № 3", "Annex No. 3"),
    ],
)
def test_a_heading_alone_needs_no_model(
    argos_engine: ArgosEngine, glossary: Glossary, source: str, english: str
) -> None:
    wanted = demands(glossary, source)
    (made,) = dict(argos_engine.translate([source], [wanted])).values()
    assert (made.text, made.attempts, made.problem) == (english, 0, "")
    (term,) = made.terms
    assert term.how == "replaced"
    assert made.text[term.target_start : term.target_stop].lower() == wanted[0].english[0]
