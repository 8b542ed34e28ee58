"""What every engine keeps; a test class for an engine inherits this and gives the fixture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from workflow.model import Provenance, Translation
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
