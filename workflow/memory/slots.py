"""The places of a sentence that are filled otherwise from one occasion to the next.

These are figures, times, dates in figures, and the names of months beside a figure. Figures inside
words (G20, Ту154) are part of a name and no slots.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SPACE = " \u00a0\u202f\u2009"
_RU_MONTHS = (
    ("январь", "января", "январе"),
    ("февраль", "февраля", "феврале"),
    ("март", "марта", "марте"),
    ("апрель", "апреля", "апреле"),
    ("май", "мая", "мае"),
    ("июнь", "июня", "июне"),
    ("июль", "июля", "июле"),
    ("август", "августа", "августе"),
    ("сентябрь", "сентября", "сентябре"),
    ("октябрь", "октября", "октябре"),
    ("ноябрь", "ноября", "ноябре"),
    ("декабрь", "декабря", "декабре"),
)
EN_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
EN_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_RUSSIAN = {
    form: (number, case)
    for number, forms in enumerate(_RU_MONTHS, start=1)
    for case, form in enumerate(forms)
}
_ENGLISH = {
    name: number for names in (EN_MONTHS, EN_SHORT) for number, name in enumerate(names, start=1)
} | {"Sept": 9}

_FIGURE = re.compile(
    r"(?P<date>(?<![\w.])\d{1,2}([./])\d{1,2}\2\d{4}(?![\d.]\d)"
    r"|(?<![\w-])\d{4}-\d\d-\d\d(?![\w-]))"
    r"|(?P<time>(?<![\w.,:])\d{1,2}:\d\d(?![\w:]))"
    rf"|(?P<number>(?<![\w.,])(?:\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)*)(?P<ordinal>(?:st|nd|rd|th)\b)?(?!\w))"
)
_BEFORE = re.compile(rf"\d(?:st|nd|rd|th)?(?:[{_SPACE}]|\sof\s)\Z")
_AFTER = re.compile(rf",?[{_SPACE}]\d")
_MONTH = {
    "ru": re.compile(
        rf"\b(?:{'|'.join(sorted(_RUSSIAN, key=len, reverse=True))})\b", re.IGNORECASE
    ),
    "en": re.compile(
        rf"\b(?:{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})\b(?:\.(?=\s\d))?"
    ),
}
_NEAR = 8


class Slot(NamedTuple):
    """A slot, `text[start:stop]`: what kind it is of, and what it says.

    `kind` is `number`, `time`, `date` or `month`. `value` is what two spellings of the same have
    in common: a plain decimal, `2024-05-31`, a month's number. `form` tells apart spellings that a
    sentence cannot exchange: the case of a Russian month. `spelling` is the text without an
    ordinal ending.
    """

    start: int
    stop: int
    kind: str
    value: str
    spelling: str
    form: str = ""


def slots(text: str, lang: str) -> list[Slot]:
    """Return the slots of a text in order; months only of Russian and English."""
    found = [_figure(match, lang) for match in _FIGURE.finditer(text)]
    for match in _MONTH[lang].finditer(text) if lang in _MONTH else ():
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if _BEFORE.search(before) or _AFTER.match(text, match.end()):
            found.append(_month(match, lang))
    return sorted(found)


def _month(match: re.Match[str], lang: str) -> Slot:
    spelling = match.group()
    if lang == "ru":
        number, case = _RUSSIAN[spelling.lower()]
        return Slot(*match.span(), "month", str(number), spelling, str(case))
    return Slot(*match.span(), "month", str(_ENGLISH[spelling.rstrip(".")]), spelling)


def _figure(match: re.Match[str], lang: str) -> Slot:
    text = match.group()
    if match["date"]:
        return Slot(*match.span(), "date", _date(text), text)
    if match["time"]:
        return Slot(*match.span(), "time", text, text)
    ordinal = match["ordinal"] or ""
    text = text.removesuffix(ordinal)
    return Slot(match.start(), match.start() + len(text), "number", plain(text, lang), text)


def _date(text: str) -> str:
    """Return a date in figures as ISO 8601; English ones are read with the day first, too."""
    parts = re.split("[./-]", text)
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]  # noqa: PLR2004 (a year)
    return f"{year}-{month:0>2}-{day:0>2}"


def plain(figure: str, lang: str) -> str:
    """Return a figure as a plain decimal with a point; one with a leading zero as it stands."""
    figure = re.sub(f"[{_SPACE}]", "", figure)
    if re.fullmatch(r"0\d+", figure) or figure.count(".") > 1:
        return figure
    if lang == "en" and re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", figure):
        return figure.replace(",", "")
    return figure.replace(",", ".") if lang != "en" and figure.count(",") == 1 else figure
