"""Names that are spelt in more than one way in English: Andreichenko, Andreychenko.

A name is reduced to a skeleton that is the same whatever the romanisation (BGN/PCGN, ISO 9,
passports, newspapers): Cyrillic and Latin letters become sounds, and what the systems disagree
on goes. A Latin word is a spelling of a Russian name that stands in the same pair if their
skeletons are equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from workflow.glossary.tokens import WORD
from workflow.morphology import analyser
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 4
"""Letters that a name must have: shorter skeletons are equal by chance."""

# Capitals are single sounds: Z ж, T ц, C ч, S ш.
_CYRILLIC = {
    letter: sound
    for letters, sound in {
        "а": "a", "әя": "a", "б": "b", "в": "v", "гґғ": "g", "д": "d", "еёэє": "e", "жҷ": "Z",
        "з": "z", "ийыіїӣ": "i", "кқ": "k", "л": "l", "м": "m", "нң": "n", "оө": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "уўүұӯю": "u", "ф": "f", "хһҳ": "h", "ц": "T", "ч": "C",
        "ш": "S", "щ": "SC",
    }.items()
    for letter in letters
}  # fmt: skip
_LATIN = (
    ("shch|sch(?!o)", "SC"), ("dzh|dj|zh", "Z"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("ts|tz", "T"), ("tch|ch", "C"), ("sh", "S"), ("x", "ks"), ("ck|[cq]", "k"), ("w", "v"),
    ("y", "i"), ("['’ʼ]", ""),
)  # fmt: skip
_POSSESSIVE = re.compile("['’]s?\\b(?!\\w)")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A Russian name in the nominative, and how often each English spelling stands beside it."""

    source: str
    targets: tuple[tuple[str, int], ...]
    example: tuple[str, str]


def spellings(pairs: Iterable[tuple[str, str]]) -> list[Spelling]:
    """Return the names that pairs of Russian and English sentences spell in more than one way.

    The most frequent come first.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    standing: Counter[str] = Counter()
    examples: dict[str, tuple[str, str]] = {}
    for source, target in pairs:
        english = _skeletons(target)
        words = capitalised(source)
        standing.update(word.lower() for word in words)
        for name in {name for word in words for name in nominatives(word)}:
            if beside := english.get(sound_of_cyrillic(name)):
                counts[name].update(beside)
                examples.setdefault(name, (source, target))
    best: dict[str, str] = {}  # of the nominatives that a guess gives one name
    for name in sorted(counts, key=lambda each: (counts[each].total(), standing[each])):
        best[sound_of_cyrillic(name)] = name
    found = [
        Spelling(name.capitalize(), tuple(counts[name].most_common()), examples[name])
        for name in best.values()
        if len(counts[name]) > 1
    ]
    return sorted(found, key=lambda each: (-sum(n for _, n in each.targets), each.source))


def sound_of_cyrillic(name: str) -> str:
    """Return the skeleton of a name in Cyrillic letters; other letters go."""
    letters = name.lower().replace("дж", "ж").replace("тс", "ц")  # ts is either
    return _settled("".join(_CYRILLIC.get(letter, "") for letter in letters))


def sounds_of_latin(name: str) -> set[str]:
    """Return the skeletons that a name in Latin letters may have: a j is й or ж."""
    plain = unicodedata.normalize("NFD", name.lower())
    plain = "".join(letter for letter in plain if letter.isalpha() or letter in "'’ʼ")
    for pattern, sound in _LATIN:
        plain = re.sub(pattern, sound, plain)
    return {_settled(plain.replace("j", sound)) for sound in "iZ"}


def _settled(sounds: str) -> str:
    """Drop what romanisations disagree on: ё, the glide before a vowel, doubled letters."""
    return re.sub(r"(.)\1", r"\1", re.sub("i(?=[aeiou])", "", sounds.replace("io", "e")))


@lru_cache(maxsize=1 << 14)
def nominatives(word: str) -> frozenset[str]:
    """Return what a Russian name may be in the nominative, itself included."""
    forms = {word.lower()}
    for parse in analyser().parse(word.lower()):
        nominative = parse.inflect({"nomn"}) if parse.tag.case else None
        forms |= {parse.normal_form, nominative.word if nominative else parse.normal_form}
    return frozenset(forms)


def capitalised(text: str) -> set[str]:
    """Return the words that may be names: they begin with a capital and go on in small letters."""
    words = (word for word in WORD.findall(clean(text)) if len(word) >= SHORTEST)
    return {word for word in words if word[0].isupper() and word[1:].islower()}


def _skeletons(text: str) -> dict[str, set[str]]:
    """Return the capitalised words of an English sentence by skeleton."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word in capitalised(_POSSESSIVE.sub("", text)):
        for skeleton in sounds_of_latin(word):
            found[skeleton].add(word)
    return found
