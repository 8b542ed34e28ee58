from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.contracts.pair_formats import FULL, HEADER, NASTY, PairFormatContract
from tests.interchange.xmlpairs import as_written
from workflow.errors import ExchangeError
from workflow.model import Fault, Origin, Status, Unit

SCHEMA = Path(__file__).parent / "schemas" / "tmx.rng"


def to_the_second(time):
    return f"{time[:19]}.000+00:00" if time else ""


class TestTmx(PairFormatContract):
    name = "tmx"

    def written_as(self, unit):
        created, updated = to_the_second(unit.created_at), to_the_second(unit.updated_at)
        return replace(as_written(unit), created_at=created, updated_at=updated)

    def spoiled(self, path):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<seg>Два.</seg>", ""), encoding="utf-8")

    @pytest.mark.parametrize(
        "given", [[], [FULL], [Unit(text, text, "ru", "en") for text in NASTY]]
    )
    def test_it_keeps_to_what_memories_of_other_programs_accept(self, tmp_path, given):
        from lxml import etree

        written = etree.parse(self.written(tmp_path, given))
        etree.RelaxNG(etree.parse(SCHEMA)).assertValid(written)

    def test_a_time_that_is_none_is_one_sentence(self, tmp_path):
        with pytest.raises(ExchangeError, match="«yesterday» is no time"):
            self.written(tmp_path, [replace(FULL, created_at="yesterday")])

    def test_other_programs_find_identity_history_and_notes_where_they_look(self, tmp_path):
        from lxml import etree

        root = etree.parse(self.written(tmp_path, [FULL])).getroot()
        assert root.find("header").get("srclang") == "ru"
        assert root.findtext("header/prop[@type='x-licence']") == "CC0-1.0"
        (tu,) = root.iter("tu")
        assert dict(tu.attrib) == {
            "tuid": "3f2a9c.17",
            "creationdate": "20260102T030405Z",
            "changedate": "20260203T040506Z",
            "changeid": "анна",
        }
        assert [note.text for note in tu.iter("note")] == list(FULL.notes)
        assert {p.get("type"): p.text for p in tu.iter("prop")} == {
            "x-origin": "machine",
            "x-status": "approved",
            "x-version": "3",
            "x-score": "-0.25",
            "x-document": "а/б.html",
            "x-paragraph": "4",
            "x-offsets": "10-29",
            "x-context-before": "До.",
            "x-context-after": "После.",
            "x-made-by": "argos translate-ru_en-1_9",
            "x-memory": "ООН",
            "x-finding": "warning numbers: The 5 is missing.",
        }


TUV = '<tuv xml:lang="{}"><seg>{}</seg></tuv>'
RU, EN = TUV.format("ru", "Мир."), TUV.format("en", "Peace.")
HEAD = (
    '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" '
    'srclang="ru" datatype="plaintext"/>'
)


def tmx(*bodies: str, header: str = HEAD, doctype: str = "") -> str:
    units = "".join(f"<tu>{body}</tu>" for body in bodies)
    return f'{doctype}<tmx version="1.4">{header}<body>{units}</body></tmx>'


@pytest.fixture
def read(tmp_path):
    def read(text, languages=("ru", "en")):
        path = tmp_path / "other.tmx"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        back = list(TestTmx.form().read(path, languages))
        faults = [item for item in back if isinstance(item, Fault)]
        return [item for item in back if isinstance(item, Unit)], faults

    return read


PEACE = Unit("Мир.", "Peace.", "ru", "en")


