from __future__ import annotations

import pytest

from workflow.engines.drafts import Free, blocks, drafts
from workflow.engines.words import Word, cues, spans, words
from workflow.model import Demand

SECRETARY = ("CSTO Secretary General", "Secretary General of the CSTO")


def demand(source: str, term: str, *english: str, kind: str = "term") -> Demand:
    start = source.index(term)
    return Demand(start, start + len(term), english, term, kind)


def free(text: str, looked_at: dict[str, int] | None = None, pieces: int = 10) -> Free:
    """A free translation, a token a word; each word looked at one piece of the source."""
    said = [Word(word, n, n + 1) for n, word in enumerate(text.split())]
    attention = [[0.0] * pieces for _ in said]
    for row, word in zip(attention, said, strict=True):
        row[(looked_at or {}).get(word.text, pieces - 1)] = 1.0
    return Free(text, said, [word.text for word in said], attention, pieces)


def drafted(source: str, made: Free, lacking: list[Demand], met: list[Demand]) -> list[str]:
    columns = [range(n, n + 1) for n, _ in enumerate(lacking)]
    elsewhere = [(each, range(0)) for each in met]
    found = drafts(made, elsewhere, blocks(source, lacking, columns), str.split)
    for draft in found:
        assert draft.text.split() == draft.tokens
        assert len(draft.prefix) <= len(draft.tokens)
    return [draft.text for draft in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The words of the term in another order and spelling say where it belongs.
        (
            "The General Secretary of the CSTO, Imangali Tasmagambetow, met them in Minsk.",
            "CSTO Secretary General Imangali Tasmagambetov, met them in Minsk.",
        ),
        (
            "In Minsk, talks were held by Tasmagambetoff, Secretary-General of the CSTO.",
            "In Minsk, talks were held by CSTO Secretary General Imangali Tasmagambetov.",
        ),
    ],
)
def test_title_and_name_go_in_together(text: str, expected: str) -> None:
    source = "Генеральный секретарь ОДКБ Имангали Тасмагамбетов провёл встречу в Минске."
    lacking = [
        demand(source, "Генеральный секретарь ОДКБ", *SECRETARY, kind="title"),
        demand(source, "Имангали Тасмагамбетов", "Imangali Tasmagambetov", kind="person"),
    ]
    met = [demand(source, "Минске", "Minsk", kind="place")]
    assert drafted(source, free(text), lacking, met)[0] == expected


@pytest.mark.parametrize(
    ("source", "term", "english", "text", "looked_at", "expected"),
    [
        (
            "Ответил Станислав Васильевич Зась.",
            "Станислав Васильевич Зась",
            "Stanislav Zas",
            "Stanislav Vasilyevich Zas answered.",
            ["Stanislav", "Vasilyevich", "Zas"],
            "Stanislav Zas answered.",
        ),
        (
            "Приехал А. Г. Лукашенко.",
            "А. Г. Лукашенко",
            "A. Lukashenko",
            "Then A. G. Lukashenko came.",
            ["A.", "G.", "Lukashenko"],
            "Then A. Lukashenko came.",
        ),
        (
            "Учение боевого братства началось.",
            "боевого братства",
            "Combat Brotherhood",
            "The battle brothers' exercise began.",
            ["battle", "brothers'"],
            "The Combat Brotherhood's exercise began.",
        ),
        (
            "Доклад совета принят.",
            "совета",
            "Council of Ministers",
            "The councils' report is adopted.",
            ["councils'"],
            "The Council of Ministers' report is adopted.",
        ),
    ],
)
def test_all_that_stood_for_a_term_makes_room_for_it(
    source: str, term: str, english: str, text: str, looked_at: list[str], expected: str
) -> None:
    kind = "person" if term.istitle() else "organisation"
    lacking = [demand(source, term, english, kind=kind)]
    made = free(text, dict.fromkeys(looked_at, 0))
    assert drafted(source, made, lacking, [])[0] == expected


