"""Entries that approved pairs suggest: names and titles that recur with a stable translation.

A Russian and an English phrase belong together by the Dice coefficient of the pairs they stand in,
the best first and each once (competitive linking: Melamed, Models of translational equivalence
among words, 2000). Of equals those that sound alike come first, then those of as many words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from workflow.glossary.phrases import (
    Phrase,
    base,
    content,
    covers,
    dictionary_form,
    english_phrases,
    lemma,
    russian_phrases,
    words_of,
)
from workflow.glossary.spellings import sound_of_cyrillic, sounds_of_latin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workflow.glossary.glossary import Glossary

TIMES = 3
"""Pairs in which a phrase must stand to be one that recurs."""

STABLE = 0.8
"""The Dice coefficient from which a translation is stable."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term and its English, in how many pairs both stand, and the first of those pairs.

    `share` is the part of the pairs with the term that have this English, from 0 to 1.
    """

    source: str
    target: str
    times: int
    share: float
    example: tuple[str, str]


def suggest(pairs: Iterable[tuple[str, str]], known: Glossary, limit: int) -> list[Suggestion]:
    """Return the terms that recur in pairs of Russian and English sentences, frequent ones first.

    Those that `known` has are left out; `limit` is how many at most.
    """
    links = _Links(list(dict.fromkeys(pairs)))
    found: list[Suggestion] = []
    for source, target in links.linked():
        forms = links.forms[source]
        if any(covers(known, " ".join(form)) for form in forms):
            continue
        both = sorted(links.where[source] & links.where[target])
        share = len(both) / len(links.where[source])
        name, example = dictionary_form(forms), links.pairs[both[0]]
        found.append(Suggestion(name, " ".join(target), len(both), share, example))
        if len(found) == limit:
            break
    return found


class _Links:
    """In which pairs each phrase stands, and in which forms; Russian phrases by their lemmas."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = pairs
        self.where: defaultdict[Phrase, set[int]] = defaultdict(set)
        self.forms: defaultdict[Phrase, Counter[Phrase]] = defaultdict(Counter)
        # A phrase recurs only if its words do, which spares the memory of most others.
        russian = Counter(lemma(w) for source, _ in pairs for w in set(words_of(source)))
        english = Counter(base(w) for _, target in pairs for w in set(words_of(target)))

        def usual(word: str) -> bool:
            return english[base(word)] >= TIMES

        def common(word: str) -> bool:
            return english[word.lower()] > english[word]

        found: list[tuple[set[Phrase], set[Phrase]]] = []
        for number, (source, target) in enumerate(pairs):
            keys = set()
            for phrase in russian_phrases(source, lambda word: russian[lemma(word)] >= TIMES):
                key = tuple(map(lemma, phrase))
                self.forms[key][phrase] += 1
                keys.add(key)
            targets = set(english_phrases(target, usual, common))
            for phrase in keys | targets:
                self.where[phrase].add(number)
            found.append((keys, targets))
        self.together: Counter[tuple[Phrase, Phrase]] = Counter()
        for keys, targets in found:
            self.together.update(product(self._recurring(keys), self._recurring(targets)))

    def _recurring(self, phrases: Iterable[Phrase]) -> list[Phrase]:
        return [phrase for phrase in phrases if len(self.where[phrase]) >= TIMES]

    def linked(self) -> list[tuple[Phrase, Phrase]]:
        """Return the phrases that translate each other, the most frequent first."""
        ranked = sorted(
            ((*self._rank(source, target), source, target) for source, target in self.together),
            reverse=True,
        )
        chosen: dict[Phrase, Phrase] = {}
        taken: set[Phrase] = set()
        for dice, *_, source, target in ranked:
            if dice >= STABLE and source not in chosen and target not in taken:
                chosen[source] = target
                taken.add(target)
        inside = self._inside([*chosen.keys(), *chosen.values()])

        def stands_alone(phrase: Phrase) -> bool:
            return len(inside[phrase]) < STABLE * len(self.where[phrase])

        links = [link for link in chosen.items() if all(map(stands_alone, link))]
        return sorted(links, key=lambda link: (-self.together[link], link))

    def _inside(self, chosen: Iterable[Phrase]) -> defaultdict[Phrase, set[int]]:
        """Return the pairs in which a phrase stands inside a longer one that was chosen too."""
        found: defaultdict[Phrase, set[int]] = defaultdict(set)
        for phrase in chosen:
            for first, last in combinations(range(len(phrase) + 1), 2):
                if last - first < len(phrase):
                    found[phrase[first:last]] |= self.where[phrase]
        return found

    def _rank(self, source: Phrase, target: Phrase) -> tuple[float, int, int, int]:
        """Return how well two phrases fit: by their pairs; of equals by sound, then by length."""
        times = self.together[source, target]
        dice = 2 * times / (len(self.where[source]) + len(self.where[target]))
        if dice < STABLE:
            return (dice, 0, 0, 0)
        sounds = {sound for word in target for sound in sounds_of_latin(word)}
        alike = sum(sound_of_cyrillic(word) in sounds for word in source)
        words, others = content(source), content(target)
        return (dice, alike, -abs(words - others), words + others)
