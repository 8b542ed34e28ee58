"""The written training pairs: of a form that training reads, and nobody else's sentences."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

import pytest

from tests.training.test_templates import EVALUATION, ROOT
from tests.training.test_templates import _runs as runs
from tests.training.test_templates import _words as words


@cache
def pairs(name: str) -> list[list[str]]:
    text = (ROOT / "training" / f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


WRITTEN = ("sentences", "newest", "phrases")


def written() -> list[str]:
    return [side for name in WRITTEN for pair in pairs(name) for side in pair[:2]]


@pytest.mark.parametrize("name", [*WRITTEN, "names"])
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
    for russian, english, _ in chain.from_iterable(map(pairs, WRITTEN)):
        assert len(words(english)) <= 2.6 * len(words(russian)) + 5, russian
        assert len(words(russian)) <= 2 * len(words(english)) + 5, russian


def test_nothing_is_shared_with_the_corpus() -> None:
    texts = [
        line
        for path in (ROOT / "corpus").rglob("*")
        if path.is_file()
        for line in re.split(r"[\n\t]", path.read_bytes().decode("utf-8", "replace"))
    ]
    assert not runs(texts) & runs(written())


def test_nothing_is_shared_with_the_test_sets() -> None:
    if not EVALUATION.is_dir():
        pytest.skip("needs ../shared/eval/mt")
    texts = [line for path in EVALUATION.iterdir() for line in path.read_text("utf-8").splitlines()]
    assert not runs(texts) & runs(written())
