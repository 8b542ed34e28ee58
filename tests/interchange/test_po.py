from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contracts.pair_formats import FULL, PairFormatContract
from tests.interchange.xmlpairs import as_written
from workflow.errors import ExchangeError
from workflow.model import Fault, Status, Unit


class TestPo(PairFormatContract):
    name = "po"

    def written_as(self, unit):
        return as_written(unit)

    def spoiled(self, path):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"Два."', '"Два.'), encoding="utf-8")

    def test_people_see_state_place_and_notes(self, tmp_path):
        path = self.written(tmp_path, [replace(FULL, status=Status.MACHINE)])
        lines = path.read_text(encoding="utf-8").splitlines()
        assert '"Language: en\\n"' in lines
        assert "#, fuzzy" in lines
        assert "# Проверить имя." in lines
        assert "#: %D0%B0/%D0%B1.html:5" in lines
        assert 'msgctxt "3f2a9c.17"' in lines

    @pytest.mark.parametrize(
        ("status", "old", "new", "seen"),
        [
            (Status.MACHINE, "#, fuzzy\n", "", Status.APPROVED),
            (Status.REWORK, "#, fuzzy\n", "", Status.APPROVED),
            (Status.REJECTED, "meeting", "session", Status.REJECTED),
            (Status.APPROVED, "msgctxt", "#, fuzzy\nmsgctxt", Status.REWORK),
            (Status.CORRECTED, "meeting", "session", Status.CORRECTED),
        ],
    )
    def test_a_flag_that_an_editor_has_changed_wins(self, tmp_path, status, old, new, seen):
        path = self.written(tmp_path, [replace(FULL, status=status)])
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        (unit,) = self.read(path)
        assert unit.status is seen
        assert unit.version == FULL.version


HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PAIR = 'msgid "Мир."\nmsgstr "Peace."\n'
PEACE = Unit("Мир.", "Peace.", "ru", "en", status=Status.CORRECTED)


@pytest.fixture
def read(tmp_path):
    def read(text, languages=("ru", "en")):
        path = tmp_path / "other.po"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        back = list(TestPo.form().read(path, languages))
        faults = [item for item in back if isinstance(item, Fault)]
        return [item for item in back if isinstance(item, Unit)], faults

    return read


class TestOtherPrograms:
    @pytest.mark.parametrize(
        ("entry", "expected"),
        [
            (PAIR, PEACE),
            ('msgid ""\n"Мир"\n"."\nmsgstr ""\n"Peace."\n', PEACE),
            ('#| msgid "Мiр."\n' + PAIR, PEACE),
            ("#, c-format\n" + PAIR, PEACE),
            ("#, c-format, fuzzy\n" + PAIR, replace(PEACE, status=Status.MACHINE)),
            ('msgctxt "menu"\n' + PAIR, replace(PEACE, id="menu")),
            ("# раз\n# два\n" + PAIR, replace(PEACE, notes=("раз\nдва",))),
            ("#. for all\n" + PAIR, replace(PEACE, notes=("for all",))),
            ("#: a%20b.c:12 d.c:1\n" + PAIR, replace(PEACE, document="a b.c")),
            (PAIR.replace("Мир.", "М\\tи\\x41\\101\\v\\q"), replace(PEACE, source="М\tиAA\v\\q")),
            (PAIR.replace("\n", "\r\n"), PEACE),
            ('#~ msgid "Труд"\n#~ msgstr "Labour"\n\n' + PAIR, PEACE),
        ],
    )
    def test_what_they_write_is_read(self, read, entry, expected):
        units, faults = read(HEADER + "\n" + entry)
        assert units == [expected]
        assert [fault.message for fault in faults] == ["it is obsolete"] * entry.startswith("#~")

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ('msgid "Мир."\nmsgid_plural "Миры."\nmsgstr[0] "a"\nmsgstr[1] "b"\n', "plural"),
            ('msgid "Мир."\nmsgstr ""\n', "no translation"),
            ('msgid "Мир."\n', "no msgstr"),
            ('msgid "Мир.\nmsgstr "Peace."\n', "no whole string"),
            ('msgid "М"р."\nmsgstr "Peace."\n', "no whole string"),
            ("msgid Мир\nmsgstr Peace\n", "neither a comment nor a string"),
            ("nonsense\n", "neither a comment nor a string"),
        ],
    )
    def test_broken_entries_are_faults_and_the_rest_is_taken(self, read, entry, said):
        units, (fault,) = read(f"{HEADER}\n{PAIR}\n{entry}\n{PAIR}")
        assert units == [PEACE, PEACE]
        assert fault.place == 9
        assert not fault.taken
        assert said in fault.message

    def test_entries_without_blank_lines_between(self, read):
        units, _ = read(HEADER + PAIR + "# note\n" + PAIR + 'msgctxt "x"\n' + PAIR)
        assert [(unit.id, unit.notes) for unit in units] == [("", ()), ("", ("note",)), ("x", ())]

    def test_a_file_without_header(self, read):
        assert read(PAIR) == ([PEACE], [])

    @pytest.mark.parametrize("encoding", ["koi8-r", "windows-1251"])
    def test_the_encoding_of_the_header(self, read, encoding):
        text = HEADER.replace("UTF-8", encoding) + "\n" + PAIR
        assert read(text.encode(encoding)) == ([PEACE], [])

    def test_broken_bytes_are_replaced_and_told_of(self, read):
        (unit,), (fault,) = read((HEADER + "\n" + PAIR).encode().replace("М".encode(), b"\xff"))
        assert unit.source == "\ufffdир."
        assert fault.taken

    def test_the_languages_of_a_program_in_english(self, read):
        text = (
            HEADER.replace("Language: en", "Language: ru_RU") + '\nmsgid "Peace."\nmsgstr "Мир."\n'
        )
        (unit,), _ = read(text)
        assert (unit.source_lang, unit.target_lang) == ("en", "ru")
        (unit,), (fault,) = read(text, None)
        assert (unit.source_lang, unit.target_lang) == ("und", "ru")
        assert "no source language" in fault.message

    @pytest.mark.parametrize("text", ["<tmx/>", "{}", "source\ttarget\n"])
    def test_another_format_is_one_sentence(self, read, text):
        with pytest.raises(ExchangeError, match="is no PO"):
            read(text)
