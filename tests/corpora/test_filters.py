from __future__ import annotations

from collections import Counter

import pytest

from tests.corpora.building import pair
from workflow.corpora.filters import Thresholds, apply

LANGUAGES = ("ru", "en")

MEETING = pair(1, "Заседание Совета состоялось в Москве.", "The Council met in Moscow.")
LONG = pair(2, "Да.", "Yes, and this goes on for very much longer than anybody said in Russian.")
COPIED = pair(3, "Договор ISO 9001 Agreement", "Agreement ISO 9001")
UKRAINIAN = pair(
    4, "Засідання Ради відбулося вчора у Києві, його відкрив президент.", "The Council met."
)
FRENCH = pair(
    5, "Заседание Совета состоялось вчера.", "La réunion du Conseil s'est tenue hier soir à Minsk."
)
OTHER = pair(6, "Заседание Совета состоялось в Москве.", "My dog is very fond of apples.")
WRONG = pair(7, "Пять судов.", "Five ships.", worst=3)
ODD = pair(8, "Шесть судов.", "Six ships.", worst=2)
ALL = [MEETING, LONG, COPIED, UKRAINIAN, FRENCH, OTHER, WRONG, ODD]


def kept(**thresholds: float) -> tuple[list[int], dict[str, int]]:
    dropped: Counter[str] = Counter()
    filters = Thresholds(**thresholds).filters(LANGUAGES)
    return [p.id for p in apply(ALL, filters, dropped)], dict(dropped)


@pytest.mark.parametrize(
    ("name", "threshold", "gone"),
    [
        ("findings", 2, {7}),
        ("findings", 1, {7, 8}),
        ("ratio", 6, {2}),
        ("overlap", 0.4, {3}),
        ("foreign", 0.5, {4, 5}),
        ("similarity", 0.3, {6}),
    ],
)
def test_a_filter_holds_back_what_is_beyond_its_threshold(name, threshold, gone):
    survivors, dropped = kept(**{name: threshold})
    assert gone <= {p.id for p in ALL} - set(survivors)
    assert MEETING.id in survivors
    assert dropped[name] == len(ALL) - len(survivors)


def test_every_pair_is_counted_once_by_the_first_filter_that_holds_it_back():
    survivors, dropped = kept(findings=2, ratio=6, overlap=0.4)
    assert dropped == {"findings": 1, "ratio": 1, "overlap": 1}
    assert survivors == [1, 4, 5, 6, 8]


def test_without_thresholds_everything_passes():
    assert kept() == ([p.id for p in ALL], {})


def test_a_threshold_itself_passes():
    dropped: Counter[str] = Counter()
    even = [pair(1, "аб", "ab")]
    assert list(apply(even, Thresholds(ratio=1, overlap=0).filters(LANGUAGES), dropped)) == even


def test_streams_longer_than_a_batch_keep_their_order():
    pairs = [pair(n, f"Пункт {n}", "x" * 500 if n % 7 == 0 else f"Item {n}") for n in range(3000)]
    dropped: Counter[str] = Counter()
    found = [p.id for p in apply(pairs, Thresholds(ratio=5).filters(LANGUAGES), dropped)]
    assert found == [n for n in range(3000) if n % 7]
    assert dropped == {"ratio": 3000 - len(found)}
