"""From spellings to occurrences: the longest wins, what it covers is kept inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.glossary.english import with_initials
from workflow.glossary.forms import grammar
from workflow.glossary.tokens import CLOSERS
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workflow.glossary.automaton import Match, Token
    from workflow.glossary.entries import Entry


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An entry where it stands in a Russian text: `text[start:stop] == form`.

    `case` (`nomn`, `gent`, `datv`, `accs`, `ablt`, `loct`) and `number` (`sing`, `plur`) are
    empty where the form leaves them open. `nested` are the terms inside it, in order; `others`
    the entries that fit the same place as well; `reason` says what was set aside in its favour,
    if anything was. `initial` is true where an initial stands for a given name.
    """

    entry: Entry
    start: int
    stop: int
    form: str
    case: str = ""
    number: str = ""
    nested: tuple[Occurrence, ...] = ()
    others: tuple[Entry, ...] = ()
    reason: str = ""
    initial: bool = False

    @property
    def readings(self) -> tuple[Entry, ...]:
        """Every entry that the form spells: the one that counts, then the others."""
        return (self.entry, *self.others)

    @property
    def english(self) -> tuple[str, ...]:
        """The English that may stand for it, the best first: a name with an initial keeps it."""
        if not self.initial:
            return self.entry.approved
        return (*with_initials(self.entry.target), *self.entry.approved)


@dataclass(frozen=True, slots=True)
class _Span:
    """Tokens `first` to `last` (excluded), and the entries they spell with their cells.

    `initials` are those of them that are spelt with an initial.
    """

    first: int
    last: int
    start: int
    stop: int
    readings: dict[int, int]
    initials: set[int]

    def overlaps(self, other: _Span) -> bool:
        return self.first < other.last and other.first < self.last

    def inside(self, other: _Span) -> bool:
        return other.first <= self.first and self.last <= other.last


def resolve(
    text: str, tokens: Sequence[Token], matches: Iterable[Match], entries: Sequence[Entry]
) -> list[Occurrence]:
    """Return the occurrences in order: the longest of those that overlap, then the leftmost.

    Of two entries in one place a heading counts, else the first in the glossary; the reason names
    the other.
    """
    spans: dict[tuple[int, int], _Span] = {}
    for match in matches:
        span = spans.setdefault((match.first, match.last), _span(text, tokens, match))
        if match.pattern.initial:
            span.initials.add(match.entry)
        span.readings[match.entry] = span.readings.get(match.entry, 0) | match.mask
    found: list[Occurrence] = []
    for cluster in _clusters(sorted(spans.values(), key=lambda span: (span.first, span.last))):
        found += _choose(text, cluster, entries)
    return found


def _span(text: str, tokens: Sequence[Token], match: Match) -> _Span:
    start, last = tokens[match.first].start, tokens[match.last - 1]
    final = match.pattern.slots[-1].text if match.steps[-1][1] == match.last else ""
    stop = last.stop + (match.pattern.gaps is None and last.initial and len(final) < 2)  # noqa: PLR2004
    if match.pattern.closed and text[stop : stop + 1] in tuple(CLOSERS):
        stop += 1
    return _Span(match.first, match.last, start, stop, {}, set())


def _clusters(spans: Iterable[_Span]) -> Iterator[list[_Span]]:
    """Yield groups of spans, ordered by their first token, that overlap directly or by others."""
    group: list[_Span] = []
    end = 0
    for span in spans:
        if group and span.first >= end:
            yield group
            group = []
        group.append(span)
        end = max(end, span.last) if len(group) > 1 else span.last
    if group:
        yield group


def _choose(text: str, spans: Sequence[_Span], entries: Sequence[Entry]) -> list[Occurrence]:
    winners: list[_Span] = []
    losers: list[_Span] = []
    for span in sorted(
        spans, key=lambda span: (-len(clean(text[span.start : span.stop])), span.first)
    ):
        (losers if any(map(span.overlaps, winners)) else winners).append(span)
    found = []
    for winner in sorted(winners, key=lambda span: span.first):
        # what is written for headings knows more than what is written for sentences
        number, *others = sorted(
            winner.readings, key=lambda each: (entries[each].kind != "heading", each)
        )
        inner = [s for s in losers if s.inside(winner) and number not in s.readings]
        crossing = [s for s in losers if s.overlaps(winner) and not any(map(s.inside, winners))]
        reasons = [f"«{text[s.start : s.stop]}» overlaps it and is shorter" for s in crossing]
        reasons += [f"{entries[other].place} fits as well" for other in others]
        case, count = grammar(winner.readings[number])
        found.append(
            Occurrence(
                entries[number],
                winner.start,
                winner.stop,
                text[winner.start : winner.stop],
                case,
                count,
                tuple(_choose(text, inner, entries)),
                tuple(entries[other] for other in others),
                "; ".join(reasons),
                number in winner.initials,
            )
        )
    return found
