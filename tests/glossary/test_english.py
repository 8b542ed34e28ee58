from __future__ import annotations

import pytest

from workflow.glossary import Entry, Glossary


def standing(glossary: Glossary, source: str, text: str) -> list[str]:
    (entry,) = (each for each in glossary.entries if each.source == source)
    places = glossary.in_english(text, entry)
    assert all(text[place.start : place.stop] == place.form for place in places)
    return [
        place.form + " plural" * place.plural + " possessive" * place.possessive for place in places
    ]


@pytest.mark.parametrize(
    ("source", "text", "forms"),
    [
        ("ОДКБ", "The CSTO's decision, CSTO-led and non-CSTO", ["CSTO possessive", "CSTO", "CSTO"]),
        ("ОДКБ", "the Collective  Security\nTreaty\u00a0Organization", None),
        ("ОДКБ", "csto, Csto, CSTOX, XCSTO, CS TO, Collective Security Treaty", []),
        ("Генеральный секретарь ОДКБ", "The CSTO Secretary General’s aide", None),
        ("Генеральный секретарь ОДКБ", "Secretaries General of the CSTO", None),
        ("Генеральный секретарь ОДКБ", "CSTO secretary general; CSTO, Secretary General", []),
        ("Генеральный секретарь ОДКБ", "CSTO SECRETARY GENERAL", None),
        ("Генеральный секретарь ОДКБ", "CSTO Secretary-General", None),
        ("Генеральный секретарь ОДКБ", "CSTO's Secretary General", []),
        ("министр", "Ministers and a minister; the ministers’ talks", None),
        ("Россия", "Russia, Russias, Russia's", ["Russia", "Russia possessive"]),
        ("Имангали Тасмагамбетов", "I. Tasmagambetov met Imangali Tasmagambetov's aide", None),
        ("Имангали Тасмагамбетов", "Tasmagambetov and A. Tasmagambetov", []),
        ("народ", "the peoples of the people", ["peoples plural", "people"]),
    ],
)
def test_where_approved_english_stands(
    glossary: Glossary, source: str, text: str, forms: list[str] | None
) -> None:
    expected = {
        "the Collective  Security\nTreaty\u00a0Organization": [
            "Collective  Security\nTreaty\u00a0Organization"
        ],
        "The CSTO Secretary General’s aide": ["CSTO Secretary General possessive"],
        "Secretaries General of the CSTO": ["Secretaries General of the CSTO plural"],
        "CSTO SECRETARY GENERAL": ["CSTO SECRETARY GENERAL"],
        "CSTO Secretary-General": ["CSTO Secretary-General"],
        "Ministers and a minister; the ministers’ talks": [
            "Ministers plural",
            "minister",
            "ministers plural possessive",
        ],
        "I. Tasmagambetov met Imangali Tasmagambetov's aide": [
            "I. Tasmagambetov",
            "Imangali Tasmagambetov possessive",
        ],
    }
    assert standing(glossary, source, text) == (expected[text] if forms is None else forms)


def test_the_longest_variant_stands() -> None:
    entry = Entry("Коллегия ЕЭК", "EEC Board", accept=("Board of the EEC", "EEC"))
    glossary = Glossary([entry])
    places = glossary.in_english("EEC Board, EEC, the Board of the EEC", entry)
    assert [place.variant for place in places] == ["EEC Board", "EEC", "Board of the EEC"]


def test_forbidden_variants_and_what_to_write_instead(glossary: Glossary) -> None:
    text = "General Secretary of the CSTO, ODKB’s friend in Kazakstan and Kassym-Jomart Tokayev"
    assert [(place.form, place.entry.target) for place in glossary.forbidden(text)] == [
        ("General Secretary of the CSTO", "CSTO Secretary General"),
        ("ODKB", "CSTO"),
        ("Kazakstan", "Kazakhstan"),
    ]


def test_a_forbidden_variant_inside_an_approved_one_is_no_finding() -> None:
    glossary = Glossary(
        [
            Entry("Рабочая партия", "Worker's Party", forbid=("Labour Party",)),
            Entry("Новая рабочая партия", "New Labour Party"),
            Entry("СССР", "USSR", forbid=("ussr",)),
        ]
    )
    assert [place.start for place in glossary.forbidden("The New Labour Party, Labour Party")] == [
        22
    ]
    assert glossary.forbidden("the USSR") == []


def test_an_ending_alone_is_no_plural() -> None:
    glossary = Glossary([Entry("ОДКБ", "CSTO"), Entry("ГЭС", "S E")])
    assert [
        place.form for place in glossary.in_english("CSTO s, CSTO es", glossary.entries[0])
    ] == [
        "CSTO",
        "CSTO",
    ]
