"""The terms of a glossary as one trie, and every place where a text spells one of them.

Every form of every word of a term is generated once, when the trie is built: an edge is a word of
a term, a word of the text leads to the edges that it can be a form of, and each step narrows the
cells (case and number) in which all words so far agree. No morphology runs over the text, so the
time depends on the length of the text and hardly on the number of terms.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from workflow.glossary.forms import ANY
from workflow.glossary.names import is_patronymic
from workflow.glossary.terms import INITIAL, Pattern, patterns
from workflow.glossary.tokens import DASHED, WORD
from workflow.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.glossary.entries import Entry

_SHIFT = 32  # an edge is known by its node in the high bits and its slot in the low ones
_TERMS, _NAMES = 0, 1  # the two roots: between the words of a name more may stand
_CACHE = 1 << 15  # word forms remembered: those of a working day
_INITIAL = 2  # letters of the longest initial («Дж.»)
_MAX_PARTS = 4  # words that one compound («Ростов-на-Дону») may join

Fills = tuple[tuple[int, int], ...]
"""The slots that a word of the text can fill, each with the cells in which it does."""


class Token(NamedTuple):
    """A word of the text, `text[start:stop]`, and the slots that it can fill."""

    start: int
    stop: int
    text: str
    fills: Fills
    initial: bool


class Match(NamedTuple):
    """A spelling found at the tokens `first` to `last` (excluded), before any rule is asked.

    `steps` are the tokens of each slot, `(first, last)`; an inserted initial or patronymic
    belongs to none. `mask` is the cells in which the words agree.
    """

    entry: int
    pattern: Pattern
    first: int
    last: int
    mask: int
    steps: tuple[tuple[int, int], ...]


class Automaton:
    """The spellings of all entries as one trie over interned slots."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._edges: dict[int, int] = {}
        self._ends: dict[int, list[tuple[int, Pattern]]] = {}
        self._nodes = 2
        self._slots: dict[tuple[tuple[str, int], ...], int] = {}
        self._fills: dict[str, Fills] = {}
        for number, entry in enumerate(entries):
            for pattern in patterns(entry):
                self._add(number, pattern)
        self._look_up = lru_cache(maxsize=_CACHE)(self._fills_of)

    def _add(self, number: int, pattern: Pattern) -> None:
        node = _NAMES if pattern.gaps is None else _TERMS
        for slot in pattern.slots:
            edge = node << _SHIFT | self._intern(tuple(slot.forms.items()))
            if edge not in self._edges:
                self._edges[edge] = self._nodes
                self._nodes += 1
            node = self._edges[edge]
        self._ends.setdefault(node, []).append((number, pattern))

    def _intern(self, forms: tuple[tuple[str, int], ...]) -> int:
        slot = self._slots.get(forms)
        if slot is None:
            slot = self._slots[forms] = len(self._slots)
            for form, mask in forms:
                self._fills[form] = (*self._fills.get(form, ()), (slot, mask))
        return slot

    def _fills_of(self, text: str) -> Fills:
        return self._fills.get(fold(text), ())

    def tokens(self, text: str) -> list[Token]:
        """Return the words of the text in order."""
        look_up = self._look_up
        tokens = []
        for found in WORD.finditer(text):
            raw, stop = found.group(), found.end()
            fills = look_up(raw)
            initial = len(raw) <= _INITIAL and raw.istitle() and text[stop : stop + 1] == "."
            if initial:
                fills += self._fills.get(fold(raw) + INITIAL, ())
            tokens.append(Token(found.start(), stop, raw, fills, initial))
        return tokens

    def matches(self, text: str, tokens: Sequence[Token]) -> Iterator[Match]:
        """Yield every spelling of every entry whose words stand one after the other and agree."""
        joined = self._compounds(text, tokens)
        edges = self._edges
        for first, token in enumerate(tokens):
            if token.fills or first in joined:
                for root in (_TERMS, _NAMES):
                    key = root << _SHIFT
                    if first in joined or any(key | slot in edges for slot, _ in token.fills):
                        yield from self._walk(tokens, joined, first, root)

    def _walk(
        self,
        tokens: Sequence[Token],
        joined: dict[int, list[tuple[int, Fills]]],
        first: int,
        root: int,
    ) -> Iterator[Match]:
        start: tuple[tuple[int, int], ...] = ()
        stack = [(first, root, ANY, start)]
        while stack:
            at, node, mask, steps = stack.pop()
            if at == len(tokens):
                continue
            for stop, fills in ((at + 1, tokens[at].fills), *joined.get(at, ())):
                for slot, cells in fills:
                    follower = self._edges.get(node << _SHIFT | slot)
                    if follower is not None and mask & cells:
                        path = (*steps, (at, stop))
                        stack.append((stop, follower, mask & cells, path))
                        for entry, pattern in self._ends.get(follower, ()):
                            yield Match(entry, pattern, first, stop, mask & cells, path)
            if root == _NAMES and steps and _inserted(tokens[at - 1], tokens[at]):
                stack.append((at + 1, node, mask, steps))
                for entry, pattern in self._ends.get(node, ()):
                    if pattern.surname_first:
                        yield Match(entry, pattern, first, at + 1, mask, steps)

    def _compounds(self, text: str, tokens: Sequence[Token]) -> dict[int, list[tuple[int, Fills]]]:
        """Return, for each token where words joined by dashes begin, where they end and fill."""
        links = {}
        for number in range(len(tokens) - 1):
            between = text[tokens[number].stop : tokens[number + 1].start]
            if between != " " and DASHED.fullmatch(between):
                links[number] = _links(between)
        found: dict[int, list[tuple[int, Fills]]] = {}
        for first in links:
            spellings, last = [fold(tokens[first].text)], first
            while last in links and last - first + 1 < _MAX_PARTS:
                part = fold(tokens[last + 1].text)
                spellings = [one + link + part for one in spellings for link in links[last]]
                last += 1
                for spelling in spellings:
                    if spelling in self._fills:
                        found.setdefault(first, []).append((last + 1, self._fills[spelling]))
        return found


def _links(between: str) -> tuple[str, ...]:
    """Return what a dash may stand for: at the end of a line it may only break a word."""
    if between[0].isspace():
        return ("–",)
    if between[-1].isspace():
        return ("-", "") if "\n" in between else ("–",)
    return ("-",)


def _inserted(before: Token, token: Token) -> bool:
    """Whether a word may stand between those of a name: an initial, or a patronymic in full."""
    return token.initial or (not before.initial and is_patronymic(token.text))
