"""The written training pairs: of a form that training reads, and nobody else's sentences."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVALUATION = ROOT.parent / "shared" / "eval" / "mt"
RUN = 8  # words in a row that nothing else should have


@cache
def pairs(name: str) -> list[list[str]]:
    text = (ROOT / "training" / f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower().replace("ё", "е"))


def runs(texts: list[str]) -> set[tuple[str, ...]]:
    return {
        tuple(each[i : i + RUN]) for each in map(words, texts) for i in range(len(each) - RUN + 1)
    }


@pytest.mark.parametrize("name", ["sentences", "names"])
def test_a_line_is_russian_english_and_source(name: str) -> None:
    assert len({pair[0] for pair in pairs(name)}) == len(pairs(name)) > 5000
    for pair in pairs(name):
        russian, english, source = pair
        assert source == name, pair
        assert re.search("[А-Яа-яЁё]", russian), pair
        assert not re.search("[А-Яа-яЁё]", english), pair
        assert russian == " ".join(russian.split()), pair
        assert english == " ".join(english.split()) != "", pair


def test_sides_are_of_like_length() -> None:
    for russian, english, _ in pairs("sentences"):
        assert len(words(english)) <= 2.6 * len(words(russian)) + 5, russian
        assert len(words(russian)) <= 2 * len(words(english)) + 5, russian


def test_nothing_is_shared_with_the_corpus() -> None:
    texts = [
        line
        for path in (ROOT / "corpus").rglob("*")
        if path.is_file()
        for line in re.split(r"[\n\t]", path.read_bytes().decode("utf-8", "replace"))
    ]
    assert not runs(texts) & runs([side for pair in pairs("sentences") for side in pair[:2]])


def test_nothing_is_shared_with_the_test_sets() -> None:
    if not EVALUATION.is_dir():
        pytest.skip("needs ../shared/eval/mt")
    texts = [line for path in EVALUATION.iterdir() for line in path.read_text("utf-8").splitlines()]
    assert not runs(texts) & runs([side for pair in pairs("sentences") for side in pair[:2]])
