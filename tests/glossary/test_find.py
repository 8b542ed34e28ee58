from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from workflow.glossary import Entry, Glossary

MARKED = Path(__file__).with_name("marked.txt")
ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|[nt])")
MARK = re.compile(r"\{([^|{}]*)\|([^|{}]*)\}")


def lines() -> list[str]:
    text = MARKED.read_text(encoding="utf-8").splitlines()
    return [line for line in text if line and not line.startswith("#")]


def unescaped(line: str) -> str:
    return ESCAPE.sub(lambda found: found.group().encode().decode("unicode_escape"), line)


def marked(glossary: Glossary, text: str) -> str:
    parts, end = [], 0
    for found in glossary.find(text):
        assert text[found.start : found.stop] == found.form
        parts += [text[end : found.start], "{", found.form, "|", found.entry.source, "}"]
        end = found.stop
    return "".join([*parts, text[end:]])


@pytest.mark.parametrize("line", lines())
def test_golden_line(glossary: Glossary, line: str) -> None:
    line = unescaped(line)
    assert marked(glossary, MARK.sub(r"\1", line)) == line


def test_cases_and_numbers_are_told_where_the_form_tells_them(glossary: Glossary) -> None:
    text = "Генеральным секретарям и Генеральному секретарю ОДКБ; министры"
    assert [(found.case, found.number) for found in glossary.find(text)] == [
        ("datv", "plur"),
        ("datv", "sing"),
        ("nomn", "plur"),
    ]


def test_terms_inside_a_term_are_kept_inside_it(glossary: Glossary) -> None:
    (found,) = glossary.find("Речь заместителя Генерального секретаря ОДКБ")
    (inner,) = found.nested
    assert inner.entry.source == "Генеральный секретарь ОДКБ"
    assert [each.entry.source for each in inner.nested] == ["Генеральный секретарь", "ОДКБ"]


def test_crossing_terms_are_resolved_and_explained() -> None:
    glossary = Glossary([Entry("Совет министров", "a"), Entry("министр обороны России", "b")])
    entries = [*glossary.entries, Entry("министров обороны", "c")]
    (found,) = Glossary(entries).find("Решение Совета министров обороны принято")
    assert found.entry.source == "министров обороны"
    assert found.reason == "«Совета министров» overlaps it and is shorter"


def test_two_entries_in_one_place_are_told() -> None:
    man = Entry("Волков", "Volkov", "person", gender="m")
    woman = Entry("Волкова", "Volkova", "person", gender="f")
    glossary = Glossary([man, woman])
    (found,) = glossary.find("Видели Волкова.")
    assert (found.entry, found.others) == (man, (woman,))
    assert found.reason == "«Волкова» fits as well"
    assert [each.entry for each in glossary.find("Мария Волкова и Иван Волков")] == [woman, man]
    assert [each.entry for each in glossary.find("Марию Волкову и Ивана Волкова")] == [woman, man]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Протокол", ["minutes"]),
        ("III. ПРОТОКОЛ № 4:", ["minutes"]),
        ("б) протокол;", ["minutes"]),
        ("«Протокол», 5 %", ["minutes"]),
        ("Протокол подписан", ["protocol"]),
        ("Подписан протокол", ["protocol"]),
        ("протоколы", ["protocol"]),  # another form may be another thing
        ("п. протокол", ["minutes"]),
        ("пункт. протокол", ["protocol"]),
    ],
)
def test_a_heading_counts_where_it_stands_alone(text: str, found: list[str]) -> None:
    glossary = Glossary(
        [Entry("протокол", "protocol", "document"), Entry("протокол", "minutes", "heading")]
    )
    assert [each.entry.target for each in glossary.find(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("После встречи посол уехал.", ["посол"]),
        ("Речь шла о после и о стали.", ["после", "стали"]),
        ("Они стали союзниками.", []),
        ("Вывоз нержавеющей стали вырос.", ["стали"]),
        ("Сталь дорожает.", ["Сталь"]),
        ("Место стало вакантным после ухода.", []),
        ("Два года спустя после войны.", []),
        ("Пришли Алексей Майоров и трое майоров.", ["майоров"]),
        ("Пришли добрые вести.", ["вести"]),
        ("О знати надо знать.", ["знати", "знать"]),
    ],
)
def test_a_form_that_is_mostly_another_word_is_left_alone(text: str, found: list[str]) -> None:
    words = ("посол", "сталь", "весть", "знать", "майор")
    glossary = Glossary([Entry(source=each, target="any", kind="term") for each in words])
    assert [each.form for each in glossary.find(text)] == found


def test_a_name_with_an_initial_keeps_it_in_english(glossary: Glossary) -> None:
    short, full = glossary.find("К.-Ж. Токаев, Касым-Жомарт Кемелевич Токаев")
    assert short.english == ("K. Tokayev", "K.-J. Tokayev", "Kassym-Jomart Tokayev")
    assert full.english == ("Kassym-Jomart Tokayev",)
    (end,) = glossary.find("Сказал Тасмагамбетов И. Н.")
    assert end.form == "Тасмагамбетов И. Н."


def test_an_empty_text_and_an_empty_glossary_have_nothing(glossary: Glossary) -> None:
    assert glossary.find("") == []
    assert Glossary().find("Генеральный секретарь ОДКБ") == []


def test_regular_expression_characters_are_characters() -> None:
    entry = Entry("проект (А.*)+[Б", "project")
    glossary = Glossary([entry])
    assert [found.form for found in glossary.find("В проекте (А.*)+[Б нет")] == ["проекте (А.*)+[Б"]
    assert glossary.find("проект ААААББ") == []


def test_time_grows_with_the_text_and_not_its_square(glossary: Glossary) -> None:
    def steps(text: str) -> int:
        tokens = glossary._automaton.tokens(text)
        return sum(1 for _ in glossary._automaton.matches(text, tokens))

    line = "Генеральный секретарь ОДКБ Имангали Н. Н. Н. Тасмагамбетов-Зась прибыл. "
    assert steps(line * 200) == 200 * steps(line)


def test_golden_sentences_are_matched() -> None:
    """The project's own glossaries on its own sentences: precision and recall over 0.99."""
    root = Path(__file__).parents[2]
    glossary = Glossary.load([root / "glossaries"])
    rows = (root / "tests/golden/glossary/sentences.tsv").read_text(encoding="utf-8").splitlines()
    expected, found, right, wrong = 0, 0, 0, []
    for row in rows[1:]:
        sentence, sources, _ = (row + "\t\t").split("\t")[:3]
        wanted = Counter(filter(None, sources.split("|")))
        got = Counter(each.entry.source for each in glossary.find(unescaped(sentence)))
        expected, found = expected + wanted.total(), found + got.total()
        right += (wanted & got).total()
        if wanted != got:
            wrong.append((sentence, wanted - got, got - wanted))
    assert expected > 300
    assert right >= 0.99 * found, wrong
    assert right >= 0.99 * expected, wrong
