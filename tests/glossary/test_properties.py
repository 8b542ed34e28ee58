from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from workflow.glossary import Entry, Glossary, Occurrence
from workflow.glossary.names import is_patronymic
from workflow.glossary.terms import Pattern, is_abbreviation, patterns
from workflow.glossary.tokens import WORD
from workflow.text import clean, fold

GLOSSARY = Glossary.load([Path(__file__).with_name("terms.csv")])
PATTERNS = [(entry, pattern) for entry in GLOSSARY.entries for pattern in patterns(entry)]
WORDS = sorted({form for _, p in PATTERNS for slot in p.slots for form in slot.forms})
FILLERS = ["и", "сказал", "И. ", "Н.", "«", "»", ",", ".", "—", "-", "Иванович", "2024", "the"]


def inflected(pattern: Pattern, cell: int, draw: random.Random) -> str:
    """Return a term in one case and number, empty where it has none."""
    cases = [[form for form, mask in s.forms.items() if mask >> cell & 1] for s in pattern.slots]
    if not all(cases):
        return ""
    words = [
        slot.text if is_abbreviation(slot.text) else draw.choice(forms)
        for slot, forms in zip(pattern.slots, cases, strict=True)
    ]
    if pattern.gaps is None:
        return " ".join(words).title()
    return "".join(gap + word for gap, word in zip(("", *pattern.gaps), words, strict=True))


DRAW = random.Random(1)
PHRASES = sorted({inflected(p, cell, DRAW) for _, p in PATTERNS for cell in range(14)})
TEXTS = st.lists(
    st.tuples(
        st.sampled_from(PHRASES) | st.sampled_from(WORDS) | st.sampled_from(FILLERS),
        st.sampled_from([str, str, str.title, str.upper]),
        st.sampled_from([" ", " ", " ", "", "\u00a0", "\n", "-", " — "]),
    ),
    max_size=10,
).map(lambda parts: "".join(change(word) + space for word, change, space in parts))


def shown(found: list[Occurrence]) -> list[tuple[str, str]]:
    return [(each.entry.source, fold(each.form)) for each in found]


@given(TEXTS)
def test_what_is_found_is_there(text: str) -> None:
    end = 0
    for found in GLOSSARY.find(text):
        assert end <= found.start < found.stop
        assert text[found.start : found.stop] == found.form
        end = found.stop
        words = [fold(word.group()) for word in WORD.finditer(found.form)]
        spellings = [
            {part for form in slot.forms for part in WORD.findall(form.rstrip("."))}
            for pattern in patterns(found.entry)
            for slot in pattern.slots
        ]
        known = set().union(*spellings)
        inserted = [w for w in words if w not in known]
        assert not inserted or found.entry.kind == "person", (found, inserted)
        # «Мацкевич» is a surname and looks like a patronymic: both may stand there.
        assert all(len(w) <= 2 or is_patronymic(w.title()) for w in inserted)
        for inner in found.nested:
            assert found.start <= inner.start < inner.stop <= found.stop
            assert inner.stop - inner.start < found.stop - found.start


@given(st.text(max_size=60))
def test_any_text_at_all(text: str) -> None:
    for found in GLOSSARY.find(text):
        assert text[found.start : found.stop] == found.form


@given(TEXTS, st.sampled_from([" ", "\u00a0", "\n", " \r\n ", "\t"]))
def test_white_space_changes_nothing(text: str, space: str) -> None:
    other = text.replace("\u00a0", " ").replace("\n", " ").replace(" ", space)
    assert shown(GLOSSARY.find(other)) == shown(GLOSSARY.find(clean(text)))


@given(TEXTS)
def test_yo_and_stress_change_nothing(text: str) -> None:
    plain = shown(GLOSSARY.find(text))
    assert shown(GLOSSARY.find(text.replace("ё", "е").replace("Ё", "Е"))) == plain
    assert shown(GLOSSARY.find(text.replace("и", "и\u0301").replace("а", "\u00adа"))) == plain


TERMS = [(e, pattern) for e, pattern in PATTERNS if pattern.gaps is not None and not e.case]


@given(st.sampled_from(TERMS), st.integers(0, 13), st.randoms())
def test_a_term_is_found_in_every_cell(
    term: tuple[Entry, Pattern], cell: int, draw: random.Random
) -> None:
    entry, pattern = term
    if text := inflected(pattern, cell, draw):
        assert entry in {each.entry for each in GLOSSARY.find(f"Это {text}")}
