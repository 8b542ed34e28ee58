"""What fills the slots of templates: words with their case forms, people, dates, numbers."""

from __future__ import annotations

import csv
import re
from functools import partial
from typing import TYPE_CHECKING

from figures import Figures
from value import Value, form, gender_of_phrase

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from pathlib import Path

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
GLOSSARY = {
    "gbody": "body", "gorg": "organisation", "gdoc": "document", "gevent": "event",
    "gterm": "term", "title": "title",
}  # fmt: skip


class Fillers:
    """Draws fillers of each kind from word lists and the glossary."""

    def __init__(self, folder: Path, glossaries: Path, rng: random.Random) -> None:
        self.rng = rng
        self.figures = Figures(rng)
        lists = ("topics", "posts", "bodies", "documents", "events", "cities", "countries",
                 "equipment", "units", "sectors", "goods", "regions", "operations", "agencies",
                 "companies", "streets", "institutions", "eponyms", "jobs", "offices")  # fmt: skip
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
            "job": self._word("jobs"), "office": self._word("offices"),
            "body": self._word("bodies"), "doc": self._word("documents"),
            "event": self._word("events"), "city": self._word("cities"),
            "country": self._word("countries", "country"),
            "equip": self._word("equipment"), "unit": self._word("units"),
            "sector": self._word("sectors"), "region": self._word("regions"),
            "goods": self._word("goods"),
            "person": self._person, "official": self._official, "leader": self._leader,
            "org": self._term("gorg"), **{name: self._term(name) for name in GLOSSARY},
            **self.figures.kinds,
            "operation": self._word("operations", "fixed"),
            "agency": self._word("agencies", "fixed"),
            "company": self._word("companies", "fixed"),
            "street": self._street, "address": self._address, "namesake": self._namesake,
            "eponym": self._word("eponyms", "fixed"),
            "acting": self._acting, "initialled": self._initialled, "listed": self._listed,
            "lawof": self._law, "mail": self._mail, "site": self._site,
        }  # fmt: skip

    def draw(self, name: str, used: Sequence[str]) -> Value:
        """Return a filler for a slot (`country2`) unlike those already used in the sentence."""
        bare = name.rstrip("0123456789")
        kind = self.kinds[bare]
        if bare == "account":  # account20 has so many digits
            kind = partial(self.figures.digits, int(name.removeprefix(bare)))
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
        gender = gender_of_phrase(kind)
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
        name, english = self._street_name(gender_of_phrase(kind))
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
            gender_of_phrase(russian),
            0,
            parts,
        )

    def _law(self) -> Value:
        laws = (
            ("Федеральный закон", "the Federal Law"), ("Закон", "the Law"),
            ("Гражданский кодекс", "the Civil Code"), ("Трудовой кодекс", "the Labour Code"),
            ("Уголовный кодекс", "the Criminal Code"), ("Налоговый кодекс", "the Tax Code"),
            ("Устав", "the Charter"), ("Указ", "the Decree"), ("Договор", "the Treaty"),
            ("Конституция", "the Constitution"), ("Регламент", "the Rules of Procedure"),
        )  # fmt: skip
        return Value(*self.rng.choice(laws), "law")

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
        form(phrase, "ablt")
        return gender_of_phrase(phrase) != "plur"
    except ValueError:
        return False
