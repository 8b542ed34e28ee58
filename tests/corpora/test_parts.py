from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workflow.corpora.parts import components, split

LINKS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 4)), min_size=1, max_size=40
)


def columns(links):
    return [np.array(column, dtype=np.uint64) for column in zip(*links, strict=True)]


def brute(links):
    """Components by following every link from every pair."""
    label = list(range(len(links)))
    changed = True
    while changed:
        changed = False
        for i, a in enumerate(links):
            for j, b in enumerate(links):
                together = any(x == y != 0 for x, y in zip(a, b, strict=True))
                if together and label[i] != label[j]:
                    label[i] = label[j] = min(label[i], label[j])
                    changed = True
    return label


@given(LINKS)
def test_components_are_what_following_every_link_finds(links):
    assert components(columns(links)).tolist() == brute(links)


def test_a_long_chain_is_one_component():
    size = 20_000
    draw = np.random.default_rng(3)
    place = draw.permutation(size)
    source, target = place // 2 + 1, (place + 1) // 2 + 1
    assert not components([source, target]).any()


@given(LINKS, st.tuples(*[st.integers(0, 98)] * 3).filter(any))
def test_no_component_is_cut_and_nothing_goes_where_nothing_was_asked_for(links, shares):
    component = components(columns(links))
    digest = np.arange(len(links), dtype=np.uint64)
    part = split(component, digest, shares)
    for number in set(component.tolist()):
        assert len(set(part[component == number].tolist())) == 1
    assert all(shares[number] for number in set(part.tolist()))


def test_shares_are_met_where_pairs_are_single():
    component = np.arange(10_000)
    digest = np.random.default_rng(1).integers(0, 2**63, 10_000).astype(np.uint64)
    assert Counter(split(component, digest, (98, 1, 1)).tolist()) == {0: 9800, 1: 100, 2: 100}


def test_documents_fill_the_parts_closely():
    sizes = [400, 300, 90, 60, 50, 40, 30, 20, 5, 5]
    component = np.repeat(np.arange(len(sizes)), sizes)
    part = split(component, component.astype(np.uint64), (80, 10, 10))
    counts = Counter(part.tolist())
    assert counts[0] == 800
    assert {counts[1], counts[2]} == {100}


def test_one_component_goes_where_there_is_most_room():
    part = split(np.zeros(9, dtype=np.int64), np.arange(9, dtype=np.uint64), (20, 60, 20))
    assert set(part.tolist()) == {1}


def test_another_order_of_the_same_pairs_is_split_the_same():
    digest = np.random.default_rng(5).permutation(300).astype(np.uint64)
    component = np.arange(300)
    part = dict(zip(digest.tolist(), split(component, digest, (8, 1, 1)).tolist(), strict=True))
    turned = digest[::-1].copy()
    again = dict(zip(turned.tolist(), split(component, turned, (8, 1, 1)).tolist(), strict=True))
    assert part == again
