"""Russian phrases and names in a case, by pymorphy3's dictionary."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import Any

from pymorphy3 import MorphAnalyzer

CASES = {"n": "nomn", "g": "gent", "d": "datv", "a": "accs", "i": "ablt", "p": "loct"}
"""The letters that templates use, and the dictionary's names."""

GENDERS = ("masc", "femn", "neut")
_ADJECTIVES = ("ADJF", "PRTF")


@cache
def analyser() -> MorphAnalyzer:
    """Return the one analyser."""
    return MorphAnalyzer()


def cased_like(word: str, form: str) -> str:
    """Give a form the capitals of the word that it is made from."""
    if word.isupper() and len(word) > 1:
        return form.upper()
    parts = zip(word.split("-"), form.split("-"), strict=False)
    return "-".join(f[:1].upper() + f[1:] if w[:1].isupper() else f for w, f in parts)


def _parse(word: str, *grammemes: str) -> Any:
    """Return the likeliest reading with all of these grammemes, None if there is none."""
    wanted = set(grammemes)
    return next((p for p in analyser().parse(word.lower()) if wanted <= p.tag.grammemes), None)


def head(phrase: str) -> Any:
    """Return the nominative reading of the phrase's first noun: what a verb agrees with.

    Raises:
        ValueError: no word is a noun in the nominative.

    """
    words = re.findall(r"[\w-]+", phrase)
    for word, follower in zip(words, [*words[1:], ""], strict=True):
        parses = [p for p in analyser().parse(word.lower()) if "nomn" in p.tag]
        if any(p.tag.POS in _ADJECTIVES and _goes_with(p, follower) for p in parses):
            continue
        nouns = [p for p in parses if p.tag.POS == "NOUN" and "Abbr" not in p.tag]
        if nouns:
            return max(nouns, key=lambda p: (not {"Surn", "Name"} & p.tag.grammemes, p.score))
        break
    raise ValueError(f"{phrase} does not begin with a noun in the nominative")


def _goes_with(attribute: Any, word: str) -> bool:
    """Tell whether an adjective agrees with a word: «рабочий визит», but «рабочий завода»."""
    number_gender = {attribute.tag.number} | ({attribute.tag.gender} - {None})
    return any(
        {"nomn"} | number_gender <= p.tag.grammemes
        for p in analyser().parse(word.lower())
        if p.tag.POS in ("NOUN", *_ADJECTIVES)
    )


def gender_of(phrase: str) -> str:
    """Return `masc`, `femn`, `neut` or, of a plural, `plur`."""
    tag = head(phrase).tag
    return "plur" if "plur" in tag else str(tag.gender)


def inflect(phrase: str, case: str) -> str:
    """Put adjectives and the first noun into a case (`gent`, ...); what follows stays as it is.

    Raises:
        ValueError: no noun begins the phrase, or the dictionary has no such form.

    """
    if case == "nomn":
        return phrase
    noun = head(phrase)
    number = "plur" if "plur" in noun.tag else "sing"
    done, found = [], False
    for part in re.split(r"([^\w-]+)", phrase):
        if found or not re.match(r"\w", part):
            done.append(part)
            continue
        found = part.lower() == noun.word
        reading = noun if found else _adjective(part, noun, number)
        form = reading.inflect({case, number}) if found else _agreeing(reading, noun, case, number)
        if form is None:
            raise ValueError(f"{part} has no {case}")
        done.append(cased_like(part, form.word))
    return "".join(done)


def _adjective(word: str, noun: Any, number: str) -> Any:
    """Return the reading of an attribute that agrees with its noun."""
    gender = set() if number == "plur" else {noun.tag.gender}
    for parse in analyser().parse(word.lower()):
        if parse.tag.POS in _ADJECTIVES and {"nomn", number} | gender <= parse.tag.grammemes:
            return parse
    raise ValueError(f"{word} does not agree with {noun.word}")


def _agreeing(reading: Any, noun: Any, case: str, number: str) -> Any:
    """Return an attribute's form; the accusative depends on whether the noun lives."""
    wanted = {case, number} | (set() if number == "plur" else {noun.tag.gender})
    if case == "accs" and (number == "plur" or noun.tag.gender == "masc"):
        wanted.add(noun.tag.animacy)
    # not reading.inflect: «высший» and «высочайший» are forms of one word
    forms = [form for form in reading.lexeme if wanted <= form.tag.grammemes]
    return max(forms, key=lambda form: _shared(form.word, reading.word), default=None)


