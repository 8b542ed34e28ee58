from __future__ import annotations

from langdetect import DetectorFactory, detector_factory

from workflow.detect.opinion import second_opinion
from workflow.model import Detection

CATALAN = "Els representants dels estats membres van signar una declaració conjunta."


def test_a_language_without_a_table_is_found_against_a_sure_first_decision():
    first = Detection("es", 0.99, "ngrams", "looks Spanish")
    assert second_opinion(CATALAN, first).lang == "ca"


def test_a_sure_decision_stands_against_a_language_that_the_tables_have():
    first = Detection("de", 0.95, "ngrams", "looks German")
    assert second_opinion("The parties signed a joint statement in Minsk today.", first) is first


def test_text_without_features_keeps_the_first_decision():
    first = Detection("und", 0.0, "ngrams", "too little")
    assert second_opinion("@ # $ % 12 34", first) is first


def test_the_modules_own_state_stays_as_it_was(monkeypatch):
    monkeypatch.setattr(DetectorFactory, "seed", 17)
    before = detector_factory._factory
    second_opinion(CATALAN, Detection("es", 0.5, "ngrams", "looks Spanish"))
    assert DetectorFactory.seed == 17
    assert detector_factory._factory is before


def test_it_is_the_same_every_time():
    first = Detection("und", 0.0, "ngrams", "too little")
    texts = [CATALAN[:n] for n in range(20, len(CATALAN), 7)]
    assert len({tuple(second_opinion(t, first) for t in texts) for _ in range(5)}) == 1
