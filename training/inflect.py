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


_SURNAME = re.compile("(?<=.)(?:[её]в|ов|[иы]н)(а?)$")
_MASCULINE = {"nomn": "", "gent": "а", "datv": "у", "accs": "а", "ablt": "ым", "loct": "е"}


def _surname(word: str, case: str) -> str | None:
    """Decline a surname in -ов, -ев, -ин by rule, as the dictionary lacks most of them."""
    if not (match := _SURNAME.search(word)):
        return None
    if match[1]:
        return word if case == "nomn" else word[:-1] + ("у" if case == "accs" else "ой")
    return word + _MASCULINE[case]


def inflect_name(name: str, gender: str, case: str) -> str:
    """Put a person's given name and surname into a case; what does not decline stays."""
    done = []
    given, *rest = name.split()
    for word in (given, *rest):
        if word is not given and (declined := _surname(word, case)):
            done.append(declined)
            continue
        reading = next(
            (
                p
                for kind in ("Name", "Surn", "Patr")
                if (p := _parse(word, kind, gender, "nomn", "sing"))
            ),
            None,
        )
        form = reading.inflect({case, "sing"}) if reading else None
        done.append(cased_like(word, form.word) if form else word)
    return " ".join(done)


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


def counted(word: str, number: int) -> str:
    """Return a noun as it stands after a number: 1 самолёт, 2 самолёта, 5 самолётов."""
    reading = _parse(word, "nomn", "sing")
    return cased_like(word, reading.make_agree_with_number(number).word)


def many(word: str, case: str = "gent") -> str:
    """Return a noun in the plural."""
    return cased_like(word, _parse(word, "nomn", "sing").inflect({"plur", case}).word)