def _shared(one: str, other: str) -> int:
    """Return how many letters two words begin alike with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


_CASES = tuple(CASES.values())
_HUSHING = "жшчщц"
# The endings of each declension, by case, and how many letters they take the place of.
_DECLENSIONS: tuple[tuple[str, str, int, str], ...] = (
    ("masc", "[её]в|ов|[иы]н", 0, " а у а ым е"),
    ("femn", "(?:[её]в|ов|[иы]н)а", 1, "а ой ой у ой ой"),
    ("masc", "[кц]ий", 2, "ий ого ому ого им ом"),
    ("masc", "[ыо]й", 2, "ый ого ому ого ым ом"),
    ("femn", "ая", 2, "ая ой ой ую ой ой"),
    ("", "[гкх]а", 1, "а и е у ой е"),
    ("", f"[{_HUSHING}]а", 1, "а и е у ей е"),
    ("", "[^аеёиоуыэюя]а", 1, "а ы е у ой е"),
    ("", "ия", 1, "я и и ю ей и"),
    ("", "я", 1, "я и е ю ей е"),
    ("masc", "ий", 1, "й я ю я ем и"),
    ("masc", "[йь]", 1, "й я ю я ем е"),
    ("masc", f"[{_HUSHING}]", 0, " а у а ем е"),
    ("masc", "(?<![иы])х|[бвгдзклмнпрстф]", 0, " а у а ом е"),
)


def _by_rule(word: str, gender: str, case: str) -> str:
    """Decline a name by its ending: no dictionary has the names of all the world."""
    for genders, ending, cut, endings in _DECLENSIONS:
        if genders in ("", gender) and re.search(f"(?<=.)(?:{ending})$", word):
            if case == "nomn":
                return word
            return word[: len(word) - cut] + endings.split(" ")[_CASES.index(case)]
    return word


def inflect_name(name: str, gender: str, case: str) -> str:
    """Put a person's given name and surname into a case; what does not decline stays."""
    given, *rest = name.split()
    reading = _parse(given, "Name", gender, "nomn", "sing")
    form = reading.inflect({case, "sing"}) if reading else None
    done = [cased_like(given, form.word) if form else _by_rule(given, gender, case)]
    return " ".join([*done, *(_by_rule(word, gender, case) for word in rest)])


def agree(word: str, gender: str, case: str = "nomn") -> str:
    """Put a verb, participle or adjective into the gender (or `plur`) of what it goes with.

    Raises:
        ValueError: the dictionary has no such form.

    """
    reading = next(
        p
        for p in analyser().parse(word.lower())
        if p.tag.POS in ("PRTF", "ADJF", "PRTS", "ADJS", "VERB")
    )
    wanted = {"plur"} if gender == "plur" else {"sing", gender}
    if reading.tag.POS in ("PRTF", "ADJF"):
        wanted.add(case)
    elif reading.tag.POS == "VERB" and "past" not in reading.tag:
        wanted -= set(GENDERS)
    if case == "accs" and gender == "masc":
        wanted.add("inan")
    form = reading.inflect(wanted)
    if form is None:
        raise ValueError(f"{word} has no {gender}")
    return cased_like(word, form.word)


_COUNTED = {"человек": ("человек", "человека", "человек"), "год": ("год", "года", "лет")}


def counted(word: str, number: int) -> str:
    """Return a noun as it stands after a number: 1 самолёт, 2 самолёта, 5 самолётов."""
    if word in _COUNTED:  # which pymorphy3 would make людей and годов
        one, few, many_of = _COUNTED[word]
        last = 0 if number % 100 // 10 == 1 else number % 10
        return one if last == 1 else few if last in {2, 3, 4} else many_of
    reading = _parse(word, "nomn", "sing")
    return cased_like(word, reading.make_agree_with_number(number).word)


def many(word: str, case: str = "gent") -> str:
    """Return a noun in the plural."""
    return cased_like(word, _parse(word, "nomn", "sing").inflect({"plur", case}).word)
