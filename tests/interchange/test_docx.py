"""Word documents: the contract, what reviewers do to the table, and hostile packages."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest

from tests.contracts.pair_formats import FULL, HEADER, NASTY, PairFormatContract
from workflow.errors import ExchangeError
from workflow.interchange import docx as module
from workflow.interchange.docx import Docx
from workflow.model import Fault, Unit
from workflow.xmltext import holdable

docx = pytest.importorskip("docx", reason="python-docx is not installed (extra `peers`)")

UNITS = [
    Unit(f"{word}.", f"{english}.", "ru", "en", id=f"3f2a9c.{n}", version=n)
    for n, (word, english) in enumerate([("Раз", "One"), ("Два", "Two"), ("Три", "Three")], start=1)
]


def in_word(text):
    return holdable(text.replace("\r\n", "\n").replace("\r", "\n"))


class TestDocx(PairFormatContract):
    name = "docx"

    def written_as(self, unit):
        return replace(unit, source=in_word(unit.source), target=in_word(unit.target))

    def spoiled(self, path):
        document = docx.Document(path)
        row = document.tables[0].rows[2]
        row.cells[1].merge(row.cells[2])
        document.save(path)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "pairs.docx"
    Docx().write(UNITS, path, HEADER)
    return path


def read(path, languages=None):
    return list(Docx().read(path, languages))


def edited(path):
    document = docx.Document(path)
    return document, document.tables[0]


def test_a_reviewer_changes_formats_moves_and_deletes(path):
    document, table = edited(path)
    first, second, third = (row._tr for row in table.rows[1:])
    cell = table.cell(1, 1).paragraphs[0]
    cell.runs[0].text = "On"
    cell.add_run("ce ").bold = True
    cell.add_run("more.").italic = True
    table.cell(3, 1).paragraphs[0].add_run().add_break()
    table.cell(3, 1).add_paragraph("Last.")
    table._tbl.remove(second)
    third.addnext(first)
    document.save(path)
    assert read(path) == [
        replace(UNITS[2], target="Three.\n\nLast."),
        replace(UNITS[0], target="Once more."),
    ]


def test_the_first_row_is_repeated_and_the_sides_have_their_languages(path):
    document, table = edited(path)
    assert [cell.text for cell in table.rows[0].cells] == ["Russian (ru)", "English (en)", "Pair"]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert table.cell(1, 2).text == "3f2a9c.1 v1"
    styles = [table.cell(1, n).paragraphs[0].style for n in range(3)]
    assert [style.element.xpath("string(w:rPr/w:lang/@w:val)") for style in styles] == [
        "ru",
        "en",
        "",
    ]
    assert document.paragraphs[0].text == HEADER.title


def test_added_and_copied_rows_and_a_second_table_are_read(path):
    document, table = edited(path)
    cells = table.add_row().cells
    cells[0].text, cells[1].text = "Четыре.", "Four."
    table.add_row()
    another = document.add_table(rows=2, cols=3)
    for row, texts in enumerate([[c.text for c in table.rows[0].cells], ["Пять.", "", "five"]]):
        for column, text in enumerate(texts):
            another.cell(row, column).text = text
    document.save(path)
    assert read(path)[3:] == [
        Unit("Четыре.", "Four.", "ru", "en"),
        Fault(8, "«five» names no pair and is left out", taken=True),
        Unit("Пять.", "", "ru", "en"),
    ]


def test_a_table_of_others_has_two_columns_and_no_languages(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Оригинал", "Translation", "Да.", "Yes."], strict=True):
        cell.text = text
    document.save(tmp_path / "x.docx")
    assert read(tmp_path / "x.docx", ("ru", "en")) == [Unit("Да.", "Yes.", "ru", "en")]
    with pytest.raises(ExchangeError, match="in which languages"):
        read(tmp_path / "x.docx")
    docx.Document().save(tmp_path / "y.docx")
    with pytest.raises(ExchangeError, match="no table"):
        read(tmp_path / "y.docx")


def rewritten(path, change, name="word/document.xml"):
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)


WHO = 'w:id="1" w:author="anna" w:date="2026-11-22T00:00:00Z"'
RUN = '<w:r><w:t xml:space="preserve">%s</w:t></w:r>'


@pytest.mark.parametrize(
    ("tracked", "text"),
    [
        (RUN % "One" + f"<w:ins {WHO}>{RUN % ' more'}</w:ins>", "One more"),
        (
            (
                f"<w:del {WHO}><w:r><w:delText>One</w:delText></w:r></w:del>"
                f"<w:ins {WHO}>{RUN % 'A'}<w:del {WHO}><w:r><w:delText>B</w:delText></w:r></w:del>"
                f"</w:ins>"
            ),
            "A",
        ),
        (
            (
                f"<w:moveFrom {WHO}>{RUN % 'x'}</w:moveFrom>{RUN % 'y'}"
                f"<w:moveTo {WHO}>{RUN % 'x'}</w:moveTo>"
            ),
            "yx",
        ),
        (
            (
                f"{RUN % 'a'}</w:p><w:p><w:pPr><w:rPr><w:del {WHO}/></w:rPr></w:pPr>{RUN % 'b'}"
                f"</w:p><w:p>{RUN % 'c'}"
            ),
            "a\nbc",
        ),
        (f"<w:hyperlink>{RUN % 'a'}</w:hyperlink><w:r><w:noBreakHyphen/></w:r>", "a\u2011"),
        ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:tab/><w:t>a</w:t></w:r>", "\ta"),
        (
            (
                '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
                f'markup-compatibility/2006"><mc:Choice>{RUN % "a"}</mc:Choice>'
                f"<mc:Fallback>{RUN % 'a'}</mc:Fallback></mc:AlternateContent>"
            ),
            "a",
        ),
        (f"<w:sdt><w:sdtContent>{RUN % 'a'}</w:sdtContent></w:sdt>", "a"),
    ],
)
def test_tracked_changes_count_as_accepted(path, tracked, text):
    rewritten(path, lambda xml: xml.replace(RUN % "One.", tracked))
    assert read(path) == [replace(UNITS[0], target=text), *UNITS[1:]]


def test_a_row_deleted_with_tracking_is_gone_an_inserted_one_is_there(path):
    head = "<w:tr><w:trPr><w:cantSplit/>"

    def change(xml):
        before, title, first, second, third = xml.split(head)
        rows = (f"<w:del {WHO}/>{first}", f"<w:ins {WHO}/>{second}", third)
        return head.join((before, title, *rows))

    rewritten(path, change)
    assert read(path) == UNITS[1:]


def test_a_table_in_a_cell_is_text_of_the_cell(path):
    inner = f"<w:tbl><w:tr><w:tc><w:p>{RUN % 'x'}</w:p></w:tc></w:tr></w:tbl><w:p>{RUN % 'y'}"
    rewritten(path, lambda xml: xml.replace(f"{RUN % 'One.'}", f"{RUN % 'One.'}</w:p>{inner}"))
    assert read(path) == [replace(UNITS[0], target="One.\nx\ny"), *UNITS[1:]]


def test_hostile_and_broken_documents_are_refused_in_a_sentence(path):
    rewritten(path, lambda xml: xml.replace("?>\n", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1))
    with pytest.raises(ExchangeError, match=r"word/document\.xml defines a document type"):
        read(path)
    rewritten(
        path, lambda xml: xml.replace('<!DOCTYPE x [<!ENTITY a "b">]>', "").replace("/w:", "/")
    )
    with pytest.raises(ExchangeError, match="is broken in line"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(ExchangeError, match="is no Word document"):
        read(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(65 << 20))
    with pytest.raises(ExchangeError, match="more than 200 times"):
        read(path)


def test_a_row_without_end_is_refused(path, monkeypatch):
    monkeypatch.setattr("workflow.interchange.wordtable._MAX_ROW", 10**6)
    Docx().write([replace(UNITS[0], target="я" * 10**6)], path.with_name("b.docx"), HEADER)
    with pytest.raises(ExchangeError, match="a row of more than"):
        read(path.with_name("b.docx"))


def test_what_word_could_not_open_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_MAX_BYTES", 1000)
    with pytest.raises(ExchangeError, match="too large for Word"):
        Docx().write(UNITS, tmp_path / "x.docx", HEADER)


def test_libreoffice_opens_it_and_what_it_saves_is_read_back(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    # LibreOffice spells «_x000D_» as Excel would.
    units = [
        replace(FULL, id=f"a.{n}", source=text, target=f"{text}.")
        for n, text in enumerate(NASTY)
        if in_word(text) == text and text.strip() and "_x" not in text
    ]
    Docx().write(units, tmp_path / "in.docx", HEADER)
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    subprocess.run(  # noqa: PLW1510 (what it made is looked at)
        [*command, "--convert-to", "docx", "--outdir", tmp_path / "out", tmp_path / "in.docx"],
        capture_output=True,
        timeout=120,
    )
    back = read(tmp_path / "out" / "in.docx")
    kept = [(unit.id, unit.version, unit.source, unit.target) for unit in units]
    assert [(unit.id, unit.version, unit.source, unit.target) for unit in back] == kept
