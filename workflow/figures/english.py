"""How English writes what a Russian text states in digits."""

from __future__ import annotations

import re

_GROUP = "[ \u00a0\u202f\u2009']"
_AMOUNT = re.compile(
    rf"(?P<whole>\d{{1,3}}(?:{_GROUP}\d{{3}})+|\d+)(?:,(?P<part>\d+))?"
    r"(?:[\s-]?(?P<scale>тыс|млн|миллион|млрд|миллиард|трлн|триллион)\w*\.?)?"
)
# A decimal or grouped figure with no others beside it.
_CELL = re.compile(
    rf"(?<![\d.,:/-])(?<!\d{_GROUP})(?:\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:,\d+)?|\d+,\d+)"
    rf"(?![.,:/-]?\d|{_GROUP}\d)"
)
_SCALES = {
    "тыс": "thousand", "млн": "million", "миллион": "million", "млрд": "billion",
    "миллиард": "billion", "трлн": "trillion", "триллион": "trillion",
}  # fmt: skip
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d")
_ENDING = re.compile(
    r"-(?:(?P<year>летн)|(?P<anniversary>лети)|(?P<percent>процентн)"
    r"|(?P<ordinal>(?:й|я|е|го|му|м|ю|ой|ую|х|ми)\b))"
)
_PERCENT = re.compile(r"\s?%")
_DECADES = frozenset({"-е", "-х", "-ми", "-м"})
_MOST_PLACES = 3  # of a decimal fraction that is read at a glance
_FOUR = 4  # digits that are not grouped in either language: a year
_SIX = 6  # more that are not grouped in Russian are of an account or a register, no amount


def written(figure: str, after: str = "") -> tuple[str, ...]:
    """Return how English may write a Russian figure, the usual way first; () if that is not sure.

    `after` is the text behind the figure, which may end it: 98-летний, 60-й.

    >>> written("1 046"), written("18,4 млн"), written("01.02.2024")[0]
    (('1,046', '1046'), ('18.4 million',), '1 February 2024')
    >>> written("1,5 тыс."), written("7701234567")
    (('1,500', '1.5 thousand'), ('7701234567', '7,701,234,567'))
    >>> written("98", "-летний"), written("190", "-е место"), written("90", "-х годов")
    (('98-year', '98'), ('190th', '190'), ('90s', '90'))
    """
    if (ending := _ENDING.match(after)) and figure.isdigit():
        return _ended(figure, ending), figure
    if amount := _AMOUNT.fullmatch(figure):
        plain = re.sub(_GROUP, "", amount["whole"])
        grouped = len(plain) > _FOUR or plain != amount["whole"]
        if amount["scale"] == "тыс" and len(amount["part"] or "") <= _MOST_PLACES:
            thousands = int(plain + (amount["part"] or "").ljust(_MOST_PLACES, "0"))
            return f"{thousands:,}", f"{plain}{_point(amount)} thousand"
        wholes = (f"{int(plain):,}", plain) if grouped and plain[0] != "0" else (plain,)
        if plain == amount["whole"] and len(plain) > _SIX:
            wholes = wholes[::-1]
        scale = f" {_SCALES[amount['scale']]}" if amount["scale"] else ""
        sign = "%" if _PERCENT.match(after) else ""
        return tuple(f"{whole}{_point(amount)}{scale}{sign}" for whole in wholes)
    if (date := _DATE.fullmatch(figure)) and 0 < int(date[2]) <= len(_MONTHS):
        day, month = int(date[1]), _MONTHS[int(date[2]) - 1]
        return f"{day} {month} {date[3]}", f"{month} {day}, {date[3]}", figure
    return (figure, figure.replace(".", ":")) if _CLOCK.fullmatch(figure) else ()


def pointed(text: str) -> str:
    """Return a text of figures alone, the cell of a table, with English points and commas.

    Dates, times, telephone numbers and what might be several figures stay as they are.

    >>> pointed("1 046,5 (+2,3 %)"), pointed("8 800 555 35 35"), pointed("1,2,3")
    ('1,046.5 (+2.3 %)', '8 800 555 35 35', '1,2,3')
    """
    return _CELL.sub(lambda figure: written(figure[0])[0], text)


def _point(amount: re.Match[str]) -> str:
    return f".{amount['part']}" if amount["part"] else ""


def amount(value: int) -> tuple[str, ...]:
    """Return how English may write a sum of scales, the usual way first.

    >>> amount(3_300_000), amount(1_047_530)
    (('3.3 million', '3,300,000'), ('1,047,530',))
    """
    for zeros, scale in ((12, "trillion"), (9, "billion"), (6, "million")):
        if value >= 10**zeros and value % 10 ** (zeros - _MOST_PLACES) == 0:
            return f"{value / 10**zeros:g} {scale}", f"{value:,}"
    return (f"{value:,}",)


def _ended(figure: str, ending: re.Match[str]) -> str:
    if ending["year"]:
        return f"{figure}-year"
    if ending["percent"]:
        return f"{figure}%"
    if ending["ordinal"] and figure[-1] == "0" and ending[0] in _DECADES and len(figure) in {2, 4}:
        return f"{figure}s"
    teens = figure[-2:-1] == "1"
    ordinal = figure + ("th" if teens else {"1": "st", "2": "nd", "3": "rd"}.get(figure[-1], "th"))
    return f"{ordinal} anniversary" if ending["anniversary"] else ordinal
