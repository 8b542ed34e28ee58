"""What every format of term bases keeps; a test class for one inherits this and names it."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workflow import registry
from workflow.errors import GlossaryError, WorkflowError
from workflow.glossary import KINDS, Entry, make_entry, shipped
from workflow.glossary import read as read_glossary
from workflow.glossary.edit import cells
from workflow.glossary.entries import CASES, GENDERS

NASTY = [
    "=1+1",
    "'=1",
    "''-2",
    "+7",
    "-stan",
    "@home",
    "＝x",
    'a"b',
    "a,b;c",
    "<b>&amp;</b>",
    "'",
    "a'b",
]
# No half characters: no file in UTF-8 has them. Separators of lines and cells are welcome.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="|\ufffe\uffff")
CELLS = (
    st.sampled_from(NASTY)
    | st.text(CHARACTERS, max_size=20)
    | st.text("ОДКБ '\"=\t,;-\r\n<&", max_size=8)
)
TERMS = st.builds(
    "{}{}".format, st.sampled_from([*NASTY, "ОДКБ", "Совет ёлок"]) | CELLS, st.just("я")
)


def _entry(values: dict[str, str]) -> Entry | None:
    try:
        return make_entry(values)
    except GlossaryError:  # directional marks: no entry has them
        return None


ENTRIES = (
    st.fixed_dictionaries(
        {
            "source": TERMS,
            "target": TERMS,
            "kind": st.sampled_from(KINDS),
            "accept": st.lists(CELLS, max_size=3).map("|".join),
            "forbid": st.lists(CELLS, max_size=3).map("|".join),
            "case": st.sampled_from(CASES),
            "gender": st.sampled_from(GENDERS),
            "note": CELLS,
            "official": CELLS,
        }
    )
    .map(_entry)
    .filter(bool)
)


class TermFormatContract:
    """Subclasses name the format."""

    name: ClassVar[str]

    @pytest.fixture(scope="class")
    @classmethod
    def file(cls, tmp_path_factory):
        return tmp_path_factory.mktemp("terms") / f"terms{cls.form().suffixes[0]}"

    @classmethod
    def form(cls):
        return registry.term_formats()[cls.name]

    @given(st.lists(ENTRIES, max_size=5))
    @example([Entry(text + "я", text + "z", "term", (text,), (text,), note=text) for text in NASTY])
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
    )
    def test_read_of_write_is_the_identity(self, file, entries):
        file.write_bytes(self.form().write(entries))
        assert self.form().read(file) == entries

    def test_the_glossaries_of_the_project_survive(self, file):
        entries = read_glossary([shipped()])
        assert {column for entry in entries for column, cell in cells(entry).items() if cell} == {
            *cells(entries[0])
        }  # every column is in use
        file.write_bytes(self.form().write(entries))
        assert self.form().read(file) == entries

    def test_the_same_entries_are_the_same_bytes(self):
        entries = [Entry("ОДКБ", "CSTO", "organisation", ("A",), ("B",), "exact", "", "n", "o")]
        assert self.form().write(entries) == self.form().write(entries)

    def test_entries_know_the_line_they_stand_in(self, file):
        file.write_bytes(self.form().write([Entry("ОДКБ", "CSTO"), Entry("СНГ", "CIS")]))
        first, second = self.form().read(file)
        lines = file.read_text(encoding="utf-8-sig").split("\n")
        assert first.file == second.file == str(file)
        assert 0 < first.line < second.line
        assert "СНГ" in "\n".join(lines[second.line - 1 :])
        assert "ОДКБ" not in "\n".join(lines[second.line - 1 :])

    @pytest.mark.parametrize(
        "content",
        [b"", b"\x00" * 64, b"\xff\xfe\x00\x01", b"\x89PNG\r\n\x1a\n", b"<x>" * 99, b"a\nb"],
    )
    def test_what_is_no_such_file_is_one_sentence(self, file, content):
        file.write_bytes(content)
        with pytest.raises(GlossaryError) as caught:
            self.form().read(file)
        assert caught.value.message.startswith(str(file))
        assert "\n" not in caught.value.message
        assert caught.value.hint

    def test_a_missing_file_is_one_sentence(self, tmp_path):
        with pytest.raises(GlossaryError, match="cannot be read: no such file"):
            self.form().read(tmp_path / f"none{self.form().suffixes[0]}")

    def test_half_a_character_cannot_be_written(self):
        with pytest.raises(WorkflowError, match="character"):
            self.form().write([Entry("а\ud800", "b")])
