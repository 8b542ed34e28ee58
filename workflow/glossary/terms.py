"""A term taken apart: which of its words inflect, which agree, which stay as they are.

The head is the first noun in the nominative with the adjectives that agree with it before it;
it inflects and they follow. What depends on it stays: genitives («Договора о коллективной
безопасности»), words after a preposition, words of other languages. A nominative after the head
(«Республика Казахстан», «министр-координатор») may follow it or stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.glossary.forms import (
    ANY,
    PLURAL,
    SINGULAR,
    Forms,
    Reading,
    Word,
    frozen,
    joined,
    union,
    word,
)
from workflow.glossary.names import gender_shown, guessed, is_patronymic, name_forms
from workflow.glossary.tokens import CLOSERS, DASHED, WORD, gap
from workflow.text import clean, fold

if TYPE_CHECKING:
    from workflow.glossary.entries import Entry

INITIAL = "."
"""The form of an initial: its folded letter and this mark."""

_VOWELS = "аеиоуыэюя"
_ABBREVIATION_CASES = {"а": 0b11010, "у": 0b100, "ом": 0b100000, "е": 0b1000000}


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a term (or several joined by dashes), as written, with all of its forms."""

    text: str
    forms: Forms


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of slots that spells an entry.

    `gaps[i]` is what stands between slots i and i + 1 (see `tokens.gap`); it is None for a
    personal name, whose words stand apart by white space and may be initials. `closed` is true
    where a quotation mark ends the term, `initial` where an initial stands for the given name,
    `surname_first` where a patronymic or a second initial may follow.
    """

    slots: tuple[Slot, ...]
    gaps: tuple[str, ...] | None
    closed: bool = False
    initial: bool = False
    surname_first: bool = False


def patterns(entry: Entry) -> list[Pattern]:
    """Return the ways in which the entry's source is spelt; empty where it has no word."""
    words, gaps = _split(entry.source)
    if entry.kind == "person":
        return _person(words, entry.gender)
    closed = entry.source[-1] in CLOSERS and '"' in "".join(gaps)
    return [Pattern(tuple(_phrase(words, entry.kind)), tuple(gaps), closed)]


def is_abbreviation(text: str) -> bool:
    """Whether a word is written in capitals alone: «ОДКБ», «МИД», not «И»."""
    return len(text) > 1 and text.isupper() and text.isalpha()


def _split(source: str) -> tuple[list[str], list[str]]:
    """Return the words (those joined by dashes as one, spaces kept) and the gaps between them."""
    source = clean(source)
    words: list[str] = []
    gaps: list[str] = []
    end = 0
    for match in WORD.finditer(source):
        between = source[end : match.start()]
        if words and DASHED.fullmatch(between):
            words[-1] += (" – " if between[0] == " " else "-") + match.group()
        else:
            if words:
                gaps.append(gap(between))
            words.append(match.group())
        end = match.end()
    return words, gaps


def _phrase(words: list[str], kind: str) -> list[Slot]:
    head, readings = _head(words)
    plural = any(reading.given & PLURAL for reading in readings)
    allowed = PLURAL if plural else SINGULAR if kind == "place" else ANY
    slots: list[Slot] = []
    loose = True
    for position, text in enumerate(words):
        if position < head:
            forms = union(*(_agreeing(text, r) for r in readings)) or frozen(text)
        elif position == head:
            forms = union(*(_cut(r, allowed) for r in readings)) or _undeclined(text)
            if not any(reading.known for reading in readings) and not is_abbreviation(text):
                forms = union(forms, guessed(text))
        else:
            loose = loose and not _lookup(text).preposition
            forms = _after(text, allowed) if loose else frozen(text)
        whole = _dashed(text, forms, allowed, follows=position > head)
        slots.append(Slot(text, whole))
    return slots


def _head(words: list[str]) -> tuple[int, list[Reading]]:
    """Return where the head stands and its readings in one number; none where none inflects.

    A noun that is an adjective too («рабочий») is the head only if it agrees with no later noun.
    """
    best: tuple[int, list[Reading]] | None = None
    for position, text in enumerate(words):
        if is_abbreviation(text):
            return best or (position, [])
        if _lookup(text).preposition and position:
            break
        adjectives = [each for each in words[:position] if _adjectives(each)]
        nouns = [
            reading
            for reading in _lookup(text).readings
            if reading.part == "NOUN" and all(_agreeing(each, reading) for each in adjectives)
        ]
        if nouns:
            best = position, [noun for noun in nouns if noun.given == nouns[0].given]
        if best and not _adjectives(text):
            return best
    if best:
        return best
    for position, text in enumerate(words):
        if alone := _adjectives(text):
            return position, alone[:1]
    return 0, []


