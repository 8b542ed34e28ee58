"""Two people at one pair, a lost connection, a closed tab: no text is lost, none overwritten."""

from __future__ import annotations

import pytest

from tests.review.support import PASSWORD


@pytest.fixture
def both(person):
    people = person("anna"), person("boris")
    yield people
    for each in people:
        each.page.forgive("409")


def disagree(anna, boris, base="One two three four five six."):
    """Let both change one pair, Boris first; Anna's save then meets his."""
    number = anna.untouched(1)[0]
    anna.edit(number)
    anna.write(base)
    anna.page.keys("Ctrl+Enter")
    anna.page.sees("#spoken", "saved")
    for each in (anna, boris):
        each.edit(number)
        assert each.page.value("#target") == base
    boris.write(base.replace("two", "2"))
    boris.page.keys("Ctrl+Enter")
    boris.page.sees("#spoken", "saved")
    anna.write(base.replace("five", "5"))
    anna.page.keys("Ctrl+Enter")
    anna.page.sees("dialog", "boris has changed this pair")
    return number


def texts(person, number):
    return [each.target for each in person.history(number)][1:]


def test_a_conflict_shows_both_texts_and_mine_may_stay(both):
    anna, boris = both
    number = disagree(anna, boris)
    shown = anna.page.text("dialog")
    assert "One two three four 5 six." in shown.replace("five5", "5")
    assert "2" in shown
    anna.page.click("#keep-mine")
    anna.page.sees("#spoken", f"Pair {number} saved")
    assert texts(anna, number) == [
        "One two three four five six.",
        "One 2 three four five six.",
        "One two three four 5 six.",
    ]
    assert anna.stored(number).author == "anna"


def test_theirs_may_stay(both):
    anna, boris = both
    number = disagree(anna, boris)
    anna.page.click("#keep-theirs")
    anna.page.wait("document.getElementById('target').value.includes('One 2 three')")
    assert texts(anna, number)[-1] == "One 2 three four five six."
    assert anna.stored(number).author == "boris"
    anna.edit(number)
    assert not anna.page.text("#notices")


def test_both_may_stay_merged(both):
    anna, boris = both
    number = disagree(anna, boris)
    assert anna.page.value("#merged") == "One 2 three four 5 six."
    anna.page.click("#keep-merge")
    anna.page.sees("#spoken", f"Pair {number} saved")
    assert texts(anna, number)[-1] == "One 2 three four 5 six."


def test_a_conflict_may_be_left_open_without_losing_the_text(both):
    anna, boris = both
    number = disagree(anna, boris)
    anna.page.keys("Escape")
    anna.page.sees("#saved", "Not saved yet")
    assert anna.page.value("#target") == "One two three four 5 six."
    assert anna.stored(number).author == "boris"
    anna.page.forgive("409")
    anna.page = anna.page.reopened()
    anna.edit(number)
    anna.page.sees("#notices", "The pair has changed since")
    assert anna.page.value("#target") == "One two three four 5 six."
    anna.page.click("#notices button")
    assert anna.page.value("#target") == "One 2 three four five six."


def test_a_hint_tells_who_else_is_editing(both):
    anna, boris = both
    number = anna.untouched(1)[0]
    anna.edit(number)
    anna.page.wait("performance.getEntriesByName(document.baseURI.replace('pair', 'api/pair') +"
                   " '/presence').length")  # fmt: skip
    boris.edit(number)
    boris.page.sees("#editors", "anna is editing")


def test_a_draft_outlives_a_closed_tab(person):
    anna = person("anna")
    number = anna.untouched(1)[0]
    anna.edit(number)
    anna.write("Half a sent")
    anna.page = anna.page.reopened()
    anna.edit(number)
    assert anna.page.value("#target") == "Half a sent"
    anna.page.sees("#notices", "your unsaved text")
    assert anna.stored(number).version == 1
    anna.page.keys("Ctrl+Enter")
    anna.page.sees("#spoken", "saved")
    anna.edit(number)
    assert not anna.page.text("#notices")


def test_leaving_with_an_unsaved_text_asks(person):
    anna = person("anna")
    anna.edit(anna.untouched(1)[0])
    anna.page.run("document.getElementById('target').focus()")
    anna.page.keys("KeyX")
    anna.page.call("Runtime.evaluate", expression="setTimeout(() => location.assign('/'), 0)")
    event = anna.page.event("Page.javascriptDialogOpening")
    assert event["type"] == "beforeunload"
    anna.page.call("Page.handleJavaScriptDialog", accept=False)
    assert anna.page.value("#target").count("x")


