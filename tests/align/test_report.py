from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from workflow.align.beads import Bead
from workflow.align.report import Column, page

RUSSIAN = Column("совет_ru.html", "ru", [(0, "Совет"), (1, "Первое."), (1, "Второе."), (2, "Ещё.")])
ENGLISH = Column("council.html", "en", [(0, "Council"), (1, "One and two."), (1, "Added.")])
BEADS = [
    Bead((0,), (0,), 0.83),
    Bead((1, 2), (1,), 0.415),
    Bead((), (2,)),
    Bead((3,), ()),
]


def parsed(*args):
    return html.fromstring(page(*args).decode("utf-8"))


def cells(tree):
    return [[td.text_content().strip() for td in tr] for tr in tree.xpath("//tbody/tr")]


def test_every_bead_is_a_row_with_type_score_and_both_texts():
    assert cells(parsed(RUSSIAN, ENGLISH, BEADS)) == [
        ["1 · 1-1 0.83", "Совет", "Council"],
        ["2 · 2-1 0.41", "Первое.Второе.", "One and two."],
        ["3 · 0-1", "no counterpart", "Added."],
        ["4 · 1-0", "Ещё.", "no counterpart"],
    ]


def test_gaps_paragraphs_and_low_scores_are_marked():
    tree = parsed(RUSSIAN, ENGLISH, BEADS)
    classes = [tr.get("class").split() for tr in tree.xpath("//tbody/tr")]
    assert classes == [["paragraph"], ["paragraph", "many"], ["gap"], ["paragraph", "gap"]]
    assert tree.xpath("//*[@class='low']/text()") == ["0.41"]
    assert tree.xpath("//section//a/@href") == ["#b3", "#b4"]
    assert {tr.get("id") for tr in tree.xpath("//tbody/tr")} == {"b1", "b2", "b3", "b4"}


def test_the_summary_counts():
    values = [dd.text_content() for dd in parsed(RUSSIAN, ENGLISH, BEADS).xpath("//dd")]
    assert values == [
        "совет_ru.html: 4 sentences, 1 without counterpart",
        "council.html: 3 sentences, 1 without counterpart",
        "4 (1 × 1-1, 1 × 2-1, 1 × 0-1, 1 × 1-0)",
        "0.62 on average, 1 below 0.5",
        "3 4",
    ]


def test_the_languages_are_declared_and_the_page_needs_nothing_else():
    source = page(RUSSIAN, ENGLISH, BEADS).decode()
    tree = html.fromstring(source)
    assert tree.xpath("//td[@lang='ru']/p/text()") == ["Совет", "Первое.", "Второе.", "Ещё."]
    assert not re.search("https?:|<script|url\\(", source)
    for rule in ("prefers-color-scheme|color-scheme: light dark", "@media print", "max-width: 42"):
        assert re.search(rule, source)


def test_no_beads_at_all():
    tree = parsed(Column("a", "ru", []), Column("b", "en", []), [])
    assert cells(tree) == []
    assert "a: 0 sentences, 0 without counterpart" in tree.text_content()


@given(st.text(), st.text())
def test_every_text_is_escaped(name, sentence):
    hostile = f"<script>alert('{sentence}')</script>$title&amp;"
    column = Column(f"{name}<b>", 'r"u', [(0, hostile)])
    tree = parsed(column, column, [Bead((0,), (0,), 1.0)])
    assert not tree.xpath("//script | //td//*[not(self::p or self::a or self::b or self::br)]")
    assert len(tree.xpath("//td")) == 3
    assert "$title&amp;" in tree.xpath("//td")[1].text_content()
