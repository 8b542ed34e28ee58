"""Names that are known by heart, and what outweighs them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from workflow.detect import detect, label
from workflow.detect.names import LONGEST, spellers
from workflow.languages import ALPHABETS


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("Малдив", "tg"),
        ("хупача", "ky"),
        ("тиви", "ru"),
        ("чылькатын", "be"),
        ("Чад және Камерун", "kk"),
        ("якутська", "uk"),
    ],
)
def test_a_name_alone(name: str, lang: str) -> None:
    assert detect(name).lang == lang


def test_the_reason_names_it() -> None:
    assert (detect("Малдив").detector, detect("Малдив").reason) == (
        "names",
        "a name as Tajik spells it",
    )


def test_neighbours_outweigh_a_name() -> None:
    page = ["Делегация посетила островное государство.", "Малдив", "Переговоры продолжатся."]
    assert [each.detection.lang for each in label(page)] == ["ru", "ru", "ru"]


def test_a_russian_word_may_be_a_name_elsewhere() -> None:
    assert "ru" not in dict(_lines())["араб"]
    assert "ru" in spellers(["араб"])


def test_what_is_no_name() -> None:
    assert spellers(["парламент"]) == spellers([]) == spellers(["чад"] * 9) == frozenset()


def test_the_list_is_what_is_looked_up() -> None:
    names = [name for name, _ in _lines()]
    assert names == sorted(set(names))
    for name, langs in _lines():
        assert name == name.lower()
        assert len(name.split()) <= LONGEST
        assert langs
        assert langs <= set(ALPHABETS["Cyrillic"])


def _lines() -> list[tuple[str, set[str]]]:
    text = files("workflow.detect").joinpath("names.tsv").read_text("utf-8")
    pairs = [line.split("\t") for line in text.splitlines()]
    return [(name, set(langs.split())) for name, langs in pairs]
