"""Excel workbooks: the contract, what other programs make of them, and hostile packages."""

from __future__ import annotations

import shutil
import subprocess
import tracemalloc
import zipfile
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook

from tests.contracts.pair_formats import FULL, HEADER, NASTY, PairFormatContract
from workflow.errors import ExchangeError
from workflow.interchange.xlsx import MAX_CELL, Xlsx
from workflow.model import Fault, Status, Unit

PAIR = Unit("а", "b", "ru", "en")


class TestXlsx(PairFormatContract):
    name = "xlsx"
    longest = MAX_CELL

    def spoiled(self, path):
        book = load_workbook(path)
        book["pairs"]["A3"] = None
        book.save(path)

    def test_memory_does_not_grow_with_the_number_of_units(self, tmp_path):
        """As the contract has it, with fewer rows: openpyxl reads three thousand a second."""

        def peak(count):
            units = (
                replace(FULL, id=f"a.{n}", source=f"{n} {'слово ' * 1000}.") for n in range(count)
            )
            path = tmp_path / f"{count}.xlsx"
            tracemalloc.start()
            try:
                Xlsx().write(units, path, HEADER)
                assert sum(1 for _ in Xlsx().read(path)) == count
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        peak(10)
        assert peak(1_000) < peak(100) + 3 * 2**20  # the texts of 900 units are 11 MB

    def test_a_segment_of_a_million_characters(self):
        text = "😀" * (MAX_CELL // 2) + "."
        self.same(self.round_trip([Unit(text, "z", "ru", "en")]), [Unit(text, "z", "ru", "en")])
        with pytest.raises(ExchangeError, match="has 32,768 characters, Excel takes 32,767"):
            self.round_trip([Unit("😀" * 16384, "z", "ru", "en")])

    def test_half_a_character_is_replaced_or_refused_in_a_sentence(self, tmp_path):
        path = self.written(tmp_path, [Unit("а\ud800б", "c", "ru", "en")])
        assert self.read(path) == [Unit("а\ufffdб", "c", "ru", "en")]


def table(tmp_path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "in.xlsx")
    return tmp_path / "in.xlsx"


def read(path, languages=("ru", "en")):
    return list(Xlsx().read(path, languages))


def test_no_text_is_a_formula_and_typing_into_it_makes_none(tmp_path):
    path = tmp_path / "out.xlsx"
    Xlsx().write([replace(FULL, source="=1+1", target="-2", author="@x")], path, HEADER)
    sheet = load_workbook(path)["pairs"]
    assert [cell.value for cell in sheet[1]][:2] == ["source", "target"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert (sheet["A2"].number_format, sheet["A2"].quotePrefix) == ("@", True)
    assert (sheet["F2"].value, sheet["F2"].data_type) == (3, "n")
    assert sheet.freeze_panes == "A2"


def test_what_a_sheet_cannot_hold_goes_on_in_the_next(tmp_path):
    path = tmp_path / "out.xlsx"
    units = [replace(FULL, id=f"a.{n}") for n in range(7)]
    Xlsx(max_rows=4).write(units, path, HEADER)
    book = load_workbook(path)
    assert [(sheet.title, sheet.max_row) for sheet in book] == [
        ("pairs", 4),
        ("pairs2", 4),
        ("pairs3", 2),
    ]
    assert read(path) == units
    book["pairs2"]["F3"] = "x"
    book.save(path)
    (fault,) = (one for one in read(path) if isinstance(one, Fault))
    assert fault == Fault(3, "«x» as version makes no sense and is left out (sheet pairs2)", True)


def test_a_table_of_another_program(tmp_path):
    path = table(
        tmp_path,
        ["Target", None, "SOURCE", "Status", "version"],
        ["b", 1, "а", "approved", 2.0],
        [None, None, None],
        [2024, None, 7.5],
        ["b", 1, None],
        ["b", 1, "_x0041__x005F_x0041_", "so so"],
    )
    assert read(path) == [
        replace(PAIR, status=Status.APPROVED, version=2),
        Unit("7.5", "2024", "ru", "en"),
        Fault(5, "it has no source"),
        Fault(6, "«so so» as status makes no sense and is left out", taken=True),
        Unit("A_x0041_", "b", "ru", "en"),
    ]


def test_a_formula_counts_as_what_it_last_showed(tmp_path):
    path = table(tmp_path, ["source", "target"], ["а", '=CONCATENATE("b","c")'])
    assert read(path) == [Unit("а", "", "ru", "en")]  # nobody has computed it


def test_what_has_no_such_columns_is_refused(tmp_path):
    with pytest.raises(ExchangeError, match="no column source and no column target"):
        read(table(tmp_path, ["ru", "en"], ["а", "b"]))
    with pytest.raises(ExchangeError, match="in which languages"):
        read(table(tmp_path, ["source", "target"], ["а", "b"]), None)


def rewritten(path, name, change):
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
@pytest.mark.parametrize("bomb", [LAUGHS, OUTSIDE])
def test_a_document_type_is_refused_in_every_part(tmp_path, part, bomb):
    path = tmp_path / "in.xlsx"
    Xlsx().write([PAIR], path, HEADER)
    rewritten(path, part, lambda data: data.replace(b"?>\n", b"?><!-- x -->" + bomb, 1))
    with pytest.raises(ExchangeError, match=f"{part} defines a document type"):
        read(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "in.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<a>" + bytes(65 << 20))
    with pytest.raises(ExchangeError, match="unpacks to more than 200 times its size"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(10_001):
            archive.writestr(f"{n}", b"")
    with pytest.raises(ExchangeError, match="it has 10,001 parts"):
        read(path)


def test_a_workbook_with_a_password_or_a_damaged_one_is_a_sentence(tmp_path):
    path = tmp_path / "in.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    with pytest.raises(ExchangeError, match="has a password"):
        read(path)
    Xlsx().write([PAIR], tmp_path / "a.xlsx", HEADER)
    data = bytearray((tmp_path / "a.xlsx").read_bytes())
    data[200] ^= 255
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(ExchangeError, match="damaged"):
        read(tmp_path / "a.xlsx")
    Xlsx().write([PAIR], tmp_path / "b.xlsx", HEADER)
    rewritten(tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", lambda data: data[:-40])
    with pytest.raises(ExchangeError, match="no workbook that can be read"):
        read(tmp_path / "b.xlsx")


def test_libreoffice_opens_it_and_what_it_saves_is_read_back(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    # LibreOffice makes one line end of all, and takes «_x000D_» for one when it has saved it.
    texts = [text for text in NASTY if not {"\x00", "\r"} & {*text} and "_x" not in text]
    units = [
        replace(FULL, id=f"a.{n}", source=text, target=f"{text}.") for n, text in enumerate(texts)
    ]
    Xlsx().write(units, tmp_path / "in.xlsx", HEADER)
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    for kind, name in (
        ("xlsx:Calc MS Excel 2007 XML", "in.xlsx"),
        ("csv:Text - txt - csv (StarCalc):44,34,76", "in.csv"),  # commas, quotes, UTF-8
    ):
        subprocess.run(  # noqa: PLW1510 (what it made is looked at)
            [*command, "--convert-to", kind, "--outdir", tmp_path / "out", tmp_path / "in.xlsx"],
            capture_output=True,
            timeout=120,
        )
        assert (tmp_path / "out" / name).exists()
    assert "'=1" in (tmp_path / "out" / "in.csv").read_text("utf-8")
    assert read(tmp_path / "out" / "in.xlsx") == units
