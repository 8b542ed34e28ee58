from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.corpora.likeness import LIKE, near, signatures
from workflow.lemmas import words

RUSSIAN = [
    "министр",
    "встретился",
    "президент",
    "совет",
    "заседание",
    "договор",
    "подписали",
    "страны",
    "города",
    "безопасность",
    "сотрудничество",
    "обсудили",
    "вопросы",
    "региональные",
    "военные",
    "учения",
    "начались",
    "вчера",
]
ENGLISH = [
    "minister",
    "met",
    "president",
    "council",
    "session",
    "treaty",
    "signed",
    "countries",
    "cities",
    "security",
    "cooperation",
    "discussed",
    "questions",
    "regional",
    "military",
    "exercises",
    "began",
    "yesterday",
]


def left(pairs, preference):
    return near(signatures(pairs), preference, np.ones(len(pairs), dtype=bool))


def stays(*pairs: tuple[str, str]) -> list[bool]:
    return left(pairs, np.zeros(len(pairs), dtype=np.int8)).tolist()


MET = ("Министр встретился с президентом 5 мая.", "The minister met the president on 5 May.")


@pytest.mark.parametrize(
    "other",
    [
        ("министр встретился с президентом 6 мая", "the minister met the president on 6 May"),
        ("«Министр» встретился: с президентом 15 мая!", "The minister met the president on 15 May"),
        ("С президентом министр встретился 5 мая.", "On 5 May the minister met the president."),
    ],
)
def test_case_punctuation_numbers_and_order_make_no_other_pair(other):
    assert stays(MET, other) == [True, False]


@pytest.mark.parametrize(
    "other",
    [
        ("Заседание Совета открыл председатель.", "The chairman opened the Council's session."),
        ("Министр простился с послом 5 мая.", "The minister said farewell to the envoy, 5 May."),
    ],
)
def test_other_words_make_another_pair(other):
    assert stays(MET, other) == [True, True]


def test_the_preferred_one_stays_wherever_it_stands():
    pairs = [MET, ("Пункт.", "Item."), MET, MET]
    preference = np.array([2, 2, 0, 1], dtype=np.int8)
    assert left(pairs, preference).tolist() == [False, True, True, False]


def test_texts_without_words_are_compared_too():
    assert stays(("5.", "5."), ("—", "—"), ("6.", "6.")) == [True, True, False]


def jaccard(a: tuple[str, str], b: tuple[str, str]) -> float:
    one, two = (
        {("s", w.form) for w in words(p[0])} | {("t", w.form) for w in words(p[1])} for p in (a, b)
    )
    return len(one & two) / len(one | two)


def test_recall_and_precision_against_comparing_all():
    """A thousand pairs, half of them variants of others with a few words replaced."""
    draw = Random(7)

    def sentence(vocabulary: list[str], size: int) -> list[str]:
        return [f"{draw.choice(vocabulary)}{draw.choice('абвгдежз')}" for _ in range(size)]

    pairs: list[tuple[list[str], list[str]]] = []
    for _ in range(500):
        size = draw.randint(5, 20)
        original = sentence(RUSSIAN, size), sentence(ENGLISH, size)
        variant = original[0].copy(), original[1].copy()
        for _ in range(draw.randint(0, 7)):
            side = draw.randint(0, 1)
            variant[side][draw.randrange(size)] = f"слово{draw.randrange(10**6)}".translate(
                str.maketrans("0123456789", "абвгдежзик")
            )
        pairs += [original, variant]
    texts = [(" ".join(a), " ".join(b)) for a, b in pairs]
    kept = left(texts, np.zeros(len(texts), dtype=np.int8))
    alike = [jaccard(texts[n], texts[n + 1]) for n in range(0, len(texts), 2)]
    clear = [n for n, like in enumerate(alike) if like >= LIKE + 0.05]
    unlike = [n for n, like in enumerate(alike) if like <= LIKE - 0.15]
    assert len(clear) > 100
    assert len(unlike) > 50
    assert np.mean([not kept[2 * n + 1] for n in clear]) >= 0.95
    assert np.mean([kept[2 * n + 1] for n in unlike]) >= 0.95


@given(st.lists(st.tuples(st.sampled_from("абв"), st.sampled_from("xyz")), min_size=1, max_size=30))
def test_of_equal_pairs_exactly_one_stays(pairs):
    kept = [p for p, stay in zip(pairs, stays(*pairs), strict=True) if stay]
    assert sorted(set(kept)) == sorted(kept)
    assert {*kept} == {*pairs}


def test_signatures_do_not_depend_on_their_company():
    alone = signatures([MET])
    for a, b in combinations([("x", "y"), ("Пункт", "Item"), MET], 2):
        assert (signatures([a, MET, b])[1] == alone[0]).all()
