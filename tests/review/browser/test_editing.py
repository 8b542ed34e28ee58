"""Reviewing as reviewers do it: by keyboard, with what is saved looked up in the database."""

from __future__ import annotations

from contextlib import closing

import pytest

from workflow.store import Store
from workflow.store.memory.suggestions import StoredSuggestion


@pytest.fixture
def anna(person):
    return person("anna")


def test_the_queue_by_keyboard_alone(anna):
    page = anna.page
    page.keys("KeyJ", "KeyJ", "KeyK", "KeyJ")
    second = page.run("document.querySelectorAll('#rows .row')[1].dataset.pair")
    assert page.run("document.activeElement.closest('.row').dataset.pair") == second
    page.keys("Enter")
    page.wait("document.activeElement.id === 'target'")
    assert anna.pair == int(second)
    page.keys("Alt+KeyQ")
    page.wait("document.getElementById('rows') && document.readyState === 'complete'")
    page.keys("Slash")
    assert page.focused() == "text"
    page.type("соглашению")
    page.keys("Enter")
    page.wait("location.search.includes('text=') && document.readyState === 'complete'")
    sources = page.run("[...document.querySelectorAll('.row a')].map((a) => a.innerText)")
    assert sources
    assert all("соглашени" in source.lower() for source in sources)


def test_correcting_shows_the_difference_and_goes_on(anna):
    first = anna.untouched(1)[0]
    page = anna.page
    anna.edit(first)
    before = page.value("#target")
    page.run("document.getElementById('target').setSelectionRange(9999, 9999)")
    page.type(" Quite so.")
    page.sees("#diff", "Quite so.")
    assert page.text("#diff ins").strip() == "Quite so."
    page.sees("#saved", "Not saved yet")
    page.keys("Ctrl+Enter")
    page.wait(f"!location.pathname.endsWith('/{first}')")
    page.sees("#spoken", f"Pair {first} saved")
    stored = anna.stored(first)
    assert (stored.pair.target, stored.pair.status) == (f"{before} Quite so.", "corrected")
    assert (stored.version, stored.author) == (2, "anna")
    assert page.focused() == "target"
    assert anna.stored(anna.pair).pair.status == "machine"


def test_approving_rejecting_and_undoing(anna):
    page = anna.page
    first, second = anna.untouched(2)
    anna.edit(first)
    page.keys("Ctrl+Shift+Enter")
    page.sees("#spoken", f"Pair {first} approved")
    assert anna.stored(first).pair.status == "approved"
    page.keys("Alt+KeyZ")
    page.sees("#spoken", f"Pair {first} is as it was before")
    assert anna.pair == first
    assert anna.stored(first).pair.status == "machine"
    anna.edit(second)
    page.keys("Alt+KeyR")
    assert page.focused() == "reject-reason"
    page.type("The names are wrong")
    page.keys("Enter")
    page.sees("#spoken", f"Pair {second} rejected")
    stored = anna.stored(second)
    assert (stored.pair.status, stored.reason) == ("rejected", "The names are wrong")


def test_reverting_to_a_version_brings_its_status_back(anna):
    (number,) = anna.untouched(1)
    page = anna.page
    anna.edit(number)
    before = page.value("#target")
    anna.write("Once.")
    page.keys("Ctrl+Shift+Enter")
    page.wait(f"!location.pathname.endsWith('/{number}')")
    anna.edit(number)
    page.sees("#history", "anna")
    page.click("#history button")
    page.sees("#spoken", "Reverted to version 1")
    assert page.value("#target") == before
    assert [each.status for each in anna.history(number)] == ["machine", "approved", "machine"]


def test_terms_are_marked_on_both_sides_and_inserted_by_key(anna):
    number = anna.untouched(1)[0]
    page = anna.page
    anna.edit(number)
    english = page.run(anna.quoted("#terms .choices button") + ".innerText")
    assert page.run("document.querySelectorAll('#source mark').length") > 0
    anna.write("We speak of")
    assert page.text("#terms .used") == "not used"
    page.keys("Alt+Digit1")
    assert page.value("#target") == f"We speak of {english}"
    assert page.text("#behind mark") == english
    page.sees("#terms .used", "used")
    page.keys("Ctrl+KeyZ")
    assert english not in page.value("#target")
    page.keys("Ctrl+Enter")


def test_a_finding_is_dismissed_with_a_reason(anna):
    page = anna.page
    anna.open("?finding=any&status=machine")
    page.click("#rows .row a")
    page.wait("document.querySelector('#findings button')")
    page.click("#findings li button")
    page.type("that is how they write it")
    page.keys("Enter")
    page.sees("#findings .dismissed", "Dismissed by anna: that is how they write it")
    page.click("#findings .dismissed button")
    page.wait("!document.querySelector('#findings .dismissed')")


def test_comments(anna):
    page = anna.page
    anna.edit(anna.untouched(1)[0])
    page.keys("Alt+KeyC")
    assert page.focused() == "comment"
    page.type("<b>Who</b> says so?")
    page.click("#comment-form button")
    page.sees("#comments", "<b>Who</b> says so?")


