from __future__ import annotations

import re

import pytest
from hypothesis import given

from tests.contracts.documents import WORDS, ReaderContract, few, texts
from workflow.documents.html import Html
from workflow.model import Edit

PAGE = """\
<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML lang=ru-RU><HEAD><TITLE>Новости &mdash; Секретариат</TITLE>
<meta name="description" content="Заседание &laquo;Совета&raquo; в Минске">
<meta name="viewport" content="ширина"><link rel=alternate title="Лента" href=/rss>
<script>if (a<b) document.write("<p>Привет</p>");</script><style>p:before{content:"Слово"}</style>
<![if !IE]><link rel=x><![endif]--><!--[if lt IE 9]><p>Старый браузер</p><![endif]-->
<body><div class=nav><a href="/">Главная</a> | <a href=/news title=Новости>Новости</a></div>
<h1>Заявление <br>министров</H1>
<p>Встреча состоялась <b>22&nbsp;мая&nbsp;2019&nbsp;г.</b> в <i>Бишкеке</i>, где
   <a href="x?a=1&b=2">главы делегаций</a> обсудили&shy; итоги.
<p lang=en>English text & more <code>код</code> here.
<p>Ещё абзац <img src=a.png alt='Фото: "Совет"'> и конец
<ul><li>Первый<li>Второй <b>пункт<li>Третий</b></ul>
<table><tr><td>Страна<td>Столица<tr><td>Беларусь<td>Минск</table>
<div translate="no">Не переводить <b>это</b></div><span class="x notranslate">Имя</span> осталось
<pre>
Первая строка.

Другой абзац.
</pre>
<form><input type=submit value="Искать"><input type=text value="Черновик" placeholder='Поиск'>
<textarea>Черновик</textarea></form>
5 < 6 и A&B &unknown; &copy 2019 &#1055;р&#x438;ём
<o:p></o:p><p>Последний <b>абзац
"""


class TestHtml(ReaderContract):
    reader = Html()
    sample = PAGE


MEETING = """\
Встреча состоялась 22\xa0мая\xa02019\xa0г. в Бишкеке, где
   главы делегаций обсудили\xad итоги."""


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Отдел R&D-2024 открыт", "Отдел R&D-2024 открыт"),
        ("<p>&un4.k; &copy.x &laquo;a&raquo;", "&un4.k; ©.x «a»"),
    ],
)
def test_what_looks_like_a_reference_is_read(page: str, text: str) -> None:
    [paragraph] = Html().read(page.encode(), "x").paragraphs
    assert paragraph.text == text


def test_a_messy_page_reads_as_people_see_it() -> None:
    document = Html().read(PAGE.encode(), "x")
    assert document.title == "Новости — Секретариат"
    assert [(p.kind, p.lang, p.text) for p in document.paragraphs] == [
        ("title", "ru", "Новости — Секретариат"),
        ("attribute", "ru", "Заседание «Совета» в Минске"),
        ("attribute", "ru", "Новости"),
        ("text", "ru", "Главная"),
        ("text", "ru", "Новости"),
        ("heading", "ru", "Заявление \nминистров"),
        ("text", "ru", MEETING),
        ("text", "en", "English text & more  here."),
        ("attribute", "ru", 'Фото: "Совет"'),
        ("text", "ru", "Ещё абзац  и конец"),
        ("item", "ru", "Первый"),
        ("item", "ru", "Второй пункт"),
        ("item", "ru", "Третий"),
        ("cell", "ru", "Страна"),
        ("cell", "ru", "Столица"),
        ("cell", "ru", "Беларусь"),
        ("cell", "ru", "Минск"),
        ("text", "ru", "осталось"),
        ("text", "ru", "Первая строка."),
        ("text", "ru", "Другой абзац."),
        ("attribute", "ru", "Искать"),
        ("attribute", "ru", "Поиск"),
        ("text", "ru", "5 < 6 и A&B &unknown; © 2019 Приём"),
        ("text", "ru", "Последний абзац"),
    ]


@few
@given(WORDS)
def test_tags_stay_in_order_whatever_is_written(new: str) -> None:
    document = Html().read(PAGE.encode(), "x")
    tags = re.compile(r"</?[a-zA-Z][\w:]*|<!--|<!\[")
    edits = [Edit(n, 0, len(text), new) for n, text in enumerate(texts(document))]
    written = Html().write(document, edits).decode()
    assert tags.findall(written) == tags.findall(PAGE)


