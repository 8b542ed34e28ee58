"""Drafts: a free translation with the terms it lacks put where they seem to belong.

A draft is what replacement after the fact would give. Up to its last term it is the prefix from
which decoding continues; which of several drafts is best, the model says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from workflow.engines.articles import ARTICLES, FIGURE, choices
from workflow.engines.terms import accepted, standing
from workflow.engines.words import CLEAR, FUNCTION_WORDS, LEXICAL, cues, looked, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workflow.engines.words import Word
    from workflow.model import Demand

DIGITS = re.compile(r"\d+")
"""A group of digits, which is what numbers are compared by here."""

MOST = 3
"""Drafts of one text: to score one costs a quarter of a decoding."""

_LEAD = re.compile(r"\W*")
_TRAIL = re.compile(r"(?:['’][sS]?)?\W*$")
_MARKS = frozenset(".,;:")
_SPARE = 3  # words that the wrong rendering of a term may have more than the term


@dataclass(frozen=True, slots=True)
class Free:
    """A free translation: its words and tokens, and what each token attended to in the source.

    `attention[token][piece]`, `pieces` of them. `figures` are the groups of digits in the source.
    """

    text: str
    words: Sequence[Word]
    tokens: Sequence[str]
    attention: Sequence[Sequence[float]]
    pieces: int
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """Terms that go in together: a term, or a title and the person behind it.

    `columns` are the pieces of the source that it stands for, `size` the words of its longest
    approved English.
    """

    english: str
    kind: str
    variants: tuple[str, ...]
    columns: range
    size: int


class Slot(NamedTuple):
    """A block in place of the words `first` to `last` (excluded), behind an article or none."""

    first: int
    last: int
    block: Block
    article: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that has the terms; its tokens whole, and the prefix up to the last term.

    `kept` counts the tokens of the prefix that come from the free translation.
    """

    text: str
    tokens: list[str]
    prefix: list[str]
    kept: int


def blocks(
    source: str, demands: Sequence[Demand], columns: Sequence[range], *, joined: bool = True
) -> list[Block]:
    """Return the blocks that the demands make, a title and the name behind it joined as one."""
    made: list[Block] = []
    before: Demand | None = None
    for demand, where in zip(demands, columns, strict=True):
        english, kind, variants = demand.english[0], demand.kind, demand.english
        size = max(len(variant.split()) for variant in variants)
        if (
            joined
            and before is not None
            and (before.kind, demand.kind) == ("title", "person")
            and source[before.stop : demand.start] == " "
        ):
            title = made.pop()
            english, variants = f"{title.english} {english}", (*title.variants, *variants)
            size += title.size
            where = range(title.columns.start, where.stop)  # noqa: PLW2901 (of the block)
        made.append(Block(english, kind, variants, where, size))
        before = demand
    return made


def drafts(
    free: Free,
    met: Sequence[tuple[Demand, range]],
    blocks: Sequence[Block],
    encode: Callable[[str], list[str]],
) -> list[Draft]:
    """Return drafts with every block, the likeliest first.

    The words that stand for the `met` demands, each with its pieces of the source, are not
    touched. The drafts after the first differ from it in the place or the article of one block.
    """
    taken = _taken(free, met)
    options: list[list[Slot]] = []
    for block in blocks:
        slots = _slots(free, block, taken)
        taken.update(dict.fromkeys(range(slots[0].first, slots[0].last), block.columns))
        options.append(slots)
    best = [slots[0] for slots in options]
    several = [best]
    for number, slots in enumerate(options):
        others = best[:number] + best[number + 1 :]
        several += [[*others, slot] for slot in slots[1:] if not _overlaps(slot, others)]
    return [_draft(free, sorted(slots, key=_order), encode) for slots in several[:MOST]]


def _taken(free: Free, met: Sequence[tuple[Demand, range]]) -> dict[int, range]:
    """Return the words that stand for demands, with the pieces of the source that these have.

    Of several places for a demand the one that looked there most is its own.
    """
    demands = [demand for demand, _ in met]
    places = accepted(free.text, demands)
    inside = {span: _inside(free, span) for span in places}
    looks = {
        (number, span): sum(looked([free.words[n] for n in inside[span]], free.attention, columns))
        for span, takers in places.items()
        for number, (_, columns) in enumerate(met)
        if number in takers
    }
    own: dict[int, tuple[int, int]] = {}
    for number, span in sorted(looks, key=lambda each: -looks[each]):
        if number not in own and span not in own.values():
            own[number] = span
    if len(own) < len(met):
        own = {n: span for n, span in enumerate(standing(free.text, demands)) if span}
    return {word: met[number][1] for number, span in own.items() for word in inside[span]}


