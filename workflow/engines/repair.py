"""Translating with an example: what it has in common with the sentence is kept, the rest made anew.

This is fuzzy-match repair (Ortega, Sánchez-Martínez and Forcada 2016) with the model's own
attention in place of a second translation: it says which words of the example's translation stand
for what is different. What is before them is forced as a `target_prefix`, decoding goes on from
there, and where the common end can be joined on again it is. The model scores all of these, its
free translation and the example. The best is taken if it is likelier than the free translation, or
no less likely than the example, which people have found right: an example that does not help does
no harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from workflow.engines.constrain import finished
from workflow.engines.decoder import MAX_PIECES, Options, Unit
from workflow.engines.guards import objection
from workflow.engines.terms import unmet
from workflow.engines.words import words
from workflow.model import Translation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workflow.engines.decoder import Decoder, Hypothesis
    from workflow.engines.words import Word
    from workflow.model import Demand, Example

_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"\d+")
_SHARE = 0.5
"""Part of a word's attention from which it stands for what is different."""

_ROOM = 3
"""Words that the new middle may have beyond those of the old one."""


@dataclass(slots=True)
class Task:
    """A sentence with its free translation and an example, and what can be made of both.

    `stretch` are the words of the example's translation that stand for what is different, the
    last excluded; `drafts` are texts as tokens, the free translation first, `scores` how likely
    the model finds them, and `bar` the least that is good enough.
    """

    text: str
    pieces: list[str]
    free: Translation
    example: Example
    demands: Sequence[Demand] = ()
    words: list[Word] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    stretch: tuple[int, int] | None = None
    drafts: list[list[str]] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    bar: float = 0.0


class Repairer:
    """Repairs examples with a decoder; `beam_size` is that of the free translation."""

    def __init__(self, decoder: Decoder, target_lang: str, beam_size: int) -> None:
        self._decoder = decoder
        self._target_lang = target_lang
        self._options = Options(beam_size=beam_size)

    def repair(self, tasks: Sequence[Task]) -> Iterator[Translation]:
        """Yield for each task, in order, the free translation or a better one."""
        able = [task for task in tasks if self._prepared(task)]
        self._locate(able)
        self._draft([task for task in able if task.stretch])
        self._score([task for task in able if task.drafts])
        for task in tasks:
            yield self._best(task)

    def _prepared(self, task: Task) -> bool:
        """Cut the example's translation into words; false for what is too long to be one text."""
        task.tokens = self._decoder.encode(task.example.target)
        task.words = words(task.tokens, self._decoder.text)
        old = self._decoder.encode(task.example.source)
        longest = max(len(task.pieces), len(task.tokens), len(old))
        return bool(task.words) and longest <= MAX_PIECES

    def _locate(self, tasks: Sequence[Task]) -> None:
        """Find the words of the examples' translations that stand for what is different."""
        encode = self._decoder.encode
        units = [
            Unit(task, encode(task.example.source), tuple(task.tokens))
            for task in sorted(tasks, key=lambda task: -len(task.tokens))
        ]
        for task, attention in self._decoder.attend(units):
            changed = changed_pieces(task.example.source, task.text, encode)
            task.stretch = affected(task.words, attention, changed)

    def _draft(self, tasks: Sequence[Task]) -> None:
        """Decode on from what comes before the difference, and join the common end on again."""
        units = [
            Unit(task, task.pieces, tuple(_kept(task)))
            for task in sorted(tasks, key=lambda task: -len(task.pieces))
        ]
        for task, hypotheses in self._decoder.decode(units, self._options):
            free = self._decoder.encode(task.free.text)
            made = list(hypotheses[0].tokens)
            task.drafts = [free, made, *self._joined(task, hypotheses[0])]

    def _joined(self, task: Task, made: Hypothesis) -> Iterator[list[str]]:
        """Yield the beginning, so many words of what was decoded, and the common end."""
        first, last = task.stretch or (0, 0)
        if last == len(task.words):
            return
        tail = task.tokens[task.words[last].first :]
        begun = len(_kept(task))
        stops = [word.last for word in words(made.tokens, self._decoder.text) if word.last > begun]
        for stop in [begun, *stops[: last - first + _ROOM]]:
            yield [*made.tokens[:stop], *tail]

    def _score(self, tasks: Sequence[Task]) -> None:
        longest_first = sorted(tasks, key=lambda task: -len(task.pieces))
        units = [
            Unit((task, number), task.pieces, tuple(draft))
            for task in longest_first
            for number, draft in enumerate(task.drafts)
            if draft
        ]
        for (task, number), score in self._decoder.score(units):
            task.scores[number] = round(score, 4)
        examples = [
            Unit(task, self._decoder.encode(task.example.source), tuple(task.tokens))
            for task in longest_first
        ]
        for task, score in self._decoder.score(examples):
            task.bar = min(round(score, 4), task.scores.get(0, 0.0))

    def _best(self, task: Task) -> Translation:
        """Return the likeliest draft with its terms and numbers that no guard objects to."""
        likely = [n for n, score in task.scores.items() if n and score >= task.bar]
        for number in sorted(likely, key=lambda number: (-task.scores[number], number)):
            tokens = task.drafts[number]
            text = " ".join(self._decoder.text(tokens).split())
            if text == task.free.text:
                break
            size = (len(task.pieces), len(tokens))
            objected = objection(task.text, text, *size, self._target_lang)
            if not objected and not self._loses(task, text):
                score, attempts = task.scores[number], task.free.attempts + 1
                return finished(Translation(text, score, attempts, repaired=True), task.demands)
        return task.free

    @staticmethod
    def _loses(task: Task, text: str) -> bool:
        """Whether a text lacks a term, or a number that the free translation has."""
        wanted = set(_NUMBER.findall(task.text)) & set(_NUMBER.findall(task.free.text))
        return bool(unmet(text, task.demands) or wanted - set(_NUMBER.findall(text)))


