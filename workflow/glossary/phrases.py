"""Phrases of a sentence that may be terms, and the dictionary form of a Russian one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from workflow.glossary.entries import Entry
from workflow.glossary.glossary import Glossary
from workflow.glossary.terms import is_abbreviation
from workflow.morphology import analyser
from workflow.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Phrase = tuple[str, ...]

LONGEST = 10
"""Words of a phrase."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LINKS = frozenset(("a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with"))
# Endings of surnames and other names in the singular.
_ENDING = re.compile("(?<=..)(?:ого|ому|ый|ий|ой|ей|ым|им|ом|ем|ая|яя|ую|юю|[аяуюыиеойь])$")
_POSSESSIVE = re.compile("['’][sS]?$")


def russian_phrases(text: str, usual: Callable[[str], bool]) -> Iterator[Phrase]:
    """Yield the phrases that begin with a capital and go on with nouns and adjectives.

    Only words of which `usual` is true make phrases.
    """
    for words in _stretches(text, lambda word: _CYRILLIC.match(word) is not None and usual(word)):
        for first, word in enumerate(words):
            if not word[0].isupper() or _role(word.lower()) == "link":
                continue
            for last, follower in enumerate(words[first : first + LONGEST], start=first + 1):
                role = "name" if follower[0].isupper() else _role(follower)
                if not role:
                    break
                if role == "name":
                    yield tuple(words[first:last])


def english_phrases(
    text: str, usual: Callable[[str], bool], common: Callable[[str], bool]
) -> Iterator[Phrase]:
    """Yield the phrases between two capitalised words, with small words such as “of the” inside.

    A word of which `common` is true has its capital from the start of the sentence, alone or there.
    """
    for number, words in enumerate(_stretches(text, usual)):
        bases = [base(word) for word in words]
        for first, word in enumerate(bases):
            if not word[0].isupper() or word.lower() in _LINKS:
                continue
            opening = number == 0 and first == 0 and common(word)
            for last in range(first, min(first + LONGEST, len(words))):
                if opening or (last == first and common(word)):
                    continue
                if words[last][0].isupper():
                    yield (*words[first:last], bases[last])
                elif words[last] not in _LINKS:
                    break


def words_of(text: str) -> list[str]:
    """Return the words of a text; a hyphen joins two."""
    return _WORD.findall(clean(text))


def _stretches(text: str, usual: Callable[[str], bool]) -> Iterator[list[str]]:
    """Yield runs of usual words that only spaces part."""
    text = clean(text)
    stretch: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        word = found.group()
        if stretch and text[end : found.start()] != " ":
            yield stretch
            stretch = []
        if usual(word):
            stretch.append(word)
        elif stretch:
            yield stretch
            stretch = []
        end = found.end()
    if stretch:
        yield stretch


@lru_cache(maxsize=1 << 14)
def _role(word: str) -> str:
    """Return `name` for a Russian word that may end a phrase, `link` inside one, else nothing."""
    parts = {str(parse.tag.POS) for parse in analyser().parse(word) if parse.is_known}
    if parts & {"PREP", "CONJ"}:
        return "link"
    return "name" if parts & {"NOUN", "ADJF", "PRTF"} and "NPRO" not in parts else ""


def content(phrase: Phrase) -> int:
    """Return how many words of a phrase are more than links between others."""
    return sum(word not in _LINKS and _role(word) != "link" for word in phrase)


@lru_cache(maxsize=1 << 14)
def lemma(word: str) -> str:
    """Return what the case forms of a Russian word have in common; abbreviations stay.

    Of a word that the dictionary does not know it is what is left without the ending.
    """
    if is_abbreviation(word):
        return word
    folded = fold(word)
    if analyser().word_is_known(folded):
        return fold(min(analyser().normal_forms(folded)))
    return _ENDING.sub("", folded)


def base(word: str) -> str:
    """Return an English word without its possessive ending."""
    return _POSSESSIVE.sub("", word)


def dictionary_form(seen: Mapping[Phrase, int]) -> str:
    """Return the nominative of a Russian phrase that was seen in these forms, so many times each.

    Of the nominatives that the dictionary makes of them, it is the one in which a glossary finds
    most of the forms.
    """
    forms = {" ".join(phrase): times for phrase, times in seen.items()}
    made = [" ".join(n) for phrase in seen for n in _nominatives(phrase)] or [*forms]
    kind = "person" if any(map(is_person, forms)) else "term"

    def found(source: str) -> tuple[int, int]:
        glossary = Glossary([Entry(source, "x", kind)])
        times = sum(n for form, n in forms.items() if covers(glossary, form))
        return times, forms.get(source, 0)

    return max(dict.fromkeys(made), key=found)


def covers(glossary: Glossary, text: str) -> bool:
    """Whether one entry stands in the whole of a text."""
    return any(found.start == 0 and found.stop == len(text) for found in glossary.find(text))


def is_person(phrase: str) -> bool:
    """Whether a Russian phrase is capitalised throughout and has a given name or surname."""
    words = phrase.split()
    return all(word[0].isupper() and word[1:].islower() for word in words) and any(
        {"Name", "Surn", "Patr"} & parse.tag.grammemes
        for word in words
        for parse in analyser().parse(word.lower())
    )


def _nominatives(phrase: Phrase) -> Iterator[Phrase]:
    """Yield the phrase with its head, and what agrees with that, in the nominative."""
    parses = [analyser().parse(word.lower()) for word in phrase]
    person = is_person(" ".join(phrase))
    nouns = [i for i, each in enumerate(parses) if any(p.tag.POS == "NOUN" for p in each)]
    last = len(phrase) - 1 if person else nouns[0] if nouns else 0
    for head in parses[last]:
        if not head.tag.case:
            continue
        changed = [_agreeing(each, head.tag) for each in parses[: last + 1]]
        if all(changed):
            pairs = zip(phrase, changed, strict=False)
            yield (*(_like(word, str(new)) for word, new in pairs), *phrase[last + 1 :])


def _agreeing(parses: Iterable[Any], tag: Any) -> str | None:
    for parse in parses:
        same = parse.tag.case == tag.case and parse.tag.number == tag.number
        if same and (parse.tag.gender == tag.gender or tag.number == "plur"):
            inflected = parse.inflect({"nomn"})
            return inflected.word if inflected else None
    return None


def _like(word: str, form: str) -> str:
    """Return the form in the capitals of the word; an abbreviation stays as it is."""
    if is_abbreviation(word):
        return word
    return "-".join(
        part.capitalize() if model[0].isupper() else part
        for model, part in zip(word.split("-"), form.split("-"), strict=False)
    )