class TestOtherPrograms:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (tmx(RU + EN), []),
            (tmx(EN + RU), []),
            (tmx(RU + EN, doctype='<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">'), []),
            (tmx(RU + EN, doctype='<!DOCTYPE tmx PUBLIC "-//LISA OSCAR:1998//DTD" "x.dtd">'), []),
            (tmx(RU + EN, doctype="<!DOCTYPE tmx [<!ELEMENT tmx (header,body)>]>"), []),
            (tmx(RU + EN, header=HEAD.replace(' srclang="ru"', "")), ["no source language"]),
            (tmx(RU + EN, header=HEAD.replace('"ru"', '"*all*"')), []),
            (tmx(RU + EN, header=""), []),
            (tmx((RU + EN).replace("xml:lang", "lang")), ["lang instead of xml:lang"]),
            (tmx((RU + EN).replace('"ru"', '"rus"')), ["rus is taken for ru"]),
            (tmx((RU + EN).replace('"ru"', '"ru-RU"').replace('"en"', '"EN_US"')), []),
            (tmx((RU + EN).replace('"ru"', '"RU"').replace('"en"', '"EN"')), []),
            (tmx(RU + TUV.format("de", "Frieden.") + EN), []),
            (tmx(RU + EN).replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" '), []),
            (tmx(RU + EN).replace("<seg>Мир.", "<seg><![CDATA[Мир.]]>"), []),
            (tmx(RU + EN).replace("Мир.", "<!-- so -->Ми<?x y?>р<!-- -->."), []),
            (tmx(RU + EN).replace("1.4", "1.1"), []),
        ],
    )
    def test_what_they_write_is_read(self, read, text, said):
        units, faults = read(text)
        assert units == [PEACE]
        assert [fault.taken for fault in faults] == [True] * len(said)
        for fault, part in zip(faults, said, strict=True):
            assert part in fault.message

    @pytest.mark.parametrize(
        ("spelled", "text", "said"),
        [
            ("a\x0bb", "a b", "control character U+000B"),
            ("a&#11;b", "a b", "&#11;"),
            ("a&#x1F;b", "a b", "&#x1F;"),
            ("a&#xFFFF;b", "a\ufffdb", "&#xFFFF;"),
            ("a&#99999999;b", "a\ufffdb", "&#99999999;"),
            ("a\uffffb", "a\ufffdb", "no text"),
            ("AT&T", "AT&T", "bare &"),
            ("a & b", "a & b", "bare &"),
            ("a&nbsp;b", "a\xa0b", "&nbsp;"),
            ("a&LT;b", "a<b", "&LT;"),
            ("a&mine;b", "a&mine;b", "&mine;"),
            ("a<![CDATA[\x0c&T]]>b", "a &Tb", "replaced"),
            ("a&#39;&#x2014;&amp;b", "a'—&b", ""),
        ],
    )
    def test_what_xml_forbids_is_replaced_and_told_of(self, read, spelled, text, said):
        (first, broken, last), faults = read(
            tmx(RU + EN, TUV.format("ru", spelled) + EN, RU + EN).replace("<tu>", "\n<tu>")
        )
        assert broken == replace(PEACE, source=text)
        assert first == last == PEACE
        assert [fault.place for fault in faults] == [3] * bool(said)
        assert all(fault.taken and said in fault.message for fault in faults)

    def test_broken_bytes_are_replaced_and_told_of(self, read):
        data = tmx(RU + EN, RU + EN).encode().replace("Мир.".encode(), b"\xff\xfeM\xd0", 1)
        (first, second), (fault,) = read(data)
        assert first.source == "\ufffdM\ufffd"
        assert second == PEACE
        assert fault.taken

    @pytest.mark.parametrize(
        "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "windows-1251", "koi8-r"]
    )
    def test_encodings(self, read, encoding):
        declared = encoding.removesuffix("-sig").removesuffix("-le")
        text = f'<?xml version="1.0" encoding="{declared}"?>\n{tmx(RU + EN, "x", RU + EN)}'
        units, (fault,) = read(text.encode(encoding))
        assert units == [PEACE, PEACE]
        assert fault == Fault(2, "it has no source text")

    def test_a_wrong_utf_16_declaration_does_not_matter(self, read):
        units, _ = read(f'<?xml version="1.0" encoding="UTF-16"?>{tmx(RU + EN)}')
        assert units == [PEACE]

    @pytest.mark.parametrize(
        ("seg", "text"),
        [
            ('<bpt i="1">&lt;b&gt;</bpt>Мир<ept i="1">&lt;/b&gt;</ept>.', "Мир."),
            ('Мир<ph x="1"><sub>нота</sub></ph>.', "Мир."),
            ('<it pos="begin">{</it>Мир.', "Мир."),
            ("<hi>Ми<ut>x</ut>р</hi>.", "Мир."),
        ],
    )
    def test_inline_tags_are_left_out_and_told_of(self, read, seg, text):
        (unit,), (fault,) = read(tmx(RU.replace("Мир.", seg) + EN))
        assert unit.source == text
        assert fault.taken
        assert "inline tag" in fault.message

    def test_several_translations_are_several_units(self, read):
        units, faults = read(tmx(RU + EN + TUV.format("en-GB", "The world.")))
        assert [unit.target for unit in units] == ["Peace.", "The world."]
        assert not faults

    def test_without_languages_the_file_decides(self, read):
        units, _ = read(tmx(EN + RU + TUV.format("de", "Frieden.")), None)
        assert [(u.source_lang, u.target_lang) for u in units] == [("ru", "en"), ("ru", "de")]
        (unit,), _ = read(tmx(RU + EN).replace("<tu>", '<tu srclang="en-US">'), None)
        assert (unit.source_lang, unit.source) == ("en", "Peace.")
        units, (fault,) = read(tmx(EN + RU, EN + RU, header=HEAD.replace('"ru"', '"*all*"')), None)
        assert [unit.source_lang for unit in units] == ["en", "en"]
        assert "first language" in fault.message

    def test_a_direction_that_was_asked_for_wins_where_the_unit_has_it(self, read):
        units, _ = read(tmx(RU + EN), ("en", "ru"))
        assert units == [Unit("Peace.", "Мир.", "en", "ru")]

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ("", "no source text"),
            (RU, "no translation"),
            (RU + TUV.format("ru", "Ещё."), "no translation"),
            (RU.replace("Мир.", "") + EN, "no source text"),
            (RU + "<tuv><seg>Peace.</seg></tuv>", "no language"),
            (RU + '<tuv xml:lang="en"/>', "no segment"),
        ],
    )
    def test_broken_units_are_faults_and_the_rest_is_taken(self, read, body, said):
        units, (fault,) = read(tmx(RU + EN, body, RU + EN).replace("<tu>", "\n<tu>"))
        assert units == [PEACE, PEACE]
        assert fault.place == 3
        assert not fault.taken
        assert said in fault.message

    def test_facts_that_make_no_sense_are_left_out_and_told_of(self, read):
        wrong = "".join(
            f'<prop type="x-{name}">{text}</prop>'
            for name, text in {
                "status": "splendid",
                "score": "nan",
                "version": "-1",
                "paragraph": "9" * 5000,
                "offsets": "5",
                "finding": "dreadful",
                "origin": "human",
                "context": "somebody else's",
            }.items()
        )
        (unit,), (fault,) = read(
            tmx(wrong + RU + EN).replace("<tu>", '<tu creationdate="yesterday">')
        )
        assert unit == replace(PEACE, origin=Origin.HUMAN, status=Status.MACHINE)
        assert fault.taken
        for name in ("status", "score", "version", "paragraph", "offsets", "finding", "creationd"):
            assert name in fault.message

    def test_history_may_stand_at_the_translation(self, read):
        (unit,), _ = read(
            tmx(RU + EN.replace("<tuv", '<tuv creationid="bob" changedate="20200101T000000Z"'))
        )
        assert (unit.author, unit.updated_at) == ("bob", "2020-01-01T00:00:00.000+00:00")

    def test_a_file_cut_off_gives_what_stands_before_the_cut(self, tmp_path):
        path = tmp_path / "cut.tmx"
        path.write_text(tmx(*[RU + EN] * 9)[:-60], encoding="utf-8")
        back = []
        with pytest.raises(ExchangeError, match=r"cut.tmx:1 is no XML"):
            back.extend(TestTmx.form().read(path, ("ru", "en")))
        stream = TestTmx.form().read(path, ("ru", "en"))
        assert [next(stream) for _ in range(8)] == [PEACE] * 8

    def test_another_root_is_one_sentence(self, read):
        with pytest.raises(ExchangeError, match="is no TMX: its root is <xliff>"):
            read("<xliff/>")


def test_the_header_of_an_export_without_title_is_valid(tmp_path):
    from lxml import etree

    path = tmp_path / "a.tmx"
    TestTmx.form().write([], path, replace(HEADER, title="", licence=""))
    etree.RelaxNG(etree.parse(SCHEMA)).assertValid(etree.parse(path))
