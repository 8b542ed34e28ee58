from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.documents.encoding import decode, representable, to_bytes, to_text, undecodable
from workflow.documents.plaintext import PlainText
from workflow.errors import DocumentError

# Headlines and words as they stand in real pages: short, capitals, names, numbers, quotes.
LINES = """\
Минск
Совет
сегодня
ЗАЯВЛЕНИЕ
Россия и Беларусь
О ходе выполнения решений
Парламентское собрание приняло заявление
Заседание Совета министров иностранных дел
МИД РФ: переговоры продолжатся 5 мая
Go back | Назад к списку новостей
Ещё один день
А. С. Иванов, г. Бишкек
ГЛАВЫ ДЕЛЕГАЦИЙ ОБСУДИЛИ ИТОГИ ВСТРЕЧИ
объём
Язык
""".splitlines()
CODECS = ["utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866", "iso8859-5"]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("line", LINES)
def test_a_headline_is_enough(line: str, codec: str) -> None:
    assert decode(line.encode(codec), "x") == (line, codec)


@pytest.mark.parametrize("codec", ["cp1251", "koi8-u"])
def test_ukrainian_is_read(codec: str) -> None:
    line = "Верховна Рада України ухвалила рішення, її підтримали депутати"
    assert decode(line.encode(codec), "x")[0] == line


@pytest.mark.parametrize(
    "text", ["café", "“Quoted” – it’s © 2019", "Élysée, Orléans, Zürich", "price: 5 €", "naïve"]
)
def test_western_text_is_not_taken_for_russian(text: str) -> None:
    assert decode(text.encode("cp1252"), "x") == (text, "cp1252")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("中国外交部发言人表示，双方将继续合作", "gbk"),
        ("日本の外務省は協力を続けると発表した", "shift_jis"),
        ("שר החוץ אמר היום כי השיחות יימשכו", "cp1255"),
    ],
)
def test_what_cannot_be_told_is_refused_unless_stated(text: str, codec: str) -> None:
    with pytest.raises(DocumentError, match=r"file\.txt cannot be told"):
        decode(text.encode(codec), "file.txt")
    assert decode(text.encode(codec), "file.txt", codec)[0] == text


def test_a_broken_byte_does_not_make_utf8_something_else() -> None:
    data = ("Парламентское собрание " * 9).encode()[:-9] + b"\xd0 \xff."
    text, codec = decode(data, "x")
    assert codec == "utf-8"
    assert to_bytes(text, codec) == data
    assert undecodable(PlainText().read(data, "x")) == 2


def test_text_without_a_letter_is_utf8() -> None:
    assert decode(b"", "x") == ("", "utf-8")
    assert decode(b"2019-05-22", "x") == ("2019-05-22", "utf-8")


def test_a_mark_beats_a_statement_and_a_statement_beats_a_guess() -> None:
    assert decode("Да".encode("utf-8-sig"), "x", "cp1251") == ("Да", "utf-8-sig")
    assert decode("Минск".encode("cp1251"), "x", "cp866") == ("╠шэёъ", "cp866")
    assert decode("Минск".encode("utf-16-le"), "x", "utf-16") == ("Минск", "utf-16-le")
    assert decode(b"x", "x", "utf-8-sig") == ("x", "utf-8")


@pytest.mark.parametrize("name", ["nonsense", "base64", "", "utf-8\0", "ы"])
def test_an_unknown_encoding_is_an_error(name: str) -> None:
    with pytest.raises(DocumentError, match="no encoding is called"):
        decode(b"x", "x", name)


@pytest.mark.parametrize("data", ["Да".encode("utf-16")[:-1], b"\xff\xfe\0\0\0", b"\0\0", b"\0"])
def test_broken_utf16_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        decode(data, "x")


@given(st.binary(max_size=200), st.sampled_from([None, *CODECS, "utf-7", "idna", "big5"]))
def test_decoding_loses_nothing_or_is_refused(data: bytes, stated: str | None) -> None:
    try:
        text, codec = decode(data, "x", stated)
    except DocumentError:
        return
    assert to_bytes(text, codec) == data
    assert to_text(data, codec) == text


def test_references_stand_for_what_a_codec_lacks() -> None:
    assert representable("Łódź – да", "koi8-r") == "&#321;&#243;d&#378; &#8211; да"
    assert representable("Łódź – да", "utf-8-sig") == "Łódź – да"


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
def test_a_long_text_is_told_by_its_beginning(codec: str) -> None:
    page = "<script>var a = 1;</script>\n" * 2_000 + "Заседание Совета министров.\n" * 20_000
    assert decode(page.encode(codec), "x")[1] == codec


def test_every_line_of_the_cyrillic_table_is_whole() -> None:
    from workflow.documents import cyrillic

    assert {len(row) for row in cyrillic._COSTS} == {len(cyrillic._COSTS)} == {34}
    assert all(re.fullmatch("[0-9]+", row) for row in cyrillic._COSTS)
