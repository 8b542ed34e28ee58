from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.engines.constrain import finished, within
from workflow.engines.terms import applied, attached, balance, standing, unmet
from workflow.model import Demand, Translation

CSTO = Demand(0, 4, ("CSTO", "Collective Security Treaty Organization"), "ОДКБ", "organisation")
POST = Demand(5, 9, ("CSTO Secretary General", "Secretary General of the CSTO"), "генсек", "title")
STATE = Demand(10, 14, ("member state",), "государство-член")
STATES = Demand(10, 14, ("member states",), "государство-член")
ZAS = Demand(15, 19, ("Stanislav Zas", "S. Zas"), "Станислав Зась", "person")
CHARGE = Demand(20, 30, ("chargé d'affaires a.i.", "chargé d'affaires"), "поверенный", "title")


@pytest.mark.parametrize(
    ("text", "demands", "said"),
    [
        ("The CSTO's forces", [CSTO], ["CSTO"]),
        ("The CSTO and the CSTO", [CSTO, CSTO], ["CSTO", "CSTO"]),
        ("The CSTO met", [CSTO, CSTO], ["CSTO", None]),
        ("The Collective Security Treaty Organization", [CSTO], [CSTO.english[1]]),
        ("CSTO Secretary General", [CSTO], ["CSTO"]),
        ("CSTO Secretary General", [CSTO, POST], [None, "CSTO Secretary General"]),
        ("the Secretary General of the CSTO and the CSTO", [POST, CSTO], [POST.english[1], "CSTO"]),
        ("S. Zas’s aide, Zasov", [ZAS], ["S. Zas"]),
        ("the member states", [STATE], [None]),
        ("the member states", [STATES], ["member states"]),
        ("the member state's", [STATES, STATE], [None, "member state"]),
        ("Member states", [STATES], ["Member states"]),
        ("The chargé d'affaires a.i.", [CHARGE], ["chargé d'affaires a.i."]),
        ("", [CSTO], [None]),
        ("anything", [], []),
    ],
)
def test_where_demands_stand(text: str, demands: list[Demand], said: list[str | None]) -> None:
    places = standing(text, demands)
    assert [place and text[place[0] : place[1]] for place in places] == said
    assert unmet(text, demands) == [n for n, place in enumerate(places) if place is None]


def test_a_place_that_only_one_can_take_is_left_to_it() -> None:
    both = Demand(0, 1, ("EEC Board", "EEC"), "Коллегия")
    only = Demand(2, 3, ("EEC",), "ЕЭК")
    text = "The EEC and the EEC Board"
    assert standing(text, [both, only]) == [(16, 25), (4, 7)]
    assert standing("EEC, EEC", [both, only]) == [(0, 3), (5, 8)]
    assert standing("CSTO, EEC", [both, only])[0] == (6, 9)


def test_what_nobody_demanded_is_counted() -> None:
    assert balance("The CSTO and its CSTO forces", [CSTO]) == (0, 1)
    assert balance("The forces", [CSTO]) == (1, 0)


def test_a_record_says_how_and_where() -> None:
    made = applied("CSTO", [CSTO, ZAS], ["constrained", "free"])
    assert [(each.how, each.target_start, each.target_stop) for each in made] == [
        ("constrained", 0, 4),
        ("missing", 0, 0),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said so.", "He said so (CSTO, S. Zas)."),
        ("He said: “So!”", "He said: “So (CSTO, S. Zas)!”"),
        ("He", "He (CSTO, S. Zas)"),
        ("…", "(CSTO, S. Zas)…"),
        ("", "CSTO, S. Zas"),
    ],
)
def test_attaching(text: str, expected: str) -> None:
    assert attached(text, ["CSTO", "S. Zas"]) == expected
    assert attached(text, []) == text


DEMANDS = [CSTO, POST, STATES, ZAS]
WORDS = ["CSTO", "Secretary", "General", "of", "the", "S. Zas", "member", "states", ".", "!", "“"]


@given(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.sampled_from(DEMANDS), max_size=5),
)
def test_every_demand_is_met_in_a_place_of_its_own(text: str, demands: list[Demand]) -> None:
    made = finished(Translation(text, -1.0), demands)
    assert not unmet(made.text, demands)
    places = sorted((each.target_start, each.target_stop) for each in made.terms)
    assert all(first[1] <= second[0] for first, second in pairwise(places))
    for demand, each in zip(demands, made.terms, strict=True):
        said = made.text[each.target_start : each.target_stop]
        assert said.casefold() in {variant.casefold() for variant in demand.english}
    assert finished(made, demands).text == made.text
    if not unmet(text, demands):
        assert made.text == text
        assert {each.how for each in made.terms} <= {"free"}


def test_demands_go_to_the_part_that_holds_them() -> None:
    demands = [CSTO, POST, STATE]
    assert within(demands, 0, 7) == [CSTO, Demand(5, 7, POST.english, "генсек", "title")]
    assert within(demands, 10, 30) == [Demand(0, 4, STATE.english, STATE.entry)]
