"""Many pairs at once, and all that a person did taken back."""

from __future__ import annotations

import pytest

from tests.store.building import save
from workflow.errors import UsageError
from workflow.model import Status
from workflow.store.review import bulk
from workflow.store.review.bulk import Task
from workflow.store.review.filters import Filter
from workflow.store.review.reviewed import Change

ALL = Filter()


@pytest.fixture
def reviews(store):
    save(store, [["Указ № 5.", "Да."], ["Нет.", "Да."]])
    save(store, [["Да.", "Итог."]], "/desk/b.txt")
    return store.reviews


def everything(reviews):
    return [(r.target, r.status, r.author) for n in range(1, 7) for r in reviews.history(n)]


def test_a_dry_run_says_what_the_real_one_does(reviews, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    reviews.edit(1, 1, Change("anna", status=Status.REJECTED, reason="no"))
    reviews.edit(2, 1, Change("anna", status=Status.APPROVED))
    before, items = everything(reviews), reviews.select(ALL)
    task = Task("approve", "boris", "looked at")
    dry = reviews.bulk(items, task, dry_run=True)
    assert everything(reviews) == before
    done = reviews.bulk(items, task)
    assert done == dry
    assert (done.changed, done.unchanged, done.conflicts) == ((3, 4, 5, 6), (2,), ())
    ((number, why),) = done.refused
    assert (number, why) == (1, "what is rejected cannot become approved as it stands")
    assert reviews.history(3)[-1].reason == "looked at"
    assert reviews.bulk(reviews.select(ALL), task).changed == ()


def test_replace_is_letter_by_letter(reviews):
    task = Task("replace", "anna", find="of .", put="of (.)")
    assert reviews.bulk(reviews.select(ALL), task).changed == ()
    done = reviews.bulk(
        reviews.select(Filter(text="да")), Task("replace", "anna", find="of Да", put="yes")
    )
    assert done.examples[0] == (2, "English of Да.", "English yes.")
    assert [reviews.get(n).pair.target for n in (2, 4, 5)] == ["English yes."] * 3
    assert reviews.get(2).pair.status == "corrected"


def test_what_has_changed_meanwhile_is_left_and_listed(reviews, store):
    items = reviews.select(ALL)
    reviews.edit(1, 1, Change("anna", target="Mine."))
    save(store, [["Указ № 5.", "Да."]])
    done = reviews.bulk(items, Task("rework", "boris", "all again"))
    assert done.conflicts == (1, 3, 4)
    assert done.changed == (2, 5, 6)
    assert reviews.get(1).pair.target == "Mine."


def test_what_was_looked_at_before_a_change(reviews):
    early = reviews.get(2).updated_at
    items = [(number, None) for number in range(1, 7)]
    assert reviews.bulk(items, Task("approve", "a"), as_of=early, dry_run=True).changed == ()
    reviews.edit(3, 1, Change("anna", target="No."))
    late = reviews.get(3).updated_at
    done = reviews.bulk(items, Task("approve", "boris"), as_of=late)
    assert (done.conflicts, len(done.changed)) == ((3,), 5)


def test_one_that_another_program_changes_in_between(reviews, monkeypatch):
    original = bulk._store

    def late(db, planned, task, done):
        reviews.edit(3, 1, Change("anna", target="First."))
        original(db, planned, task, done)

    monkeypatch.setattr(bulk, "_store", late)
    done = reviews.bulk(reviews.select(ALL), Task("approve", "boris"))
    assert (done.conflicts, done.changed) == ((3,), (1, 2, 4, 5, 6))
    assert reviews.get(3).pair.target == "First."


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (Task("approve", " "), "needs a name"),
        (Task("reject", "anna"), "needs a reason"),
        (Task("replace", "anna", put="x"), "nothing to look for"),
        (Task("delete", "anna"), "no action delete"),
    ],
)
def test_tasks_that_are_none(reviews, task, message):
    with pytest.raises(UsageError, match=message):
        reviews.bulk(reviews.select(ALL), task)


def test_identical_sources_but_those_somebody_has_decided_on(reviews):
    both = reviews.identical(2)
    assert [number for number, _ in both] == [4, 5]
    reviews.edit(4, 1, Change("vera", target="Aye."))
    assert [number for number, _ in reviews.identical(2)] == [5]
    reviews.edit(2, 1, Change("anna", target="Yes.", status=Status.APPROVED))
    task = Task("correct", "anna", put="Yes.", status=Status.APPROVED)
    done = reviews.bulk([(number, None) for number, _ in both], task)
    assert (done.changed, done.refused) == ((5,), ((4, "a person has decided on this one"),))
    assert (reviews.get(5).pair.target, reviews.get(5).pair.status) == ("Yes.", "approved")


def test_all_that_a_person_did_is_taken_back(reviews):
    reviews.edit(1, 1, Change("vera", target="Good."))
    since = reviews.edit(2, 1, Change("mallory", target="Bad.")).updated_at
    reviews.edit(1, 2, Change("mallory", target="Worse."))
    reviews.edit(1, 3, Change("mallory", status=Status.APPROVED))
    reviews.edit(3, 1, Change("mallory", target="Bad."))
    reviews.edit(3, 2, Change("vera", target="Mended."))
    items = reviews.changes_by("mallory", since)
    assert [number for number, _ in items] == [1, 2, 3]
    task = Task("revert", "anna", "vandalism", find="mallory", since=since)
    dry = reviews.bulk(items, task, dry_run=True)
    done = reviews.bulk(items, task)
    assert done == dry
    assert done.changed == (1, 2)
    assert done.refused == ((3, "changed since by vera"),)
    assert (reviews.get(1).pair.target, reviews.get(1).author) == ("Good.", "anna")
    assert reviews.get(1).pair.status == "corrected"
    assert reviews.get(2).pair.target == "English of Да."
    assert reviews.get(2).pair.status == "machine"
    assert reviews.get(3).pair.target == "Mended."
    assert [number for number, _ in reviews.changes_by("mallory", "2030")] == []
    assert [number for number, _ in reviews.changes_by("mallory", "2020", "2021")] == []
    assert reviews.changes_by("", "2020") == []
    again = reviews.bulk(reviews.changes_by("mallory", since), task)
    assert again.changed == ()


def test_a_selection_named_twice_is_changed_once(reviews):
    done = reviews.bulk([(2, 1), (2, 1), (99, 1)], Task("approve", "anna"))
    assert (done.changed, done.conflicts) == ((2,), (99,))
    assert reviews.get(2).version == 2
