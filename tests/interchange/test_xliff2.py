from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contracts.pair_formats import FULL, HEADER, NASTY, PairFormatContract
from tests.interchange.xmlpairs import as_written
from workflow.model import Fault, Status, Unit

SCHEMA = Path(__file__).parent / "schemas" / "xliff2.rng"


def whole(text):
    """XLIFF 2 holds every character but half ones."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


class TestXliff2(PairFormatContract):
    name = "xliff2"

    def written_as(self, unit):
        return replace(as_written(unit), source=whole(unit.source), target=whole(unit.target))

    def spoiled(self, path):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<source>Два.</source>", ""), encoding="utf-8")

    @pytest.mark.parametrize(
        "given", [[], [FULL], [Unit(text, text, "ru", "en") for text in NASTY]]
    )
    def test_it_keeps_to_its_schema(self, tmp_path, given):
        from lxml import etree

        written = etree.parse(self.written(tmp_path, given))
        etree.RelaxNG(etree.parse(SCHEMA)).assertValid(written)

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            (Status.MACHINE, "initial"),
            (Status.CORRECTED, "translated"),
            (Status.APPROVED, "final"),
            (Status.REWORK, "initial"),
            (Status.REJECTED, "initial"),
        ],
    )
    def test_states(self, tmp_path, status, state):
        path = self.written(tmp_path, [replace(FULL, status=status)])
        assert f'<segment state="{state}">' in path.read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("status", "new", "seen"),
        [
            (Status.MACHINE, "translated", Status.CORRECTED),
            (Status.MACHINE, "reviewed", Status.APPROVED),
            (Status.REWORK, "final", Status.APPROVED),
            (Status.APPROVED, "initial", Status.MACHINE),
        ],
    )
    def test_a_state_that_an_editor_has_changed_wins(self, tmp_path, status, new, seen):
        path = self.written(tmp_path, [replace(FULL, status=status)])
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub('state="[a-z]+"', f'state="{new}"', text), encoding="utf-8")
        (unit,) = self.read(path)
        assert unit.status is seen

    def test_the_reader_of_1_2_reads_it_and_the_other_way_round(self, tmp_path):
        from workflow.interchange.xliff import Xliff12

        path = self.written(tmp_path, [FULL])
        assert list(Xliff12().read(path)) == [FULL]
        older = tmp_path / "older.xlf"
        Xliff12().write([FULL], older, HEADER)
        assert self.read(older) == [FULL]


def xliff(*units: str) -> str:
    return (
        '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ru" '
        f'trgLang="en"><file id="f1" original="a.txt">{"".join(units)}</file></xliff>'
    )


PAIR = "<segment><source>Мир.</source><target>Peace.</target></segment>"
UNIT = f'<unit id="u7">{PAIR}</unit>'
PEACE = Unit("Мир.", "Peace.", "ru", "en", id="u7", document="a.txt")


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "other.xlf"
        path.write_text(text, encoding="utf-8")
        back = list(TestXliff2.form().read(path, None))
        faults = [item for item in back if isinstance(item, Fault)]
        return [item for item in back if isinstance(item, Unit)], faults

    return read


class TestOtherPrograms:
    def test_several_segments_are_several_units(self, read):
        second = PAIR.replace("Мир", "Труд").replace("Peace", "Labour")
        between = "<ignorable><source> </source></ignorable>"
        units, faults = read(xliff(f'<unit id="u7">{PAIR}{between}{second}</unit>'))
        assert [(u.id, u.source) for u in units] == [("u7#1", "Мир."), ("u7#2", "Труд.")]
        assert not faults

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("Мир.", ""),
            ('<mrk id="m1" type="term">Мир</mrk>.', ""),
            ('<sm id="m1" type="comment"/>Мир<em startRef="m1"/>.', ""),
            ('<pc id="1">Мир</pc>.', "inline tag pc"),
            ('<ph id="1" dataRef="d1"/>Мир.', "inline tag ph"),
            ('<sc id="1"/>Мир<ec startRef="1"/>.', "inline tag ec"),
            ('Мир<cp hex="zz"/>.', "inline tag cp"),
        ],
    )
    def test_inline_elements(self, read, source, said):
        text = xliff(UNIT).replace("Мир.", source)
        units, faults = read(text)
        assert units == [PEACE]
        assert [said in fault.message and fault.taken for fault in faults] == [True] * bool(said)

    @pytest.mark.parametrize(
        ("code", "character"), [("000B", "\x0b"), ("FFFF", "\uffff"), ("D800", "\ufffd")]
    )
    def test_code_points(self, read, code, character):
        (unit,), faults = read(xliff(UNIT).replace("Мир.", f'М<cp hex="{code}"/>р'))
        assert unit.source == f"М{character}р"
        assert not faults

    def test_notes_groups_matches_and_states(self, read):
        matches = (
            '<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match ref="#1">'
            "<source>Мир</source><target>World</target></mtc:match></mtc:matches>"
        )
        final = PAIR.replace("<segment", '<segment state="final"')
        inside = f"{matches}<notes><note>Одно</note></notes>{final}"
        units, faults = read(xliff(f'<group id="g1"><unit id="u7">{inside}</unit></group>'))
        assert units == [replace(PEACE, notes=("Одно",), status=Status.APPROVED)]
        assert not faults

    def test_a_segment_without_target_is_a_fault(self, read):
        units, (fault,) = read(xliff(UNIT.replace("<target>Peace.</target>", ""), UNIT))
        assert units == [PEACE]
        assert fault == Fault(1, "it has no translation")
