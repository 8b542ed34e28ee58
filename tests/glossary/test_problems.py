from __future__ import annotations

from pathlib import Path

import pytest

from workflow.errors import GlossaryError
from workflow.glossary import Entry, Glossary, problems


def found(*entries: Entry) -> list[tuple[str, str]]:
    return [(problem.rule, problem.message) for problem in problems(Glossary(entries))]


def test_two_translations_of_one_term() -> None:
    assert found(Entry("Совет Ёлок", "Council"), Entry("совет елок", "Soviet")) == [
        (
            "contradiction",
            "«совет елок» translates «совет елок» as “Soviet”, «Совет Ёлок» as “Council”",
        )
    ]


def test_homographs_told_by_rule_or_gender_are_no_contradiction() -> None:
    assert not found(
        Entry("Победа", "Victory", "event", case="capital"),
        Entry("победа", "win"),
        Entry("Петренко", "Petrenko", "person", gender="m"),
        Entry("Петренко", "Petrenka", "person", gender="f"),
    )


def test_duplicates() -> None:
    assert [rule for rule, _ in found(Entry("Совет", "Council"), Entry("совет", "Council"))] == [
        "duplicate"
    ]


def test_what_is_approved_here_and_forbidden_there() -> None:
    first = Entry("ОДКБ", "CSTO", accept=("ODKB",))
    second = Entry("Договор", "Treaty", forbid=("ODKB",))
    assert found(first, second) == [
        ("forbidden", "«ОДКБ» approves “ODKB”, which «Договор» forbids")
    ]
    assert [rule for rule, _ in found(Entry("а", "b", forbid=("b",)))] == ["forbidden"]


def test_terms_that_never_match() -> None:
    assert [rule for rule, _ in found(Entry("и. о.", "acting", "person"))] == ["unmatched"]
    assert not found(Entry("ОДКБ", "CSTO", case="exact"), Entry("Совет ОДКБ", "CSTO Council"))


def test_loading_refuses_contradictions_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("source,target,kind\nМир,Mir,term\nмир,peace,term\nМИР,world,term\n")
    with pytest.raises(GlossaryError, match=r"a\.csv:3 translates .*a\.csv:2 as “Mir” \(1 more\)"):
        Glossary.load([path])


def test_the_glossaries_of_the_project_are_sound() -> None:
    glossary = Glossary.load([Path(__file__).parents[2] / "glossaries"])
    assert len(glossary) >= 600
    assert [problem.message for problem in problems(glossary)] == []


def test_a_rule_for_capitals_does_not_excuse_two_translations_of_one_spelling() -> None:
    assert [
        rule for rule, _ in found(Entry("ОДКБ", "CSTO", case="exact"), Entry("ОДКБ", "OKDB"))
    ] == ["contradiction"]
