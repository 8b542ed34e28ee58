"""Entries that approved pairs suggest: names and titles that recur with a stable translation.

A Russian and an English phrase belong together where each is the best partner of the other by
the Dice coefficient of the pairs they stand in (competitive linking: Melamed, Models of
translational equivalence among words, 2000); of equals the longest counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from workflow.glossary.phrases import (
    Phrase,
    base,
    covers,
    dictionary_form,
    english_phrases,
    lemma,
    russian_phrases,
    words_of,
)

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
    for source, target in links.mutual():
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
        found: list[tuple[set[Phrase], set[Phrase]]] = []
        for number, (source, target) in enumerate(pairs):
            keys = set()
            for phrase in russian_phrases(source, lambda word: russian[lemma(word)] >= TIMES):
                key = tuple(map(lemma, phrase))
                self.forms[key][phrase] += 1
                keys.add(key)
            targets = set(english_phrases(target, lambda word: english[base(word)] >= TIMES))
            for phrase in keys | targets:
                self.where[phrase].add(number)
            found.append((keys, targets))
        self.together: Counter[tuple[Phrase, Phrase]] = Counter()
        for keys, targets in found:
            self.together.update(product(self._recurring(keys), self._recurring(targets)))

    def _recurring(self, phrases: Iterable[Phrase]) -> list[Phrase]:
        return [phrase for phrase in phrases if len(self.where[phrase]) >= TIMES]

    def mutual(self) -> list[tuple[Phrase, Phrase]]:
        """Return the phrases that are each other's best, the most frequent first."""
        best: dict[Phrase, tuple[float, int, Phrase]] = {}
        for (source, target), times in self.together.items():
            dice = 2 * times / (len(self.where[source]) + len(self.where[target]))
            for phrase, other in ((source, target), (target, source)):
                best[phrase] = max(best.get(phrase, (0.0, 0, ())), (dice, len(other), other))
        return sorted(
            (
                (source, target)
                for source, target in self.together
                if best[source][0] >= STABLE
                and best[source][2] == target
                and best[target][2] == source
            ),
            key=lambda both: (-self.together[both], both),
        )
