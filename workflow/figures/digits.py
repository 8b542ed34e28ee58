"""The numbers that a text states in digits.

Each is a mention with its readings, plain decimal strings; `t18:30` is a time, `m5` a month. A
mention agrees with another text if any reading of it is among the readings there.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from workflow.figures.numerals import Need

if TYPE_CHECKING:
    from collections.abc import Iterator


class Mention(NamedTuple):
    """A number as the text spells it.

    `readings` is what it can mean, `need` how surely the other text has it, and `parts` are
    readings that do instead if all of them stand there (10:30 as 10 hours 30 minutes).
    """

    text: str
    readings: frozenset[str]
    need: Need
    parts: tuple[str, ...] = ()


_GROUP = "[ \u00a0\u202f\u2009']"
_FIGURE = re.compile(
    r"(?P<date>(?<![\d.])\d{1,2}([./-])\d{1,2}\2(?:\d{4}|\d{2})(?!\d)|(?<!\d)\d{4}-\d\d-\d\d(?!\d))"
    r"|(?P<time>(?<![\d.,:])(?:[01]?\d|2[0-4])[:.][0-5]\d(?![\d:%]|[.,]\d))"
    rf"|(?P<number>\d{{1,3}}(?:{_GROUP}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
)
_SCALE = re.compile(
    r"(?:-\w{1,2}\b)?[\s-]?(?:(?P<e3>тыс(?:\.|яч(?!ел)\w*)|thou(?:\b|sands?\b)|k\b)"
    r"|(?P<e6>млн\b|миллион\w*|millions?\b|mln\b|mn\b|m\b)"
    r"|(?P<e9>млрд\b|миллиард\w*|billions?\b|bln\b|bn\b)"
    r"|(?P<e12>трлн\b|триллион\w*|trillions?\b|trn\b))",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:[-–—]|to|and|or|до|и|или)\s?")
_PM = re.compile(r"\s?(?:p\.?\s?m\b|(?:час\w*\s)?(?:вечера|дня|пополудни))", re.IGNORECASE)
_GLUED = re.compile(r"[^\W\d_]-?$")
_DECADE = re.compile(r"(?:-(?:е|х|ых|ые|м|ми)|['’]?s)\b")
_DIGITS = 18  # longer figures are names, not amounts
_MONTHS = frozenset(map(str, range(1, 13)))
_NEAR = 24  # characters after a figure in which what belongs to it stands


def figures(text: str, lang: str) -> list[Mention]:
    """Return what is written in digits: numbers, dates and times."""
    found = list(_FIGURE.finditer(text))
    spelled: list[tuple[int, Mention]] = []
    for before, figure, after in zip([None, *found], found, [*found[1:], None], strict=False):
        if figure["date"]:
            spelled += ((figure.start(), mention) for mention in _date(figure[0]))
        else:
            spelled.append((figure.start(), _number(text, lang, before, figure, after)))
    return _summed(text, spelled)


def _summed(text: str, spelled: list[tuple[int, Mention]]) -> list[Mention]:
    """Return the mentions, with the sum as a reading of both in: 1 million 200 thousand."""
    result = [mention for _, mention in spelled]
    for index, ((start, first), (then, _)) in enumerate(pairwise(spelled)):
        end = start + len(first.text)
        if (
            end < then
            and first.text.rstrip(".")[-1:].isalpha()
            and text[end:then].strip(" .\u00a0") == ""
        ):
            sums = {
                str(int(a) + int(b))
                for a in result[index].readings
                for b in result[index + 1].readings
                if len(a) <= _DIGITS and len(b) < len(a) and a.isdigit() and b.isdigit()
            }
            for place in (index, index + 1):
                result[place] = result[place]._replace(readings=result[place].readings | sums)
    return result


def _date(figure: str) -> Iterator[Mention]:
    for part in map(_plain, re.split("[./-]", figure)):
        readings = {part}
        if len(part) <= 2:  # noqa: PLR2004 (a day, a month or the end of a year)
            readings |= _month(part)
            readings |= {f"{century}{part:0>2}" for century in (19, 20)}
        yield Mention(figure, frozenset(readings), Need.FIGURE)


def _number(
    text: str,
    lang: str,
    before: re.Match[str] | None,
    figure: re.Match[str],
    after: re.Match[str] | None,
) -> Mention:
    start, end = figure.span()
    behind = text[end : end + _NEAR]
    readings, parts = _read(figure[0], lang)
    if figure["time"]:
        readings |= _times(figure[0])
    scale = _SCALE.match(behind)
    if scale and scale.lastgroup:
        scaled = {_shift(reading, int(scale.lastgroup[1:])) for reading in readings}
        # A lone letter may be a unit: 5 m, 5 k.
        readings = readings | scaled if scale[0].strip(" -").lower() in {"m", "k"} else scaled
        parts = ()
        end += scale.end()
    elif after and (shared := _shared_scale(text, figure, after)):
        readings |= {_shift(reading, shared) for reading in readings}
    elif _PM.match(behind):
        readings |= {str(int(hour) + 12) for hour in readings if hour.isdigit() and len(hour) < 3}  # noqa: PLR2004
    elif _DECADE.match(behind):
        readings |= _decade(figure[0])
    if behind[:1] == "/":  # 9/11
        readings |= _month(figure[0])
    if before:
        readings |= _continued(text, before, figure)
    # G20 may be the Twenty, COVID-19 the coronavirus, and 1 may be a or per.
    weak = _GLUED.search(text[max(0, start - 2) : start]) or figure[0] == "1"
    need = Need.WORD if weak else Need.FIGURE
    return Mention(text[start:end].strip(), frozenset(readings), need, parts)


def _read(figure: str, lang: str) -> tuple[set[str], tuple[str, ...]]:
    """Return the readings of a figure with separators, and its parts."""
    groups = re.split(f"{_GROUP}|[.,:]", figure)
    parts = tuple(map(_plain, groups)) if len(groups) > 1 else ()
    squeezed = re.sub(_GROUP, "", figure)
    points = re.sub(r"\d", "", squeezed)
    if not points or ":" in points:
        return {_plain(squeezed)}, parts
    whole, last = re.sub("[.,]", "", squeezed[: squeezed.rfind(points[-1])]), groups[-1]
    fraction = _plain(f"{whole}.{last}")
    if len(points) == 1:
        thousands = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", figure)
        if thousands and lang == "en" and points == ",":
            return {whole + last}, ()
        pointed = thousands and lang != "en" and points == "."  # 1.234 is seen for 1 234
        return {fraction, whole + last} if pointed else {fraction}, parts
    if len(set(points)) == 1:  # 1,234,567 or 1.2.3
        return {squeezed.replace(",", "."), _plain(whole + last)}, parts
    return {fraction}, ()


def _plain(figure: str) -> str:
    """Return the figure without zeros that say nothing."""
    whole, point, fraction = figure.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (point + fraction if fraction else "")


def _shift(figure: str, zeros: int) -> str:
    """Multiply by a power of ten."""
    whole, _, fraction = figure.partition(".")
    fraction = fraction.ljust(zeros, "0")
    return _plain(f"{whole}{fraction[:zeros]}.{fraction[zeros:]}")


def _month(figure: str) -> set[str]:
    value = _plain(figure)
    return {f"m{value}"} if value in _MONTHS else set()


def _times(figure: str) -> set[str]:
    """Return the time on a clock of twelve hours, and the hour if it is full."""
    hour, minute = re.split("[:.]", figure)
    full = {_plain(hour)} if minute == "00" else set()
    return {f"t{int(hour) % 12}:{minute}"} | full


def _shared_scale(text: str, figure: re.Match[str], after: re.Match[str]) -> int:
    """Return the power of ten that follows the next figure of a range: 5–6 million."""
    if not _RANGE.fullmatch(text, figure.end(), after.start()):
        return 0
    scale = _SCALE.match(text, after.end(), after.end() + _NEAR)
    return int(scale.lastgroup[1:]) if scale and scale.lastgroup else 0


def _decade(figure: str) -> set[str]:
    """Return the years that the tens of a decade mean: 90s."""
    return {f"{century}{figure}" for century in (19, 20)} if len(figure) == 2 else set()  # noqa: PLR2004


def _continued(text: str, before: re.Match[str], figure: re.Match[str]) -> set[str]:
    """Return the reading that the figure before gives: 1941–45."""
    gap = text[before.end() : figure.start()]
    if len(before[0]) == 4 and len(figure[0]) == 2 and gap in {"-", "–", "—", "/"}:  # noqa: PLR2004
        return {before[0][:2] + figure[0]}
    return set()
