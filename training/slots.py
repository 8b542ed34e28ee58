"""What fills the slots of templates: words with their case forms, people, dates, numbers."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from inflect import gender_of, inflect, inflect_name

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from pathlib import Path

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
STREETS = (
    ("улица", "ул.", "Street"), ("улица", "ул.", "Street"), ("улица", "ул.", "Street"),
    ("проспект", "пр.", "Avenue"), ("проспект", "пр-т", "Avenue"), ("переулок", "пер.", "Lane"),
    ("площадь", "пл.", "Square"), ("бульвар", "б-р", "Boulevard"), ("шоссе", "ш.", "Highway"),
)  # fmt: skip
ENDINGS = {"femn": ("ая", "aya"), "neut": ("ое", "oye")}
ROOMS = (("каб.", "office"), ("кв.", "flat"), ("оф.", "office"), ("корп.", "building"))
INITIALS = {
    "А": "A", "В": "V", "Г": "G", "Д": "D", "Е": "E", "И": "I", "К": "K", "Л": "L", "М": "M",
    "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T", "Ф": "F", "Э": "E", "Ю": "Yu",
    "Я": "Ya",
}  # fmt: skip
DIALLING = ("375", "7", "996", "992", "374")
SCALES = (("млн", "million"), ("млрд", "billion"), ("миллионов", "million"))
GLOSSARY = {
    "gbody": "body", "gorg": "organisation", "gdoc": "document", "gevent": "event",
    "gterm": "term", "title": "title",
}  # fmt: skip
_THE = re.compile(r"\b(Republic|Federation|Kingdom|States|Emirates|Union)\b")
_BARE = {"NATO", "UNESCO", "ASEAN", "BRICS", "ECOSOC", "UNICEF", "APEC", "INTERPOL", "Interpol"}


@cache
def _form(phrase: str, case: str) -> str:
    return inflect(phrase, case)


@cache
def _gender(phrase: str) -> str:
    return gender_of(phrase)


@dataclass(frozen=True, slots=True)
class Value:
    """What a slot was filled with; `form` is what a number counts as."""

    russian: str
    english: str
    kind: str
    gender: str = ""
    form: int = 0
    parts: tuple[Value, ...] = ()

    def cased(self, case: str) -> str:
        """Return the Russian in a case (`gent`, ...).

        Raises:
            ValueError: it has no such form.

        """
        if self.parts:
            return " ".join(part.cased(case) for part in self.parts)
        if self.kind == "person":
            return inflect_name(self.russian, self.gender, case)
        if self.kind == "fixed" or self.russian.isupper():
            return self.russian
        return _form(self.russian, case)

    def agreeing(self) -> str:
        """Return the gender that verbs take.

        Raises:
            ValueError: it has none, as an abbreviation.

        """
        return self.gender or _gender(self.russian)

    def article(self) -> str:
        """Return the English with `the`, where it takes one."""
        english = self.english
        if self.kind == "country":
            return english
        bare = english in _BARE or english.startswith(("the ", "Operation "))
        if bare or (self.kind == "gevent" and re.search(r"Day$|^Nowruz|^Nooruz", english)):
            return english
        return f"the {english}"


class Fillers:
    """Draws fillers of each kind from word lists and the glossary."""

    def __init__(self, folder: Path, glossaries: Path, rng: random.Random) -> None:
        self.rng = rng
        lists = ("topics", "posts", "bodies", "documents", "events", "cities", "countries",
                 "equipment", "units", "sectors", "goods", "regions", "operations", "agencies",
                 "companies", "streets", "institutions", "eponyms")  # fmt: skip
        self.words = {name: _pairs(folder / f"{name}.tsv") for name in lists}
        names = [
            line.split("\t")
            for line in (folder / "names.tsv").read_text(encoding="utf-8").splitlines()
        ]
        self.names = {kind: [(r, e) for k, r, e in names if k == kind] for kind in "mf"}
        self.surnames = [(r, e) for kind, r, e in names if kind == "s"]
        self.glossary, self.leaders = _glossary(glossaries)
        self.kinds: dict[str, Callable[[], Value]] = {
            "topic": self._word("topics"), "post": self._word("posts"),
            "body": self._word("bodies"), "doc": self._word("documents"),
            "event": self._word("events"), "city": self._word("cities"),
            "country": self._word("countries", "country"),
            "equip": self._word("equipment"), "unit": self._word("units"),
            "sector": self._word("sectors"), "region": self._word("regions"),
            "goods": self._word("goods"),
            "person": self._person, "official": self._official, "leader": self._leader,
            "org": self._term("gorg"), **{name: self._term(name) for name in GLOSSARY},
            "date": self._date, "dayonly": self._day, "month": self._month, "year": self._year,
            "time": self._time, "n": self._small, "big": self._big, "percent": self._percent,
            "sum": self._sum, "ordinal": self._ordinal,
            "operation": self._word("operations", "fixed"),
            "agency": self._word("agencies", "fixed"),
            "company": self._word("companies", "fixed"),
            "street": self._street, "address": self._address, "namesake": self._namesake,
            "eponym": self._word("eponyms", "fixed"),
            "acting": self._acting, "initialled": self._initialled, "listed": self._listed,
            "phone": self._phone, "postcode": self._postcode, "lawof": self._law,
            "dated": self._dated, "subno": self._subnumber, "lawno": self._law_number,
            "account": partial(self._digits, 9), "mail": self._mail, "site": self._site,
            "small": partial(self._plain, 1, 9),
            "late": partial(self._plain, 10, 28), "decimal": self._decimal,
        }  # fmt: skip

    def draw(self, name: str, used: Sequence[str]) -> Value:
        """Return a filler for a slot (`country2`) unlike those already used in the sentence."""
        bare = name.rstrip("0123456789")
        kind = self.kinds[bare]
        if bare == "account":  # account20 has so many digits
            kind = partial(self._digits, int(name.removeprefix(bare)))
        for _ in range(20):
            value = kind()
            if value.russian not in used:
                break
        return value

    def _word(self, name: str, kind: str = "word") -> Callable[[], Value]:
        return lambda: Value(*self.rng.choice(self.words[name]), kind)

    def _term(self, name: str) -> Callable[[], Value]:
        return lambda: Value(*self.rng.choice(self.glossary[name]), name)

    def _person(self) -> Value:
        sex = self.rng.choice("mmmf")
        given, surname = self.rng.choice(self.names[sex]), self.rng.choice(self.surnames)
        russian, english = _feminine(*surname) if sex == "f" else surname
        if self.rng.random() < 0.15:  # noqa: PLR2004 - an initial instead of the name
            given = (given[0][0] + ".", given[1][0] + ".")
        gender = "masc" if sex == "m" else "femn"
        return Value(f"{given[0]} {russian}", f"{given[1]} {english}", "person", gender)

    def _acting(self) -> Value:
        """Return a post and who fills it for the time being; only the person is inflected."""
        post, person = self._word("posts")(), self.rng.choice((self._person, self._initialled))()
        acting = ("и. о.", "и.о.", "врио", "исполняющий обязанности")
        before = Value(f"{self.rng.choice(acting)} {post.cased('gent')}", "", "fixed")
        return Value(
            f"{before.russian} {person.russian}",
            f"Acting {_title(post.english)} {person.english}",
            "official",
            person.gender,
            parts=(before, person),
        )

    def _initialled(self) -> Value:
        """Return a person by initials and surname."""
        person, letters = self._person(), self.rng.sample(sorted(INITIALS), 2)
        russian, english = person.russian.split(" ", 1)[1], person.english.split(" ", 1)[1]
        gap = self.rng.choice(("", " "))
        return Value(
            f"{gap.join(f'{letter}.' for letter in letters)} {russian}",
            f"{' '.join(f'{INITIALS[letter]}.' for letter in letters)} {english}",
            "person",
            person.gender,
        )

    def _listed(self) -> Value:
        """Return such a person as lists do, surname first in Russian."""
        person = self._initialled()
        initials, _, surname = person.russian.rpartition(". ")
        return Value(f"{surname} {initials}.", person.english, "fixed", person.gender)

    def _street(self) -> Value:
        """Return a street with its kind in full; an adjective agrees and is inflected."""
        kind, _, english_kind = self.rng.choice([s for s in STREETS if s[0] != "переулок"])
        gender = _gender(kind)
        name, english = self._street_name(gender)
        parts = [Value(kind, "", "word"), Value(name, "", "fixed")]
        if name.endswith(("ый", "ий", "ой", "ая", "ое")):
            if gender != "neut" and self.rng.random() < 0.5:  # noqa: PLR2004 - улица Садовая
                parts[1] = Value(name, "", "person", gender)
            else:
                parts = [Value(f"{name} {kind}", "", "word")]
        russian = " ".join(part.russian for part in parts)
        return Value(russian, f"{english} {english_kind}", "street", gender, 0, tuple(parts))

    def _street_name(self, gender: str) -> tuple[str, str]:
        russian, english = self.rng.choice(self.words["streets"])
        if gender in ENDINGS and re.search("[иыо]й$", russian):
            ending, latin = ENDINGS[gender]
            russian, english = (
                re.sub(r"[иыо]й\b", ending, russian),
                re.sub(r"o?y\b", latin, english),
            )
        return russian, english

    def _address(self) -> Value:
        """Return an address as letterheads have it; English has the number before the street."""
        kind, short, english_kind = self.rng.choice(STREETS)
        name, english = self._street_name(_gender(kind))
        house = f"{self.rng.randint(1, 140)}"
        letter = self.rng.choice(("", "", "", "А", "Б"))
        parts = [f"{short} {name}", self.rng.choice(("", "д. ", "дом ")) + house + letter]
        place = f"{house}{letter.translate(str.maketrans('АБ', 'AB'))} {english} {english_kind}"
        if self.rng.random() < 0.4:  # noqa: PLR2004
            (room, english_room), number = self.rng.choice(ROOMS), self.rng.randint(2, 450)
            parts.append(f"{room} {number}")
            place += f", {english_room} {number}"
        return Value(", ".join(parts), place, "fixed")

    def _namesake(self) -> Value:
        """Return an institution that is named after somebody."""
        (russian, english), (person, namesake) = map(
            self.rng.choice, (self.words["institutions"], self.words["eponyms"])
        )
        named = Value(f"{self.rng.choice(('им.', 'имени'))} {person}", "", "fixed")
        parts = (Value(russian, "", "word"), named)
        return Value(
            f"{russian} {named.russian}",
            f"{namesake} {english}",
            "namesake",
            _gender(russian),
            0,
            parts,
        )

    def _phone(self) -> Value:
        code, *digits = (self.rng.randint(10, 99) for _ in range(4))
        number = f"+{self.rng.choice(DIALLING)} ({code}) 2{'-'.join(map(str, digits))}"
        return Value(number, number, "fixed")

    def _postcode(self) -> Value:
        code = str(self.rng.randint(100_000, 699_999))
        return Value(code, code, "fixed")

    def _law(self) -> Value:
        laws = (
            ("Федеральный закон", "the Federal Law"), ("Закон", "the Law"),
            ("Гражданский кодекс", "the Civil Code"), ("Трудовой кодекс", "the Labour Code"),
            ("Уголовный кодекс", "the Criminal Code"), ("Налоговый кодекс", "the Tax Code"),
            ("Устав", "the Charter"), ("Указ", "the Decree"), ("Договор", "the Treaty"),
            ("Конституция", "the Constitution"), ("Регламент", "the Rules of Procedure"),
        )  # fmt: skip
        return Value(*self.rng.choice(laws), "law")

    def _dated(self) -> Value:
        day, month = self.rng.randint(1, 28), self.rng.randint(1, 12)
        year = self.rng.randint(1996, 2030)
        english = f"{day} {MONTHS[month - 1][1]} {year}"
        return Value(f"{day:02}.{month:02}.{year}", english, "fixed")

    def _subnumber(self) -> Value:
        depth = self.rng.choice((2, 2, 3))
        number = ".".join(str(self.rng.randint(1, 12)) for _ in range(depth))
        return Value(number, number, "fixed")

    def _law_number(self) -> Value:
        number = self.rng.randint(2, 540)
        russian, english = self.rng.choice((("-ФЗ", "-FZ"), ("-З", "-Z"), ("", ""), ("-р", "-r")))
        return Value(f"{number}{russian}", f"{number}{english}", "fixed")

    def _digits(self, count: int) -> Value:
        number = str(self.rng.randint(10 ** (count - 1), 10**count - 1))
        return Value(number, number, "fixed")

    def _plain(self, least: int, most: int) -> Value:
        number = str(self.rng.randint(least, most))
        return Value(number, number, "fixed")

    def _decimal(self) -> Value:
        number = f"{self.rng.randint(11, 990) / 10}"
        return Value(number.replace(".", ","), number, "fixed")

    def _mail(self) -> Value:
        box = self.rng.choice(("info", "press", "office", "mail", "zakaz", "sekretariat"))
        address = f"{box}@{self._host()}"
        return Value(address, address, "fixed")

    def _site(self) -> Value:
        site = self.rng.choice(("www.", "https://", "")) + self._host()
        return Value(site, site, "fixed")

    def _host(self) -> str:
        name = self.rng.choice(self.words["cities"])[1].split()[0].lower()
        more = self.rng.choice(("", "-gov", "-news", "les", "energo"))
        return f"{name}{more}.{self.rng.choice(('by', 'ru', 'kz', 'org', 'int'))}"

    def _leader(self) -> Value:
        russian, english, gender = self.rng.choice(self.leaders)
        return Value(russian, english, "person", gender)

    def _official(self) -> Value:
        """Return a post, mostly with its country, and a person who holds it."""
        post, person = self._word("posts")(), self._person()
        english, parts = _title(post.english), [post]
        if self.rng.random() < 0.7:  # noqa: PLR2004 - most posts are of a country
            country = self._word("countries", "country")()
            genitive = Value(country.cased("gent"), "", "fixed")
            parts.append(genitive)
            english = f"{english} of {country.english}"
        parts.append(person)
        russian = " ".join(part.russian for part in parts)
        return Value(
            russian, f"{english} {person.english}", "official", person.gender, 0, tuple(parts)
        )

    def _day(self) -> Value:
        russian, english = self.rng.choice(MONTHS)
        day = self.rng.randint(1, 28)
        return Value(f"{day} {_form(russian, 'gent')}", f"{day} {english}", "fixed")

    def _date(self) -> Value:
        day, year = self._day(), self.rng.randint(1991, 2030)
        era = self.rng.choice(("года", "г.", "г."))
        return Value(f"{day.russian} {year} {era}", f"{day.english} {year}", "fixed")

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

    def _ordinal(self) -> Value:
        number = self.rng.choice((5, 10, 15, 20, 25, 30, 35, 75, 80))
        return Value(str(number), f"{number}th", "fixed")


def _feminine(russian: str, english: str) -> tuple[str, str]:
    """Return a woman's surname: Петрова, Достоевская; Плиберсек stays."""
    if re.search("(ов|[её]в|[иы]н)$", russian) and re.search("(ov|ev|yov|in|yn)$", english):
        return russian + "а", english + "a"
    if re.search("[кц]ий$|[ыо]й$", russian) and re.search("[yi]$", english):
        return russian[:-2] + "ая", re.sub("(o?y|i)$", "aya", english)
    return russian, english


def _title(post: str) -> str:
    small = {"of", "the", "to", "for", "and"}
    return " ".join(word if word in small else word[:1].upper() + word[1:] for word in post.split())


def _pairs(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(russian, english) for russian, english in (line.split("\t") for line in lines)]


def _glossary(
    folder: Path,
) -> tuple[dict[str, list[tuple[str, str]]], list[tuple[str, str, str]]]:
    """Return the terms of each kind that can be inflected, and people of two names."""
    terms: dict[str, list[tuple[str, str]]] = {name: [] for name in GLOSSARY}
    people = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                source, target = row["source"], row["target"]
                if row["kind"] == "person" and len(source.split()) > 1:
                    people.append((source, target, {"f": "femn"}.get(row["gender"], "masc")))
                for name, kind in GLOSSARY.items():
                    if row["kind"] == kind and _usable(source):
                        terms[name].append((source, target))
    return terms, people


def _usable(phrase: str) -> bool:
    """Tell whether a phrase is an abbreviation, or one noun phrase with all its cases."""
    if phrase.isupper():
        return True
    try:
        _form(phrase, "ablt")
        return _gender(phrase) != "plur"
    except ValueError:
        return False
