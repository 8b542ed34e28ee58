"""The queue: what filters find, in which order, page by page, and how it is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.building import machine, save
from workflow.errors import MissingError, UsageError
from workflow.model import Finding, Origin, Severity, Status
from workflow.store.review import tally
from workflow.store.review.filters import Filter
from workflow.store.review.reviewed import Change

NOISE = {
    "5": Finding("numbers", Severity.WARNING, "5 is missing"),
    "ошиб": Finding("copied", Severity.ERROR, "it was copied"),
    "мелоч": Finding("length", Severity.INFO, "it is long"),
}
NEWS = [["Указ президента № 5.", "Ошибка."], ["Мелочь.", "Президент подписал указ."], ["Да."]]
LAWS = [["Указы № 5 и ошибка.", "Да."]]


def make(source):
    found = tuple(f for mark, f in NOISE.items() if mark in source.lower())
    return replace(machine(source), findings=found, score=-len(source) / 100)


@pytest.fixture
def reviews(store):
    save(store, NEWS, "/desk/news.txt", make)
    save(store, LAWS, "/desk/laws.txt", make)
    return store.reviews


def ids(reviews, wish=Filter(), **more):  # noqa: B008 (it is frozen)
    return [row.stored.id for row in reviews.page(wish, **more)[0]]


def test_the_gravest_come_first_then_the_least_certain(reviews):
    assert ids(reviews) == [6, 2, 1, 3, 4, 5, 7]


def test_a_document_is_in_reading_order(reviews, store):
    assert ids(reviews, Filter(document=1)) == [1, 2, 3, 4, 5]
    reviews.edit(2, 1, Change("anna", target="Mistake."))
    save(store, [["Да."], ["Указ президента № 5."]], "/desk/news.txt", make)
    assert ids(reviews, Filter(document=1)) == [5, 1, 2], "what no longer stands there is last"


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Filter(text="указами"), {1, 4, 6}),
        (Filter(text='"указы президентов"'), {1}),
        (Filter(text="english"), {1, 2, 3, 4, 6, 7}),
        (Filter(text="президент", document=2), set()),
        (Filter(text="ошибки", finding="copied"), {2, 6}),
        (Filter(text="—"), set()),
        (Filter(finding="numbers"), {1, 6}),
        (Filter(finding="any"), {1, 2, 3, 6}),
        (Filter(finding="any", document=2), {6}),
        (Filter(finding="nonsense"), set()),
        (Filter(document=2), {6, 7}),
        (Filter(document=99), set()),
        (Filter(lang="ru"), {1, 2, 3, 4, 5, 6, 7}),
        (Filter(lang="uk"), set()),
        (Filter(origins=(Origin.HUMAN,)), {5}),
        (Filter(statuses=(Status.CORRECTED, Status.APPROVED)), {4, 5}),
        (Filter(reviewer="anna"), {5}),
        (Filter(reviewer="ann"), set()),
        (Filter(score_max=-0.2), {1, 4}),
        (Filter(score_min=-0.05), {5, 7}),
        (Filter(score_min=-0.2, score_max=-0.15), {1, 6}),
        (Filter(since="2026"), {1, 2, 3, 4, 5, 6, 7}),
        (Filter(until="2026-01-02"), {3}),
        (Filter(since="2026-01-02", until="2026-01-02T03:04"), {3}),
        (Filter(since="2026-01-03", until="2026-01-09"), set()),
        (Filter(term="указ"), {1}),
        (Filter(memory=1), {7}),
        (Filter(statuses=(Status.MACHINE,), text="указ", score_max=-0.15), {1, 6}),
    ],
)
def test_filters(reviews, store, wish, expected):
    reviews.edit(5, 1, Change("anna", target="Yes."))
    reviews.edit(4, 1, Change("boris", status=Status.APPROVED))
    store.db.execute("UPDATE pairs SET updated_at = '2026-01-02T03:04:05.000+00:00' WHERE id = 3")
    store.db.execute("INSERT INTO terms VALUES (1, 1, 'указ', 0, 4, 0, 0, 'missing')")
    store.db.execute("INSERT INTO memories (id, name, added_at) VALUES (1, 'old', '2026')")
    store.db.execute("UPDATE pairs SET memory_id = 1 WHERE id = 7")
    assert set(ids(reviews, wish)) == expected
    assert {number for number, _ in reviews.select(wish)} == expected
    assert sorted(reviews.in_order(wish)) == sorted(expected)
    counts = reviews.counts(wish)
    assert (counts.total, counts.more) == (len(expected), False)
    # Each value that the counts offer finds as many pairs as they say.
    fields = {"status": "statuses", "origin": "origins", "lang": "lang", "reviewer": "reviewer",
              "finding": "finding"}  # fmt: skip
    for name, field in fields.items():
        for value, number in getattr(counts, name).items():
            wanted = (value,) if field in ("statuses", "origins") else value
            assert len(reviews.select(replace(wish, **{field: wanted}))) == number, (name, value)


def test_counting_stops_somewhere_and_says_so(reviews, monkeypatch):
    monkeypatch.setattr(tally, "MOST", 3)
    for wish in (Filter(finding="any"), Filter(text="english"), Filter(score_max=0)):
        found = reviews.counts(wish)
        assert (found.total, found.more) == (3, True)
    assert reviews.counts().total == 7, "kept counts are always right"


WISHES = st.sampled_from(
    [Filter(), Filter(document=1), Filter(text="english"), Filter(finding="any"),
     Filter(statuses=(Status.MACHINE, Status.CORRECTED))]
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wish=WISHES, limit=st.integers(1, 8))
def test_pages_are_the_whole_in_order_both_ways(reviews, wish, limit):
    whole = ids(reviews, wish, limit=100)
    assert len(whole) == len(set(whole)) == reviews.counts(wish).total
    for back in (False, True):
        found, cursor = [], reviews.cursor(whole[-1], wish) if back else ""
        found = [whole[-1]] if back else []
        while cursor is not None:
            rows, cursor = reviews.page(wish, after=cursor, back=back, limit=limit)
            found += [row.stored.id for row in rows]
        assert found == (whole[::-1] if back else whole)


def test_pages_go_on_where_they_were_though_pairs_change(reviews):
    rows, cursor = reviews.page(limit=3)
    seen = [row.stored.id for row in rows]
    for number in seen:
        reviews.edit(number, 1, Change("anna", status=Status.APPROVED))
    rest = ids(reviews, Filter(statuses=(Status.MACHINE,)), after=cursor)
    assert sorted(seen + rest) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("cursor", ["x", "WzFd", "bnVsbA", "W251bGwsMSwyXQ", "é", "WyJhIiwxLDJd"])
def test_a_cursor_that_is_none(reviews, cursor):
    with pytest.raises(UsageError, match="place in the list"):
        reviews.page(after=cursor)


def test_a_cursor_of_another_order_is_refused(reviews):
    with pytest.raises(UsageError, match="place in the list"):
        reviews.page(Filter(document=1), after=reviews.cursor(1))
    with pytest.raises(MissingError, match="no pair 99"):
        reviews.cursor(99)


def test_next_unreviewed(reviews):
    order = ids(reviews)
    first = reviews.next_unreviewed()
    assert first.stored.id == order[0]
    reviews.edit(order[0], 1, Change("anna", status=Status.APPROVED))
    reviews.edit(order[1], 1, Change("anna", status=Status.APPROVED))
    assert reviews.next_unreviewed(after=first.cursor).stored.id == order[2]
    last = reviews.cursor(order[-1])
    assert reviews.next_unreviewed(after=last).stored.id == order[2], "from the beginning again"
    here = Filter(document=2)
    assert reviews.next_unreviewed(here, reviews.cursor(6, here)).stored.id == 7
    assert reviews.next_unreviewed(Filter(statuses=(Status.APPROVED,))) is None
    reviews.edit(order[0], 2, Change("boris", status=Status.REWORK))
    assert reviews.next_unreviewed().stored.id == order[0], "rework waits for a person too"


def test_the_only_one_that_waits_is_not_next_to_itself(reviews):
    wish = Filter(text="подписал")
    assert reviews.next_unreviewed(wish).stored.id == 4
    assert reviews.next_unreviewed(wish, reviews.cursor(4, wish)) is None


def test_a_dismissed_finding_no_longer_makes_urgent(reviews):
    (noticed,) = reviews.findings(2)
    reviews.dismiss(2, "copied", noticed.finding.message, author="anna", reason="a name")
    assert 2 not in ids(reviews, Filter(finding="any"))
    assert ids(reviews)[1] == 1
    reviews.restore(2, "copied", noticed.finding.message)
    assert ids(reviews)[1] == 2


def test_each_page_tells_of_comments(reviews):
    reviews.comment(3, author="anna", text="Hm.")
    reviews.comment(3, author="anna", text="Well.")
    assert {row.stored.id: row.comments for row in reviews.page()[0] if row.comments} == {3: 2}


def test_plans_use_the_indexes(reviews, store):
    """No page reads the table from end to end."""
    from workflow.store.review import queue

    for wish in (Filter(), Filter(document=1), Filter(text="указ"), Filter(finding="numbers"),
                 Filter(reviewer="anna"), Filter(since="2026-11-22")):  # fmt: skip
        plans = []
        original = store.db.execute

        def spy(sql, values=(), original=original, plans=plans):
            if sql.lstrip().startswith("SELECT"):
                plans.extend(r[3] for r in original(f"EXPLAIN QUERY PLAN {sql}", values))
            return original(sql, values)

        store.db.execute = spy
        try:
            list(queue.page(store.db, wish))
        finally:
            del store.db.execute
        scans = [step for step in plans if step.startswith("SCAN pairs") and "INDEX" not in step]
        assert [s for s in scans if "VIRTUAL" not in s] == [], (wish, plans)