def test_attention_finds_what_words_do_not() -> None:
    source = "Визит состоялся в Кремле."
    made = free("The visit took place in a fortress.", {"fortress.": 0})
    lacking = [demand(source, "Кремле", "Kremlin", kind="place")]
    assert drafted(source, made, lacking, []) == ["The visit took place in the Kremlin."]


def test_a_sign_that_a_telephone_begins_with_is_not_doubled() -> None:
    source = "Справки: (017) 222-33-45."
    made = free("Information: (17-22-334.", {"(17-22-334.": 0})
    lacking = [demand(source, "(017) 222-33-45", "(017) 222-33-45", kind="verbatim")]
    assert drafted(source, made, lacking, []) == ["Information: (017) 222-33-45."]


def test_the_model_chooses_where_grammar_does_not() -> None:
    source = "Обсудили вопросы безопасности."
    made = free("They discussed safety.", {"safety.": 0})
    lacking = [demand(source, "безопасности", "collective security")]
    assert drafted(source, made, lacking, []) == [
        "They discussed collective security.",
        "They discussed the collective security.",
    ]


def test_a_prefix_ends_with_the_last_term() -> None:
    source = "Жапаров и Рахмон прибыли (в Минск)."
    made = free("Zhaparov and (Rakhmon) arrived in Minsk.")
    lacking = [
        demand(source, "Жапаров", "Japarov", kind="person"),
        demand(source, "Рахмон", "Rahmon", kind="person"),
    ]
    columns = [range(1), range(2, 3)]
    (draft,) = drafts(made, [], blocks(source, lacking, columns), str.split)
    assert draft.prefix == ["Japarov", "and", "(Rahmon"]
    assert draft.text == "Japarov and (Rahmon) arrived in Minsk."
    assert draft.kept == 1


def test_what_is_met_is_not_touched() -> None:
    source = "ОДКБ и ОДКБ"
    csto = demand(source, "ОДКБ", "CSTO", kind="organisation")
    for text in ("CSTO", "The CSTO", "the CSTO and it"):
        for said in drafted(source, free(text, {"CSTO": 0}), [csto], [csto]):
            assert said.count("CSTO") == text.count("CSTO") + 1


def test_a_sentence_begins_with_a_capital() -> None:
    source = "Рабочий визит завершён."
    made = free("Trip is over.", {"Trip": 0})
    lacking = [demand(source, "Рабочий визит", "working visit", kind="event")]
    assert drafted(source, made, lacking, [])[0] == "Working visit is over."


def test_words_of_pieces() -> None:
    pieces = ["▁At", "▁the", "▁", "(", "CS", "TO", ")", ".", "▁So"]

    def decode(tokens: list[str]) -> str:
        return "".join(tokens).replace("▁", " ").removeprefix(" ")

    found = words(pieces, decode)
    assert [word.text for word in found] == ["At", "the", "(CSTO).", "So"]
    assert [(word.first, word.last) for word in found] == [(0, 1), (1, 2), (2, 8), (8, 9)]
    assert found[2].core == "csto"


@pytest.mark.parametrize(
    ("pieces", "places"),
    [
        ("▁The ▁ ▁Force s ▁left .", [("The", 0, 1), ("Forces", 1, 4), ("left.", 4, 6)]),
        ("▁ The ▁Force", [("The", 0, 2), ("Force", 2, 3)]),
        ("▁It ▁left ▁", [("It", 0, 1), ("left", 1, 3)]),
    ],
)
def test_a_piece_that_is_a_space_is_no_word(
    pieces: str, places: list[tuple[str, int, int]]
) -> None:
    def decode(some: list[str]) -> str:
        return "".join(some).replace("▁", " ").removeprefix(" ")

    assert words(pieces.split(), decode) == [Word(*place) for place in places]


def test_words_of_marked_subwords() -> None:
    def decode(tokens: list[str]) -> str:
        return " ".join(tokens).replace("@@ ", "").replace(" .", ".")

    found = words(["Tas@@", "maga@@", "m", "met", "."], decode)
    assert [(word.text, word.first, word.last) for word in found] == [
        ("Tasmagam", 0, 3),
        ("met.", 3, 5),
    ]


