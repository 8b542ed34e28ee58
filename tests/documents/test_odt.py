# ruff: noqa: E501 (XML in one piece)
from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.contracts.documents import EditingContract, texts
from tests.documents.office import ODT, open_text, unzipped, zipped
from workflow.documents.odt import Odt
from workflow.documents.parts import format_of
from workflow.errors import DocumentError
from workflow.model import Edit

BODY = """\
<text:tracked-changes><text:p>Удалено</text:p></text:tracked-changes>
<text:p text:style-name="Title">Протокол<text:line-break/>заседания</text:p>
<text:h text:outline-level="1">Участ<text:span>ники</text:span></text:h>
<text:list><text:list-item><text:p>Встреча <text:a><text:span text:style-name="T1">состоялась</text:span></text:a>
 в<text:s text:c="2"/>Нью-Йорке &amp; Минске<text:note><text:note-citation>1</text:note-citation><text:note-body>
<text:p>Сноска.</text:p></text:note-body></text:note>.</text:p></text:list-item></text:list>
<text:p>1.<text:tab/>Текст &lt;пункта&gt; <office:annotation><text:p>Замечание</text:p></office:annotation>здесь,
стр. <text:page-number>3</text:page-number></text:p><text:p/>
<table:table><table:table-row><table:table-cell><text:p>Дата</text:p></table:table-cell></table:table-row></table:table>
"""
STYLES = """\
<office:styles><style:style style:name="x"><style:text-properties fo:language="ru" fo:country="RU"/></style:style>
<style:style style:name="y"><style:text-properties fo:language="kk" fo:country="KZ"/></style:style></office:styles>
<office:master-styles><text:p>Секретариат</text:p></office:master-styles>"""


class TestOdt(EditingContract):
    reader = Odt()

    def data(self) -> bytes:
        return open_text(BODY.replace("<text:page-number>3</text:page-number>", ""), STYLES)


def test_a_document_reads_as_people_see_it():
    document = Odt().read(open_text(BODY, STYLES), "x.odt")
    assert document.title == "Протокол заседания"
    assert [(p.kind, " ".join(p.text.split())) for p in document.paragraphs] == [
        ("title", "Протокол заседания"),
        ("heading", "Участники"),
        ("item", "Сноска."),
        ("item", "Встреча состоялась в Нью-Йорке & Минске."),
        ("text", "1."),
        ("text", "Текст <пункта> здесь, стр. 3"),
        ("cell", "Дата"),
        ("text", "Секретариат"),
    ]


def test_what_is_not_edited_stays_and_the_language_is_stated():
    document = Odt().read(open_text(BODY, STYLES), "x.odt")
    before = unzipped(document.source)
    number = texts(document).index("Дата")
    after = unzipped(Odt().write(document, [Edit(number, 0, 4, "Date & time")], ("ru", "en")))
    assert list(after) == list(before)
    assert after["content.xml"] == before["content.xml"].replace(
        "Дата".encode(), b"Date &amp; time"
    )
    assert after["styles.xml"] == before["styles.xml"].replace(
        b'fo:language="ru" fo:country="RU"', b'fo:language="en" fo:country="US"'
    )


def test_another_archive_is_refused_and_the_right_one_known():
    assert format_of(open_text(BODY)) == "odt"
    sheet = zipped({"mimetype": ODT.replace("text", "spreadsheet"), "content.xml": "<x/>"})
    for data in (sheet, zipped({"a.txt": "Да"})):
        with pytest.raises(DocumentError, match="no OpenDocument text"):
            Odt().read(data, "x.odt")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_what_is_written(tmp_path):
    (tmp_path / "a.html").write_text(
        "<h1>Договор</h1><p>Совет <b>безопасности</b> решил.</p><table><tr><td>Минск</table>",
        "utf-8",
    )

    def convert(name: str, form: str) -> bytes:
        words = ["soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless"]
        words += ["--convert-to", form, "--outdir", str(tmp_path), str(tmp_path / name)]
        subprocess.run(words, check=True, capture_output=True)
        return (tmp_path / name).with_suffix(f".{form.split(':', maxsplit=1)[0]}").read_bytes()

    document = Odt().read(convert("a.html", "odt:writer8"), "a.odt")
    assert texts(document) == ["Договор", "Совет безопасности решил.", "Минск"]
    english = ["Treaty", "The Security Council decided.", "Minsk"]
    edits = [Edit(n, 0, len(texts(document)[n]), new) for n, new in enumerate(english)]
    (tmp_path / "b.odt").write_bytes(Odt().write(document, edits, ("ru", "en")))
    shown = convert("b.odt", "txt:Text (encoded):UTF8").decode("utf-8-sig")
    assert [line.strip() for line in shown.splitlines() if line.strip()] == english


def test_figures_of_fields_stay_where_the_program_puts_them():
    body = (
        "<text:p>Страница <text:page-number>1</text:page-number> из <text:page-count>5</text:page-count>"
        "</text:p><text:p><text:text-input>Отчёт</text:text-input><text:s></text:s>комиссии</text:p>"
    )
    document = Odt().read(open_text(body), "x.odt")
    assert texts(document) == ["Страница 1 из 5", "Отчёт комиссии"]
    written = unzipped(Odt().write(document, [Edit(0, 0, 15, "Page 1 of 5")]))[
        "content.xml"
    ].decode()
    assert (
        "Page <text:page-number>1</text:page-number> of <text:page-count>5</text:page-count>"
        in written
    )


def test_numbers_of_clauses_are_english():
    styles = '<text:list-level-style-number style:num-prefix="Статья " style:num-format="а, б, .., аа, аб, ..."/>'
    document = Odt().read(open_text(BODY, styles), "x.odt")
    number = texts(document).index("Дата")
    written = unzipped(Odt().write(document, [Edit(number, 0, 4, "Date")], ("ru", "en")))
    assert b'num-prefix="Article " style:num-format="a"' in written["styles.xml"]


def test_a_password_and_no_content():
    parts = unzipped(open_text(BODY))
    locked = {
        **parts,
        "META-INF/manifest.xml": b"<x><encryption-data/></x>",
        "content.xml": b"\0\1",
    }
    with pytest.raises(DocumentError, match="has a password"):
        Odt().read(zipped(locked), "x.odt")
    del parts["content.xml"]
    with pytest.raises(DocumentError, match="no OpenDocument text"):
        Odt().read(zipped(parts), "x.odt")
