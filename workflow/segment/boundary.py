"""Places where a sentence may end, and the walk that asks the rules about each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from workflow.segment.abbreviations import Kind, kind_of

SPLIT = True
JOIN = False
WINDOW = 120
"""How many characters a rule sees to each side; more would make long texts slow."""

_MARKS = ".!?…։。"
_CLOSERS = "\"'»”’“)\\]}"
# The look-behind and the possessive quantifiers keep a megabyte of full stops linear.
_CANDIDATE = re.compile(
    rf"(?<![{_MARKS}])([{_MARKS}]++)((?:[{_CLOSERS}]|\[\d{{1,3}}\])*+)(?=\s|$)"
    r"|(?<=[а-яё][а-яё])([.!?…])(?=[А-ЯЁ][а-яё\s])"
)
_BLANK_LINE = re.compile("\n[^\\S\n]*\n|\r[^\\S\r\n]*\r|\u2029")
_SPACE = re.compile(r"\s*")
_NEXT = re.compile(r"(\s*)([-–—«„“‘\"'(\[\s]*)(\w*)(.?)", re.DOTALL)
_TOKEN = re.compile(r"[^\W\d_]+|\d+|\S")


@dataclass
class Boundary:
    """A place after a mark, between what may be two sentences.

    `start` is where the sentence so far begins, `mark` and `closers` are what stands at its end
    (`?!` and `»`), and `at` is where the mark begins. `stop` is behind the closers and `end` is
    where the block ends.
    """

    lang: str
    text: str
    start: int
    at: int
    mark: str
    closers: str
    stop: int
    end: int

    @cached_property
    def left(self) -> str:
        """The end of the sentence so far, before the mark."""
        return self.text[max(self.start, self.at - WINDOW) : self.at]

    @cached_property
    def sentence(self) -> str:
        """The whole sentence so far if it is short, otherwise nothing."""
        return self.left if self.at - self.start <= WINDOW else ""

    @cached_property
    def tokens(self) -> list[str]:
        """The last words and signs before the mark."""
        return _TOKEN.findall(self.left[-24:])

    @cached_property
    def word(self) -> str:
        """The word or sign right before the mark."""
        return self.tokens[-1] if self.tokens else ""

    @cached_property
    def kind(self) -> Kind | None:
        """The kind of the abbreviation to which the mark may belong."""
        return kind_of(self.tokens, self.lang) if self.mark == "." and not self.closers else None

    @cached_property
    def _next(self) -> tuple[str, str, str, str]:
        found = _NEXT.match(self.text, self.stop, min(self.end, self.stop + WINDOW))
        assert found
        space, lead, word, after = found.groups()
        return space, lead, word, after

    @property
    def space(self) -> str:
        """The white space behind the mark."""
        return self._next[0]

    @property
    def lead(self) -> str:
        """The opening quotes, brackets and dashes before the next word."""
        return self._next[1]

    @property
    def next(self) -> str:
        """The next word, or the sign that stands in its place."""
        return self._next[2] or self._next[3]

    @property
    def after_next(self) -> str:
        """The character right behind the next word."""
        return self._next[3] if self._next[2] else ""


Rule = Callable[[Boundary], bool | None]
"""Says `SPLIT`, `JOIN` or, with None, nothing about a boundary."""


def spans(text: str, lang: str, rules: Iterable[Rule]) -> Iterator[tuple[int, int]]:
    """Yield start and stop of each sentence; the first rule that says something decides.

    Where no rule does, the sentence ends. A blank line always ends it. The time is linear in the
    length of the text.
    """
    rules = tuple(rules)
    begin = 0
    for end in [*(found.start() for found in _BLANK_LINE.finditer(text)), len(text)]:
        start = _skip(text, begin, end)
        for found in _CANDIDATE.finditer(text, start, end):
            stop = found.end()
            if stop == end or _skip(text, stop, end) == end:
                break
            mark = found[1] or found[3]
            place = Boundary(lang, text, start, found.start(), mark, found[2] or "", stop, end)
            if _splits(place, rules):
                yield start, stop
                start = _skip(text, stop, end)
        stop = start + len(text[start:end].rstrip())
        if stop > start:
            yield start, stop
        begin = end


def _splits(place: Boundary, rules: tuple[Rule, ...]) -> bool:
    for rule in rules:
        verdict = rule(place)
        if verdict is not None:
            return verdict
    return SPLIT


def _skip(text: str, start: int, end: int) -> int:
    found = _SPACE.match(text, start, end)
    assert found
    return found.end()
