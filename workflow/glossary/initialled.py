"""Persons named by initials and surname, «Е. В. Громовой», and how English names them.

No glossary has everybody. What the initials and the surname's nominative are can be told from the
sentence, and how they are written in Latin letters from a table (BGN/PCGN 1947 as newspapers
simplify it: no apostrophes, -y for -ий).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from workflow.glossary.spellings import sound_of_cyrillic, sounds_of_latin
from workflow.morphology import analyser

if TYPE_CHECKING:
    from collections.abc import Iterator

_GAP = "[ \u00a0\u202f]?"
_INITIAL = "(?:Дж|[А-ЯЁ])\\."
_INITIALS = f"(?<!\\w){_INITIAL}(?:{_GAP}{_INITIAL})?"
SURNAME = "[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?!\\w)"
_PERSON = re.compile(f"(?P<initials>{_INITIALS}){_GAP}(?P<surname>{SURNAME})")
# In lists the surname comes first: «Громова Е. В.»
_LISTED = re.compile(
    f"(?<![\\w-])(?P<surname>{SURNAME})[ \u00a0\u202f](?P<initials>{_INITIAL}{_GAP}{_INITIAL})"
    f"(?!{_GAP}[А-ЯЁ][а-яё])"
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_NAME = re.compile(r"[A-Z][\w-]+")
_BEFORE = re.compile(r"(?:[A-Z][a-z]{0,3}\.\s?)+$")
_AFTER = re.compile(r",?\s?((?:[A-Z][a-z]{0,3}\.\s?)+)")
_LATIN_INITIAL = re.compile(r"[A-Z][a-z]{0,3}(?=\.)")
_FIRST = {"Дж": "J"}  # Джамшед is Jamshed
_NAMES = {"Name", "Patr", "Surn"}
_NEAR = 12  # words before a name in which the post stands whose holder it is
_ADVERBS = 3  # words behind a name, the last of which may be its verb: «затем подробно рассказала»
_ASIDE = re.compile(r"^\s*\([^()]*\)")
_QUOTES = ("»", "“", "”", '"')
_ROMAN = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person at `sentence[start:stop]`; `english` has what the name may be, the likeliest first.

    It is more than one where the case leaves the gender open: Gromov's and Gromova.
    """

    start: int
    stop: int
    initials: tuple[str, ...]
    surnames: tuple[str, ...]

    @property
    def english(self) -> tuple[str, ...]:
        """The names in Latin letters, `E. V. Gromova`."""
        letters = " ".join(f"{_FIRST.get(each, romanised(each))}." for each in self.initials)
        return tuple(f"{letters} {romanised(surname)}" for surname in self.surnames)

    def stands(self, text: str) -> bool:
        """Whether an English text names this person, whatever the romanisation."""
        sounds = {sound_of_cyrillic(surname) for surname in self.surnames}
        for name in _LATIN_NAME.finditer(text):
            if sounds.isdisjoint(sounds_of_latin(name.group())):
                continue
            before, after = _BEFORE.search(text[: name.start()]), _AFTER.match(text, name.end())
            beside = before.group() if before else after.group(1) if after else ""
            found = _LATIN_INITIAL.findall(beside)
            if len(found) == len(self.initials) and all(map(_same, self.initials, found)):
                return True
        return False


def persons(sentence: str) -> Iterator[Person]:
    """Yield the persons that a Russian sentence names by initials and surname."""
    for found in chain(_PERSON.finditer(sentence), _LISTED.finditer(sentence)):
        cases = expected(sentence[: found.start()])
        surnames = nominatives(found["surname"], cases)
        if len(surnames) > 1 and (not cases or "nomn" in cases):
            # The one form is «Ахметова» herself and what is of «Ахметов».
            gender = _predicate(sentence[found.end() :])
            surnames = tuple(n for n in surnames if _is_gender(n, gender)) or surnames
        initials = tuple(re.findall(r"\w+", found["initials"]))
        if surnames:
            yield Person(found.start(), found.end(), initials, surnames)


def romanised(name: str) -> str:
    """Return a Russian name in Latin letters: Щербаков is Shcherbakov, Юрий Yury.

    >>> romanised("Савицкий"), romanised("Ельцин"), romanised("Ж")
    ('Savitsky', 'Yeltsin', 'Zh')
    """
    return "-".join(map(_part, name.split("-")))


