"""What a slot of a template was filled with, in any case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from inflect import gender_of, inflect, inflect_name

_BARE = {"NATO", "UNESCO", "ASEAN", "BRICS", "ECOSOC", "UNICEF", "APEC", "INTERPOL", "Interpol"}


@cache
def form(phrase: str, case: str) -> str:
    """Return a noun phrase in a case; raises `ValueError` if it has none."""
    return inflect(phrase, case)


@cache
def gender_of_phrase(phrase: str) -> str:
    """Return the gender of a noun phrase; raises `ValueError` if it has none."""
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
        return form(self.russian, case)

    def agreeing(self) -> str:
        """Return the gender that verbs take.

        Raises:
            ValueError: it has none, as an abbreviation.

        """
        return self.gender or gender_of_phrase(self.russian)

    def article(self) -> str:
        """Return the English with `the`, where it takes one."""
        english = self.english
        if self.kind == "country":
            return english
        bare = english in _BARE or english.startswith(("the ", "Operation "))
        if bare or (self.kind == "gevent" and re.search(r"Day$|^Nowruz|^Nooruz", english)):
            return english
        return f"the {english}"
