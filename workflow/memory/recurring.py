"""Phrases that recur in the memory with a stable translation: official wording, word for word.

A Russian phrase of at least three content words that stands in three pairs or more, in any case
form, is taken with the English phrase whose pairs are most nearly the same (the Dice coefficient).
Which phrases recur is found length by length: a phrase recurs only if its beginning and its end do
(Agrawal and Srikant, Fast algorithms for mining association rules, 1994).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from workflow.glossary.suggest import STABLE, TIMES
from workflow.memory.tokens import lemma, tokens
from workflow.morphology import analyser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_CONTENT = 3
"""Content words of a phrase at least."""

_LONGEST = 10
"""Words of a phrase at most."""

_SAMPLE = 200
"""Pairs of a phrase in which its English is looked for."""

_LINKS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the",
    "that", "this", "to", "with", "was", "were", "is", "are", "has", "have", "had", "be",
    "been", "its", "their", "his", "her", "as", "also", "it", "which", "s"))  # fmt: skip

Gram = tuple[str, ...]


class Recurring(NamedTuple):
    """A phrase by its words' dictionary forms, its English, and in how many pairs both stand."""

    lemmas: Gram
    english: str
    times: int


class _Side(NamedTuple):
    """The recurring word groups of one side: the pairs that have them, by their words."""

    pairs: dict[Gram, list[int]]
    inside: list[list[Gram]]
    spelled: defaultdict[Gram, Counter[str]]


class _Place(NamedTuple):
    """A word group in a text: its words, and how it is spelled there."""

    gram: Gram
    spelling: str


class _Word(NamedTuple):
    lemma: str
    start: int
    stop: int


def recurring(pairs: Iterable[tuple[str, str]], source_lang: str) -> list[Recurring]:
    """Return the phrases that recur in pairs of sentences with English, the longest first."""
    unique = list(dict.fromkeys(pairs))
    source = _mine([source for source, _ in unique], source_lang)
    target = _mine([target for _, target in unique], "en")
    phrases = {g: n for g, n in source.pairs.items() if _is_phrase(source.spelled[g])}
    found = []
    for gram in _whole(phrases):
        places = source.pairs[gram]
        words = sum(map(_content, source.spelled[gram].most_common(1)[0][0].split(" ")))
        if english := _english(words, places, target):
            both = len(set(places).intersection(target.pairs[english]))
            spelling = target.spelled[english].most_common(1)[0][0]
            found.append(Recurring(gram, spelling, both))
    return sorted(found, key=lambda each: (-len(each.lemmas), -each.times, each.lemmas))


def _mine(texts: Sequence[str], lang: str) -> _Side:
    """Return the groups of words that stand in at least `TIMES` of the texts."""
    stretches = [list(_stretches(text, lang)) for text in texts]
    side = _Side({}, [[] for _ in texts], defaultdict(Counter))
    for length in range(1, _LONGEST + 1):
        where: defaultdict[Gram, list[int]] = defaultdict(list)
        places = [
            [
                place
                for words in found
                for place in _groups(words, text, length)
                if length == 1 or (place.gram[1:] in side.pairs and place.gram[:-1] in side.pairs)
            ]
            for found, text in zip(stretches, texts, strict=True)
        ]
        for number, found in enumerate(places):
            for gram in {place.gram for place in found}:
                where[gram].append(number)
        new = {gram: numbers for gram, numbers in where.items() if len(numbers) >= TIMES}
        side.pairs.update(new)
        for number, found in enumerate(places):
            kept = [place for place in found if place.gram in new]
            side.inside[number].extend(place.gram for place in kept)
            for place in kept:
                side.spelled[place.gram][place.spelling] += 1
        if not new:
            break
    return side


def _groups(words: Sequence[_Word], text: str, length: int) -> Iterator[_Place]:
    for first in range(len(words) - length + 1):
        group = words[first : first + length]
        yield _Place(tuple(w.lemma for w in group), text[group[0].start : group[-1].stop])


def _stretches(text: str, lang: str) -> Iterator[list[_Word]]:
    """Yield runs of words that only a space parts from the next; figures end them."""
    words: list[_Word] = []
    for token in tokens(text):
        word = token.is_word and not token.form.isdigit()
        if words and not (word and text[words[-1].stop : token.start] == " "):
            yield words
            words = []
        if word:
            words.append(_Word(lemma(token.form, lang), token.start, token.stop))
    if words:
        yield words


def _is_phrase(spelled: Counter[str]) -> bool:
    """Whether a Russian group of words has enough content, at its beginning and end, too."""
    words = spelled.most_common(1)[0][0].split(" ")
    return (
        len(words) >= _CONTENT
        and _content(words[0])
        and _content(words[-1])
        and sum(map(_content, words)) >= _CONTENT
    )


@lru_cache(maxsize=1 << 14)
def _content(word: str) -> bool:
    """Whether a Russian word means something by itself: no preposition, pronoun or particle."""
    return not any(
        {"PREP", "CONJ", "PRCL", "NPRO", "Apro"} & parse.tag.grammemes
        for parse in analyser().parse(word.lower())
        if parse.is_known
    )


def _whole(grams: Mapping[Gram, Sequence[int]]) -> list[Gram]:
    """Return the phrases that mostly stand by themselves, not inside a longer one."""
    covered: Counter[Gram] = Counter()
    for gram, numbers in grams.items():
        for length in range(_CONTENT, len(gram)):
            for first in range(len(gram) - length + 1):
                part = gram[first : first + length]
                covered[part] = max(covered[part], len(numbers))
    return [gram for gram, numbers in grams.items() if covered[gram] < STABLE * len(numbers)]


def _english(words: int, places: Sequence[int], target: _Side) -> Gram | None:
    """Return the English that stands in the pairs of a phrase and hardly elsewhere.

    `words` counts the content words of the phrase; its English has about as many.
    """
    sample = places[:_SAMPLE]
    together = Counter(e for number in sample for e in set(target.inside[number]))
    ranked = []
    for english, both in together.items():
        times = both * len(places) / len(sample)
        dice = 2 * times / (len(places) + len(target.pairs[english]))
        apart = abs(sum(word not in _LINKS for word in english) - words)
        whole = _LINKS.isdisjoint((english[0], english[-1]))
        if dice >= STABLE and whole and apart <= max(1, words // _CONTENT):
            ranked.append((-apart, dice, len(english), english))
    return max(ranked)[-1] if ranked else None
