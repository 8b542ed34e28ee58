"""Personal names: how surnames and given names decline, by ending and gender.

The dictionary knows «Волков», not «Тасмагамбетов»; the endings are few and regular (Зализняк,
Грамматический словарь русского языка; Калакуцкая, Склонение фамилий и личных имён).
"""

from __future__ import annotations

import re

from workflow.glossary.forms import SINGULAR, Forms, frozen, joined, union, word
from workflow.text import clean, fold

# (ending, letters to drop, endings of genitive, dative, accusative, instrumental, prepositional);
# the first row that fits counts, `/` separates variants. «Сталиным» but «Дарвином».
_MASCULINE: tuple[tuple[str, int, str], ...] = (
    ("[оеё]в|[иы]н", 0, "а у а ым/ом е"),
    ("[гкх]ий", 2, "ого ому ого им ом"),
    ("ый", 2, "ого ому ого ым ом"),
    ("ой", 2, "ого/оя ому/ою ого/оя ым/им/оем ом/ое"),
    ("ий", 1, "я ю я ем и"),
    ("[йь]", 1, "я ю я ем е"),
    ("[жчшщц]", 0, "а у а ем/ом е"),
    ("(?<![иы])х|[бвгдзклмнпрстф]", 0, "а у а ом е"),
    ("ия", 1, "и и ю ей и"),
    ("[гкхжчшщ]а", 1, "и е у ой/ей е"),
    ("а", 1, "ы е у ой/ей е"),
    ("я", 1, "и е ю ей е"),
)
_FEMININE: tuple[tuple[str, int, str], ...] = (
    ("[оеё]ва|[иы]на", 1, "ой ой у ой ой"),
    ("ая", 2, "ой ой ую ой ой"),
    ("яя", 2, "ей ей юю ей ей"),
    ("ь", 1, "и/ь и/ь ь ью/ь и/ь"),
    *_MASCULINE[-4:],
)
_TABLES = {"m": (_MASCULINE,), "f": (_FEMININE,), "": (_MASCULINE, _FEMININE)}
GENDERS = {"m": ("masc", "ms-f"), "f": ("femn", "ms-f"), "": ("masc", "femn", "ms-f")}
"""The morphological genders that a person's gender allows; empty where it is not known."""

_CELLS = (0b10, 0b100, 0b11000, 0b100000, 0b1000000)
_PATRONYMIC = re.compile("(?:ич(?:а|у|ем|е)?|(?:[оеё]вн|ичн)(?:а|ы|е|у|ой))$")
_TURKIC = ("оглы", "угли", "кызы", "уулу", "улы")


def is_patronymic(text: str) -> bool:
    """Whether a word looks like a patronymic in any case: «Нургалиевичу», «оглы»."""
    text = clean(text)
    lower = text.lower()
    named = text[:1].isupper() and _PATRONYMIC.search(lower) is not None
    return named or lower.endswith(_TURKIC)


def gender_shown(names: list[str]) -> str:
    """Return `m` or `f` as given name and surname (the last) show, empty where they do not."""
    for name in names:
        readings = [r for r in word(name).readings if r.known and r.proper in ("Name", "Patr")]
        genders = {reading.gender for reading in readings} & {"masc", "femn"}
        if len(genders) == 1:
            return "m" if genders == {"masc"} else "f"
    if re.search("(?:[оеё]ва|[иы]на|[цс]кая)$", names[-1].lower()):
        return "f"
    return "m" if re.search("(?:[оеё]в|[иы]н|[цс]кий)$", names[-1].lower()) else ""


def name_forms(name: str, gender: str) -> Forms:
    """Return the singular forms of a given name or surname; both genders where it is unknown.

    The parts of a double name decline together or the last one alone (Касыма-Жомарта,
    Касым-Жомарта).
    """
    parts = name.split("-")
    several = [_one(part, gender) for part in parts]
    if len(parts) == 1:
        return several[0]
    loose = [
        union(forms, frozen(part, SINGULAR)) for part, forms in zip(parts, several, strict=True)
    ]
    return joined([*loose[:-1], several[-1]], "-")


def guessed(text: str) -> Forms:
    """Return the singular forms that the ending of an unknown word gives it: «Кенеша»."""
    return _by_ending(fold(text), _MASCULINE)


def _one(name: str, gender: str) -> Forms:
    folded = fold(name)
    forms = [_by_ending(folded, table) for table in _TABLES[gender]]
    forms += [
        {form: mask & SINGULAR for form, mask in reading.forms if mask & SINGULAR}
        for reading in word(name).readings
        if reading.known and reading.proper in ("Name", "Surn", "Patr")
        if reading.gender in GENDERS[gender]
    ]
    return union(*forms)


def _by_ending(folded: str, table: tuple[tuple[str, int, str], ...]) -> Forms:
    for ending, drop, endings in table:
        if re.search(f"(?:{ending})$", folded):
            stem = folded[: len(folded) - drop]
            forms = [{folded: 1}]
            for cell, variants in zip(_CELLS, endings.split(), strict=True):
                forms.append({stem + variant: cell for variant in variants.split("/")})
            return union(*forms)
    return {folded: SINGULAR}