@pytest.mark.parametrize(
    ("source", "new", "written"),
    [
        (
            "<p>В <i>Бишкеке</i>, столице, были <b>главы</b>.</p>",
            "In Bishkek, the capital, were heads.",
            "<p>In <i>Bishkek</i>, the capital, were <b>heads</b>.</p>",
        ),
        (
            "<p>«<b>Москва</b>» и (<a href=x>Минск</a>)</p>",
            "“Moscow” and (Minsk)",
            "<p>“<b>Moscow</b>” and (<a href=x>Minsk</a>)</p>",
        ),
        ("<p><b>О</b>днажды утром</p>", "Once upon", "<p><b></b>Once upon</p>"),
        ("<p>раз<b> </b>два</p>", "one two", "<p>one<b> </b>two</p>"),
        ("<img alt=Слово>", 'two "words"', "<img alt=two&#32;&quot;words&quot;>"),
        ("<img alt= Слово>", "two words", "<img alt= two&#32;words>"),
        ("<img alt=&nbsp;Слово>", "a b", "<img alt=&nbsp;a&#32;b>"),
        ("<img alt='Слово'>", "it's", "<img alt='it&#39;s'>"),
        ("<p>Слово</p>", "a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_new_text_among_markup(source: str, new: str, written: str) -> None:
    document = Html().read(source.encode(), "x")
    edit = Edit(0, 0, len(document.paragraphs[0].text), new)
    assert Html().write(document, [edit]).decode() == written


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ('<html lang="ru"><p>Слово', '<html lang="en"><p>Word'),
        ("<html\nxml:lang='ru-BY' LANG=RU><p>Слово", "<html\nxml:lang='en' LANG=en><p>Word"),
        ('<p lang="ru" title="">Слово<p lang="be">', '<p lang="en" title="">Word<p lang="be">'),
        ('<p>Слово<a lang="ru" hreflang="ru">', '<p>Word<a lang="en" hreflang="ru">'),
        ('<p>Слово<code lang="ru">если', '<p>Word<code lang="ru">если'),
        ('<p>Слово<!-- <p lang="ru"> --><a title="lang=ru">', None),
        ('<p>Слово<p lang="rus">', '<p>Word<p lang="en">'),
        ('<p>Слово<p lang="">', None),
        ("<p>Слово<p lang>", None),
    ],
)
def test_a_translation_says_what_language_it_is_in(source: str, written: str | None) -> None:
    document = Html().read(source.encode(), "x")
    place = texts(document).index("Слово")
    edits = [Edit(place, 0, 5, "Word")]
    expected = written or source.replace("Слово", "Word")
    assert Html().write(document, edits, ("ru", "en")).decode() == expected
    assert Html().write(document, edits).decode() == source.replace("Слово", "Word")
    assert Html().write(document, [], ("ru", "en")) == document.source


def test_edits_sentence_by_sentence() -> None:
    source = "<p>Первое <b>слово. Второе</b> слово.</p>"
    document = Html().read(source.encode(), "x")
    edits = [Edit(0, 14, 27, "Second word."), Edit(0, 0, 13, "First word.")]
    written = Html().write(document, edits).decode()
    assert written == "<p>First <b>word. Second</b> word.</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<a href=1>Раз</a> <a href=2>Два</a>", ["Раз", "Два"]),
        (
            "<a>Главная</a> &raquo; <a>Новости</a> &raquo; Статья",
            ["Главная", "Новости", "» Статья"],
        ),
        ("Были <a>Раз</a> <a>Два</a>", ["Были Раз Два"]),
        ("<a>Раз</a>, <a>Два</a>", ["Раз, Два"]),
    ],
)
def test_menus_are_divided_and_sentences_are_not(source: str, expected: list[str]) -> None:
    assert texts(Html().read(source.encode(), "x")) == expected


@pytest.mark.parametrize(
    ("head", "data", "encoding"),
    [
        ('<meta charset="koi8-r">', "Да".encode("koi8-r"), "koi8-r"),
        ("<META content='text/html; charset=Windows-1251'>", "Да".encode("cp1251"), "cp1251"),
        ('<?xml version="1.0" encoding="iso-8859-5"?>', "Да".encode("iso8859-5"), "iso8859-5"),
        ('<meta charset="windows-1251">', "Да, это так".encode(), "utf-8"),
        ('<meta charset="utf-8">', "Да, это так".encode("cp1251"), "cp1251"),
        ('<meta charset="iso-8859-1">', "Да, это так".encode("cp1251"), "cp1251"),
        ('<meta charset="utf-16">', "Да, это так".encode("cp1251"), "cp1251"),
        ('<meta charset="no-such">', "Да, это так".encode("cp1251"), "cp1251"),
        ('<meta charset="windows-1251">', b"Yes", "cp1251"),
        ("", b"Yes", "utf-8"),
    ],
)
def test_a_declared_encoding_is_believed_if_it_can_be(
    head: str, data: bytes, encoding: str
) -> None:
    assert Html().read(head.encode() + b"<p>" + data, "x").encoding == encoding


def test_preformatted_lines_are_read_as_plain_text() -> None:
    page = "<pre>Первая строка довольно длинная и совсем полная\nпродолжение. И\n\n<b>ещё</b> абзац"
    assert texts(Html().read(page.encode(), "x")) == [
        "Первая строка довольно длинная и совсем полная\nпродолжение. И",
        "ещё абзац",
    ]


def test_a_million_open_tags_are_read_in_time() -> None:
    page = "<p>слово <b>" * 20_000 + "</i>" * 20_000 + "<" * 20_000
    assert len(Html().read(page.encode(), "x").paragraphs) >= 20_000
