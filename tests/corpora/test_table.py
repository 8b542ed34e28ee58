from __future__ import annotations

import tracemalloc

from tests.corpora.building import pair
from workflow.corpora.table import Arrangement, Table, sentence


def numbers(pairs, arrangement):
    return [part.tolist() for part in Table(pairs, arrangement).arranged()]


def test_without_arrangement_everything_stays_as_it_came():
    assert numbers([pair(7, "а"), pair(3, "б"), pair(7, "а")], Arrangement()) == [[7, 3, 7]]


def test_exact_duplicates_differ_in_white_space_at_most():
    pairs = [pair(1, "Да.", "Yes."), pair(2, "Да. ", "Yes."), pair(3, "да.", "Yes.")]
    assert numbers(pairs, Arrangement("exact")) == [[1, 3]]
    assert numbers(pairs, Arrangement("near")) == [[1]]


def test_of_duplicates_the_one_that_review_has_brought_furthest_stays():
    order = ("rejected", "rework", "machine", "corrected", "approved")
    pairs = [pair(n, "Да.", "Yes.", status) for n, status in enumerate(order)]
    while pairs:
        assert numbers(pairs, Arrangement("exact")) == [[pairs[-1].id]]
        pairs.pop()


def test_what_the_duplicates_linked_is_no_link_once_they_are_gone():
    pairs = [pair(1, "А.", document=1), pair(2, "Б.", document=2), pair(3, "А.", document=2)]
    assert sorted(map(len, numbers(pairs, Arrangement(shares=(50, 50, 0))))) == [0, 0, 3]
    assert sorted(map(len, numbers(pairs, Arrangement("exact", shares=(50, 50, 0))))) == [0, 1, 1]


def test_the_same_sentence_in_other_case_and_punctuation():
    assert sentence("Да, «мир»!") == sentence("да МИР") != sentence("мир да") != 0
    assert sentence("5 мая") != sentence("6 мая")
    assert sentence("— …") == 0


def test_memory_grows_by_a_hundred_bytes_a_pair_and_no_more():
    words = ("мир", "труд", "май", "закон", "право", "совет", "дело", "слово")

    def peak(count: int) -> int:
        pairs = (
            pair(n, " ".join(words[n >> shift & 7] for shift in (0, 3, 6, 9))) for n in range(count)
        )
        tracemalloc.start()
        Table(pairs, Arrangement("near", 1, (98, 1, 1)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(600)
    assert peak(4000) - peak(600) < 3400 * 150