def _kept(task: Task) -> list[str]:
    """Return the tokens before the first word that stands for what is different."""
    first = task.stretch[0] if task.stretch else 0
    return task.tokens[: task.words[first].first] if first < len(task.words) else task.tokens


def changed_pieces(old: str, new: str, encode: Callable[[str], list[str]]) -> list[tuple[int, int]]:
    """Return the stretches of pieces of `old` that `new` has otherwise.

    A stretch is empty where `new` has something more.
    """
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    matcher = SequenceMatcher(
        None, [word.group() for word in before], [word.group() for word in after], autojunk=False
    )
    stretches = []
    for tag, first, last, _, _ in matcher.get_opcodes():
        if tag == "equal":
            continue
        start = before[first].start() if first < len(before) else len(old)
        stop = before[last - 1].end() if last > first else start
        begin = len(encode(old[:start].rstrip()))
        stretches.append((begin, max(begin, len(encode(old[:stop]))) if last > first else begin))
    return stretches


def affected(
    found: Sequence[Word],
    attention: Sequence[Sequence[float]],
    changed: Iterable[tuple[int, int]],
) -> tuple[int, int] | None:
    """Return the stretch of words, the last excluded, that stands for what is changed.

    Where something is put in, that is the place behind the word that stands for what comes before
    it. None where nothing says which words it is.
    """
    stretches: list[tuple[int, int]] = []
    for begin, stop in changed:
        paid = [_paid(word, attention, begin, stop) for word in found]
        most = max(paid, default=0.0)
        if begin == stop == 0:
            stretches.append((0, 0))
        elif begin == stop:
            before = [_paid(word, attention, begin - 1, begin) for word in found]
            place = max(range(len(found)), key=before.__getitem__) + 1
            stretches.append((place, place))
        elif most > 0:
            near = [number for number, share in enumerate(paid) if share >= _SHARE * most]
            stretches.append((near[0], near[-1] + 1))
    if not stretches:
        return None
    return min(first for first, _ in stretches), max(last for _, last in stretches)


def _paid(word: Word, attention: Sequence[Sequence[float]], begin: int, stop: int) -> float:
    """Return how much of its attention a word pays to pieces, in the mean of its tokens."""
    rows = attention[word.first : word.last]
    return sum(sum(row[begin:stop]) for row in rows) / max(1, len(rows))
