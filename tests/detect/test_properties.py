from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.detect import detect, label

WORDS = st.sampled_from(
    [
        *["Москва", "мир", "МИД", "NATO", "said", "the", "і", "ў", "Հայ", "和平", "ﷺ", "12"],
        *["«", "»", '"', "(", "—", ". ", "! ", "\n", "\u00a0", "\u00ad", "\u0301", "https://a.b/c"],
        *[" "] * 6,
    ]
)
TEXT = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=40).map("".join))


@given(st.lists(TEXT, max_size=5), st.lists(st.sampled_from([None, "", "ru", "en-GB", "??"])))
def test_passages_cover_every_paragraph(texts: list[str], hints: list[str | None]) -> None:
    labelled = label(texts, hints)
    assert len(labelled) == len(texts)
    for text, one in zip(texts, labelled, strict=True):
        assert "".join(text[p.start : p.stop] for p in one.passages) == text
        assert all(p.start < p.stop for p in one.passages)
        assert 0 <= one.detection.confidence <= 1
        assert len(one.passages) != 1 or one.passages[0].detection == one.detection


@given(TEXT)
def test_the_same_text_is_decided_the_same(text: str) -> None:
    assert detect(text) == detect(text)


@given(st.text(alphabet=st.characters(categories=["N", "P", "S", "Z"]), max_size=30))
def test_without_letters_there_is_no_language(text: str) -> None:
    assert detect(text).lang == "und"


def test_random_state_is_left_alone() -> None:
    random.seed(5)
    before = random.getstate()
    detect("Das ist ein kurzer Satz ohne große Bedeutung.")
    assert random.getstate() == before


@pytest.mark.parametrize("unit", ["-", ".", " ", "a", "ы", "«", '"', "a.", "a@", "— ", "я «", "1"])
def test_long_lines_take_linear_time(unit: str) -> None:
    began = time.process_time()
    label([unit * 30_000])
    once = time.process_time() - began
    began = time.process_time()
    label([unit * 120_000])
    assert time.process_time() - began < 10 * once + 0.5


DEVELOPMENT = Path(__file__).resolve().parents[3] / "shared" / "eval" / "lid" / "short-strings.tsv"
SIX = {"ru", "be", "uk", "kk", "ky", "tg"}


def test_development_set() -> None:
    if not DEVELOPMENT.exists():
        pytest.skip("no ../shared/eval/lid here")
    right: dict[str, list[bool]] = {"one": [], "few": [], "long": []}
    for line in DEVELOPMENT.read_text("utf-8").splitlines():
        lang, kind, _, text = line.split("\t")
        size = "long" if kind != "short" else "one" if len(text.split()) == 1 else "few"
        if lang in SIX:
            right[size].append(detect(text).lang == lang)
    share = {size: sum(hits) / len(hits) for size, hits in right.items()}
    # A third of the single words are names of languages and places that read alike in several.
    assert share["one"] >= 0.75
    assert share["few"] >= 0.95
    assert share["long"] >= 0.995
