"""Lines of a title, an address or a signature: which of them are one sentence."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.documents.office import unzipped, word
from workflow.documents.breaks import runs_on
from workflow.documents.docx import Docx
from workflow.documents.html import Html
from workflow.documents.markdown import Markdown
from workflow.documents.plaintext import PlainText
from workflow.model import Edit

TITLE = [
    "СОГЛАШЕНИЕ",
    "между Правительством Республики Беларусь",
    "и Правительством Кыргызской Республики",
    "о сотрудничестве в области",
    "подготовки спасателей",
]
BROKEN = "</w:t><w:br/><w:t>".join(TITLE)
ENGLISH = (
    "AGREEMENT between the Government of the Republic of Belarus and the Government of the "
    "Kyrgyz Republic on cooperation in the training of rescuers"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *pairwise(TITLE),
        ("ПРОТОКОЛ", "ЗАСЕДАНИЯ РАБОЧЕЙ ГРУППЫ"),
        ("Начальнику управления", "международных связей"),
        ("Министру", "иностранных дел Республики Армения"),
        ("представительства в", "Республике Казахстан"),
        ("международных связей", "Министерства обороны"),
        ("Министерства обороны", "Республики Армения"),
        ("и Правительством Республики Армения", "и Правительством Республики Беларусь"),
        ("Treaty", "between the Republic of Belarus"),
        ("on cooperation in", "Customs matters"),
        ("Стороны,", "согласились о нижеследующем"),
    ],
)
def test_what_runs_on(before: str, after: str) -> None:
    assert runs_on(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("хлеб", "молоко"),
        ("молоко", "соль"),
        ("Республики Казахстан", "Петрова А. С."),
        ("Республики Казахстан", "Петрову А. С."),
        ("Республики Казахстан", "Совет министров"),
        ("С уважением,", "заместитель директора"),
        ("Стороны обмениваются:", "учебными программами;"),
        ("Встреча окончена.", "о дате сообщат"),
        ("г. Бишкек", "7 мая 2024 г."),
        ("принять к сведению доклад", "утвердить смету"),
        ("Министр", "Иванов И. И."),
        ("ПОСТАНОВЛЕНИЕ", "О мерах"),
        ("о смете", "о сроках"),
        ("Республики Армения", "Республики Беларусь"),
        ("России", "Беларуси"),
        ("bread", "milk"),
        ("the results of the", "главы делегаций"),
        ("", "о мерах"),
        ("О мерах", ""),
        ("1. О смете", "2. о сроках"),
    ],
)
def test_what_does_not(before: str, after: str) -> None:
    assert not runs_on(before, after)


@pytest.mark.parametrize(
    ("reader", "page", "line_end"),
    [
        (Html(), f"<p>{'<br>'.join(TITLE)}<br><br>Глава<br>правительства</p>".encode(), b"<br>"),
        (Markdown(), "\\\n".join([*TITLE, "Глава правительства"]).encode(), b"\\\n"),
        (Docx(), word(f"<w:p><w:r><w:t>{BROKEN}</w:t></w:r></w:p>"), b"<w:br/>"),
    ],
    ids=["html", "markdown", "docx"],
)
def test_a_title_is_one_and_keeps_its_lines(
    reader: Html | Markdown | Docx, page: bytes, line_end: bytes
) -> None:
    document = reader.read(page, "x")
    title = document.paragraphs[0].text
    assert title.split("\n") == TITLE
    written = reader.write(document, [Edit(0, 0, len(title), ENGLISH)])
    if reader.name == "docx":
        page, written = (unzipped(each)["word/document.xml"] for each in (page, written))
    assert written.count(line_end) == page.count(line_end)
    lines = re.split(rb"<[^>]*>|\\\n", written)
    text = " ".join(" ".join(line.decode() for line in lines).split())
    assert text.startswith(ENGLISH)


def test_a_title_in_plain_text_keeps_its_lines() -> None:
    document = PlainText().read("ПРОТОКОЛ\nзаседания\nкомиссии\n\nо мерах\nМинск\n".encode(), "x")
    assert [each.text for each in document.paragraphs] == [
        "ПРОТОКОЛ\nзаседания\nкомиссии", "о мерах", "Минск",
    ]  # fmt: skip
    edit = Edit(0, 0, len(document.paragraphs[0].text), "MINUTES of the commission's meeting")
    written = PlainText().write(document, [edit]).decode()
    assert written == "MINUTES\nof the commission's\nmeeting\n\nо мерах\nМинск\n"
