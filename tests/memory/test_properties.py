from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.memory.building import remember
from workflow.memory import Memory, Op, Query, diff, similarity
from workflow.memory.adapt import adapt
from workflow.memory.part import build
from workflow.memory.search import search
from workflow.memory.tokens import compared
from workflow.store import Store
from workflow.text import clean, key

WORDS = st.sampled_from(
    (
        *("совет", "совета", "Совет", "заседание", "заседания", "прошло", "пройдёт", "Ереван"),
        *("Ереване", "стороны", "подписали", "подпишут", "ё", "5", "7", "мая", "2024", "в", "и"),
        *("—", ",", ".", "«", "»"),
    )
)
SENTENCES = st.one_of(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), st.text(max_size=40))


@settings(deadline=None)
@given(SENTENCES, SENTENCES)
def test_similarity_is_symmetric_and_100_only_for_the_same(a, b):
    percent = similarity(a, b)
    assert percent == similarity(b, a)
    assert 0 <= percent <= 100
    assert (percent == 100) is (clean(a) == clean(b))


@settings(deadline=None)
@given(SENTENCES, SENTENCES)
def test_a_diff_makes_one_sentence_of_the_other(a, b):
    left, right = 0, 0
    for change in diff(a, b):
        # What lies between two changes is white space on either side.
        assert not clean(a[left : change.a_span[0]])
        assert not clean(b[right : change.b_span[0]])
        left, right = change.a_span[1], change.b_span[1]
        one, other = a[slice(*change.a_span)], b[slice(*change.b_span)]
        if change.op is Op.EQUAL:
            assert "".join(clean(one).split()) == "".join(clean(other).split())
        assert bool(one) is (change.op is not Op.INSERT)
        assert bool(other) is (change.op is not Op.DELETE)
    assert not clean(a[left:])
    assert not clean(b[right:])


@settings(max_examples=60, deadline=None)  # the first example loads the dictionary
@given(st.lists(SENTENCES, min_size=1, max_size=30), st.sampled_from([50, 70, 85]), SENTENCES)
def test_what_is_alike_is_found_with_its_percentage(sentences, threshold, query):
    sources = {key(s): clean(s) for s in sentences}
    part = build(sources.items(), "ru")
    for asked in [*sources.values(), clean(query)]:
        if not compared(asked, "ru").lemmas:
            continue
        found = {
            near.key.hex(): near.percent
            for near in search(part, compared(asked, "ru"), threshold, 100)
        }
        for source_key, source in sources.items():
            percent = similarity(asked, source)
            if percent == 100:
                assert found[source_key] == 100
            elif percent >= threshold and _share_a_word(asked, source):
                assert min(found[source_key], 99) == percent


def _share_a_word(a, b):
    return not set(compared(a, "ru").lemmas).isdisjoint(compared(b, "ru").lemmas)


NUMBERS = st.integers(2, 999_999).filter(lambda n: n % 10 not in {1, 8})


@settings(deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_number_is_carried_over_and_back(old, new, other):
    def pair(number):
        return f"Из {other} мест занято {number}.", f"Of {other:,} seats, {number:,} are taken."

    (source, target), (query, expected) = pair(old), pair(new)
    made = adapt(query, source, target, "ru", "en")
    if old == other != new:
        assert made is None  # which of the two has changed cannot be known
    elif made is not None:
        # A figure of up to three digits does not say how thousands are set off.
        assert made.replace(",", "") == expected.replace(",", "")
    else:
        assert old == other


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(str(tmp_path_factory.mktemp("properties") / "pairs.db")) as opened:
        yield opened


@settings(max_examples=60, deadline=None)
@given(SENTENCES.filter(clean))
def test_a_pair_that_is_stored_is_found_at_100_percent(store, source):
    pair = remember(store, source, "English.")
    memory = Memory.open(store, "ru", "en")
    query = Query(f" {source}\u00a0")
    assert memory.exact([query])[query].percent == 100
    assert memory.fuzzy(source)[0].percent == 100
    store.db.execute("DELETE FROM pairs WHERE id = ?", [pair])
    assert memory.exact([query]) == {}
