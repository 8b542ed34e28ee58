"""The other pages, and every page: narrow, dark, in Russian, below a prefix, without scripts."""

from __future__ import annotations

import json
import re

import pytest

from tests.review.browser.person import Person
from tests.review.support import PASSWORD, server
from workflow.review.pages.messages import finding

ROUTES = ("", "/documents", "/document/1", "/overview", "/alignment/1", "/pair/1", "/users",
          "/password", "/pair/999999")  # fmt: skip


@pytest.fixture
def olga(person):
    return person("olga")


def test_many_pairs_are_approved_after_a_preview(person):
    anna = person("anna")
    page = anna.page
    anna.open("?status=machine&origin=machine")
    numbers = [int(n) for n in page.run("[...document.querySelectorAll('.row')].slice(0, 2)"
                                        ".map((row) => row.dataset.pair)")]  # fmt: skip
    page.keys("KeyJ", "KeyX", "KeyJ", "KeyX")
    page.sees("#bulk-count", "2 selected")
    page.click("#bulk button")
    page.sees("dialog", "2 pairs would change")
    assert {anna.stored(number).version for number in numbers} == {1}
    page.click("#bulk-do")
    page.sees("dialog", "2 pairs changed")
    assert {anna.stored(number).pair.status for number in numbers} == {"approved"}


def test_text_is_replaced_in_all_that_a_filter_finds(person):
    anna = person("anna")
    page = anna.page
    number = anna.untouched(1)[0]
    anna.edit(number)
    anna.write("Zyzzyva, a word that comes once.")
    page.keys("Ctrl+Enter")
    page.sees("#spoken", "saved")
    anna.open("?text=zyzzyva")
    page.keys("KeyJ", "KeyX")
    page.click("#bulk-all")
    page.run("document.getElementById('bulk-action').focus()")
    page.keys("ArrowDown", "ArrowDown", "ArrowDown")
    page.click("#bulk-find")
    page.type("Zyzzyva")
    page.click("#bulk-replace")
    page.type("Aardvark")
    page.keys("Enter")
    page.sees("dialog ins", "Aardvark")
    page.click("#bulk-do")
    page.sees("dialog", "1 pair changed")
    assert anna.stored(number).pair.target == "Aardvark, a word that comes once."


def test_what_somebody_changed_is_taken_back(person):
    anna, boris = person("anna"), person("boris")
    first, second = anna.untouched(2)
    for each, number in ((boris, first), (anna, second)):
        each.edit(number)
        each.write("Changed.")
        each.page.keys("Ctrl+Enter")
        each.page.sees("#spoken", "saved")
    page = anna.page
    anna.open("/overview")
    page.run("document.getElementById('author').value = 'boris';"
             "document.getElementById('since').value = '2026-01-01'")  # fmt: skip
    page.click("#take-back button")
    page.sees("dialog", "1 pair would change")
    page.click("#bulk-do")
    page.sees("dialog", "1 pair changed")
    assert anna.stored(first).pair.target == anna.history(first)[0].target
    assert anna.stored(second).pair.target == "Changed."


def test_the_filter_is_exported(olga):
    olga.open("?status=machine&text=соглашение")
    found = olga.page.run(
        "fetch([...document.querySelectorAll('.menu a')].find((a) => a.textContent === 'TMX').href)"
        ".then((answer) => answer.text())"
    )
    count = olga.page.run("document.querySelectorAll('#rows .row').length")
    assert found.count("<tu ") == count > 0


def test_beads_are_merged_split_and_taken_back_by_keyboard(person):
    anna = person("anna")
    page = anna.page
    anna.open("/alignment/1")
    page.wait("!document.getElementById('tools').hidden")
    # textContent: innerText of what is scrolled out of sight is empty once the browser skips it
    types = "[...document.querySelectorAll('.bead .about')].map((each) => each.textContent).join()"
    before, count = page.run(types), page.run("document.querySelectorAll('.bead').length")
    page.keys("KeyJ", "KeyJ", "KeyM")
    page.sees("#alignment-state", "Merged")
    assert page.run("document.querySelectorAll('.bead').length") == count - 1
    assert page.run("document.activeElement.dataset.bead") == "2"
    assert page.text(".bead.here .about").startswith("2-2")
    page.keys("KeyS")
    page.wait("document.querySelector('dialog input:checked')")
    page.keys("Enter")
    page.wait(f"document.querySelectorAll('.bead').length === {count}")
    page.keys("BracketLeft")
    page.sees("#alignment-state", "Shifted")
    for _ in range(3):
        page.run("document.getElementById('alignment-state').textContent = ''")
        page.keys("KeyZ", russian=True)
        page.sees("#alignment-state", "Taken back")
    assert page.run(types) == before
    assert page.run("document.querySelectorAll('.bead').length") == count
    assert page.run("[...document.querySelectorAll('.bead .about')].every((each) =>"
                    " each.textContent.startsWith('1-1'))")  # fmt: skip


