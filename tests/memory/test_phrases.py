from __future__ import annotations

import json
from pathlib import Path

from tests.memory.building import remember
from workflow.memory import Hint, Memory
from workflow.memory.recurring import recurring

PAIRS = [
    ("В ходе рабочей встречи министры обсудили зерно.",
     "During the working meeting the ministers discussed grain."),
    ("Итоги рабочей встречи министров опубликованы.",
     "The results of the working meeting of the ministers have been published."),
    ("Программа повышения готовности спасательных служб принята в Минске.",
     "The programme for improving the readiness of rescue services was adopted in Minsk."),
    ("Эксперты оценили программу повышения готовности спасательных служб.",
     "Experts assessed the programme for improving the readiness of rescue services."),
    ("О программе повышения готовности спасательных служб рассказал посол.",
     "The ambassador spoke about the programme for improving the readiness of rescue services."),
    ("Посол посетил школу.", "The ambassador visited a school."),
    ("Эксперты приехали в Минск.", "The experts came to Minsk."),
]  # fmt: skip
ENGLISH = "programme for improving the readiness of rescue services"


def test_a_phrase_recurs_in_any_case_form_with_its_english():
    found = recurring(PAIRS, "ru")
    assert [(phrase.english, phrase.times) for phrase in found] == [(ENGLISH, 3)]


def test_a_phrase_without_a_stable_english_is_none():
    freely = [(source, f"Variant {n}: {n * 'word '}") for n, (source, _) in enumerate(PAIRS)]
    assert recurring(freely, "ru") == []


def test_phrases_stand_where_the_sentence_has_them(store):
    for source, target in PAIRS:
        remember(store, source, target)
    memory = Memory.open(store, "ru", "en")
    sentence = "Утверждён бюджет программы повышения готовности спасательных служб."
    phrase = "программы повышения готовности спасательных служб"
    start = sentence.index(phrase)
    expected = [Hint(start, start + len(phrase), ENGLISH, 3)]
    assert memory.phrases(sentence) == expected
    assert memory.phrases("Посол посетил выставку.") == []
    file = Path(f"{store.path}-memory") / "phrases-ru-en.json"
    assert Memory.open(store, "ru", "en").phrases(sentence) == expected
    file.write_text(json.dumps({"change": "x"}))
    assert Memory.open(store, "ru", "en").phrases(sentence) == expected
    file.unlink()
    assert Memory.open(store, "ru", "en").phrases(sentence) == expected
    assert Memory.open(store, "en", "ru").phrases("the working meeting") == []
