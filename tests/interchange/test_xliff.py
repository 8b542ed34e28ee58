from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.contracts.pair_formats import FULL, NASTY, PairFormatContract
from tests.interchange.xmlpairs import as_written
from workflow.model import Fault, Origin, Status, Unit

SCHEMA = Path(__file__).parent / "schemas" / "xliff12.rng"
XML = "{http://www.w3.org/XML/1998/namespace}"


class TestXliff12(PairFormatContract):
    name = "xliff"

    def written_as(self, unit):
        return as_written(unit)

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

    def test_a_file_for_each_document_and_ids_of_their_own(self, tmp_path):
        from lxml import etree

        given = [replace(FULL, document=name) for name in ("a", "a", "b", "a")]
        root = etree.parse(self.written(tmp_path, given)).getroot()
        assert [f.get("original") for f in root.iterfind("{*}file")] == ["a", "b", "a"]
        assert [u.get("id") for u in root.iter("{*}trans-unit")] == ["1", "2", "3", "4"]

    @pytest.mark.parametrize(
        ("status", "origin", "approved", "state", "qualifier"),
        [
            (Status.APPROVED, Origin.MACHINE, "yes", "final", None),
            (Status.MACHINE, Origin.MACHINE, None, "needs-review-translation", "mt-suggestion"),
            (Status.MACHINE, Origin.DOCUMENT, None, "needs-review-translation", None),
            (Status.CORRECTED, Origin.HUMAN, None, "translated", None),
            (Status.REWORK, Origin.MACHINE, None, "needs-translation", None),
            (Status.REJECTED, Origin.MACHINE, None, "needs-translation", None),
        ],
    )
    def test_states(self, tmp_path, status, origin, approved, state, qualifier):
        from lxml import etree

        path = self.written(tmp_path, [replace(FULL, status=status, origin=origin)])
        (unit,) = etree.parse(path).getroot().iter("{*}trans-unit")
        target = unit.find("{*}target")
        assert (unit.get("approved"), target.get("state")) == (approved, state)
        assert target.get("state-qualifier") == qualifier

    @pytest.mark.parametrize(
        ("status", "old", "new", "seen"),
        [
            (Status.MACHINE, '"needs-review-translation"', '"final"', Status.APPROVED),
            (Status.MACHINE, '"needs-review-translation"', '"translated"', Status.CORRECTED),
            (Status.MACHINE, "<trans-unit", '<trans-unit approved="yes"', Status.APPROVED),
            (Status.APPROVED, 'approved="yes"', 'approved="no"', Status.CORRECTED),
            (Status.APPROVED, '"final"', '"signed-off"', Status.APPROVED),
            (Status.CORRECTED, '"translated"', '"needs-translation"', Status.REWORK),
            (Status.REJECTED, "Meeting", "Session", Status.REJECTED),
        ],
    )
    def test_a_state_that_an_editor_has_changed_wins(self, tmp_path, status, old, new, seen):
        path = self.written(tmp_path, [replace(FULL, status=status)])
        text = path.read_text(encoding="utf-8").replace(old, new)
        path.write_text(text, encoding="utf-8")
        (unit,) = self.read(path)
        assert unit.status is seen
        assert unit.id == FULL.id
        assert unit.version == FULL.version


def xliff(*units: str, file: str = 'source-language="ru" target-language="en-US"') -> str:
    return (
        '<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        f'<file original="a.txt" datatype="plaintext" {file}><header/><body>{"".join(units)}'
        "</body></file></xliff>"
    )


def unit(inside: str, attributes: str = 'id="7"') -> str:
    return f"<trans-unit {attributes}>{inside}</trans-unit>"


PAIR = "<source>Мир.</source><target>Peace.</target>"
PEACE = Unit("Мир.", "Peace.", "ru", "en", id="7", document="a.txt")


@pytest.fixture
def read(tmp_path):
    def read(text, languages=None):
        path = tmp_path / "other.xlf"
        path.write_text(text, encoding="utf-8")
        back = list(TestXliff12.form().read(path, languages))
        faults = [item for item in back if isinstance(item, Fault)]
        return [item for item in back if isinstance(item, Unit)], faults

    return read


