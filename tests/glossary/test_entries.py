from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workflow.errors import GlossaryError
from workflow.glossary import Entry, Glossary, make_entry, read
from workflow.glossary import entries as module

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "source,target,kind,accept,forbid,case,gender,note,official\n"


def write(folder: Path, text: str | bytes, name: str = "terms.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_row_becomes_an_entry(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + 'ОДКБ,CSTO,organisation,A| B |A,"ODKB, OCST",exact,,n,CSTO\n')
    (entry,) = read([path])
    assert entry == Entry(
        "ОДКБ", "CSTO", "organisation", ("A", "B"), ("ODKB, OCST",), "exact", "", "n", "CSTO"
    )
    assert entry.place == f"{path}:2"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separators_and_a_byte_order_mark(tmp_path: Path, separator: str, mark: str) -> None:
    rows = ["SOURCE,target,kind,more", "Москва,Moscow,place,x", ",,,", "", "Киев,Kyiv,place"]
    path = write(tmp_path, mark + "\r\n".join(rows).replace(",", separator))
    assert [(entry.target, entry.line) for entry in read([path])] == [("Moscow", 2), ("Kyiv", 5)]


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    write(tmp_path, HEADER + "Киев,Kyiv,place\n", "b.csv")
    write(tmp_path, "source\ttarget\tkind\nМосква\tMoscow\tplace\n", "a.tsv")
    write(tmp_path, "no glossary", "README.md")
    assert [entry.target for entry in read([tmp_path])] == ["Moscow", "Kyiv"]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 1, "lacks the column source and target and kind"),
        ("source,kind\nа,term\n", 1, "lacks the column target"),
        (HEADER + "ОДКБ,,term\n", 2, "has no target"),
        (HEADER + "  ,CSTO,term\n", 2, "has no source"),
        (HEADER + "***,CSTO,term\n", 2, "has no source"),
        (HEADER + "а,b,thing\n", 2, "unknown kind “thing”"),
        (HEADER + "а,b,term\nа,b,term,,,Upper\n", 3, "unknown case “Upper”"),
        (HEADER + "а,b,person,,,,male\n", 2, "unknown gender “male”"),
        (HEADER + "а,b,term,,,,,,,,\n", 2, "has 11 cells under 9 columns"),
        (HEADER + "а\u202eб,b,term\n", 2, "directional mark in column source"),
        (HEADER + "а,b\u200f,term\n", 2, "directional mark in column target"),
        (HEADER + 'а,"b\nc",term\n"г,d,term\n', 4, "is broken"),
        (HEADER + "а" * 501 + ",b,term\n", 2, "source of more than 500 characters"),
        (HEADER.encode() + "а,b,term\nОДКБ,CSTO,term".encode("cp1251"), 2, "is not UTF-8"),
        ("source,target,kind\nа,b,term\n".encode("utf-16"), 1, "is not UTF-8"),
    ],
)
def test_bad_files_are_one_sentence_with_file_and_line(
    tmp_path: Path, content: str | bytes, line: int, words: str
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(GlossaryError, match=r"^[^\n]*$") as caught:
        Glossary.load([path])
    assert caught.value.message.startswith(f"{path}:{line} ")
    assert words in caught.value.message
    assert caught.value.hint


def test_a_missing_file_and_a_folder_without_rights(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="no such file"):
        read([tmp_path / "none.csv"])


def test_a_million_rows_are_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 1000)
    rows = (f"термин {number},term {number},term\n" for number in range(1001))
    path = write(tmp_path, HEADER + "".join(rows))
    with pytest.raises(GlossaryError, match=r"terms\.csv:1002 is one entry too many: 1,000 are"):
        read([path])


def test_an_entry_made_by_hand_says_so() -> None:
    with pytest.raises(GlossaryError, match="the entry has no target"):
        make_entry({"source": "ОДКБ", "kind": "term"})


def test_cells_are_cleaned() -> None:
    entry = make_entry(
        {"source": " Сове\u0301т\u00a0 ОДКБ\u00ad", "target": "a \x00 b", "kind": "body"}
    )
    assert (entry.source, entry.target) == ("Совет ОДКБ", "a b")