def _lookup(text: str) -> Word:
    return word(text.split(" – ", maxsplit=1)[0])


def _adjectives(text: str) -> list[Reading]:
    return [reading for reading in _lookup(text).readings if reading.part == "ADJF"]


def _agreeing(text: str, head: Reading) -> Forms:
    """Return the forms of an adjective that agree with the head; none where it cannot."""
    return union(
        *(
            dict(reading.forms)
            for reading in _adjectives(text)
            if reading.given & head.given
            and (reading.gender == head.gender or head.given & PLURAL or head.gender == "ms-f")
        )
    )


def _cut(reading: Reading, allowed: int) -> Forms:
    return {form: mask & allowed for form, mask in reading.forms if mask & allowed}


def _after(text: str, allowed: int) -> Forms:
    """Return the forms of a word behind the head: as it stands, or following the head."""
    found = _lookup(text)
    if found.oblique or not found.readings or is_abbreviation(text):
        return frozen(text)
    return union(frozen(text), *(_cut(reading, allowed) for reading in found.readings))


def _undeclined(text: str) -> Forms:
    """Return the forms of a head that the dictionary does not decline: «ОДКБ», «МИДа»."""
    forms = frozen(text)
    folded = fold(text)
    if is_abbreviation(text) and folded[-1] not in _VOWELS and set(folded) & set(_VOWELS):
        forms |= {folded + ending: mask for ending, mask in _ABBREVIATION_CASES.items()}
    return forms


def _dashed(text: str, forms: Forms, allowed: int, *, follows: bool) -> Forms:
    """Return the forms of words joined by dashes: whole, or part by part; other words as given.

    The first part may stay («премьер-министра», «государства-члены»). Between names the dash may
    stand with or without spaces (Россия — НАТО, Россия-НАТО).
    """
    parts = re.split(" – |-", text)
    if len(parts) == 1 or (_adjectives(text) and " – " not in text):
        return forms
    if any(word(part).preposition for part in parts[1:]) or not word(parts[0]).readings:
        several = [frozen(part) for part in parts]
    else:
        several = [_after(part, allowed) for part in parts]
        if not follows:
            first = (_cut(reading, allowed) for reading in word(parts[0]).readings)
            several[0] = union(frozen(parts[0]), *first)
    if " – " not in text:
        tight = union(forms, joined(several, "-"))
        return union(tight, _spaced(tight)) if parts[-1][0].isupper() else tight
    tight = joined(several, "-")
    return union(tight, _spaced(tight))


def _spaced(forms: Forms) -> Forms:
    return {form.replace("-", "–"): mask for form, mask in forms.items()}


def _person(words: list[str], gender: str) -> list[Pattern]:
    """Return a name's spellings: in both orders, and with an initial for the given name.

    A name that ends with one letter has one spelling: «И» is also «и», and any «И.».
    """
    if not words:
        return []
    gender = gender or gender_shown(words)
    if len(words) == 1:
        return [Pattern(tuple(_declined(words, gender)), None)]
    given, rest = words[0], words[1:]
    fathers = [name for name in rest[:-1] if is_patronymic(name)]
    family = rest[len(fathers) :]
    stays = frozen(given, SINGULAR) if len(family) > 1 else {}  # «Ким Чен Ына»
    first = Slot(given, union(name_forms(given, gender), stays))
    middle = [Slot(name, name_forms(name, gender)) for name in fathers]
    last = _declined(family, gender)
    whole = Pattern((first, *middle, *last), None)
    if len(family[-1]) == 1:
        return [whole]
    initial = Slot(given[0], {fold(given[0]) + INITIAL: SINGULAR})
    return [
        whole,
        Pattern((*last, first, *middle), None, surname_first=True),
        Pattern((initial, *last), None, initial=True),
        Pattern((*last, initial), None, initial=True, surname_first=True),
    ]


def _declined(family: list[str], gender: str) -> list[Slot]:
    """Return the slots of a surname: its last word declines, those before it may."""
    slots = []
    for name in family[:-1]:
        declined = {} if name.islower() else name_forms(name, gender)
        slots.append(Slot(name, union(frozen(name, SINGULAR), declined)))
    return [*slots, Slot(family[-1], name_forms(family[-1], gender))]
