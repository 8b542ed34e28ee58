"""TSV and CSV: the contract, what spreadsheets make of the files, and broken rows."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from tests.contracts.pair_formats import FULL, HEADER, NASTY, PairFormatContract
from workflow.errors import ExchangeError
from workflow.interchange.columns import COLUMNS, cells
from workflow.interchange.delimited import Csv, Tsv
from workflow.model import Fault, Status, Unit
from workflow.spreadsheet import guarded


class DelimitedContract(PairFormatContract):
    def spoiled(self, path):
        separator = self.form().separator
        text = path.read_text("utf-8").replace("Два.", f'"Два".{separator}')
        path.write_text(text, "utf-8")


class TestTsv(DelimitedContract):
    name = "tsv"


class TestCsv(DelimitedContract):
    name = "csv"


def read(tmp_path, text, languages=("ru", "en"), encoding="utf-8", form=Csv):
    path = tmp_path / "in.csv"
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return list(form().read(path, languages))


PAIR = Unit("а", "b", "ru", "en")


@pytest.mark.parametrize("form", [Tsv, Csv])
def test_excel_sees_the_encoding_and_no_formula(tmp_path, form):
    path = tmp_path / "out"
    form().write([Unit("=1+1", "+7 495", "ru", "en", author="@x", notes=("-",))], path, HEADER)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter=form.separator)
    assert (row["source"], row["target"], row["author"]) == ("'=1+1", "'+7 495", "'@x")
    assert row["notes"] == '["-"]'


@pytest.mark.parametrize("form", [Tsv, Csv])
def test_cells_are_quoted_as_the_csv_module_does(tmp_path, form):
    units = [replace(FULL, source=text, notes=(text,)) for text in [*NASTY, "a\tb", "a,b"]]
    form().write(units, tmp_path / "out", HEADER)
    with (tmp_path / "module").open("w", encoding="utf-8-sig", newline="") as stream:
        rows = csv.writer(stream, delimiter=form.separator)
        rows.writerow(COLUMNS)
        for unit in units:
            rows.writerow([guarded(x) if isinstance(x, str) else x for x in cells(unit)])
    assert (tmp_path / "out").read_bytes() == (tmp_path / "module").read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "source,target\nа,b\n",
        "target;source\r\nb;а",
        "\ufeffSource\tTarget\tcolour\rb\n".replace("b\n", "а\tb\tred\n"),
        'target,"source"\n\n,,\n"b","а"\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_tables_of_other_programs_are_read(tmp_path, text, encoding):
    for form in (Tsv, Csv):
        assert [
            unit
            for unit in read(tmp_path, text.removeprefix("\ufeff"), encoding=encoding, form=form)
            if isinstance(unit, Unit)
        ] == [PAIR]


def test_numbers_that_a_spreadsheet_wrote_anew_are_numbers(tmp_path):
    head = "source,target,version,paragraph,score,status,notes\n"
    (unit,) = read(tmp_path, head + "а,b,3.0,0.0,-0.5,approved,Проверить\n")
    assert (unit.version, unit.paragraph, unit.score) == (3, 0, -0.5)
    assert unit.status is Status.APPROVED
    assert unit.notes == ("Проверить",)


def test_a_quote_that_is_never_closed_costs_its_own_row_only(tmp_path):
    back = read(tmp_path, 'source,target\nа,b\nа,"b\nа,b\nа,b\n')
    assert back[0] == PAIR
    assert back[2:] == [PAIR, PAIR]
    assert (back[1].place, back[1].taken) == (3, False)
    assert "told apart" in back[1].message


def test_between_tabs_quotes_that_are_no_quotation_stand_for_themselves(tmp_path):
    text = 'source\ttarget\n"а" и\tb "c"\nа\t"b\nа\tb\n'
    assert read(tmp_path, text) == [
        Fault(2, "its quotes are no quotation and were taken as they stand", taken=True),
        Unit('"а" и', 'b "c"', "ru", "en"),
        Fault(3, "its quotes are no quotation and were taken as they stand", taken=True),
        Unit("а", '"b', "ru", "en"),
        PAIR,
    ]


def test_the_numbers_of_rows_count_the_lines_inside_cells(tmp_path):
    back = read(tmp_path, 'source,target\n"а\nа","b\n\nb"\nа,b,c\n')
    assert back[0].source == "а\nа"
    assert back[1] == Fault(6, "it has 3 cells under 2 columns")


def test_a_row_in_another_encoding_is_a_fault_a_file_is_refused(tmp_path):
    good = "source,target\nя,b\n"
    back = read(tmp_path, good.encode() + "ю,b\n".encode("cp1251"))
    assert back[1] == Fault(3, "it is not UTF-8")
    with pytest.raises(ExchangeError, match=r"in\.csv:2 is not UTF-8"):
        read(tmp_path, good.encode("cp1251"))


def test_a_table_of_something_else_is_refused(tmp_path):
    with pytest.raises(ExchangeError, match="no column target"):
        read(tmp_path, "source,english\nа,b\n")
    with pytest.raises(ExchangeError, match="in which languages"):
        read(tmp_path, "source,target\nа,b\n", languages=None)
    with pytest.raises(ExchangeError, match="breaks off"):
        read(tmp_path, "source,target\nа,b\n".encode("utf-16")[:-1])


def test_what_others_wrote_of_the_languages_is_taken_as_it_is(tmp_path):
    path = tmp_path / "out.tsv"
    Tsv().write([FULL], path, HEADER)
    assert list(Tsv().read(path)) == [FULL]
