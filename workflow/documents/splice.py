"""Edits into the decoded text of a document, with everything between the runs left alone.

Runs that touch in the file form a slot; between slots stands markup. An edit over several slots
is divided among them between words, so that the markup stays in order: where the fewest words
leave the slot that they come from, or in proportion to the lengths where that is not known.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from workflow.documents.runs import Cutter
from workflow.languages import code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workflow.model import Document, Edit, Paragraph, Run

_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
# After a word and before the punctuation that closes it; after the punctuation that opens one.
_CLOSING = re.compile(r"(?<=\w)(?=[^\w\s]+(?:\s|$))")
_OPENING = re.compile(r"(?<!\S)[^\w\s]+(?=\w)")
# By how many characters a place beside a space must be nearer than one beside punctuation.
_BESIDE_SPACE = 3
# What no line should end with, its length at most, and how many words astray that is worth.
_DANGLING = re.compile(
    r"(?<!\w)(?:an?|and|at|by|for|from|in|of|on|or|the|to|with|No\.)$", re.IGNORECASE
)
_LONGEST = 5
_DANGLES = 1.5


@dataclass(frozen=True, slots=True)
class Slot:
    """Stretches of the decoded file that look alike, no markup inside, and the text they spell."""

    text: str
    spans: tuple[tuple[int, int], ...]
    pinned: bool = False
    breaks: bool = False

    @property
    def start(self) -> int:
        """Where new text goes."""
        return self.spans[0][0]

    @property
    def stop(self) -> int:
        """Where the last stretch ends."""
        return self.spans[-1][1]

    def with_run(self, run: Run) -> Slot | None:
        """Return the slot with a run that follows it; None if markup or a program is between."""
        if run.pinned or self.pinned or run.breaks or self.breaks:
            return None
        *others, (start, stop) = self.spans
        if stop == run.start:
            return Slot(self.text + run.text, (*others, (start, run.stop)))
        return (
            Slot(self.text + run.text, (*self.spans, (run.start, run.stop))) if run.joined else None
        )


@dataclass(frozen=True, slots=True)
class Replacement:
    """Put `text` in place of `decoded[start:stop]`."""

    start: int
    stop: int
    text: str


def replacements(
    document: Document,
    edits: Iterable[Edit],
    escape: Callable[[str, Slot, Paragraph], str],
    *,
    spaces_show: bool = False,
) -> list[Replacement]:
    """Turn edits of paragraphs into replacements in the decoded file.

    `escape(text, slot, paragraph)` spells new text as the format demands at that place. An edit
    that changes nothing is left out. Where `spaces_show`, two in a row are two on the page. Raises
    `ValueError` for an edit outside its paragraph.
    """
    found = []
    slots_of = _Slots(document)
    for edit in edits:
        paragraph = document.paragraphs[edit.paragraph]
        if not 0 <= edit.start <= edit.stop <= len(paragraph.text):
            raise ValueError(f"{edit} is outside its paragraph")
        if paragraph.text[edit.start : edit.stop] == edit.text:
            continue
        text = _SURROGATE.sub("\ufffd", edit.text)
        slots = slots_of(edit)
        parts = _parts(text, slots, edit.links)
        for slot, part in zip(slots, _tidied(parts, slots) if spaces_show else parts, strict=True):
            if part != slot.text:
                first, *others = slot.spans
                found.append(Replacement(*first, escape(part, slot, paragraph)))
                found += (Replacement(*span, "") for span in others)
    return found


def with_markup(document: Document, edits: Iterable[Edit]) -> list[int]:
    """Return the numbers of the edits between whose replaced words markup stands."""
    slots_of = _Slots(document)
    return [
        number
        for number, edit in enumerate(edits)
        if sum(bool(slot.text.strip()) for slot in slots_of(edit)) > 1
    ]


def apply(decoded: str, changes: Iterable[Replacement]) -> str:
    """Make the replacements; raises `ValueError` if two of them overlap."""
    pieces: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda change: (change.start, change.stop)):
        if change.start < at:
            raise ValueError("two edits overlap")
        pieces += decoded[at : change.start], change.text
        at = change.stop
    return "".join([*pieces, decoded[at:]])


def restated(
    decoded: str, stated: Iterable[tuple[int, int]], languages: tuple[str, str]
) -> list[Replacement]:
    """Return the changes that make what states the first language state the second.

    `stated` is where language tags stand in the decoded file.
    """
    source, target = languages
    spans = (span for span in stated if code(decoded[slice(*span)]) == source)
    return [Replacement(*span, target) for span in spans]


class _Slots:
    """The slots of edits: a paragraph's runs are added up once, however many edits it has."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._cutters: dict[int, Cutter] = {}

    def __call__(self, edit: Edit) -> list[Slot]:
        """Return the slots that spell what an edit replaces."""
        paragraph = self._document.paragraphs[edit.paragraph]
        if edit.paragraph not in self._cutters:
            self._cutters[edit.paragraph] = Cutter(paragraph.runs)
        return _slots(paragraph, self._cutters[edit.paragraph], edit.start, edit.stop)


