"""What a person does to one pair: versions, statuses, history, remarks."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.building import decide, place, save
from workflow.errors import ConflictError, MissingError, UsageError
from workflow.model import Finding, Origin, Severity, Status
from workflow.store import review
from workflow.store.review.effort import distance
from workflow.store.review.reviewed import Change, Dismissal


@pytest.fixture
def reviews(store):
    save(store, [["Указ № 5.", "Да."], ["Нет."]])
    return store.reviews


def short(pair):
    """A check that minds translations of fewer than four letters, and terms left over."""
    assert pair.terms == ()
    if len(pair.target) < 4:
        yield Finding("short", Severity.ERROR, f"{pair.target} is short")


def test_a_changed_text_is_a_new_version(reviews):
    stored = reviews.edit(1, 1, Change("anna", target="  Decree No.  5.", reason="style"), short)
    assert (stored.version, stored.pair.target) == (2, "Decree No. 5.")
    assert stored.pair.status == "corrected"
    assert (stored.author, stored.reason, stored.pair.origin) == ("anna", "style", "human")
    assert stored.pair.score == -0.25
    assert stored.pair.provenance.model == "translate-ru_en", "what the machine did is still known"
    first, second = reviews.history(1)
    assert (first.version, first.target, first.author) == (1, "English of Указ № 5.", "")
    assert (second.version, second.target, second.author) == (2, "Decree No. 5.", "anna")
    assert first.at <= second.at


def test_findings_of_a_changed_text_are_found_again(reviews):
    assert [f.check for f in reviews.get(1).pair.findings] == ["numbers"]
    stored = reviews.edit(1, 1, Change("anna", target="No."), short)
    assert stored.pair.findings == (Finding("short", Severity.ERROR, "No. is short"),)
    same = reviews.edit(1, 2, Change("anna", status=Status.APPROVED), lambda _: pytest.fail("no"))
    assert same.pair.findings == stored.pair.findings


def test_a_changed_source_is_searched_under_its_new_words(reviews, store):
    reviews.edit(2, 1, Change("anna", source="Договор подписан.", target="Signed."))
    assert [hit.stored.id for hit in store.search("договоры")] == [2]
    assert store.search("да") == []
    assert store.check() == []


def test_what_changes_nothing_makes_no_version(reviews):
    for change in (Change("anna"), Change("anna", target=" English of Да. "),
                   Change("anna", status=Status.MACHINE)):  # fmt: skip
        assert reviews.edit(2, 1, change).version == 1
    assert len(reviews.history(2)) == 1


def test_a_conflict_gives_the_pair_as_it_is(reviews):
    theirs = reviews.edit(1, 1, Change("anna", target="Decree 5."))
    for attempt in (
        lambda: reviews.edit(1, 1, Change("boris", target="Edict 5.")),
        lambda: reviews.revert(1, 1, 1, author="boris"),
    ):
        with pytest.raises(ConflictError, match="by anna since version 1") as caught:
            attempt()
        assert caught.value.current == theirs
    assert reviews.get(1) == theirs


@pytest.mark.parametrize("module", [review.reviews, review.history], ids=["edit", "revert"])
def test_a_change_gives_its_own_version_though_another_follows_at_once(
    reviews, monkeypatch, module
):
    reviews.edit(1, 1, Change("anna", target="Decree."))
    writing = module.writing

    @contextmanager
    def overtaken(db):
        with writing(db):
            yield
        with monkeypatch.context() as context:
            context.setattr(module, "writing", writing)
            context.setattr(review.reviews, "writing", writing)
            reviews.edit(1, 3, Change("boris", target="The decree."))

    monkeypatch.setattr(module, "writing", overtaken)
    if module is review.reviews:
        stored = reviews.edit(1, 2, Change("anna", target="A decree."))
    else:
        stored = reviews.revert(1, 2, 1, author="anna")
    assert (stored.version, stored.author) == (3, "anna")
    assert (reviews.get(1).version, reviews.get(1).author) == (4, "boris")


def test_the_way_of_a_pair(reviews):
    def to(status, version, **more):
        return reviews.edit(1, version, Change("anna", status=Status(status), **more)).pair.status

    assert to("approved", 1) == "approved"
    assert to("rework", 2) == "rework"
    assert to("rejected", 3, reason="wrong law") == "rejected"
    with pytest.raises(UsageError, match="rejected cannot become approved"):
        to("approved", 4)
    assert to("rework", 4) == "rework"
    assert to("approved", 5, target="Decree No. 5.") == "approved"
    assert reviews.edit(1, 6, Change("boris", target="Decree No 5.")).pair.status == "corrected"
    assert to("rejected", 7, reason="still wrong") == "rejected"
    assert reviews.edit(1, 8, Change("boris", target="Order No. 5.")).pair.status == "corrected"
    assert [r.status for r in reviews.history(1)] == [
        "machine", "approved", "rework", "rejected", "rework", "approved", "corrected", "rejected",
        "corrected",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change("", target="x"), "needs a name"),
        (Change(" ", status=Status.APPROVED), "needs a name"),
        (Change("anna", status=Status.REJECTED), "needs a reason"),
        (Change("anna", status=Status.REJECTED, reason=" \n"), "needs a reason"),
        (Change("anna", target=" ", status=Status.APPROVED), "empty translation"),
        (Change("anna", source=""), "cannot be empty"),
        (Change("anna", status=Status.CORRECTED), "cannot become corrected"),
        (Change("anna", target="x", status=Status.MACHINE), "cannot become machine"),
    ],
)
def test_what_the_rules_forbid(reviews, change, message):
    before = reviews.get(1)
    with pytest.raises(UsageError, match=message):
        reviews.edit(1, 1, change)
    assert reviews.get(1) == before


@pytest.mark.parametrize("number", [99, 0, -1, 2**63, 10**30])
def test_a_pair_that_is_not_there(reviews, number):
    for attempt in (
        lambda: reviews.get(number),
        lambda: reviews.edit(number, 1, Change("anna", target="x")),
        lambda: reviews.revert(number, 1, 1, author="anna"),
        lambda: reviews.history(number),
        lambda: reviews.comment(number, author="anna", text="x"),
        lambda: reviews.dismiss(number, "numbers", "x", author="anna", reason="y"),
    ):
        with pytest.raises(MissingError, match="no pair"):
            attempt()


def test_any_version_comes_back_whole(reviews, store):
    reviews.edit(1, 1, Change("anna", target="Decree 5."))
    approved = reviews.edit(1, 2, Change("boris", status=Status.APPROVED))
    reviews.edit(1, 3, Change("vera", target="Nonsense", source="Вздор."), short)
    back = reviews.revert(1, 4, 3, author="zoya", reason="vandalism", find=short)
    assert back.pair == approved.pair
    assert (back.version, back.author, back.reason) == (5, "zoya", "vandalism")
    assert [hit.stored.id for hit in store.search("указы")] == [1]
    first = reviews.revert(1, 5, 1, author="zoya", find=short)
    assert (first.pair.status, first.pair.origin) == (Status.MACHINE, Origin.MACHINE)
    assert first.reason == "as in version 1"
    assert reviews.revert(1, 6, 6, author="zoya").version == 6, "it is that version already"
    with pytest.raises(MissingError, match="no version 9"):
        reviews.revert(1, 6, 9, author="zoya")
    with pytest.raises(UsageError, match="needs a name"):
        reviews.revert(1, 6, 2, author="")


def test_what_a_script_changes_is_in_the_history_too(reviews, store):
    decide(store, 1, "approved", "By a script.")
    assert [r.target for r in reviews.history(1)] == ["English of Указ № 5.", "By a script."]
    with pytest.raises(sqlite3.IntegrityError, match="old version"):
        store.db.execute("UPDATE pairs SET target = 'x' WHERE id = 1")


def test_a_run_never_touches_what_a_person_wrote(reviews, store):
    reviews.edit(1, 1, Change("anna", target="Decree 5."))
    before = reviews.get(1)
    save(store, [["Указ № 5.", "Да.", "Новое."]], make=lambda s: place([[s]])[0].pair)
    assert reviews.get(1).pair == before.pair
    assert reviews.get(1).version == 2


def test_a_read_only_memory_is_not_changed(reviews, store):
    store.db.execute(
        "INSERT INTO memories (id, name, read_only, added_at) VALUES (1, 'treaties', 1, '2026')"
    )
    store.db.execute("UPDATE pairs SET memory_id = 1 WHERE id = 1")
    with pytest.raises(UsageError, match="memory treaties, which is read-only"):
        reviews.edit(1, 1, Change("anna", target="x"))
    assert reviews.get(1).version == 1


def test_comments_stay_in_order_with_their_lines(reviews):
    first = reviews.comment(1, author="anna", text="Which decree?\nThe old one?")
    reviews.comment(1, author="boris", text=" The new one. ")
    assert reviews.comments(1)[0] == first
    assert [c.text for c in reviews.comments(1)] == ["Which decree?\nThe old one?", "The new one."]
    assert reviews.comments(2) == []
    with pytest.raises(UsageError, match="needs text"):
        reviews.comment(1, author="anna", text=" \n ")


def test_a_dismissed_finding_stays_dismissed(reviews, store):
    (noticed,) = reviews.findings(1)
    assert noticed.dismissed is None
    check, message = noticed.finding.check, noticed.finding.message
    with pytest.raises(UsageError, match="needs a reason"):
        reviews.dismiss(1, check, message, author="anna", reason="")
    reviews.dismiss(1, check, message, author="anna", reason="it is a name")
    reviews.dismiss(1, check, message, author="boris", reason="again")
    (noticed,) = reviews.findings(1)
    assert isinstance(noticed.dismissed, Dismissal)
    assert (noticed.dismissed.author, noticed.dismissed.reason) == ("anna", "it is a name")
    reviews.edit(1, 1, Change("anna", target="Decree."), lambda _: [noticed.finding])
    assert reviews.findings(1)[0].dismissed == noticed.dismissed, "found again, and still harmless"
    reviews.restore(1, check, message)
    assert reviews.findings(1)[0].dismissed is None
    with pytest.raises(MissingError, match="no such finding"):
        reviews.dismiss(1, check, "something else", author="anna", reason="x")
    assert store.check() == []


def test_a_finding_with_its_dismissal_goes_with_the_pair(reviews, store):
    (noticed,) = reviews.findings(1)
    reviews.dismiss(1, "numbers", noticed.finding.message, author="anna", reason="x")
    save(store, [["Другое."]])
    assert store.check() == []
    assert store.db.execute("SELECT count(*) FROM dismissals").fetchone() == (0,)
    assert store.reviews.counts().finding == {}


def slow_distance(a, b):
    """The definition, word by word."""
    if not a or not b:
        return len(a) + len(b)
    return min(slow_distance(a[1:], b) + 1, slow_distance(a, b[1:]) + 1,
               slow_distance(a[1:], b[1:]) + (a[0] != b[0]))  # fmt: skip


WORDS = st.lists(st.sampled_from("abc"), max_size=5)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_edit_distance(a, b):
    assert distance(a, b) == distance(b, a) == slow_distance(a, b)


def test_the_effort_is_that_of_what_is_approved_now(reviews):
    def effort():
        return [(e.pairs, round(e.rate, 3)) for e in reviews.standing().effort]

    assert effort() == []
    reviews.edit(1, 1, Change("anna", target="Decree of № 5."))  # for English of Указ № 5.
    assert effort() == []
    reviews.edit(1, 2, Change("boris", status=Status.APPROVED))
    assert effort() == [(1, 0.5)]
    reviews.edit(2, 1, Change("boris", status=Status.APPROVED))  # English of Да., as it is
    assert effort() == [(2, round(2 / 7, 3))]
    reviews.edit(1, 3, Change("anna", target="Decree No. 5."))
    assert effort() == [(1, 0.0)], "an edited pair is approved no more"
    reviews.revert(1, 4, 3, author="boris")
    assert effort() == [(2, round(2 / 7, 3))]