def test_a_lost_connection_is_waited_out(person):
    anna = person("anna")
    number = anna.untouched(1)[0]
    anna.edit(number)
    anna.write("Written in a tunnel.")
    anna.page.offline(cut=True)
    anna.page.keys("Ctrl+Enter")
    anna.page.sees("#saved", "No connection. Not saved yet")
    assert anna.stored(number).version == 1
    anna.page.offline(cut=False)
    anna.page.sees("#spoken", f"Pair {number} saved")
    assert anna.stored(number).pair.target == "Written in a tunnel."
    anna.page.forgive("ERR_INTERNET_DISCONNECTED")


def test_what_is_typed_while_it_saves_is_kept(person):
    anna = person("anna")
    number = anna.untouched(1)[0]
    anna.edit(number)
    anna.write("First")
    anna.page.offline(cut=True)
    anna.page.keys("Ctrl+Enter")
    anna.page.sees("#saved", "No connection. Not saved yet")
    anna.page.type(" and more")
    anna.page.offline(cut=False)
    anna.page.sees("#spoken", f"Pair {number} saved")
    assert anna.stored(number).pair.target == "First"
    assert anna.pair == number
    assert anna.page.value("#target") == "First and more"
    anna.page.keys("Ctrl+Enter")
    anna.page.wait(f"!location.pathname.endsWith('/{number}')")
    assert anna.stored(number).pair.target == "First and more"
    anna.page.forgive("ERR_INTERNET_DISCONNECTED")


def test_the_last_of_a_filter(person):
    anna = person("anna")
    number = anna.untouched(1)[0]
    anna.edit(number)
    anna.write("Quokka.")
    anna.page.keys("Ctrl+Enter")
    anna.page.sees("#spoken", "saved")
    anna.edit(number, "?text=quokka")
    anna.write("Quokka, once more.")
    anna.page.keys("Ctrl+Enter")
    anna.page.sees("#saved", "Nothing is left to review in this filter")
    assert anna.pair == number
    assert anna.stored(number).pair.target == "Quokka, once more."
    anna.write("Quokka, and on.")
    anna.page.keys("Ctrl+Shift+Enter")
    anna.page.sees("#status", "Approved")
    assert anna.stored(number).pair.target == "Quokka, and on."


def test_unsaved_texts_are_told_of_in_the_queue(person):
    anna = person("anna")
    number = anna.untouched(1)[0]
    anna.edit(number)
    anna.write("Left behind.")
    anna.page.keys("Alt+ArrowDown")
    anna.page.sees("#spoken", f"The text of pair {number} is kept")
    anna.open()
    anna.page.sees("#drafts", f"Pair {number}")
    anna.page.click("#drafts a")
    anna.page.sees("#notices", "your unsaved text")
    anna.page.click("#notices button")
    anna.page.wait("!document.getElementById('notices').innerText")
    anna.open()
    assert f"Pair {number}" not in anna.page.text("#drafts")


def test_who_is_logged_out_meanwhile_loses_nothing(person):
    olga = person("olga")
    number = olga.untouched(1)[0]
    olga.edit(number)
    olga.write("Written for an hour.")
    olga.page.call("Network.clearBrowserCookies")
    olga.page.keys("Ctrl+Enter")
    olga.page.sees("#saved", "You are logged out")
    assert olga.stored(number).version == 1
    olga.page = olga.page.reopened()
    olga.log_in("olga", PASSWORD)
    olga.page.sees("#drafts", f"Pair {number}")
    olga.edit(number)
    olga.page.keys("Ctrl+Enter")
    olga.page.sees("#spoken", "saved")
    assert olga.stored(number).pair.target == "Written for an hour."


def test_a_decision_does_not_cost_what_was_typed(person):
    anna = person("anna")
    number = anna.untouched(1)[0]
    anna.edit(number)
    anna.write("Nearly finished.")
    anna.page.keys("Alt+KeyR")
    anna.page.type("Not in this document")
    anna.page.keys("Enter")
    anna.page.sees("#spoken", f"Pair {number} rejected")
    assert anna.stored(number).pair.target != "Nearly finished."
    anna.edit(number)
    assert anna.page.value("#target") == "Nearly finished."
    anna.page.sees("#notices", "The pair has changed since")
    anna.page.click("#notices button")
