"""Moses corpora: the contract, corpora of others, and files that are out of step."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.contracts.pair_formats import FULL, HEADER, NASTY, PairFormatContract
from workflow.errors import ExchangeError
from workflow.interchange.moses import Moses
from workflow.model import Fault, Unit


def one_line(text):
    return re.sub("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", text).lstrip("\ufeff")


class TestMoses(PairFormatContract):
    name = "moses"

    def written_as(self, unit):
        return replace(unit, source=one_line(unit.source), target=one_line(unit.target))

    def spoiled(self, path):
        file = path.with_suffix(".ru")
        file.write_bytes(file.read_bytes().replace("Два".encode(), "Два".encode("cp1251")))

    def test_what_is_no_such_file_brings_no_unit_and_no_traceback(self, tmp_path):
        for ending in ("ru", "en", "ids"):
            (tmp_path / f"pairs.{ending}").write_bytes(b"\x89PNG\r\n\x1a\n")
        with pytest.raises(ExchangeError, match="not UTF-8"):
            self.read(tmp_path / "pairs.moses")


def test_three_files_of_as_many_lines_for_every_program(tmp_path):
    path = tmp_path / "мир.2.moses"
    Moses().write([replace(FULL, source=text, target="x", id=text) for text in NASTY], path, HEADER)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["мир.2.en", "мир.2.ids", "мир.2.ru"]
    for file in tmp_path.iterdir():
        text = file.read_text("utf-8")
        assert len(text.splitlines()) == text.count("\n") == len(NASTY)


def test_any_of_the_files_names_the_corpus(tmp_path):
    Moses().write([FULL], tmp_path / "a.moses", HEADER)
    (back,) = Moses().read(tmp_path / "a.moses")  # the ids say the languages
    assert (back.id, back.version, back.source_lang) == (FULL.id, FULL.version, "ru")
    for name in ("a.ids", "a.ru", "a.en", "a"):
        assert list(Moses().read(tmp_path / name, ("ru", "en"))) == [back]


def test_a_corpus_of_others_without_ids_or_with_other_ids(tmp_path):
    (tmp_path / "OPUS.en-ru.ru").write_text("Да.\r\nНет.", "utf-8")
    (tmp_path / "OPUS.en-ru.en").write_text("Yes.\nNo.\n", "utf-8")
    yes, no = Unit("Да.", "Yes.", "ru", "en"), Unit("Нет.", "No.", "ru", "en")
    with pytest.raises(ExchangeError, match="in which languages"):
        list(Moses().read(tmp_path / "OPUS.en-ru.ru"))
    assert list(Moses().read(tmp_path / "OPUS.en-ru.ru", ("ru", "en"))) == [yes, no]
    (tmp_path / "OPUS.en-ru.ids").write_text("a.xml\tb.xml\t1\t2\nc\n", "utf-8")
    assert [unit.id for unit in Moses().read(tmp_path / "OPUS.en-ru", ("ru", "en"))] == [
        "a.xml\tb.xml\t1\t2",
        "c",
    ]


@pytest.mark.parametrize("ending", ["ru", "en", "ids"])
def test_files_that_are_out_of_step_are_refused_before_a_unit_is_taken(tmp_path, ending):
    path = tmp_path / "a.moses"
    Moses().write([FULL, FULL], path, HEADER)
    with path.with_suffix(f".{ending}").open("a") as stream:
        stream.write("\n")
    with pytest.raises(ExchangeError, match=r"out of step.*2 and 3 lines"):
        next(Moses().read(path))


def test_two_sides_of_one_language_have_no_two_files(tmp_path):
    with pytest.raises(ExchangeError, match="both are ru"):
        Moses().write([], tmp_path / "a.moses", replace(HEADER, target_lang="ru"))


def test_a_broken_line_is_listed_and_the_rest_taken(tmp_path):
    Moses().write([FULL, FULL], tmp_path / "a.moses", HEADER)
    file = tmp_path / "a.en"
    file.write_bytes("я\n".encode() + b"\xe0\n")
    unit, fault = Moses().read(tmp_path / "a.moses", ("ru", "en"))
    assert unit.target == "я"
    assert fault == Fault(2, "it is not UTF-8")