def test_the_document_page_leads_to_the_editor_and_back(olga):
    page = olga.page
    olga.open("/documents")
    page.run("[...document.querySelectorAll('.list a')]"
             ".find((link) => link.innerText.includes('Communiqué')).id = 'there'")  # fmt: skip
    page.click("#there")
    page.wait("document.querySelector('#blocks') && document.readyState === 'complete'")
    assert "left as it is" in page.text("#blocks")
    page.keys("KeyJ", "KeyJ", "Enter")
    page.wait("!document.getElementById('commands').hidden")
    number = olga.pair
    assert "document=" in page.run("location.search")
    page.keys("Alt+ArrowDown")
    page.wait(f"!location.pathname.endsWith('/{number}')")
    page.run("history.back()")
    page.wait(f"location.pathname.endsWith('/{number}')")
    page.sees("#pair-title", f"Pair {number}")


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("ru", "dark")])
def test_every_page_fits_a_telephone(olga, lang, scheme):
    page = olga.page
    page.resize(360, 740)
    page.prefer(color_scheme=scheme)
    olga.open(f"/language/{lang}")
    for route in ROUTES:
        olga.open(route)
        assert page.run("document.documentElement.lang") == lang
        assert page.run("document.documentElement.scrollWidth") <= 360, route
        light = page.run("getComputedStyle(document.documentElement).backgroundColor")
        assert (int(re.findall(r"\d+", light)[0]) > 128) == (scheme == "light")
        assert not page.run(OVERLAPPING), route
    page.forgive("404")


OVERLAPPING = """(() => {
    const boxes = [...document.querySelectorAll("main :is(button, input, select, a)")]
        .filter((each) => each.checkVisibility()
            && !each.closest(".command-bar, .bulk, .row, .piece"))
        .map((each) => [each, each.getBoundingClientRect()]);
    for (const [a, x] of boxes) for (const [b, y] of boxes)
        if (a !== b && !a.contains(b) && !b.contains(a)
            && x.left < y.right - 1 && y.left < x.right - 1
            && x.top < y.bottom - 1 && y.top < x.bottom - 1) return a.outerHTML + b.outerHTML;
    return "";
})()"""


def test_everything_has_a_name_for_those_who_listen(olga):
    page = olga.page
    for route in ROUTES:
        olga.open(route)
        nodes = page.call("Accessibility.getFullAXTree")["nodes"]
        roles = {"button", "textbox", "searchbox", "combobox", "checkbox", "link", "dialog",
                 "navigation", "img", "radio", "spinbutton", "toolbar", "search"}  # fmt: skip
        seen = [node for node in nodes if node.get("role", {}).get("value") in roles]
        nameless = [n for n in seen if not n["ignored"] and not n.get("name", {}).get("value")]
        assert not nameless, route
        assert page.run("document.querySelectorAll('h1').length") == 1
        assert page.run("document.querySelectorAll('main').length") == 1
    page.forgive("404")


def test_below_a_prefix(person, desk, browser):
    with server(desk[1], "--base-url", "/desk/") as said:
        assert "/desk/-/review" in said["url"]
        anna = Person(browser.window(), said["url"], desk[1])
        anna.log_in("anna", PASSWORD)
        anna.page.keys("KeyJ", "Enter")
        anna.page.wait("document.activeElement.id === 'target'")
        first = anna.pair
        anna.write("Below a prefix.")
        anna.page.keys("Ctrl+Enter")
        anna.page.sees("#spoken", f"Pair {first} saved")
        assert anna.stored(first).pair.target == "Below a prefix."
        anna.open("/language/ru?back=/desk/-/review/documents")
        assert anna.page.run("location.pathname") == "/desk/-/review/documents"
        assert not anna.page.complaints()
        anna.page.close()


def test_without_scripts_everything_can_be_read(olga):
    page = olga.page
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        for route in ("", "/pair/1", "/document/1", "/alignment/1", "/overview"):
            page.events("Page.loadEventFired")
            page.call("Page.navigate", url=olga.base + route)
            page.event("Page.loadEventFired")
            root = page.call("DOM.getDocument")["root"]["nodeId"]
            text = page.call("DOM.getOuterHTML", nodeId=root)["outerHTML"]
            assert "Editing needs JavaScript" in text
            assert re.search("[а-яё]{4}", text)
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)


def test_the_help_lists_the_keys(olga):
    olga.page.keys("Shift+Slash")
    olga.page.sees("dialog", "Save and go to the next unreviewed pair")
    olga.page.keys("Escape")
    olga.page.wait("!document.querySelector('dialog')")


def test_switching_the_language_keeps_the_place(olga):
    olga.open("?status=machine")
    olga.page.click("a[hreflang=ru]")
    olga.page.wait("document.documentElement.lang === 'ru'")
    assert olga.page.run("location.search") == "?status=machine"
    olga.page.sees("h1", "Очередь")


def test_what_checks_say_is_said_in_russian_on_both_sides(olga):
    page = olga.page
    olga.open("?finding=any")
    titles = "[...document.querySelectorAll('#rows .severity')].map((each) => each.title)"
    said = [each for title in page.run(titles) for each in title.split("; ")]
    assert said
    page.click("a[hreflang=ru]")
    page.wait("document.documentElement.lang === 'ru'")
    russian = [finding("ru", each) for each in said]
    assert page.run(titles.replace("each.title", "each.title.split('; ')") + ".flat()") == russian
    assert not set(russian) & set(said)
    asked = [
        *said,
        "5, 6 and 2 more are missing in the English",
        "“law and order” stands 2 times in a row in the English",
        "the English is too short: 7 characters for 29, where 11 to 70 are usual",
        "a strange remark",
    ]
    script = "import(document.querySelector('script[src]').src.replace('queue', 'client'))"
    scripted = page.run(f"{script}.then((client) => {json.dumps(asked)}.map(client.said))")
    assert scripted == [finding("ru", each) for each in asked]
    page.run("document.querySelector('#rows .row a').click()")
    page.wait("document.querySelector('#findings .message')")
    shown = page.run("[...document.querySelectorAll('#findings .message')].map(e => e.textContent)")
    assert set(shown) <= set(russian)
