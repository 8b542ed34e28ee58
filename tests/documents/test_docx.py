# ruff: noqa: E501 (XML in one piece)
from __future__ import annotations

import contextlib
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.documents import EditingContract, some, texts
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
    assert document.title == "Протокол заседания"
    assert [(p.kind, p.text) for p in document.paragraphs] == [
        ("title", "Протокол\nзаседания"),
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


def runs(*stretches: str, look: str = "") -> str:
    return "".join(
        f"<w:r>{look}<w:t xml:space='preserve'>{text}</w:t></w:r><w:proofErr/>"
        for text in stretches
    )


def field(result: str, what: str = "REF x") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{what}</w:instrText><w:t>текст</w:t></w:r>"
        f"{mark.format('separate')}<w:r><w:t>{result}</w:t></w:r>{mark.format('end')}"
    )


def shown(main: str) -> str:
    return "|".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", main))


@pytest.mark.parametrize(
    ("body", "new", "expected"),
    [
        # Stretches of one look are one.
        (runs("Постан", "овле", "ние вступ", "ает"), "A decree enters", "A decree enters|||"),
        (runs("Да, ") + runs("нет", look="<w:rPr><w:b/></w:rPr>"), "Yes, no", "Yes, |no"),
        (runs("а") + runs("б", look="<w:rPr><w:b/></w:rPr>") + runs(" в"), "x", "|x|"),
        # Figures of a field stay in it, words do not.
        (runs("Требования статьи ") + field("9") + runs(" действуют"), "Article 9 applies", "Article |текст|9| applies"),
        (runs("Статья ") + field("9"), "Article nine", "Article nine|текст|9"),
        (runs("от ") + field("5 мая"), "of 5 May", "of |текст|5 May"),
        (field("9") + runs(" лет"), "Years: 9", "текст|Years:| 9"),
    ],
)  # fmt: skip
def test_where_words_go(body, new, expected):
    document = read(f"<w:p>{body}</w:p>")
    (text,) = texts(document)
    main = written(document, [Edit(0, 0, len(text), new)])["word/document.xml"]
    assert shown(main) == expected


def test_deletions_are_left_alone():
    deleted = "<w:del><w:r><w:delText>нет</w:delText><w:noBreakHyphen/><w:tab/></w:r></w:del>"
    document = read(f"<w:p>{runs('Первая ')}{deleted}{runs('часть')}</w:p>")
    assert texts(document) == ["Первая часть"]
    assert deleted in written(document, [Edit(0, 0, 12, "First")])["word/document.xml"]


def test_blanks_and_boxes_are_not_written_over():
    form = runs("☐ Согласен. Дата ____ 20__ г. \uf0b7 Подпись ........ ")
    document = read(f"<w:p>{form}</w:p>")
    assert texts(document) == ["Согласен. Дата", "20__ г.", "Подпись"]
    edits = [Edit(n, 0, len(text), "Yes") for n, text in enumerate(texts(document))]
    assert (
        shown(written(document, edits)["word/document.xml"])
        == "☐ Yes ____ Yes \uf0b7 Yes ........ "
    )


def test_elements_with_an_end_tag():
    document = read(
        "<w:p><w:r><w:t>а</w:t><w:noBreakHyphen></w:noBreakHyphen><w:t>б</w:t></w:r></w:p>"
    )
    assert texts(document) == ["а-б"]
    assert shown(written(document, [Edit(0, 0, 3, "x")])["word/document.xml"]) == "x|"


def test_text_bound_to_a_property_is_freed():
    binding = '<w:sdtPr><w:dataBinding w:xpath="x"/></w:sdtPr>'
    control = f"<w:sdt>{binding}<w:sdtContent><w:p>{{}}</w:p></w:sdtContent></w:sdt>"
    document = read(control.format(runs("Отчёт")) + control.format(runs("Report")))
    main = written(document, [Edit(0, 0, 5, "Paper")])["word/document.xml"]
    assert main.count("dataBinding") == 1
    assert main.index("dataBinding") > main.index("Paper")


def test_numbers_of_clauses_are_english():
    numbers = '<w:lvl><w:numFmt w:val="russianLower"/><w:lvlText w:val="Статья %1."/></w:lvl>'
    document = read(BODY, numbering=numbers)
    number = texts(document).index("Дата")
    parts = written(document, [Edit(number, 0, 4, "Date")], ("ru", "en"))
    assert 'w:val="lowerLetter"/><w:lvlText w:val="Article %1."' in parts["word/numbering.xml"]


def test_pictures_may_define_a_document_type():
    parts = unzipped(word(BODY))
    parts["word/media/a.svg"] = b'<!DOCTYPE svg PUBLIC "x" "y"><svg/>'
    assert texts(Docx().read(zipped(parts), "x.docx"))[0] == "Протокол\nзаседания"


@some
@given(st.data())
def test_damaged_archives_are_refused_or_read(data):
    whole = word(BODY, **OTHERS)
    places = st.integers(0, len(whole) - 1)
    damaged = bytearray(whole)
    for place in data.draw(st.lists(places, min_size=1, max_size=4)):
        damaged[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DocumentError):
        document = Docx().read(bytes(damaged), "x.docx")
        Docx().write(document, [Edit(0, 0, 1, "x")] if document.paragraphs else [])


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