class TestOtherPrograms:
    @pytest.mark.parametrize(
        "inside",
        [
            PAIR,
            '<source>Мир.</source><target state="new">Peace.</target>',
            f"{PAIR}<alt-trans><source>Мир!</source><target>World!</target></alt-trans>",
            f"<alt-trans><target>World!</target></alt-trans>{PAIR}",
            (
                '<source>Мир.</source><seg-source><mrk mtype="seg" mid="0">Мир.</mrk></seg-source>'
                '<target><mrk mtype="seg" mid="0">Peace.</mrk></target>'
            ),
            '<source>Ми<mrk mtype="x-term">р</mrk>.</source><target>Peace.</target>',
            (
                f'{PAIR}<context-group name="x"><context context-type="x-status">wow</context>'
                "</context-group>"
            ),
        ],
    )
    def test_what_they_write_is_read(self, read, inside):
        assert read(xliff(unit(inside))) == ([PEACE], [])
        assert read(xliff(f"<group><group>{unit(inside)}</group></group>")) == ([PEACE], [])

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ('<g id="1">Мир</g>.', "inline tag g"),
            ('<x id="1"/>Мир.', "inline tag x"),
            ('Ми<ph id="1">&lt;br/&gt;</ph>р.', "inline tag ph"),
            ('<bpt id="1">[</bpt>Мир<ept id="1">]</ept>.', "inline tag bpt"),
        ],
    )
    def test_inline_tags_are_left_out_and_told_of(self, read, source, said):
        (made,), (fault,) = read(xliff(unit(f"<source>{source}</source><target>Peace.</target>")))
        assert made == PEACE
        assert fault.taken
        assert said in fault.message

    def test_each_segment_that_is_marked_on_both_sides_is_a_unit(self, read):
        def marks(*texts):
            return " ".join(
                f'<mrk mtype="seg" mid="{n}">{text}</mrk>' for n, text in enumerate(texts) if text
            )

        units, (fault,) = read(
            xliff(
                unit(
                    f"<source>Мир. Труд. Май.</source><seg-source>{marks('Мир.', 'Труд.', 'Май.')}"
                    f"</seg-source><target>{marks('Peace.', None, 'May.')}</target>"
                )
            )
        )
        assert [(u.id, u.source, u.target) for u in units] == [
            ("7#0", "Мир.", "Peace."),
            ("7#2", "Май.", "May."),
        ]
        assert "no translation" in fault.message

    def test_segments_that_one_side_marks_twice_are_read_as_a_whole(self, read):
        twice = '<mrk mtype="seg" mid="0">{}</mrk><mrk mtype="seg" mid="0">{}</mrk>'
        source, target = twice.format("Ми", "р."), twice.format("Pea", "ce.")
        units, faults = read(
            xliff(
                unit(
                    f"<source>Мир.</source><seg-source>{source}</seg-source><target>{target}</target>"
                )
            )
        )
        assert (units, faults) == ([PEACE], [])

    def test_files_have_languages_and_documents_of_their_own(self, read):
        second = xliff(unit(PAIR), file='source-language="uk"').replace("a.txt", "b.txt")
        text = xliff(unit(PAIR)).replace("</xliff>", second[second.index("<file") :])
        units, faults = read(text, ("ru", "de"))
        assert [(u.source_lang, u.target_lang, u.document) for u in units] == [
            ("ru", "en", "a.txt"),
            ("uk", "de", "b.txt"),
        ]
        assert not faults

    def test_a_missing_language_is_told_of(self, read):
        (made,), (fault,) = read(xliff(unit(PAIR), file='source-language="ru"'))
        assert made.target_lang == "und"
        assert "no target language" in fault.message

    def test_the_name_of_a_resource_is_the_identity(self, read):
        (made,), _ = read(xliff(unit(PAIR, 'id="7" resname="menu.open"')))
        assert made.id == "menu.open"

    @pytest.mark.parametrize(
        ("inside", "said"),
        [
            ("<source>Мир.</source>", "no translation"),
            ("<target>Peace.</target>", "no source text"),
            ("<source/><target>Peace.</target>", "no source text"),
        ],
    )
    def test_broken_units_are_faults_and_the_rest_is_taken(self, read, inside, said):
        units, (fault,) = read(xliff(unit(PAIR), unit(inside), unit(PAIR)))
        assert units == [PEACE, PEACE]
        assert not fault.taken
        assert said in fault.message

    def test_notes(self, read):
        (made,), _ = read(xliff(unit(f"{PAIR}<note>Одно</note><note from='x'>Two</note>")))
        assert made.notes == ("Одно", "Two")

    def test_xliff_without_namespace(self, read):
        text = xliff(unit(PAIR)).replace(' xmlns="urn:oasis:names:tc:xliff:document:1.2"', "")
        assert read(text) == ([PEACE], [])
