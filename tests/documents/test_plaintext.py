from __future__ import annotations

import pytest

from tests.contracts.documents import ReaderContract, texts
from workflow.documents.plaintext import PlainText, written_encoding
from workflow.model import Edit


class TestPlainText(ReaderContract):
    reader = PlainText()
    sample = """\
The Assembly adopted a statement

Парламентское собрание приняло заявление

May 22, 2019                                        Бишкек

   С отступом и\tтабуляцией   \n\n\n
- Пункт первый.

Go back
"""


def test_a_line_is_a_paragraph() -> None:
    text = "Title in English\nЗаголовок по-русски\n\nMay 22, 2019" + " " * 40 + "Bishkek\nGo back"
    document = PlainText().read(text.encode(), "x")
    assert texts(document) == [line for line in text.split("\n") if line]
    assert document.title == "Title in English"


WRAPPED = """\
    Министры иностранных дел государств, собравшиеся в Бишкеке
22 мая 2019 года, подтвердили приверженность целям Устава и
договорились продолжить консультации.
    Они рассмотрели ход выполнения решений, принятых на
предыдущем заседании.
"""


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    first, _, second = WRAPPED.strip().partition("\n    ")
    assert texts(PlainText().read(WRAPPED.encode(), "x")) == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "Глава МИД встретился с послом Киргизии в Минске сегодня\nМинистр обсудил новые вопросы",
        "The heads of the delegations discussed the results of the\nглавы делегаций обсудили итоги",
        "Короткая строка\nпродолжение длинной строкой, в которой слов намного больше, чем там",
        "Стороны договорились о следующих шагах в этой области:\nо первом шаге и его сроках",
        "слово\nещё слово",
        "Очень длинная строка, " + "слово " * 40 + "\nпродолжение следующей строкой",
    ],
)
def test_other_neighbouring_lines_stay_apart(text: str) -> None:
    assert texts(PlainText().read(text.encode(), "x")) == text.replace("слово \n", "слово\n").split(
        "\n"
    )


def test_a_page_break_ends_a_paragraph() -> None:
    text = WRAPPED.replace("Устава и\n", "Устава и\f")
    assert len(texts(PlainText().read(text.encode(), "x"))) == 3


def test_what_the_encoding_lacks_makes_the_document_utf8() -> None:
    document = PlainText().read("Первая строка\nВторая строка".encode("koi8-r"), "x")
    edits = [Edit(0, 0, 13, "“Line” one")]
    assert written_encoding(document, edits) == "utf-8"
    assert PlainText().write(document, edits).decode() == "“Line” one\nВторая строка"
    assert written_encoding(document, [Edit(0, 0, 13, "Line")]) == "koi8-r"


def test_one_line_of_sixty_megabytes_is_read_at_once() -> None:
    data = ("Слово за словом. " * 4_000_000)[:60_000_000].encode("cp1251")
    document = PlainText().read(data, "x")
    assert document.encoding == "cp1251"
    assert len(document.paragraphs) == 1
    written = PlainText().write(document, [Edit(0, 0, 5, "Word")])
    assert written == b"Word" + data[5:]


def test_an_empty_document_has_no_paragraphs() -> None:
    document = PlainText().read(b"", "x")
    assert (document.paragraphs, document.title, document.encoding) == ((), "", "utf-8")