def _inside(free: Free, span: tuple[int, int]) -> list[int]:
    """Return the words that a stretch of the text touches."""
    found = []
    start = 0
    for number, word in enumerate(free.words):
        stop = start + len(word.text)
        if start < span[1] and span[0] < stop:
            found.append(number)
        start = stop + 1
    return found


def _slots(free: Free, block: Block, taken: Mapping[int, range]) -> list[Slot]:
    """Return where a block may go: the best place with each article, then the others."""
    found = cues(free.words, free.attention, block.columns, block.variants)
    if block.kind == FIGURE:
        found = [_figured(free, *each) for each in zip(free.words, found, strict=True)]
    open_cues = [0.0 if number in taken else cue for number, cue in enumerate(found)]
    places = spans(open_cues, free.words, block.size + _SPARE) or [_diagonal(free, block, taken)]
    if beside := _beside(free, block, taken):
        places.insert(0, beside)
    slots = []
    for rank, (first, last) in enumerate(places):
        had = free.words[first - 1].core if first and first - 1 not in taken else ""
        start = first - 1 if had in ARTICLES else first
        before = free.words[start - 1].text if start else ""
        articles = choices(block.english, block.kind, before, had if had in ARTICLES else "")
        slots += [Slot(start, last, block, each) for each in (articles[:1] if rank else articles)]
    return slots


def _beside(free: Free, block: Block, taken: Mapping[int, range]) -> tuple[int, int] | None:
    """Return the gap beside a term that is there, where only its words looked at the block too.

    Of a post and its holder a translation may have the post only.
    """
    looks = looked(free.words, free.attention, block.columns)
    top = max(range(len(looks)), key=looks.__getitem__, default=0)
    others = (n for n, word in enumerate(free.words) if word.core not in FUNCTION_WORDS)
    rest = max((looks[n] for n in others if n not in taken), default=0.0)
    if top not in taken or looks[top] < CLEAR or rest > looks[top] / 2:
        return None
    behind = taken[top].start < block.columns.start
    step = 1 if behind else -1
    while taken.get(top + step) == taken[top]:
        top += step
    gap = top + 1 if behind else top
    if not behind and gap and free.words[gap - 1].core in ARTICLES:
        gap -= 1
    return gap, gap


def _figured(free: Free, word: Word, cue: float) -> float:
    """Return the cue of a word for a figure: the more if it is one that the source does not have.

    A figure that the source has too stands where it should.
    """
    digits = set(DIGITS.findall(word.text))
    if not digits:
        return cue
    return 0.0 if digits <= free.figures else cue + LEXICAL


def _diagonal(free: Free, block: Block, taken: Mapping[int, range]) -> tuple[int, int]:
    """Return the gap between words that is as far along as the term is in the source."""
    at = round(block.columns.start / max(1, free.pieces) * len(free.words))
    while at in taken and at - 1 in taken:
        at += 1
    return at, at


def _order(slot: Slot) -> tuple[int, int, int]:
    return slot.first, slot.last, slot.block.columns.start


def _overlaps(slot: Slot, others: Sequence[Slot]) -> bool:
    return any(slot.first < other.last and other.first < slot.last for other in others)


def _draft(free: Free, slots: Sequence[Slot], encode: Callable[[str], list[str]]) -> Draft:
    said: list[str] = []
    tokens: list[str] = []
    prefix: list[str] = []
    at = kept = 0
    for slot in slots:
        words = free.words[at : slot.first]
        said += [word.text for word in words]
        tokens += [token for word in words for token in free.tokens[word.first : word.last]]
        kept += sum(word.last - word.first for word in words)
        forced = f"{slot.article} {slot.block.english}".lstrip()
        if not said:
            forced = forced[0].upper() + forced[1:]
        trail = ""
        if slot.first < slot.last:
            found = _LEAD.match(free.words[slot.first].text)
            lead = found.group() if found else ""
            forced = lead.removesuffix(forced[0]) + forced  # (017) and +375 bring their own
            end = _TRAIL.search(free.words[slot.last - 1].text)
            trail = end.group() if end else ""
            if forced.endswith("."):
                trail = trail.removeprefix(".")
            if trail[:1] in set("'’") and trail[1:2] != "s" and not forced.endswith("s"):
                trail = f"{trail[0]}s{trail[1:]}"  # the brothers' exercise: the Brotherhood's
        elif said and tokens[-1] in _MARKS and said[-1].endswith(tokens[-1]):
            trail = tokens.pop()
            said[-1] = said[-1].removesuffix(trail)
        prefix = [*tokens, *encode(forced)]
        tokens += encode(forced + trail)
        said.append(forced + trail)
        at = slot.last
    rest = free.words[at:]
    said += [word.text for word in rest]
    tokens += [token for word in rest for token in free.tokens[word.first : word.last]]
    return Draft(" ".join(said), tokens, prefix, kept)
