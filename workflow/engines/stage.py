"""One package's part in a translation: split what is too long, decode, judge, decode again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from workflow.engines.capitals import is_loud, lowered, raised
from workflow.engines.constrain import Constrainer, Part, finished, with_text, within
from workflow.engines.decoder import MAX_PIECES, Options, Unit
from workflow.engines.exact import Slips, clause, corrected, is_open
from workflow.engines.guards import RANK, objection
from workflow.engines.repair import Repairer, Task
from workflow.engines.terms import unmet
from workflow.figures.english import pointed
from workflow.model import Translation
from workflow.segment import clauses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workflow.engines.decoder import Decoder, Hypothesis
    from workflow.model import Demand, Example

WINDOW = 2048
"""Sentences that are tokenised and sorted at a time."""

RETRIES = 64
"""Sentences that are decoded again together."""

TOGETHER = 128
"""Sentences whose terms are forced together: they are few and of all lengths."""

_SPLITTABLE_WORDS = 4
_PART = 0.6
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Round:
    """A way to decode: with which options, and whether each sentence is split in two or three."""

    options: Options
    split: bool = False

    def takes(self, work: _Work) -> bool:
        """Whether this could help: what has a few words only cannot be split."""
        return not self.split or len(work.before.text.split()) >= _SPLITTABLE_WORDS


def rounds(beam_size: int) -> tuple[Round, ...]:
    """Return how a sentence is decoded: first as Argos does, then on while a guard objects.

    All that the beam ends with is looked at. The second time phrases may not repeat; the third
    time the same, clause by clause.
    """
    plain = Options(beam_size=beam_size, num_hypotheses=beam_size)
    careful = Options(
        beam_size=beam_size,
        num_hypotheses=beam_size,
        length_penalty=1.0,
        repetition_penalty=1.2,
        no_repeat_ngram_size=3,
    )
    return Round(plain), Round(careful), Round(careful, split=True)


@dataclass(slots=True)
class _Work:
    """A sentence on its way through the rounds; `loud` is what it was in capitals, if it was."""

    index: int
    before: Translation
    demands: Sequence[Demand] = ()
    loud: str = ""
    parts: Sequence[Part] = ()
    waiting: int = 0
    best: Translation | None = None
    best_parts: Sequence[Part] = ()


T = TypeVar("T")
_Due = tuple[_Work, Translation, T | None]
"""A translation and what has to be done about it, if anything."""


class Stage:
    """Translates with one decoder; sentences come from the user or from the stage before."""

    def __init__(self, decoder: Decoder, langs: tuple[str, str], how: Sequence[Round]) -> None:
        self.decoder = decoder
        target_lang = langs[1]
        self._exact = langs == ("ru", "en")
        self._target_lang = target_lang
        self._rounds = how
        beam_size = how[0].options.beam_size
        self._constrainer = Constrainer(decoder, target_lang, beam_size)
        self._repairer = Repairer(decoder, target_lang, beam_size)

    def translate(
        self,
        sentences: Iterable[tuple[int, Translation]],
        expected: int,
        demands: Sequence[Sequence[Demand]] = (),
        examples: Sequence[Example | None] = (),
    ) -> Iterator[tuple[int, Translation]]:
        """Translate each text, yielding it under its index with what both stages say of it.

        Long sentences first are fastest. `expected` is about how many pieces will come. The
        terms of `demands[index]` stand in the translation of that index, and what it has in
        common with `examples[index]` is kept where that is likelier.
        """
        ready: list[tuple[int, Translation]] = []
        done = self._round(0, self._works(sentences, demands, ready), expected)
        if demands:
            done = _together(self._lacking(done), self._constrained)
        if self._exact:
            done = _together(self._slips(done), self._put_right)
        if any(examples):
            done = _together(self._exemplified(done, examples), self._repaired)
        for work, made in done:
            if work.loud:
                made = replace(made, text=raised(made.text, work.loud))  # noqa: PLW2901
            yield work.index, _joined(work.before, made)
        yield from ready

    def _works(
        self,
        sentences: Iterable[tuple[int, Translation]],
        demands: Sequence[Sequence[Demand]],
        ready: list[tuple[int, Translation]],
    ) -> Iterator[_Work]:
        """Yield what the model has to translate; `ready` gets the rest."""
        for index, before in sentences:
            wanted = demands[index] if demands else ()
            if len(wanted) == 1 and wanted[0].kind == "heading":
                ready.append((index, self._headed(before, wanted[0])))
            elif self._exact and (text := lowered(before.text)) != before.text:
                yield _Work(index, replace(before, text=text), wanted, loud=before.text)
            elif _LETTER.search(before.text):
                yield _Work(index, before, wanted)
            else:
                text = pointed(before.text) if self._exact else before.text
                ready.append((index, replace(before, text=text)))

    def _headed(self, before: Translation, heading: Demand) -> Translation:
        """Return the translation of what says nothing but a heading, which nobody need guess."""
        source, text = before.text, heading.english[0]
        if source[heading.start].isupper():
            text = text[0].upper() + text[1:]
        number, rest = source[: heading.start], source[heading.stop :]
        if self._exact:
            number, rest = clause(pointed(number)), pointed(rest.replace("№", "No."))
        made = finished(replace(before, text=f"{number}{text}{rest}"), [heading], ["replaced"])
        return replace(made, text=made.text.upper()) if is_loud(source) else made

    def _lacking(
        self, works: Iterable[tuple[_Work, Translation]]
    ) -> Iterator[_Due[Sequence[Demand]]]:
        """Yield the terms that have to be forced; none where all are there."""
        for work, made in works:
            if any(part.made and unmet(part.made.text, part.demands) for part in work.best_parts):
                yield work, made, work.demands
            else:
                yield work, finished(made, work.demands), None

    def _constrained(
        self, tasks: Sequence[tuple[_Work, Translation, Sequence[Demand]]]
    ) -> Iterator[tuple[_Work, Translation]]:
        works = [work for work, _, _ in tasks]
        for work in works:
            for part in work.best_parts:
                part.hard = bool(work.best and work.best.attempts > 1)
        self._constrainer.enforce(part for work in works for part in work.best_parts)
        for work in works:
            work.parts = work.best_parts
            made = self._judged(work)
            attempts = max(part.decodings for part in work.parts)
            attempts += work.best.attempts if work.best else 0
            how = [way for part in work.parts for way in part.how]
            yield work, finished(replace(made, attempts=attempts), work.demands, how)

    def _slips(self, works: Iterable[tuple[_Work, Translation]]) -> Iterator[_Due[Slips]]:
        """Yield the figures and persons that are lost; none where the text could be put right."""
        for work, made in works:
            text, found = corrected(work.before.text, made.text, work.demands)
            if text != made.text:
                made = with_text(made, text, work.demands)  # noqa: PLW2901
            alone = len(work.best_parts) == 1 and not made.problem
            if alone and (found.count or is_open(work.before.text, text)):
                made, found = self._best_of_beam(work, made, found)  # noqa: PLW2901
            yield work, made, found if alone and found.demands else None

    def _best_of_beam(
        self, work: _Work, made: Translation, found: Slips
    ) -> tuple[Translation, Slips]:
        """Return what has the fewest slips of all that the beam ended with, and those."""
        source, [part] = work.before.text, work.best_parts
        least = found.count, is_open(source, made.text)
        for other in part.others:
            text, left = corrected(source, other.text, work.demands)
            slips = left.count, is_open(source, text)
            problem = part.objection(other.text, other.pieces, self._target_lang)
            if slips < least and not problem and not unmet(text, work.demands):
                again = replace(made, score=round(other.score, 4))
                made, found, least = with_text(again, text, work.demands), left, slips
                part.made = other
        return made, found

    def _put_right(
        self, tasks: Sequence[tuple[_Work, Translation, Slips]]
    ) -> Iterator[tuple[_Work, Translation]]:
        parts = []
        for work, _, found in tasks:
            [part] = work.best_parts
            wanted = sorted((*part.demands, *found.demands), key=lambda demand: demand.start)
            parts.append(Part(part.text, part.pieces, wanted, part.made))
        self._constrainer.enforce(parts)
        for (work, made, found), part in zip(tasks, parts, strict=True):
            exact = made
            if part.made and not part.problem and not unmet(part.made.text, part.demands):
                text, left = corrected(work.before.text, part.made.text, work.demands)
                if left.count < found.count:
                    exact = replace(
                        with_text(made, text, work.demands),
                        score=round(part.made.score, 4),
                        attempts=made.attempts + part.decodings,
                    )
            yield work, exact

    def _exemplified(
        self, works: Iterable[tuple[_Work, Translation]], examples: Sequence[Example | None]
    ) -> Iterator[_Due[Example]]:
        for work, made in works:
            yield work, made, examples[work.index]

    def _repaired(
        self, tasks: Sequence[tuple[_Work, Translation, Example]]
    ) -> Iterator[tuple[_Work, Translation]]:
        encode = self.decoder.encode
        made = self._repairer.repair(
            [
                Task(work.before.text, encode(work.before.text), free, example, work.demands)
                for work, free, example in tasks
            ]
        )
        yield from zip((work for work, _, _ in tasks), made, strict=True)

    def _round(
        self, number: int, works: Iterable[_Work], expected: int
    ) -> Iterator[tuple[_Work, Translation]]:
        """Decode; yield what no guard objects to, and send the others on to the next round."""
        last = number + 1 == len(self._rounds)
        again: list[_Work] = []
        for work in self._decode(works, self._rounds[number], expected):
            made = self._judged(work)
            if work.best is None or RANK[made.problem] <= RANK[work.best.problem]:
                work.best, work.best_parts = made, work.parts
            work.best = replace(work.best, attempts=number + 1)
            if not work.best.problem or last or not self._rounds[number + 1].takes(work):
                yield work, work.best
            else:
                again.append(work)
            if len(again) == RETRIES:
                yield from self._round(number + 1, again, _pieces(again))
                again = []
        if again:
            yield from self._round(number + 1, again, _pieces(again))

    def _decode(self, works: Iterable[_Work], how: Round, expected: int) -> Iterator[_Work]:
        """Yield each sentence when its last part is decoded."""
        units = self._units(works, split=how.split)
        for (work, part), hypotheses in self.decoder.decode(units, how.options, expected):
            self._choose(part, hypotheses)
            work.waiting -= 1
            if not work.waiting:
                yield work

    def _units(self, works: Iterable[_Work], *, split: bool) -> Iterator[Unit[tuple[_Work, Part]]]:
        iterator = iter(works)
        while window := list(islice(iterator, WINDOW)):
            units = []
            for work in window:
                work.parts = self._parts(work.before.text, work.demands, split=split)
                work.waiting = len(work.parts)
                units += [Unit((work, part), part.pieces) for part in work.parts]
            units.sort(key=lambda unit: -len(unit.pieces))
            yield from units

    def _parts(self, text: str, demands: Sequence[Demand] = (), *, split: bool) -> list[Part]:
        encode = self.decoder.encode
        pieces = encode(text)
        limit = min(MAX_PIECES, int(_PART * len(pieces))) if split else MAX_PIECES
        if len(pieces) <= limit:
            return [Part(text, pieces, demands)]
        segments = clauses(text, limit, lambda part: len(encode(part)))
        return [
            Part(each.text, encode(each.text), within(demands, each.start, each.stop))
            for each in segments
        ]

    def _choose(self, part: Part, hypotheses: list[Hypothesis]) -> None:
        """Keep the best hypothesis that no guard objects to, or the one with the least problem."""
        part.made = None
        for each in hypotheses:
            problem = part.objection(each.text, each.pieces, self._target_lang)
            if part.made is None or RANK[problem] < RANK[part.problem]:
                part.made, part.problem = each, problem
            if not problem:
                break
        part.others = [each for each in hypotheses if each is not part.made]

    def _judged(self, work: _Work) -> Translation:
        """Join the parts; the problem is the worst that the whole has, or a part."""
        made = [part.made for part in work.parts if part.made]
        text = " ".join(each.text for each in made if each.text)
        size = sum(each.pieces for each in made)
        problem = max((part.problem for part in work.parts), key=RANK.__getitem__)
        if len(made) > 1:
            whole = objection(work.before.text, text, _pieces([work]), size, self._target_lang)
            problem = max(whole, problem, key=RANK.__getitem__)
        score = sum(each.score * each.pieces for each in made) / max(1, size)
        # Company in a batch moves the seventh decimal: rounded, a run repeated stores the same.
        return Translation(text, round(score, 4), problem=problem)


def _together(
    tasks: Iterable[_Due[T]],
    handle: Callable[[Sequence[tuple[_Work, Translation, T]]], Iterator[tuple[_Work, Translation]]],
) -> Iterator[tuple[_Work, Translation]]:
    """Yield what nothing is to be done for, and the rest once it is handled, many at a time."""
    waiting: list[tuple[_Work, Translation, T]] = []
    for work, made, task in tasks:
        if task is None:
            yield work, made
        else:
            waiting.append((work, made, task))
        if len(waiting) == TOGETHER:
            yield from handle(waiting)
            waiting = []
    yield from handle(waiting)


def _pieces(works: Iterable[_Work]) -> int:
    return sum(len(part.pieces) for work in works for part in work.parts)


def _joined(before: Translation, made: Translation) -> Translation:
    """Return what two stages made: log-probabilities add up, the first problem stays."""
    return replace(
        made,
        score=before.score + made.score,
        attempts=before.attempts + made.attempts,
        problem=before.problem or made.problem,
    )
