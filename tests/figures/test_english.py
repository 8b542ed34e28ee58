"""How a Russian figure is written in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.figures.compare import lacking, mentions
from workflow.figures.english import pointed, written


@pytest.mark.parametrize(
    ("figure", "after", "english"),
    [
        ("98", "-летний участник", "98-year"),
        ("80", "-летие Победы", "80th anniversary"),
        ("21", "-й", "21st"),
        ("112", "-го", "112th"),
        ("13", "-я сессия", "13th"),
        ("90", "-х годов", "90s"),
        ("1990", "-е годы", "1990s"),
        ("60", "-процентный", "60%"),
        ("2024", " г.", "2024"),
        ("15000", "", "15,000"),
        ("1 046", "", "1,046"),
        ("5\u00a0000\u00a0000", "", "5,000,000"),
        ("7,4", " %", "7.4%"),
        ("7,4", " балла", "7.4"),
        ("246 млн", " человек", "246 million"),
        ("1,5 тыс.", "", "1,500"),
        ("15 тысяч", " человек", "15,000"),
        ("1,2345 тыс.", "", "1.2345 thousand"),
        ("14,7 миллиардов", "", "14.7 billion"),
        ("01.02.2024", ")", "1 February 2024"),
        ("20.00", "", "20.00"),
    ],
)
def test_as_english_writes_it(figure, after, english):
    assert written(figure, after)[0] == english


@pytest.mark.parametrize("figure", ["1.2.3", "45.13.2024", "", "5–6", "XIV"])
def test_what_is_not_sure_is_not_written(figure):
    assert written(figure) == ()


WHOLE = st.integers(0, 10**9)


@given(
    st.one_of(
        WHOLE.map(str),
        WHOLE.map(lambda n: f"{n:,}".replace(",", "\u00a0")),
        st.tuples(st.integers(0, 999), st.integers(1, 999)).map(lambda n: f"{n[0]},{n[1]}"),
        st.tuples(st.integers(2, 999), st.sampled_from(["тыс.", "млн", "млрд", "трлн"])).map(
            lambda n: f"{n[0]} {n[1]}"
        ),
        st.dates().filter(lambda day: day.year > 1900).map(lambda day: f"{day:%d.%m.%Y}"),
    ),
    st.sampled_from(["", "-летний", "-й", "-процентный"]),
)
def test_every_way_states_the_same_number(figure, after):
    after = after if figure.isdigit() else ""
    source = f"Итого {figure}{after}."
    english = written(figure, after)
    assert english
    for way in english:
        target = f"In all {way}."
        assert not lacking(mentions(source, "ru"), mentions(target, "en"), target)


@pytest.mark.parametrize(
    ("cell", "english"),
    [
        ("8,1", "8.1"),
        ("2 305 817,25", "2,305,817.25"),
        ("1\u00a0046", "1,046"),
        ("5,0–7,5", "5.0–7.5"),
        ("(−3,4 %)", "(−3.4 %)"),
        *[
            (same, same)
            for same in ("12.05.2024", "10:30", "+375 17 222-33-44", "8 800 555 35 35", "1,2,3")
        ],
        *[(same, same) for same in ("1, 2, 3", "2019 2020", "8,1 5,4", "12/345", "2024", "")],
    ],
)
def test_figures_alone(cell: str, english: str) -> None:
    assert pointed(cell) == english
