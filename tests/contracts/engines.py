"""What every engine keeps; a test class for an engine inherits this and gives the fixture."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from workflow.model import Demand, Provenance, Translation
from workflow.text import clean

if TYPE_CHECKING:
    from workflow.engines.base import Engine

SENTENCES = [
    "Президент прибыл в Минск.",
    "Совет принял решение о созыве внеочередного заседания в четверг, 5 мая 2024 года.",
    "Да.",
    "ОДКБ",
    "Президент прибыл в Минск.",
]

TERMS = [
    ("Минск", "Minsk", "place"),
    ("Совет", "Council", "body"),
    ("ОДКБ", "CSTO", "organisation"),
    ("заседания", "session", "event"),
]

NASTY = [
    "",
    "—",
    "2024",
    "…»",
    "\N{GRINNING FACE}",
    "а",
    "\ufffd\ufffd",
    "\U0001d504\U0001d505 и ещё",
    "<b>жирно</b> & «тихо»",
    "https://example.org/путь?а=б",
    "а" * 600,
    "нет " * 150,
    "a\u0301\u0308" * 50,
    "漢字とかな",
]


def demands(sentence: str) -> list[Demand]:
    """Return what `TERMS` demand of a sentence, wherever they stand in it, in order."""
    return sorted(
        (
            Demand(start, start + len(term), (english,), term, kind)
            for term, english, kind in TERMS
            for start in range(len(sentence))
            if sentence.startswith(term, start)
        ),
        key=lambda demand: demand.start,
    )


class EngineContract:
    """Subclasses give the fixture `engine`."""

    @pytest.fixture
    def engine(self) -> Engine:
        raise NotImplementedError

    def test_says_what_it_is(self, engine: Engine) -> None:
        assert engine.source_lang
        assert engine.target_lang
        assert isinstance(engine.provenance, Provenance)
        options = json.loads(engine.provenance.options)
        canonical = json.dumps(options, sort_keys=True, separators=(",", ":"))
        assert canonical == engine.provenance.options

    def test_every_index_comes_once(self, engine: Engine) -> None:
        found = list(engine.translate(SENTENCES))
        assert sorted(index for index, _ in found) == list(range(len(SENTENCES)))
        assert all(isinstance(translation, Translation) for _, translation in found)

    def test_nothing_gives_nothing(self, engine: Engine) -> None:
        assert list(engine.translate([])) == []

    def test_same_sentence_same_translation(self, engine: Engine) -> None:
        together = dict(engine.translate(SENTENCES))
        assert together[0].text == together[4].text
        for index, sentence in enumerate(SENTENCES):
            alone = dict(engine.translate([sentence]))[0]
            assert alone.text == together[index].text

    def test_text_is_clean(self, engine: Engine) -> None:
        for _, translation in engine.translate(SENTENCES):
            assert translation.text == clean(translation.text)

    def test_nothing_is_lost_in_silence(self, engine: Engine) -> None:
        for _, translation in engine.translate(SENTENCES):
            assert translation.text or translation.problem
            assert translation.score <= 0

    def test_takes_nasty_strings(self, engine: Engine) -> None:
        found = dict(engine.translate([clean(text) for text in NASTY]))
        assert sorted(found) == list(range(len(NASTY)))

    def test_can_be_left_half_way(self, engine: Engine) -> None:
        for _ in engine.translate(SENTENCES * 20):
            break
        assert dict(engine.translate(SENTENCES[:1]))[0].text

    def test_demanded_terms_stand(self, engine: Engine) -> None:
        several = "ОДКБ и Совет ОДКБ прибыли в Минск на заседания ОДКБ."
        sentences = [*SENTENCES, several, *map(clean, NASTY), "ОДКБ " * 100]
        sentences = [clean(sentence) for sentence in sentences]
        wanted = [demands(sentence) for sentence in sentences]
        made = dict(engine.translate(sentences, wanted))
        assert sorted(made) == list(range(len(sentences)))
        for index, translation in made.items():
            assert [(each.entry, each.start, each.stop) for each in translation.terms] == [
                (each.entry, each.start, each.stop) for each in wanted[index]
            ]
            places = []
            for each, demand in zip(translation.terms, wanted[index], strict=True):
                assert each.how in {"free", "constrained", "replaced"}
                said = translation.text[each.target_start : each.target_stop]
                assert said.casefold() == demand.english[0].casefold()
                places.append((each.target_start, each.target_stop))
            assert all(a[1] <= b[0] for a, b in pairwise(sorted(places)))
            assert translation.text == clean(translation.text)

    def test_no_demands_change_nothing(self, engine: Engine) -> None:
        none: list[list[Demand]] = [[] for _ in SENTENCES]
        assert dict(engine.translate(SENTENCES, none)) == dict(engine.translate(SENTENCES))

    def test_demands_are_met_the_same_way_again(self, engine: Engine) -> None:
        wanted = [demands(sentence) for sentence in SENTENCES]
        together = dict(engine.translate(SENTENCES, wanted))
        assert dict(engine.translate(SENTENCES, wanted)) == together
        for index, sentence in enumerate(SENTENCES):
            alone = dict(engine.translate([sentence], [wanted[index]]))[0]
            assert (alone.text, alone.terms) == (together[index].text, together[index].terms)

    def test_links_are_places_in_both_texts(self, engine: Engine) -> None:
        pairs = [(sentence, f"It says: {sentence}") for sentence in [*SENTENCES, *NASTY]]
        found = engine.links(pairs)
        assert len(found) == len(pairs)
        for (source, target), links in zip(pairs, found, strict=True):
            assert all(0 <= there <= len(source) for there, _ in links)
            assert all(0 <= here < len(target) for _, here in links)
            assert [here for _, here in links] == sorted({here for _, here in links})
        assert engine.links([]) == []
