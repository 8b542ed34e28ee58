"""Dates, amounts and numbers of all kinds for the slots of templates."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from value import Value, form

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

MONTHS = (
    ("январь", "January"), ("февраль", "February"), ("март", "March"), ("апрель", "April"),
    ("май", "May"), ("июнь", "June"), ("июль", "July"), ("август", "August"),
    ("сентябрь", "September"), ("октябрь", "October"), ("ноябрь", "November"),
    ("декабрь", "December"),
)  # fmt: skip
MONEY = (
    ("рублей", "roubles"), ("долларов", "dollars"), ("долларов США", "US dollars"),
    ("евро", "euros"), ("тенге", "tenge"), ("белорусских рублей", "Belarusian roubles"),
)  # fmt: skip
SCALES = (("млн", "million"), ("млрд", "billion"), ("миллионов", "million"))
DIALLING = ("375", "7", "996", "992", "374")


class Figures:
    """Draws figures of each kind; `kinds` are the names of slots."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.kinds: dict[str, Callable[[], Value]] = {
            "date": self._date, "dayonly": self._day, "dated": self._dated, "month": self._month,
            "year": self._year, "time": self._time, "n": self._small, "big": self._big,
            "small": partial(self._plain, 1, 9), "late": partial(self._plain, 10, 28),
            "percent": self._percent, "decimal": self._decimal, "sum": self._sum,
            "ordinal": self._ordinal, "account": partial(self.digits, 9), "phone": self._phone,
            "postcode": self._postcode, "subno": self._subnumber, "lawno": self._law_number,
        }  # fmt: skip

    def _day(self) -> Value:
        russian, english = self.rng.choice(MONTHS)
        day = self.rng.randint(1, 28)
        return Value(f"{day} {form(russian, 'gent')}", f"{day} {english}", "fixed")

    def _date(self) -> Value:
        day, year = self._day(), self.rng.randint(1991, 2030)
        era = self.rng.choice(("года", "г.", "г."))
        return Value(f"{day.russian} {year} {era}", f"{day.english} {year}", "fixed")

    def _dated(self) -> Value:
        day, month = self.rng.randint(1, 28), self.rng.randint(1, 12)
        year = self.rng.randint(1996, 2030)
        english = f"{day} {MONTHS[month - 1][1]} {year}"
        return Value(f"{day:02}.{month:02}.{year}", english, "fixed")

    def _month(self) -> Value:
        (russian, english), year = self.rng.choice(MONTHS), self.rng.randint(2005, 2030)
        return Value(f"{russian} {year} года", f"{english} {year}", "word", "masc")

    def _year(self) -> Value:
        year = str(self.rng.randint(1985, 2035))
        return Value(year, year, "fixed")

    def _time(self) -> Value:
        hour, minute = self.rng.randint(6, 22), self.rng.choice(("00", "00", "15", "30", "45"))
        return Value(f"{hour}:{minute}", f"{hour}:{minute}", "fixed")

    def _small(self) -> Value:
        number = self.rng.choice([n for n in range(2, 60) if n % 10 != 1 or n == 11])  # noqa: PLR2004
        return Value(str(number), str(number), "fixed", "", number)

    def _big(self) -> Value:
        number = self.rng.randint(8, 900) * self.rng.choice((10, 100))
        space = self.rng.choice((" ", "\u00a0")) if number >= 10_000 else ""  # noqa: PLR2004
        return Value(f"{number:,}".replace(",", space), f"{number:,}", "fixed", "", number)

    def _percent(self) -> Value:
        number = f"{self.rng.randint(2, 950) / 10:g}"
        sign = self.rng.choice(("%", " %", " процента" if "." in number else " процентов"))
        return Value(number.replace(".", ",") + sign, f"{number} percent", "fixed")

    def _sum(self) -> Value:
        number = f"{self.rng.randint(12, 900) / self.rng.choice((1, 10)):g}"
        (scale, scales), (unit, units) = self.rng.choice(SCALES), self.rng.choice(MONEY)
        return Value(
            f"{number.replace('.', ',')} {scale} {unit}", f"{number} {scales} {units}", "fixed"
        )

    def _decimal(self) -> Value:
        number = f"{self.rng.randint(11, 990) / 10}"
        return Value(number.replace(".", ","), number, "fixed")

    def _ordinal(self) -> Value:
        number = self.rng.choice((5, 10, 15, 20, 25, 30, 35, 75, 80))
        return Value(str(number), f"{number}th", "fixed")

    def _plain(self, least: int, most: int) -> Value:
        number = str(self.rng.randint(least, most))
        return Value(number, number, "fixed")

    def digits(self, count: int) -> Value:
        """Return a number of so many digits, as accounts and registers have."""
        number = str(self.rng.randint(10 ** (count - 1), 10**count - 1))
        return Value(number, number, "fixed")

    def _subnumber(self) -> Value:
        depth = self.rng.choice((2, 2, 3))
        number = ".".join(str(self.rng.randint(1, 12)) for _ in range(depth))
        return Value(number, number, "fixed")

    def _law_number(self) -> Value:
        number = self.rng.randint(2, 540)
        russian, english = self.rng.choice((("-ФЗ", "-FZ"), ("-З", "-Z"), ("", ""), ("-р", "-r")))
        return Value(f"{number}{russian}", f"{number}{english}", "fixed")

    def _postcode(self) -> Value:
        code = str(self.rng.randint(100_000, 699_999))
        return Value(code, code, "fixed")

    def _phone(self) -> Value:
        code, *digits = (self.rng.randint(10, 99) for _ in range(4))
        number = f"+{self.rng.choice(DIALLING)} ({code}) 2{'-'.join(map(str, digits))}"
        return Value(number, number, "fixed")