def _slots(paragraph: Paragraph, cutter: Cutter, start: int, stop: int) -> list[Slot]:
    """Return the slots that spell `paragraph.text[start:stop]`; one empty slot for no text."""
    slots: list[Slot] = []
    for run in cutter.cut(start, stop):
        if slots and (longer := slots[-1].with_run(run)):
            slots[-1] = longer
        else:
            slots.append(Slot(run.text, ((run.start, run.stop),), run.pinned, run.breaks))
    if slots:
        return slots
    # A run that is spelt by an element, as two spaces are, is found by its first character.
    found = (cutter.cut(at - 1, at) for at in range(start, 0, -1))
    before = next(filter(None, found), [])
    if before and before[-1].breaks:
        place = cutter.cut(start, start + 1)[0].start
    else:
        place = before[-1].stop if before else paragraph.runs[0].start
    return [Slot("", ((place, place),))]


def _parts(text: str, slots: Sequence[Slot], links: Sequence[tuple[int, int]]) -> list[str]:
    """Divide a text among slots, around what programs have put there, where the text has it too."""
    pin = next((index for index, slot in enumerate(slots) if slot.pinned), None)
    pieces = [slot.text for slot in slots]
    if pin is None or not any(slot.text.strip() for slot in slots if not slot.pinned):
        return divide(text, pieces, links)
    alone = rf"(?<![\w.,/-]){re.escape(pieces[pin].strip())}(?![\w/-]|[.,]\w)"
    found = re.search(alone, text)
    if not found:  # it says that by itself, then
        free = [
            replace(slot, text=" ", pinned=False) if n == pin else slot
            for n, slot in enumerate(slots)
        ]
        parts = _parts(text, free, links if len(pieces[pin]) == 1 else ())
        return [*parts[:pin], pieces[pin], *parts[pin + 1 :]]
    before, behind = text[: found.start()], text[found.end() :]
    if (before.strip() and not pin) or (behind.strip() and pin == len(slots) - 1):
        # There is no other slot for what stands on that side now.
        free = [replace(slot, pinned=False) if n == pin else slot for n, slot in enumerate(slots)]
        return _parts(text, free, links)
    start = len("".join(pieces[:pin]))
    stop = start + len(pieces[pin])
    ahead = [(s, t) for s, t in links if s < start and t < found.start()]
    after = [(s - stop, t - found.end()) for s, t in links if s >= stop and t >= found.end()]
    left = _parts(before, slots[:pin], ahead) if pin else []
    right = _parts(behind, slots[pin + 1 :], after) if pin + 1 < len(slots) else []
    return [*left, pieces[pin], *right]


def divide(text: str, pieces: Sequence[str], links: Sequence[tuple[int, int]] = ()) -> list[str]:
    """Divide `text` among pieces of an older text, by `links` or in proportion to their lengths.

    `links` are offsets into the pieces joined, and of the words in `text` that come from there.
    Cuts fall between words. White space between two pieces stays as it was, blank pieces stay
    blank. Where two letters touched, nothing is cut: one piece takes all.
    """
    full = [index for index, piece in enumerate(pieces) if piece.strip()]
    if len(pieces) == 1 or not full:
        return [text, *pieces[1:]]
    parts = list(pieces)
    stripped = text.lstrip() if full[0] else text
    links = [(source, target - len(text) + len(stripped)) for source, target in links]
    text = stripped
    text = text if full[-1] == len(pieces) - 1 else text.rstrip()
    places = _Places(text)
    sizes = [len(pieces[index].strip()) for index in full]
    wordy = [any(map(str.isalnum, pieces[index])) for index in full]
    begins = [0, *accumulate(map(len, pieces))]
    at, done, lead = 0, 0, ""
    for number, (this, after) in enumerate(pairwise(full), 1):
        piece, behind = pieces[this], pieces[after]
        done += sizes[number - 1]
        trail = piece[len(piece.rstrip()) :]
        next_lead = behind[: len(behind) - len(behind.lstrip())]
        apart = bool(trail or next_lead or after - this > 1)
        stop, start = places.nearest(
            places.between(piece[-1], behind[0], apart=apart),
            low=at,
            high=places.leaving(sum(wordy[number:]) - 1),
            aim=len(text) * done / sum(sizes),
            wrong=_wrong(links, begins[after]) if links else None,
            ends_line="\n" in pieces[this + 1 : after],
        )
        parts[this] = lead + text[at:stop] + trail
        at, lead = start, next_lead
    parts[full[-1]] = lead + text[at:]
    return parts


