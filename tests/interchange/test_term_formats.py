from __future__ import annotations

import csv
import io
import time

import pytest

from tests.contracts.term_formats import TermFormatContract
from workflow import registry
from workflow.errors import GlossaryError
from workflow.glossary import Entry

CSTO = Entry(
    "ОДКБ",
    "CSTO",
    "organisation",
    ("the Organization",),
    ("ODKB",),
    "exact",
    "f",
    "since 2002",
    "UN",
)


class TestCsv(TermFormatContract):
    name = "csv"

    def test_a_spreadsheet_sees_text_and_the_right_encoding(self):
        data = registry.term_formats()["csv"].write([Entry('=HYPERLINK("x")', "+b", note="@c")])
        assert data.startswith(b"\xef\xbb\xbfsource,target,kind,")
        _, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        assert row[:2] == ['\'=HYPERLINK("x")', "'+b"]
        assert row[7] == "'@c"


class TestTsv(TermFormatContract):
    name = "tsv"


BOMB = "".join(f'<!ENTITY b{i} "{f"&b{i - 1};" * 10}">' for i in range(1, 12))
CONCEPT = """<termEntry>
  <langSet xml:lang="ru-RU"><tig><term>{ru}</term></tig></langSet>
  <langSet xml:lang="EN_us"><ntig><termGrp><term>{en}</term></termGrp></ntig></langSet>
</termEntry>"""


def martif(body: str, doctype: str = "") -> str:
    return f'{doctype}<martif type="TBX" xml:lang="en"><text><body>{body}</body></text></martif>'


def concept(ru: str = "мир", en: str = "peace") -> str:
    return CONCEPT.format(ru=ru, en=en)


class TestTbx(TermFormatContract):
    name = "tbx"

    def read(self, tmp_path, text: str | bytes) -> list[Entry]:
        path = tmp_path / "terms.tbx"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.form().read(path)

    def test_terms_have_their_status(self):
        from lxml import etree

        root = etree.fromstring(self.form().write([CSTO]))
        assert (root.tag, root.get("type")) == ("martif", "TBX")
        status = {
            group.findtext("term"): group.findtext("termNote[@type='administrativeStatus']")
            for group in root.iter("tig")
        }
        assert status == {
            "CSTO": "preferredTerm-admn-sts",
            "the Organization": "admittedTerm-admn-sts",
            "ODKB": "deprecatedTerm-admn-sts",
            "ОДКБ": "preferredTerm-admn-sts",
        }

    def test_files_of_other_programs(self, tmp_path):
        (entry,) = self.read(tmp_path, martif(concept()))
        assert entry == Entry("мир", "peace")
        synonyms = """<termEntry><descrip type="subjectField">law</descrip>
          <langSet xml:lang="de"><tig><term>Abkommen</term></tig></langSet>
          <langSet xml:lang="en">
            <tig><term>pact</term>
              <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig>
            <tig><term>agreement</term></tig>
            <tig><term>treaty<!-- so --></term>
              <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
          </langSet>
          <langSet xml:lang="ru"><tig><term>договор</term></tig>
            <tig><term>с<hi>оглашение</hi></term></tig></langSet></termEntry>"""
        assert self.read(tmp_path, martif(synonyms)) == [
            Entry("договор", "treaty", accept=("agreement",), forbid=("pact",)),
            Entry("соглашение", "treaty", accept=("agreement",), forbid=("pact",)),
        ]

    @pytest.mark.parametrize("encoding", ["utf-16", "windows-1251", "koi8-r"])
    def test_encodings_that_the_file_declares(self, tmp_path, encoding):
        text = f'<?xml version="1.0" encoding="{encoding}"?>' + martif(concept())
        assert self.read(tmp_path, text.encode(encoding)) == [Entry("мир", "peace")]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (martif(concept("&b11;"), f'<!DOCTYPE m [<!ENTITY b0 "ha">{BOMB}]>'), "entities"),
            (martif('<x y="&b11;"/>', f'<!DOCTYPE m [<!ENTITY b0 "ha">{BOMB}]>'), "entities"),
            (martif("", '<!DOCTYPE m [<!ENTITY % p SYSTEM "file:///etc/hosts">%p;]>'), "entities"),
            (martif(concept("&u;"), '<!DOCTYPE m SYSTEM "m.dtd">'), "the unknown entity &u;"),
            (martif(concept())[:-20], "is no XML"),
            (martif(concept()).replace("peace", ""), "has no target"),
            (martif('<termEntry id="a"/>'), "has no Russian term"),
            (martif(concept().replace("EN_us", "de")), "has no English term"),
            (martif(concept("мир\u202e")), "has a directional mark"),
            (
                '<tbx xmlns="urn:iso:std:iso:30042:ed-2"/>',
                "is no TBX-Basic of version 2: its root is <tbx>",
            ),
        ],
    )
    def test_hostile_and_broken_files_are_one_sentence_with_file_and_line(
        self, tmp_path, text, said
    ):
        began = time.process_time()
        with pytest.raises(GlossaryError) as caught:
            self.read(tmp_path, text)
        assert time.process_time() - began < 2
        assert caught.value.message.startswith(f"{tmp_path / 'terms.tbx'}:")
        assert said in caught.value.message
        assert "\n" not in caught.value.message

    def test_an_external_entity_is_never_fetched(self, tmp_path):
        (tmp_path / "secret.txt").write_text("password")
        outside = f'<!DOCTYPE m [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
        with pytest.raises(GlossaryError) as caught:
            self.read(tmp_path, martif(concept("&x;"), outside))
        assert "password" not in str(caught.value)

    def test_a_huge_file_is_refused_unread(self, tmp_path):
        with (tmp_path / "huge.tbx").open("wb") as file:
            file.truncate(10**10)
        with pytest.raises(GlossaryError, match="larger than 64 MiB"):
            self.form().read(tmp_path / "huge.tbx")

    def test_what_xml_cannot_hold_is_one_sentence(self):
        with pytest.raises(GlossaryError, match="«а\uffff» has a character that XML cannot hold"):
            self.form().write([Entry("а\uffff", "b")])

    def test_translate_toolkit_opens_it(self):
        tbx = pytest.importorskip("translate.storage.tbx", reason="translate-toolkit is missing")
        entries = [CSTO, Entry("СНГ", "CIS", "organisation", note="a <b> & c")]
        store = tbx.tbxfile.parsestring(self.form().write(entries), targetlanguage="ru")
        assert [(unit.source, unit.target) for unit in store.units] == [
            ("CSTO", "ОДКБ"),
            ("CIS", "СНГ"),
        ]
