from __future__ import annotations

import pytest

from workflow.errors import GlossaryError
from workflow.glossary import COLUMNS, Entry, read
from workflow.glossary.edit import added, without

PEACE = Entry("мир", "peace", "term", ("-peace",), note='a, "b"')
STRANGE = (
    "\ufeffkind;owner;SOURCE;note;target\r\n"
    'place;me;Минск;"two\r\nlines; one cell";Minsk\r\n'
    "\r\n"
    "place;you;Москва;;Moscow"
)


def test_a_new_file_gets_a_header() -> None:
    header = ",".join(COLUMNS)
    assert added("", [PEACE], "a.csv") == f'{header}\nмир,peace,term,\'-peace,,,,"a, ""b""",\n'
    assert added("", [], "a.TSV") == header.replace(",", "\t") + "\n"


def test_rows_follow_the_columns_and_line_ends_of_the_file() -> None:
    entry = Entry("Киев", "Kyiv", "place", note="n")
    text = added(STRANGE, [entry, Entry("мир", "peace")], "a.csv")
    assert text == STRANGE + "\r\nplace;;Киев;n;Kyiv\r\nterm;;мир;;peace\r\n"


def test_what_the_file_has_no_column_for_is_not_dropped() -> None:
    with pytest.raises(GlossaryError, match=r"a\.csv:1 has no column accept for «мир»"):
        added(STRANGE, [PEACE], "a.csv")


@pytest.mark.parametrize("line", [2, 5])
def test_a_row_goes_and_every_other_byte_stays(tmp_path, line) -> None:
    path = tmp_path / "a.csv"
    path.write_text(STRANGE, encoding="utf-8", newline="")
    before = read([path])
    assert [entry.line for entry in before] == [2, 5]
    text = without(STRANGE, {line}, "a.csv")
    path.write_text(text, encoding="utf-8", newline="")
    assert read([path]) == [entry for entry in before if entry.line != line]
    head, minsk, moscow = STRANGE.partition("place;me")[0], STRANGE.index("place;me"), -24
    assert text == (
        head + STRANGE[STRANGE.index("\r\n\r\n") + 2 :] if line == 2 else STRANGE[:moscow]
    )
    assert minsk


def test_taking_out_what_was_put_in_changes_nothing() -> None:
    text = ",".join(COLUMNS) + "\nмир,peace,term,,,,,,\n"
    assert without(added(text, [Entry("война", "war")], "a.csv"), {3}, "a.csv") == text