def _tidied(parts: list[str], slots: Sequence[Slot]) -> list[str]:
    """Return the parts without the white space of what has become empty.

    A space is left there where words would touch without.
    """
    for index, slot in enumerate(slots):
        if slot.text.strip() and not parts[index].strip():
            before, behind = "".join(parts[:index])[-1:], "".join(parts[index + 1 :])[:1]
            touching = before and behind and not (before.isspace() or behind.isspace())
            parts[index] = " " if touching and parts[index] else ""
    return parts


def _wrong(links: Sequence[tuple[int, int]], border: int) -> Callable[[int], int]:
    """Return how many words a cut of the new text puts on the wrong side of an old border."""
    before = [target for source, target in links if source < border]
    behind = [target for source, target in links if source >= border]

    def count(cut: int) -> int:
        return sum(place >= cut for place in before) + sum(place < cut for place in behind)

    return count


class _Places:
    """Where a text can be cut: `(stop, start)`, the end of one part and the start of the next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spaces = [gap.span() for gap in _SPACE.finditer(text)]
        self._closing = _sorted(_CLOSING, text, (gap[0] for gap in self._spaces))
        self._opening = _sorted(_OPENING, text, (gap[1] for gap in self._spaces))

    def _dangles(self, stop: int) -> bool:
        return _DANGLING.search(self._text, max(stop - _LONGEST, 0), stop) is not None

    def between(self, before: str, after: str, *, apart: bool) -> list[tuple[int, int]]:
        """Return the places for a cut where these two characters met, or space stood between."""
        if apart:
            return self._spaces
        if not after.isalnum():
            return self._closing
        return [] if before.isalnum() else self._opening

    def leaving(self, words: int) -> int:
        """Return the place before which a cut leaves so many words more than one, if it can."""
        return self._spaces[-words][0] if 0 < words <= len(self._spaces) else len(self._text)

    def nearest(
        self,
        places: list[tuple[int, int]],
        *,
        low: int,
        high: int,
        aim: float,
        wrong: Callable[[int], int] | None = None,
        ends_line: bool = False,
    ) -> tuple[int, int]:
        """Return the place between `low` and `high` nearest to `aim`, else the nearer of those.

        The place is one that is the least `wrong`, if that is known; one that `ends_line` rather
        stands before a preposition or an article than behind it.
        """
        first = bisect_right(places, low, key=_stop)
        beyond = bisect_left(places, high, lo=first, key=_stop)
        near = bisect_left(places, aim, lo=first, hi=max(first, beyond), key=_stop)
        candidates = places[max(near - 2, first) : min(near + 2, beyond)]
        if (wrong or ends_line) and candidates:
            inside = places[first:beyond]
            faults = [
                (wrong(start) if wrong else 0) + (_DANGLES * ends_line * self._dangles(stop))
                for stop, start in inside
            ]
            least = min(faults)
            pairs = zip(inside, faults, strict=True)
            candidates = [place for place, fault in pairs if fault == least]
        if not candidates:
            stop = low if aim - low < high - aim else max(low, high)
            gap = _SPACE.match(self._text, stop)
            return stop, gap.end() if gap and places is self._spaces else stop

        def distance(place: tuple[int, int]) -> float:
            beside_space = _SPACE.search(self._text, max(place[0] - 1, 0), place[0] + 1)
            return abs(place[0] - aim) + (_BESIDE_SPACE if beside_space else 0)

        return min(candidates, key=distance)


def _sorted(edge: re.Pattern[str], text: str, gaps: Iterable[int]) -> list[tuple[int, int]]:
    places = {match.end() for match in edge.finditer(text)}.union(gaps)
    return [(place, place) for place in sorted(places)]


def _stop(place: tuple[int, int]) -> int:
    return place[0]