def lettered(mark: str) -> str:
    """Return a mark, as of a paper or an aircraft, with each Russian letter in Latin ones.

    >>> lettered("15-П/ОД"), lettered("44-ФЗ"), lettered("345-р")
    ('15-P/OD', '44-FZ', '345-r')
    """
    letters = (_ROMAN.get(letter.lower(), letter) for letter in mark)
    pairs = zip(mark, letters, strict=True)
    return "".join(new.upper() if letter.isupper() else new for letter, new in pairs)


def _part(name: str) -> str:
    lower = re.sub("[иы]й$", "ы", name.lower())
    if len(lower) > 1:
        lower = re.sub("(^|[ьъ])е", r"\1йе", lower).replace("ьё", "йо")
    return "".join(_ROMAN.get(letter, "") for letter in lower).capitalize()


@lru_cache(maxsize=1 << 12)
def nominatives(surname: str, cases: frozenset[str]) -> tuple[str, ...]:
    """Return what the surname may be in the nominative, standing in one of the cases.

    A word of the dictionary that is no surname (Н. Новгород) is none.
    """
    readings = [
        (parse.tag.case, nominative.word)
        for parse in analyser().parse(surname)
        if {"Surn", "sing"} <= parse.tag.grammemes and (nominative := parse.inflect({"nomn"}))
    ]
    readings = [reading for reading in readings if reading[0] in cases] or readings
    readings.sort(key=lambda reading: reading[0] != "nomn")
    found = dict.fromkeys("-".join(p.capitalize() for p in word.split("-")) for _, word in readings)
    if not found and not analyser().word_is_known(surname):
        return (surname,)
    return tuple(found)


def expected(before: str) -> frozenset[str]:
    """Return the cases that a name is expected in behind these words, none if they do not tell.

    A post stands in the case of its holder («директору А. С. Карпенко»), a thing is somebody's
    («доклад В. И. Мельникова»).
    """
    words = _WORD.findall(before)[-_NEAR:]
    if words and words[-1] in {"им", "имени"}:
        return frozenset({"gent"})
    if not words or before.rstrip(" \u00a0\u202f")[-1:] in ".,;:—–":
        return frozenset({"nomn"})
    last = _nouns(words[-1])
    cases = {str(tag.case) if tag.animacy == "anim" else "gent" for tag in last}
    # «Республики Казахстан» and «фонда „Мост“» are genitives that end in a nominative.
    quoted = before.rstrip(" \u00a0\u202f")[-1:] in _QUOTES
    if any(
        tag.animacy != "anim" and (quoted or "Geox" in tag or tag.case not in {"nomn", "accs"})
        for tag in last
    ):
        # «заместитель председателя комиссии по правовым вопросам Е. В. Громова»
        posts = (tag for word in words for tag in _nouns(word) if tag.animacy == "anim")
        cases |= {str(tag.case) for tag in posts}
    return frozenset(cases)


def _predicate(after: str) -> str:
    """Return the gender that a verb in the past has right behind a name, if one stands there."""
    for word in _WORD.findall(_ASIDE.sub("", after, count=1))[:_ADVERBS]:
        tags = [parse.tag for parse in analyser().parse(word)]
        verbs = {str(tag.gender) for tag in tags if tag.POS in {"VERB", "PRTS"} and tag.gender}
        if len(verbs) == 1:
            return verbs.pop()
        if not any(tag.POS in {"ADVB", "PRCL"} for tag in tags):
            break
    return ""


def _is_gender(surname: str, gender: str) -> bool:
    return any(
        {"Surn", "sing", "nomn", gender} <= parse.tag.grammemes
        for parse in analyser().parse(surname)
    )


def _nouns(word: str) -> list[Any]:
    """Return the readings as a noun that is nobody's name: По is Poe as well."""
    tags = [parse.tag for parse in analyser().parse(word)]
    return [tag for tag in tags if tag.POS == "NOUN" and not _NAMES & tag.grammemes]


def _same(cyrillic: str, latin: str) -> bool:
    sound = sound_of_cyrillic(cyrillic)[:1]
    return (
        any(found[:1] == sound for found in sounds_of_latin(latin)) or romanised(cyrillic) == latin
    )
