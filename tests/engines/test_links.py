"""Which words of a translation come from where, with the embedded package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.documents.splice import divide

if TYPE_CHECKING:
    from workflow.engines.argos import ArgosEngine

VISIT = (
    "During the working visit the chairman of the Parliamentary Assembly met with the Justice"
    " Minister and visited the new museum."
)
PAGES = [
    (
        ["В ходе ", "рабочего визита", " председатель ", "Парламентского собрания",
         " встретился с ", "министром юстиции", " и посетил ", "новый музей", "."],
        VISIT,
        ["the working visit", "the Justice Minister", "the new museum"],
    ),
    (
        ["Смотрите ", "сайт", " и ", "карту", "."],
        "See the website and the map.",
        ["the website", "the map"],
    ),
    (
        ["Вторая часть", " доклада посвящена ", "выборам", "."],
        "The second part of the report covers elections.",
        ["The second part", "elections"],
    ),
]  # fmt: skip


def test_markup_falls_where_its_words_went(argos_engine: ArgosEngine) -> None:
    pairs = [("".join(pieces), english) for pieces, english, _ in PAGES]
    for (pieces, english, marked), links in zip(PAGES, argos_engine.links(pairs), strict=True):
        parts = [part.strip() for part in divide(english, pieces, links)]
        assert [part for part in parts if part in marked] == marked


def test_what_is_too_long_has_none(argos_engine: ArgosEngine) -> None:
    assert argos_engine.links([("слово " * 400, "word " * 400)]) == [()]
