from __future__ import annotations

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from tests.contracts.documents import WORDS, ReaderContract, few, texts
from workflow.documents.markdown import Markdown
from workflow.model import Edit

PAGE = """\
---
title: Заседание Совета в Минске
description: 'Итоги встречи'
lang: ru
tags: [Минск]
---
# Заявление **министров** #

Подзаголовок
===

Встреча состоялась **22 мая** в *Бишкеке*, где [главы делегаций](http://x.y "Титул") обсудили
итоги &gt; `код` и ![Фото *зала*](a.png). Снова \\* звезда, 2 * 3 и a_b.\x20\x20
Новая строка <br> ещё <b>строка</b>.

> Цитата первой строки
> продолжение **цитаты**
обрыв

- Первый пункт
  продолжение
- [ ] Задача
  1. Вложенный пункт[^1]

| Страна | Столица |
|---|---|
| Беларусь \\| РБ | **Минск** |
| | Минск |

```
код
```

    отступ

<div>Блок</div>

См. [Устав] и [Договор][]. Также [текст][устав].

[^1]: Сноска с текстом.

[Устав]: http://a.b
[договор]: http://c.d
"""


class TestMarkdown(ReaderContract):
    reader = Markdown()
    sample = PAGE


MEETING = """\
Встреча состоялась 22 мая в Бишкеке, где главы делегаций обсудили
итоги >  и . Снова * звезда, 2 * 3 и a_b."""


def test_a_page_reads_as_people_see_it() -> None:
    document = Markdown().read(PAGE.encode(), "x")
    assert document.title == "Заседание Совета в Минске"
    assert [(p.kind, p.text) for p in document.paragraphs] == [
        ("title", "Заседание Совета в Минске"),
        ("attribute", "Итоги встречи"),
        ("heading", "Заявление министров"),
        ("heading", "Подзаголовок"),
        ("attribute", "Титул"),
        ("attribute", "Фото зала"),
        ("text", MEETING),
        ("text", "Новая строка"),
        ("text", "ещё строка."),
        ("text", "Цитата первой строки\nпродолжение цитаты\nобрыв"),
        ("item", "Первый пункт\n  продолжение"),
        ("item", "Задача"),
        ("item", "Вложенный пункт"),
        ("cell", "Страна"),
        ("cell", "Столица"),
        ("cell", "Беларусь | РБ"),
        ("cell", "Минск"),
        ("cell", "Минск"),
        ("text", "См. Устав и Договор. Также текст."),
        ("text", "Сноска с текстом."),
    ]


def structure(text: str) -> list[str]:
    """Return the tags of the rendered text, without what only breaks its lines."""
    text = text.replace("[^1]:", "Note:")  # one word there is a link definition to CommonMark
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = [
        child
        for token in parser.parse(text.partition("---\n")[2].partition("---\n")[2])
        for child in [token, *(token.children or [])]
    ]
    return [
        f"{t.type} {t.attrs.get('href', '')} {'title' in t.attrs}"
        for t in tokens
        if t.tag and t.type != "softbreak"
    ]


@few
@given(WORDS)
def test_markup_stays_in_order_whatever_is_written(new: str) -> None:
    document = Markdown().read(PAGE.encode(), "x")
    edits = [Edit(n, 0, len(text), new) for n, text in enumerate(texts(document))]
    assert structure(Markdown().write(document, edits).decode()) == structure(PAGE)


@pytest.mark.parametrize(
    ("source", "new", "written"),
    [
        ("**Президент** прибыл.", "The president arrived.", "**The president** arrived."),
        ("«**Москва**»", "“Moscow”", "“**Moscow**”"),
        (
            "[](x 'Титул')",
            'The Council\'s (new) "page"',
            "[](x 'The Council\\'s \\(new\\) \\\"page\\\"')",
        ),
        ("# Глава #", "Part #", "# Part \\# #"),
        ("Слово", "# 5", "\\# 5"),
        ("Слово", "1. One", "1\\. One"),
        ("Слово", "- one\n- two", "\\- one - two"),
        ("> Раз два\n> три четыре", "One two three four", "> One two\n> three four"),
        ("См. [Устав].\n\n[Устав]: x", "See Charter.", "See [Charter][Устав].\n\n[Устав]: x"),
        ("---\ntitle: Да\n---\n", 'Yes: "no" # \\', '---\ntitle: "Yes: \\"no\\" # \\\\"\n---\n'),
        ("---\ntitle: 'Да'\n---\n", "It's", '---\ntitle: "It\'s"\n---\n'),
        ("**Да** [нет](x)", "Yes", "**\u200b** [Yes](x)"),
    ],
)
def test_new_text_among_markup(source: str, new: str, written: str) -> None:
    document = Markdown().read(source.encode(), "x")
    edit = Edit(0, 0, len(document.paragraphs[0].text), new)
    assert Markdown().write(document, [edit]).decode() == written


def test_front_matter_in_an_old_encoding_uses_yaml_escapes() -> None:
    document = Markdown().read("---\ntitle: Да, это так\n---\n".encode("koi8-r"), "x")
    written = Markdown().write(document, [Edit(0, 0, 11, "“Ł”")])
    assert written == b'---\ntitle: "\\u201c\\u0141\\u201d"\n---\n'


@pytest.mark.parametrize(
    ("stated", "written"),
    [
        ("lang: ru", "lang: en"),
        ("lang: 'ru-RU' # язык", "lang: 'en' # язык"),
        ("lang: be", "lang: be"),
        ("language: ru", "language: ru"),
    ],
)
def test_a_translation_says_what_language_it_is_in(stated: str, written: str) -> None:
    document = Markdown().read(f"---\n{stated}\n---\nСлово\nlang: ru".encode(), "x")
    edits = [Edit(0, 0, 5, "Word")]
    text = Markdown().write(document, edits, ("ru", "en")).decode()
    assert text == f"---\n{written}\n---\nWord\nlang: ru"
    assert Markdown().write(document, [], ("ru", "en")) == document.source


@pytest.mark.parametrize("entry", ['title: "a\\n"', "title: [a]", "title: >\n  a", "title: a # b"])
def test_front_matter_that_needs_a_yaml_parser_is_left_alone(entry: str) -> None:
    assert texts(Markdown().read(f"---\n{entry}\n---\n".encode(), "x")) == []