def test_every_key_works_on_a_russian_layout(anna):
    page = anna.page
    page.keys("KeyJ", "KeyJ", russian=True)
    assert page.run("document.activeElement.matches('.row a')")
    first, second = anna.untouched(2)
    anna.edit(first)
    anna.write("Corrected.")
    page.keys("Ctrl+Enter", russian=True)
    page.sees("#spoken", f"Pair {first} saved")
    anna.edit(second)
    page.keys("Alt+KeyR", russian=True)
    assert page.focused() == "reject-reason"
    page.run("document.getElementById('target').focus()")
    page.keys("KeyT", "KeyT", russian=True)
    assert page.value("#target").count("ее") >= 1
    page.keys("Alt+KeyM", russian=True)
    assert page.value("#target") == page.text("#machine")
    page.keys("Alt+Slash", russian=True)
    page.sees("dialog", "Approve and go to the next")
    page.keys("Escape")
    page.keys("Alt+KeyQ", russian=True)
    page.wait("document.getElementById('rows') && document.readyState === 'complete'")
    page.keys("Shift+Digit7", russian=True)  # the question mark of this layout
    page.sees("dialog", "Approve and go to the next")


def test_what_an_input_method_composes_is_no_command(anna):
    page = anna.page
    number = anna.untouched(1)[0]
    anna.edit(number)
    page.run(
        "document.getElementById('target').dispatchEvent(new KeyboardEvent('keydown', {code:"
        " 'Enter', key: 'Enter', ctrlKey: true, shiftKey: true, isComposing: true, bubbles: true}))"
    )
    assert anna.stored(number).version == 1


def test_a_reviewer_corrects_but_does_not_approve(person):
    vera = person("vera")
    number = vera.untouched(1)[0]
    vera.edit(number)
    assert not vera.page.run("document.getElementById('approve')")
    vera.write("By Vera.")
    vera.page.keys("Ctrl+Shift+Enter")
    vera.page.keys("Ctrl+Enter")
    vera.page.sees("#spoken", f"Pair {number} saved")
    assert [each.status for each in vera.history(number)] == ["machine", "corrected"]
    vera.page.keys("Alt+KeyZ")
    vera.page.sees("#spoken", "as it was before")
    assert vera.stored(number).pair.target == vera.history(number)[0].target


def test_a_viewer_reads(person):
    gleb = person("gleb")
    gleb.edit(gleb.untouched(1)[0])
    page = gleb.page
    assert page.run("document.getElementById('target').readOnly")
    assert not page.run("document.getElementById('save')")
    page.keys("Alt+ArrowDown")
    page.sees("#saved", "needs the role reviewer")


def test_identical_sources_are_corrected_together(anna):
    page = anna.page
    with closing(Store.open(str(anna.path))) as store:
        others = {number: store.reviews.identical(number) for number in anna.untouched(200)}
    number = next(number for number in others if others[number])
    anna.edit(number)
    page.sees("#identical-text", "and 1 pair with the same source")
    anna.write("The same everywhere.")
    page.keys("Ctrl+Enter")
    page.sees("#spoken", "saved, and 1 pair with the same source")
    twins = [number, *(each for each, _ in others[number])]
    assert [anna.stored(each).pair.target for each in twins] == ["The same everywhere."] * 2
    with closing(Store.open(str(anna.path))) as store:
        assert store.reviews.identical(number) == [], "nobody touches what a person has decided"


def test_correcting_together_is_switched_off_for_good(anna):
    page = anna.page
    with closing(Store.open(str(anna.path))) as store:
        others = {number: store.reviews.identical(number) for number in anna.untouched(200)}
    number, next_one = [number for number in others if others[number]][:2]
    anna.edit(number)
    page.click("#identical")
    anna.write("Here only.")
    page.keys("Ctrl+Enter")
    page.sees("#spoken", "saved")
    (other,) = others[number]
    assert anna.stored(number).pair.target == "Here only."
    assert anna.stored(other[0]).pair.target != "Here only."
    anna.edit(next_one)
    assert page.run("document.querySelector('#identical').checked") is False


def test_a_rejected_pair_is_reworked_and_then_approved(anna):
    page = anna.page
    number = anna.untouched(1)[0]
    anna.edit(number)
    page.keys("Alt+KeyR")
    page.type("Unclear")
    page.keys("Enter")
    page.sees("#spoken", "rejected")
    anna.edit(number)
    page.keys("Ctrl+Shift+Enter")
    page.wait("document.getElementById('saved').classList.contains('bad')")
    page.keys("Alt+KeyW")
    page.sees("#status", "Rework")
    page.keys("Ctrl+Shift+Enter")
    page.sees("#spoken", "approved")
    statuses = [each.status for each in anna.history(number)]
    assert statuses == ["machine", "rejected", "rework", "approved"]
    page.forgive("400")


def test_similar_sentences_show_what_differs_and_are_taken(anna):
    first, second = anna.untouched(2)
    with closing(Store.open(str(anna.path))) as store:
        source, wanted = (getattr(store.reviews.get(second).pair, side)
                          for side in ("source", "target"))  # fmt: skip
        match = StoredSuggestion(second, "fuzzy", 84, source, wanted)
        store.save_suggestions({first: [match]})
    page = anna.page
    anna.edit(first)
    page.sees("#matches", "84 %")
    assert page.run("document.querySelectorAll('#matches ins, #matches del').length")
    page.click("#matches button")
    assert page.value("#target") == wanted
    page.keys("Ctrl+Enter")
    page.sees("#spoken", "saved")
