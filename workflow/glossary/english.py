"""Where approved and forbidden English stands in a text, in any layout, plural or possessive.

A word that is capitalised in the variant is so in the text (in capitals throughout, too); an
abbreviation is as written; other words may take a capital. «Secretary-General» and «Secretary
General» are two variants.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from workflow.glossary.tokens import WORD, gap
from workflow.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workflow.glossary.entries import Entry

_POSSESSIVE = re.compile("['’ʼ][sS]?$")
_PLURALS = ((3, "ies", "y"), (2, "es", ""), (1, "s", ""), (3, "men", "man"))
_END = ""  # the key, in a node, of the variants that end there


@dataclass(frozen=True, slots=True)
class Place:
    """A variant of an entry where it stands: `text[start:stop] == form`.

    `variant` is as the entry spells it; a possessive ending is outside `form`.
    """

    entry: Entry
    start: int
    stop: int
    form: str
    variant: str
    approved: bool
    plural: bool = False
    possessive: bool = False

    def inside(self, other: Place) -> bool:
        """Whether it stands within the other, or in the same place."""
        return other.start <= self.start and self.stop <= other.stop


class _Word(NamedTuple):
    """A word of the text: whole, without a possessive ending, and the folded words it may be."""

    start: int
    whole: str
    base: str
    spellings: tuple[str, ...]

    @property
    def stop(self) -> int:
        return self.start + len(self.whole)


class Variants:
    """English variants as a trie over folded words."""

    def __init__(self, variants: Iterable[tuple[Entry, str, bool]]) -> None:
        """Take the variants, each with its entry and whether it is approved."""
        self._root: dict[str, Any] = {}
        for entry, variant, approved in variants:
            node = self._root
            words = list(WORD.finditer(clean(variant)))
            for word in words:
                node = node.setdefault(fold(word.group()), {})
            if words:
                node.setdefault(_END, []).append((entry, clean(variant), approved))

    def places(self, text: str) -> Iterator[Place]:
        """Yield every place of every variant, overlaps included, in order of their start."""
        words = [_word(found) for found in WORD.finditer(text)]
        for first in range(len(words)):
            stack = [(self._root, first)]
            while stack:
                node, at = stack.pop()
                for entry, variant, approved in node.get(_END, ()):
                    if place := _place(text, words[first:at], entry, variant, approved=approved):
                        yield place
                if at < len(words):
                    followers = (node.get(spelling) for spelling in words[at].spellings)
                    stack += [(follower, at + 1) for follower in followers if follower is not None]


def longest(places: Iterable[Place]) -> list[Place]:
    """Return the places without overlaps, in order: the longest first, then the leftmost."""
    chosen: list[Place] = []
    for place in sorted(places, key=lambda p: (p.start - p.stop, p.start, not p.approved)):
        if not any(place.start < other.stop and other.start < place.stop for other in chosen):
            chosen.append(place)
    return sorted(chosen, key=lambda place: place.start)


def with_initials(name: str) -> tuple[str, ...]:
    """Return a personal name with initials for the given name: `K. Tokayev`, `K.-J. Tokayev`.

    A name of one word has none.
    """
    given, _, rest = name.partition(" ")
    double = "-".join(f"{part[0]}." for part in given.split("-") if part)
    return tuple(dict.fromkeys((f"{given[0]}. {rest}", f"{double} {rest}"))) if rest else ()


def _word(found: re.Match[str]) -> _Word:
    return _Word(found.start(), found.group(), *_spellings(found.group()))


@lru_cache(maxsize=1 << 14)
def _spellings(whole: str) -> tuple[str, tuple[str, ...]]:
    """Return a word without a possessive ending, and the folded words that it may be."""
    base = _POSSESSIVE.sub("", whole)
    folded = fold(base)
    singular = (
        folded[:-cut] + end
        for cut, ending, end in _PLURALS
        if folded.endswith(ending) and folded != ending
    )
    return base, tuple(dict.fromkeys((fold(whole), folded, *singular)))


@lru_cache(maxsize=1 << 14)
def _taken_apart(variant: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a variant and what stands between them, without quotation marks."""
    found = list(WORD.finditer(variant))
    between = (variant[a.end() : b.start()] for a, b in pairwise(found))
    return tuple(word.group() for word in found), tuple(_plain(each) for each in between)


def _plain(between: str) -> str:
    return gap(between).replace('"', "")


def _place(
    text: str, words: Sequence[_Word], entry: Entry, variant: str, *, approved: bool
) -> Place | None:
    """Return the place if the words have the capitals, endings and gaps of the variant."""
    wanted, gaps = _taken_apart(variant)
    if any(
        _plain(text[a.stop : b.start]) != g for (a, b), g in zip(pairwise(words), gaps, strict=True)
    ):
        return None
    last = words[-1]
    plural, stop, possessive = False, last.stop, False
    for word, model in zip(words, wanted, strict=True):
        if fold(word.whole) == fold(model):
            surface = word.whole
        else:
            surface = word.base
            plural = plural or fold(surface) != fold(model)
            if surface != word.whole:
                if word is not last:
                    return None
                stop, possessive = word.start + len(surface), True
        if not _cased(surface, model):
            return None
    if plural and entry.kind in ("person", "place"):
        return None
    possessive = possessive or (text[stop - 1] in "sS" and text[stop : stop + 1] in ("'", "’"))
    form = text[words[0].start : stop]
    return Place(entry, words[0].start, stop, form, variant, approved, plural, possessive)


def _cased(surface: str, model: str) -> bool:
    if len(model) > 1 and model.isupper():
        return surface.startswith(model) and not surface[len(model) :].isupper()
    return surface[0].isupper() or not model[0].isupper()