def test_spans_grow_over_function_words_and_stop_at_the_limit() -> None:
    said = [
        Word(word, n, n + 1)
        for n, word in enumerate(["it", "the", "Council", "of", "Ministers", "met"])
    ]
    assert spans([0, 0, 1, 0, 0.9, 0.2], said, 4) == [(2, 5)]
    assert spans([0, 0, 1, 0, 0.9, 0.2], said, 2) == [(2, 3), (4, 5)]
    assert spans([0, 0, 0, 0, 0, 0], said, 3) == []


def test_function_words_and_punctuation_give_no_cue() -> None:
    said = [Word(word, n, n + 1) for n, word in enumerate(["the", "—", "Zhaparov", "met"])]
    found = cues(said, [[1.0]] * 4, range(1), ["Japarov"])
    assert found == [0.0, 0.0, 2.5, 1.0]


def test_a_word_that_is_like_the_term_counts_if_it_looked_there() -> None:
    said = [Word(word, n, n + 1) for n, word in enumerate(["place", "Tauric", "Palaces", "Palace"])]
    attention = [[0.0, 1.0], [1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]
    assert cues(said, attention, range(1), ["Tavricheskiy Palace"]) == [0.0, 1.0, 2.0, 1.5]


@pytest.mark.parametrize(
    ("source", "columns", "expected"),
    [
        (
            "Вела заседание председатель комиссии Громова.",
            4,
            "The Chair of the Commission Gromova led it.",
        ),
        ("Вела Громова, председатель комиссии.", 0, "Gromova The Chair of the Commission led it."),
    ],
)
def test_a_name_goes_beside_the_post_that_looked_at_it(
    source: str, columns: int, expected: str
) -> None:
    made = free("The Chair of the Commission led it.", {"Commission": columns})
    post = demand(source, "председатель комиссии", "Chair of the Commission", kind="title")
    lacking = [demand(source, "Громова", "Gromova", kind="person")]
    name = blocks(source, lacking, [range(columns, columns + 1)])
    assert drafts(made, [(post, range(2, 4))], name, str.split)[0].text == expected


def test_what_is_put_behind_a_word_goes_before_its_mark() -> None:
    said = [Word("Then", 0, 1), Word("Commission,", 1, 3), Word("led.", 3, 5)]
    tokens = ["Then", "Commission", ",", "led", "."]
    attention = [[0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]
    made = Free("Then Commission, led.", said, tokens, attention, 2)
    source = "Комиссия, Громова вела."
    post = demand(source, "Комиссия", "Commission", kind="body")
    name = blocks(source, [demand(source, "Громова", "Gromova", kind="person")], [range(1)])
    draft = drafts(made, [(post, range(-1, 0))], name, str.split)[0]
    assert draft.text == "Then Commission Gromova, led."
    assert draft.prefix == ["Then", "Commission", "Gromova"]


def test_of_two_places_a_term_has_the_one_that_looked_at_it() -> None:
    source = "Министр и министр Лавров."
    first, second = 0, 5
    made = free("Minister one met Minister two.", {"one": 8, "two.": second, "met": 8})
    made.attention[0][first], made.attention[3][second] = 0.5, 0.5
    lacking = [demand(source, "Министр", "Colleague", kind="title")]
    met = [(demand(source, "министр", "Minister", kind="title"), range(second, second + 1))]
    drafted = drafts(made, met, blocks(source, lacking, [range(1)]), str.split)
    assert drafted[0].text == "The Colleague one met Minister two."


def test_a_title_and_a_name_may_go_in_apart() -> None:
    source = "Избран Президент Алиев."
    lacking = [
        demand(source, "Президент", "President", kind="title"),
        demand(source, "Алиев", "Aliyev", kind="person"),
    ]
    columns = [range(1), range(1, 2)]
    assert [block.english for block in blocks(source, lacking, columns)] == ["President Aliyev"]
    apart = blocks(source, lacking, columns, joined=False)
    assert [block.english for block in apart] == ["President", "Aliyev"]
