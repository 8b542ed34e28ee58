# ruff: noqa: E501 (XML in one piece)
from __future__ import annotations

import io
import re

import pytest

from tests.contracts.documents import EditingContract, texts
from tests.documents.office import W, unzipped, word, zipped
from workflow.documents.docx import Docx
from workflow.documents.parts import format_of
from workflow.errors import DocumentError
from workflow.model import Edit

BODY = """\
<w:p><w:pPr><w:pStyle w:val="a3"/></w:pPr><w:r><w:t>Протокол</w:t><w:br/><w:t>заседания</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="1"/><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr>
<w:r><w:t xml:space="preserve">Участ</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>ники</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t xml:space="preserve">Встреча </w:t></w:r><w:hyperlink r:id="x"
 xmlns:r="r"><w:r><w:rPr><w:b/><w:lang w:val="ru-RU" w:eastAsia="ru-RU"/></w:rPr><w:t>состоялась</w:t></w:r>
</w:hyperlink><w:r><w:t xml:space="preserve"> в Нью</w:t><w:noBreakHyphen/><w:t>Йорке &amp; Ми</w:t><w:softHyphen/>
<w:t>нске</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t></w:r></w:p>
<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>Текст &lt;пункта&gt; &#171;1&#187;</w:t></w:r><w:ins><w:r><w:t> и добавка</w:t></w:r></w:ins>
<w:del><w:r><w:delText>удалено</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>перенесено</w:t></w:r></w:moveFrom>
<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Дата</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Вокруг </w:t></w:r><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>Надпись</w:t></w:r></w:p>
</w:txbxContent></w:drawing></w:r><w:sdt><w:sdtContent><w:r><w:t>рамки</w:t></w:r></w:sdtContent></w:sdt></w:p>
<!-- <w:p><w:r><w:t>Примечание</w:t></w:r></w:p> --><w:p><m:oMath xmlns:m="m"><m:r><m:t>икс</m:t></m:r></m:oMath></w:p>
"""
STYLES = """\
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="ru-RU" w:eastAsia="en-US"/></w:rPr></w:rPrDefault>
</w:docDefaults><w:style w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="kk"><w:name w:val="x"/><w:rPr><w:lang w:val="kk-KZ"/></w:rPr></w:style>"""
NOTE = '<w:footnote><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> Сноска.</w:t></w:r></w:p></w:footnote>'
OTHERS = {
    "styles": STYLES,
    "footnotes": NOTE,
    "header1": "<w:p><w:r><w:t>Секретариат</w:t></w:r></w:p>",
    "comments": "<w:p><w:r><w:t>Замечание</w:t></w:r></w:p>",
}


class TestDocx(EditingContract):
    reader = Docx()

    def data(self) -> bytes:
        return word(BODY, **OTHERS)


def read(body: str, **others: str):
    return Docx().read(word(body, **others), "x.docx")


def written(document, edits, languages=None) -> dict[str, str]:
    parts = unzipped(Docx().write(document, edits, languages))
    return {name: content.decode("utf-8", "replace") for name, content in parts.items()}


def test_a_document_reads_as_people_see_it():
    document = read(BODY, **OTHERS)
    assert document.title == "Протокол"
    assert [(p.kind, p.text) for p in document.paragraphs] == [
        ("title", "Протокол"),
        ("title", "заседания"),
        ("heading", "Участники"),
        ("item", "Встреча состоялась в Нью-Йорке & Ми\u00adнске."),
        ("text", "1."),
        ("text", "Текст <пункта> «1» и добавка"),
        ("cell", "Дата"),
        ("text", "Надпись"),
        ("text", "Вокруг рамки"),
        ("text", "Секретариат"),
        ("text", "Сноска."),
    ]


def test_what_is_not_edited_stays_byte_for_byte():
    document = read(BODY, **OTHERS)
    before = unzipped(document.source)
    number = texts(document).index("Дата")
    data = Docx().write(document, [Edit(number, 0, 4, "Date")])
    after = unzipped(data)
    assert list(after) == list(before)
    main = "word/document.xml"
    assert after[main] == before[main].replace(
        "<w:t>Дата".encode(), b'<w:t xml:space="preserve">Date'
    )
    assert {**after, main: b""} == {**before, main: b""}
    assert Docx().write(document, [Edit(number, 0, 4, "Date")]) == data


