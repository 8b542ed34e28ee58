"""Figures and persons of the source stand in the translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.engines.argos import ArgosEngine
from workflow.engines.decoder import Options, Unit
from workflow.engines.exact import corrected, slips, straight
from workflow.engines.terms import unmet
from workflow.model import Demand
from workflow.text import unbalanced

if TYPE_CHECKING:
    from workflow.model import Translation
    from workflow.models import Model

SENTENCES = [
    "На заседание прибыли {} делегата из {} стран.",
    "Объём торговли вырос на {},3 % и достиг {} млн долларов.",
    "Документ № {} подписан {} участниками переговоров.",
    "{}-летний ветеран рассказал о {} боях.",
    "В {} районах республики отремонтировано {} школ.",
    "Статья {} вступит в силу через {} дней после подписания.",
    "За год выдано {} лицензий, ещё {} заявлений отклонено.",
    "Депутат Н. П. Савицкий и директор Г. Б. Ахметова вручили {} грамот и {} медалей.",
    "Совет Безопасности ООН принял резолюцию {} большинством в {} голосов.",
]
FIGURES = [
    ("41", "17"),
    ("386", "29"),
    ("10 386", "48 209"),
    ("12 121", "88"),
    ("4 444", "22 222"),
]


class Pair:
    def __init__(self, source: str, free: Translation, exact: Translation) -> None:
        self.source, self.free, self.exact = source, free, exact
        self.before, self.after = slips(source, free.text).count, slips(source, exact.text).count


@pytest.fixture(scope="module")
def pairs(model: Model) -> list[Pair]:
    sources = [sentence.format(*both) for sentence in SENTENCES for both in FIGURES]
    plain, exact = ArgosEngine([model], device="cpu"), ArgosEngine([model], device="cpu")
    plain._stages[0]._exact = False
    made = [dict(engine.translate(sources)) for engine in (plain, exact)]
    return [Pair(source, made[0][n], made[1][n]) for n, source in enumerate(sources)]


def test_lost_figures_come_back(pairs: list[Pair]) -> None:
    assert sum(pair.before > 0 for pair in pairs) >= 3, "else this shows nothing"
    assert sum(pair.after > 0 for pair in pairs) <= len(pairs) / 20
    assert all(pair.after <= pair.before for pair in pairs)


def test_what_has_its_figures_is_left_alone(pairs: list[Pair]) -> None:
    for pair in pairs:
        if not pair.before:
            assert pair.exact == pair.free


def test_no_guard_objects_to_what_was_put_right(pairs: list[Pair]) -> None:
    for pair in pairs:
        if pair.exact != pair.free:
            assert not pair.exact.problem
            assert pair.exact.terms == ()


def test_another_hypothesis_of_the_beam_costs_no_decoding(
    pairs: list[Pair], argos_engine: ArgosEngine
) -> None:
    decoder = argos_engine._stages[0].decoder
    taken = 0
    for pair in pairs:
        unit = Unit(0, decoder.encode(pair.source))
        [(_, beam)] = decoder.decode([unit], Options(num_hypotheses=4))
        texts = [corrected(pair.source, each.text) for each in beam]
        agreeing = [text for text, left in texts if not left.count]
        if texts[0][1].count and agreeing:
            assert pair.exact.text == agreeing[0]
            assert pair.exact.attempts == pair.free.attempts
            taken += 1
    assert taken


def test_terms_stand_beside_figures(argos_engine: ArgosEngine) -> None:
    sources = [f"{n} делегаций прибыли в Бурабай на {n + 5}-й форум." for n in range(60, 90)]
    term = [
        [Demand(source.index("Бурабай"), source.index("Бурабай") + 7, ("Burabay",), "Бурабай")]
        for source in sources
    ]
    made = dict(argos_engine.translate(sources, term))
    for n in range(len(sources)):
        assert [each.entry for each in made[n].terms] == ["Бурабай"]
        assert not unmet(made[n].text, term[n])
    assert sum(slips(source, made[n].text).count > 0 for n, source in enumerate(sources)) <= 2


FOUND = [
    ("Погибли 98 человек.", "9 people died.", 2, ["98"]),
    ("Погибли 98 человек.", "Ninety-eight people died.", 0, []),
    ("8 государств", "eight states", 0, []),
    ("246 млн человек", "26 million people", 2, ["246 million"]),
    ("до 01.02.2024", "until 01.2024", 1, ["1 February 2024"]),
    ("Статья 5.4.1 закона", "The law", 2, ["5.4.1"]),
    ("в 1941–45 гг.", "in 1941", 1, ["45"]),
    ("Доклад Е. В. Громовой", "E. V. Grova’s report", 1, ["E. V. Gromova"]),
    ("Доклад Е. В. Громовой за 8 лет", "E.V. Gromova’s report", 1, ["8"]),
    ("Он пришёл.", "He came 7 times.", 1, []),
    ("за 3 миллиона 300 тысяч рублей", "300 million roubles", 3, ["3.3 million"]),
    ("2 млн. 47 тыс. 530 рублей", "some roubles", 3, ["2,047,530"]),
    ("1 млн. 47 тыс. 530 рублей", "1 million roubles", 2, ["47,530"]),
    ("47 тыс. 530 рублей", "47,530 roubles", 0, []),
    ("в матче 1/16 финала", "in the match", 1, []),
]


@pytest.mark.parametrize(("source", "target", "count", "english"), FOUND)
def test_slips(source: str, target: str, count: int, english: list[str]) -> None:
    made = slips(source, target)
    assert made.count == count
    assert [demand.english[0] for demand in made.demands] == english
    for demand in made.demands:
        assert source[demand.start : demand.stop] == demand.entry


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("убыток 19,3 млрд иен", "a loss of 193 billion yen", "a loss of 19.3 billion yen"),
        ("более £200 тысяч", "more than £200 million", "more than £200,000"),
        ("выросли на 22,5% за год", "rose by 225% in a year", "rose by 22.5% in a year"),
        ("выросли на 22,5% за год", "rose by 225 per cent", "rose by 22.5 per cent"),
        ("98-летний ветеран", "A 9-year-old veteran", "A 98-year-old veteran"),
        ("продала 42 660 пикапов", "sold 42,600 pickups", "sold 42,660 pickups"),
        # Another figure may be another thing.
        ("42-летний Дитта", "The 38-year-old Ditta", ""),
        ("в 2012 году", "a five-year plan of 500 pages", ""),
        ("98 человек и 45 судов", "9 people and 4 ships", ""),
        ("98 человек", "people", ""),
    ],
)
def test_a_wrong_figure_is_exchanged(source: str, target: str, expected: str) -> None:
    assert corrected(source, target)[0] == (expected or target)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            "На участках (№ 17, 48, 203 и др.) выявлены ошибки.",
            "Errors were detected at sites (No. 17, 203, etc.).",
            "Errors were detected at sites (No. 17, 48, 203, etc.).",
        ),
        (
            "Рост в 2021, 2022 и 2024 годах составил 5 %.",
            "The growth in 2021 and 2024 was 5%.",
            "The growth in 2021, 2022 and 2024 was 5%.",
        ),
        ("Статьи 5 и 7 закона", "Article 7 of the law", "Article 5 and 7 of the law"),
        # whole already; no part of it; no series, but a fraction or an amount
        ("Пункты 5, 6 и 7", "Paragraphs 5, 6, and 7", "Paragraphs 5, 6, and 7"),
        ("Дома 5, 6 и 8", "Houses 15 and 16", "Houses 15 and 16"),
        ("Доли 1,5 и 2,5", "Shares of 1.5", "Shares of 1.5"),
        ("От 1 046 и 17 тонн", "From 46 tons", "From 46 tons"),
    ],
)
def test_a_series_of_numbers_is_made_whole(source: str, target: str, expected: str) -> None:
    assert corrected(source, target)[0] == expected


def test_terms_stay_where_a_figure_is_exchanged(argos_engine: ArgosEngine) -> None:
    sources = [f"{n} делегаций прибыли в Бурабай." for n in range(211, 291)]
    term = [
        [Demand(source.index("Бурабай"), source.index("Бурабай") + 7, ("Burabay",), "Бурабай")]
        for source in sources
    ]
    for number, made in argos_engine.translate(sources, term):
        [applied] = made.terms
        assert made.text[applied.target_start : applied.target_stop] == "Burabay"
        assert not slips(sources[number], made.text, term[number]).count


def test_the_number_of_a_clause_begins_it(argos_engine: ArgosEngine) -> None:
    clauses = [
        f"{n}. Настоящее заявление открыто для присоединения других государств, разделяющих"
        " изложенные в нём подходы."
        for n in range(2, 12)
    ]
    for number, made in argos_engine.translate(clauses):
        assert made.text.startswith(f"{number + 2}. ")


def test_a_figure_inside_a_term_is_the_terms() -> None:
    source = "Форум «Евразия-2024» открыт."
    term = Demand(source.index("«"), source.index("»") + 1, ("Eurasia-2024 forum",), "Евразия-2024")
    assert slips(source, "The forum is open.", [term]).demands == ()
    assert slips("Корпус 5 и корпус 25", "Block 25").demands[0].start == 7


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("а) сведения о мерах;", "(a) information;", "(a) information;"),
        ("б) сведения о мерах;", "(a) information;", "(b) information;"),
        ("в) перечень;", "c) a list;", "c) a list;"),
        ("г) перечень;", "g) a list;", "d) a list;"),
        ("э) перечень;", "(e) a list;", "(z) a list;"),
        ("я) перечень;", "(y) a list;", "(y) a list;"),
        ("б) сведения;", "Information;", "Information;"),
        ("Пункт б) отменён.", "(a) is repealed.", "(a) is repealed."),
        ("Страна", "country", "Country"),
        ("«Страна», 1", "“country”, 1", '"Country", 1'),
        ("7. Споры разрешаются", "7 disputes are settled", "7. Disputes are settled"),
        ("7. Споры разрешаются", "7: disputes are settled", "7. Disputes are settled"),
        ("7. Споры разрешаются", "7.Disputes are settled", "7. Disputes are settled"),
        ("2) Споры разрешаются", "2)disputes are settled", "2) Disputes are settled"),
        ("7 споров разрешены", "7 disputes are settled", "7 disputes are settled"),
        ("1. Сторона уведомляет", "1. the Party notifies", "1. The Party notifies"),
        ("страна", "country", "country"),
        ("страна", "Country", "Country"),
        ("Айфон подорожал", "iPhone costs more", "iPhone costs more"),
        ("В 2024 году", "2024 was good", "2024 was good"),
        ("2024 год", "the year 2024", "the year 2024"),
    ],
)
def test_the_beginning(source: str, target: str, expected: str) -> None:
    assert corrected(source, target)[0] == expected


def test_clauses_keep_their_letters(argos_engine: ArgosEngine) -> None:
    clauses = [f"{letter}) перечень необходимой помощи;" for letter in "абвгд"]
    made = dict(argos_engine.translate(clauses))
    said = [made[number].text.lstrip("(")[0] for number in range(len(clauses))]
    assert said == list("abcde")


@given(st.text("aB ’‘“”«»„\"'", max_size=40), st.lists(st.text("aB“”", min_size=1, max_size=4)))
def test_quotation_marks_are_straight_but_in_terms(text: str, terms: list[str]) -> None:
    made = straight(text, terms)
    assert len(made) == len(text)
    assert all(was == now or was in "’‘“”«»„" for was, now in zip(text, made, strict=True))
    assert all(made.count(term) >= text.count(term) for term in terms)
    assert terms or not set(made) & set("’‘“”«»„")


def test_quotation_marks_of_a_translation_are_straight(model: Model) -> None:
    source = "Газета «Звезда» и журнал «Огонёк» писали о фильме «Война»."
    sentences = [source, "«Мы готовы к переговорам», — сказал министр.", "Фильм «Мир» вышел."]
    made = ArgosEngine([model], device="cpu").translate(sentences)
    text = "".join(translation.text for _, translation in made)
    assert '"' in text
    assert not set(text) & set("’‘“”«»„")
    term = Demand(7, 15, ("“Zvezda”",), "«Звезда»", "term")
    said = "The “Zvezda” newspaper wrote about “War”."
    assert corrected(source, said, [term])[0] == 'The “Zvezda” newspaper wrote about "War".'


@pytest.mark.parametrize(
    ("source", "target", "closed"),
    [
        ("Он сказал: «Да».", 'He said: "Yes.', 'He said: "Yes."'),
        ("Он сказал: “Да!”", 'He said: "Yes!', 'He said: "Yes!"'),
        ("Рост был мал (2 %).", "Growth was small (2%.", "Growth was small (2%)."),
        ("(Рост был мал.)", "(Growth was small.", "(Growth was small.)"),
        ("«Да», — сказал он.", '"Yes, he said.', '"Yes, he said.'),  # who knows where
        ("«Заря» и «Маяк».", '"Zarya and Mayak.', '"Zarya and Mayak.'),
        ("а) рост (2 %);", "(a) growth (2%;", "(a) growth (2%);"),
        ("Он сказал: «Да».", 'He said: "Yes."', 'He said: "Yes."'),
        ("Он сказал: «Да.", 'He said: "Yes.', 'He said: "Yes.'),
    ],
)
def test_what_its_source_closes_at_the_end_is_closed(source: str, target: str, closed: str) -> None:
    assert corrected(source, target)[0] == closed


def test_a_hypothesis_that_closes_its_quotation_is_preferred(argos_engine: ArgosEngine) -> None:
    sources = [
        f"«{words}», — {said}."
        for words in ("Мы не отступим", "Это решение принято", "Никто не знает, что будет завтра")
        for said in ("сказал он", "заявил министр обороны Российской Федерации", "пишет газета")
    ]
    made = dict(argos_engine.translate(sources))
    assert [made[n].text for n in made if unbalanced(made[n].text)] == []


def test_a_given_name_said_twice_is_said_once() -> None:
    source = "Владимир Владимирович Путин прибыл."
    person = Demand(0, 27, ("Vladimir Putin", "V. Putin"), "Владимир Путин", "person")
    said = "Vladimir Vladimir Putin arrived."
    assert corrected(source, said, [person])[0] == "Vladimir Putin arrived."
