from __future__ import annotations

import time
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from workflow.store.matching import match

ITEMS = st.lists(st.sampled_from("abcdefgh"), max_size=14)


@given(ITEMS, ITEMS)
def test_equal_items_are_matched_once_each_and_as_many_as_can_be(old, new):
    found = match(old, new)
    used = [i for i in found if i is not None]
    assert len(found) == len(new)
    assert len(set(used)) == len(used)
    assert all(old[i] == new[j] for j, i in enumerate(found) if i is not None)
    assert len(used) == (Counter(old) & Counter(new)).total()


@given(ITEMS)
def test_nothing_changed(items):
    assert match(items, items) == list(range(len(items)))


@given(ITEMS, st.integers(0, 14), st.integers(0, 3))
def test_a_cut_keeps_everything_else_in_place(items, start, length):
    start = min(start, len(items))
    found = match(items, items[:start] + items[start + length :])
    # Of equal items at the border of the cut any may be the one that went.
    assert [items[i] for i in found] == items[:start] + items[start + length :]
    assert found == sorted(found)


def test_repeated_items_go_by_their_neighbours():
    old = ["teaser", "a", "more", "b", "more", "c"]
    new = ["teaser", "a", "b", "more", "c", "d"]
    assert match(old, new) == [0, 1, 3, 4, 5, None]


def test_a_moved_item_is_found():
    assert match(list("abcd"), list("dabc")) == [3, 0, 1, 2]


def test_long_lists_of_few_different_items_take_no_longer():
    old = ["more", "print", "share"] * 20_000
    new = ["top", *old[10:30_000], "middle", *old[30_001:], "end"]
    started = time.process_time()
    found = match(old, new)
    assert time.process_time() - started < 2
    assert sum(i is not None for i in found) == len(new) - 3