def test_words_and_formatting_keep_their_order():
    document = read(BODY, **OTHERS)
    number = next(n for n, text in enumerate(texts(document)) if text.startswith("Встреча"))
    edit = Edit(
        number, 0, len(texts(document)[number]), "The meeting took place in New York & Minsk."
    )
    main = written(document, [edit])["word/document.xml"]
    paragraph = main[main.index("<w:numPr/>") : main.index("1.</w:t>")]
    spelled = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph))
    assert spelled == "The meeting took place in New York &amp; Minsk."
    assert "<w:hyperlink" in paragraph
    assert "<w:footnoteReference" in paragraph


def test_a_translation_states_its_language():
    document = read(BODY, **OTHERS)
    number = texts(document).index("Дата")
    parts = written(document, [Edit(number, 0, 4, "Date")], ("ru", "en"))
    assert 'w:lang w:val="en-US" w:eastAsia="ru-RU"' in parts["word/document.xml"]
    assert 'w:lang w:val="en-US" w:eastAsia="en-US"' in parts["word/styles.xml"]
    assert 'w:lang w:val="kk-KZ"' in parts["word/styles.xml"]
    assert 'val="ru-RU"' in written(document, [Edit(number, 0, 4, "Date")])["word/styles.xml"]


@pytest.mark.parametrize(
    ("prefix", "namespace"), [("ns0", W), ("w", "http://purl.oclc.org/ooxml/wordprocessingml/main")]
)
def test_other_prefixes_and_strict_documents(prefix, namespace):
    body = f"<{prefix}:p><{prefix}:r><{prefix}:noBreakHyphen/><{prefix}:t>Да</{prefix}:t></{prefix}:r></{prefix}:p>"
    document = Docx().read(word(body, prefix=prefix, namespace=namespace), "x.docx")
    assert texts(document) == ["-Да"]
    again = Docx().read(Docx().write(document, [Edit(0, 0, 3, "Yes")]), "x.docx")
    assert texts(again) == ["Yes"]


def test_an_element_that_stood_for_a_character_becomes_text():
    document = read("<w:p><w:r><w:t>а</w:t><w:noBreakHyphen/><w:t>б</w:t></w:r></w:p>")
    main = written(document, [Edit(0, 1, 2, "<->")])["word/document.xml"]
    assert '<w:t>а</w:t><w:t xml:space="preserve">&lt;-&gt;</w:t><w:t>б</w:t>' in main


def test_an_office_document_is_known_without_its_ending():
    assert format_of(word(BODY)) == "docx"
    assert format_of(zipped({"a.txt": "Да"})) is None
    assert format_of(b"PK\x03\x04 and so on") is None


class TestRefused:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (zipped({"a.txt": "Да"}), "is no Word document"),
            (word("<w:p>"), "its part word/document.xml is no XML"),
            (word(BODY)[:-40], "is damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "with a password"),
            ("Просто текст".encode(), "is damaged, or no Word document"),
            (word(f"<w:p>{'<w:r><w:t>да</w:t></w:r>' * 3_000_000}</w:p>"), "200 times its size"),
        ],
        ids=["another archive", "broken", "cut off", "old", "text", "bomb"],
    )
    def test_in_a_sentence(self, data, said):
        with pytest.raises(DocumentError) as caught:
            Docx().read(data, "x.docx")
        assert "x.docx" in caught.value.message
        assert said in caught.value.message
        assert caught.value.hint

    def test_entities(self):
        parts = unzipped(word(BODY))
        parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["word/document.xml"]
        with pytest.raises(DocumentError, match="document type"):
            Docx().read(zipped(parts), "x.docx")


def test_what_python_docx_makes_and_reads():
    docx = pytest.importorskip("docx", reason="python-docx is not installed (extra `peers`)")
    made = docx.Document()
    made.add_heading("Договор", 1)
    made.add_paragraph("Совет ").add_run("коллективной").bold = True
    made.add_table(1, 1).cell(0, 0).text = "Минск"
    made.sections[0].header.paragraphs[0].text = "Проект"
    stream = io.BytesIO()
    made.save(stream)
    document = Docx().read(stream.getvalue(), "x.docx")
    assert texts(document) == ["Договор", "Совет коллективной", "Минск", "Проект"]
    english = ["Treaty", "Council of collective", "Minsk", "Draft"]
    edits = [Edit(n, 0, len(texts(document)[n]), new) for n, new in enumerate(english)]
    peer = docx.Document(io.BytesIO(Docx().write(document, edits, ("ru", "en"))))
    assert [p.text for p in peer.paragraphs] == english[:2]
    assert [run.bold for run in peer.paragraphs[1].runs] == [None, True]
    assert peer.tables[0].cell(0, 0).text == "Minsk"
    assert peer.sections[0].header.paragraphs[0].text == "Draft"
