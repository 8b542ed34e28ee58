"""Decoding with demanded terms: what the free translation lacks is forced, the rest stays free.

A free translation that has its terms is kept, or what else the beam ended with, if that has them.
Otherwise drafts put the missing terms where the attention and the words of the free translation
place them (`drafts`); the model scores them in one batch, and decoding continues from the best
one's last term (a `target_prefix`; the lexical constraints of Hokamp and Liu 2017, with places read
from the attention instead of searched). Where what comes out loses something or fails, it is
decoded once more, with several beginnings behind the term; and if all of them fail, or the model
itself finds what it made clearly less likely than the draft, the draft is taken: replacement after
the fact, recorded as such.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workflow.engines.decoder import Alternatives, Hypothesis, Options, Unit
from workflow.engines.drafts import DIGITS, Free, blocks, drafts
from workflow.engines.guards import PROBLEMS, RANK, objection
from workflow.engines.terms import applied, attached, balance, unmet
from workflow.engines.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workflow.engines.decoder import Decoder
    from workflow.engines.drafts import Draft
    from workflow.engines.words import Word
    from workflow.model import Demand, Translation

_SHORT, _LONG, _FEW = 0.6, 1.5, 4
_CLEARLY = 0.05  # nats a piece


@dataclass(slots=True)
class Part:
    """A stretch of a sentence that is decoded as one, and what came of it.

    `others` are what the beam ended with besides `made`. `demands` have their places in `text`;
    `how[i]` says how the English of `demands[i]` came into the translation, and `decodings` counts
    what that took. `hard` is true where a guard objected to the first free translation: the model
    then tends to loop.
    """

    text: str
    pieces: list[str]
    demands: Sequence[Demand] = ()
    made: Hypothesis | None = None
    problem: str = ""
    others: Sequence[Hypothesis] = ()
    how: list[str] = field(default_factory=list)
    decodings: int = 0
    hard: bool = False

    def objection(self, text: str, size: int, target_lang: str) -> str:
        """Return what a guard has against a translation of `size` pieces, or nothing."""
        return objection(self.text, text, len(self.pieces), size, target_lang)


def within(demands: Sequence[Demand], start: int, stop: int) -> list[Demand]:
    """Return the demands whose term begins in `start:stop`, with their places moved there."""
    return [
        replace(each, start=each.start - start, stop=min(each.stop, stop) - start)
        for each in demands
        if start <= each.start < stop
    ]


def finished(
    translation: Translation, demands: Sequence[Demand], how: Sequence[str] = ()
) -> Translation:
    """Return the translation with its record of the demands, each of which stands in it.

    What is still missing, because nothing says where it belongs, is attached in brackets.
    """
    if not demands:
        return translation
    ways = list(how) or ["free"] * len(demands)
    missing = unmet(translation.text, demands)
    for number in missing:
        ways[number] = "replaced"
    text = attached(translation.text, [demands[number].english[0] for number in missing])
    return replace(translation, text=text, terms=applied(text, demands, ways))


def with_text(made: Translation, text: str, demands: Sequence[Demand]) -> Translation:
    """Return the translation with another text; its terms stand there as they did here."""
    ways = {(term.start, term.stop): term.how for term in made.terms}
    how = [ways[demand.start, demand.stop] for demand in demands]
    return finished(replace(made, text=text), demands, how)


@dataclass(slots=True)
class _Task:
    """A part that lacks terms, its drafts (best first), and the best that decoding made of it.

    `extra` counts the places in the free translation that hold a term nobody demanded there.
    `margin` is how much likelier the model finds the best draft than what it made, in nats a piece.
    """

    part: Part
    free: Hypothesis
    missing: list[int]
    extra: int
    drafts: list[Draft] = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    faults: tuple[int, int, int] | None = None
    made: Hypothesis | None = None
    margin: float = 0.0


class Constrainer:
    """Forces demanded terms with a decoder; `beam_size` is that of the free translation."""

    def __init__(self, decoder: Decoder, target_lang: str, beam_size: int) -> None:
        self._decoder = decoder
        self._target_lang = target_lang
        width = max(1, beam_size // 2)
        # What spoils a term is mostly its last word going on (“Zas” to “Zasov”): of several ways
        # to begin behind it one begins a new word.
        self._plain = Options(beam_size=width, num_hypotheses=width)
        self._other = Alternatives(
            beam_size=1,
            num_hypotheses=max(1, beam_size - 1),
            repetition_penalty=1.2,
            no_repeat_ngram_size=3,
        )

    def enforce(self, parts: Iterable[Part]) -> None:
        """Bring the missing terms of each part into its translation.

        Every part must have been translated freely.
        """
        tasks = []
        for part in parts:
            part.how = ["free"] * len(part.demands)
            if part.made and (missing := unmet(part.made.text, part.demands)):
                _, extra = balance(part.made.text, part.demands)
                task = _Task(part, part.made, missing, extra)
                if not self._has_another(task):
                    tasks.append(task)
        self._draft(tasks)
        drafted = [task for task in tasks if task.drafts]
        self._rank([task for task in drafted if len(task.drafts) > 1])
        self._continue([task for task in drafted if not task.part.hard], self._plain)
        self._continue([task for task in drafted if not self._is_good(task)], self._other)
        self._weigh([task for task in drafted if self._is_good(task)])
        for task in tasks:
            self._settle(task)

    def _has_another(self, task: _Task) -> bool:
        """Take the best of the other hypotheses that has all the terms and loses nothing."""
        part = task.part
        for other in part.others:
            absent, problem, lost = self._faults(task, other.text, other.pieces)
            if not absent and not lost and problem <= RANK[part.problem]:
                part.made, part.problem = other, PROBLEMS[problem]
                return True
        return False

    def _draft(self, tasks: Sequence[_Task]) -> None:
        """Give the tasks their drafts; one whose free translation has no words gets none."""
        said = {id(task): words(task.free.tokens, self._decoder.text) for task in tasks}
        units = [
            Unit(task, task.part.pieces, task.free.tokens)
            for task in _longest_first(tasks)
            if task.free.text and _spelt(said[id(task)]) == task.free.text
        ]
        for task, attention in self._decoder.attend(units, _pieces(tasks)):
            part, free = task.part, task.free
            lacking = [part.demands[number] for number in task.missing]
            columns = [self._columns(part, demand) for demand in lacking]
            met = [
                (demand, self._columns(part, demand))
                for number, demand in enumerate(part.demands)
                if number not in task.missing
            ]
            basis = Free(
                free.text,
                said[id(task)],
                free.tokens,
                attention,
                len(part.pieces),
                frozenset(DIGITS.findall(part.text)),
            )
            encode = self._decoder.encode
            made = blocks(part.text, lacking, columns)
            task.drafts = drafts(basis, met, made, encode)
            apart = blocks(part.text, lacking, columns, joined=False)
            if len(apart) > len(made):  # “X became Secretary General”: the model is to say
                task.drafts += drafts(basis, met, apart, encode)[:1]

    def _columns(self, part: Part, demand: Demand) -> range:
        """Return the pieces of the source that spell a term, as near as the tokenizer tells."""
        last = len(part.pieces) - 1
        start = min(last, len(self._decoder.encode(part.text[: demand.start].rstrip())))
        stop = min(last + 1, len(self._decoder.encode(part.text[: demand.stop])))
        return range(start, max(start + 1, stop))

    def _rank(self, tasks: Sequence[_Task]) -> None:
        """Sort the drafts of each task by how likely the model finds them."""
        units = [
            Unit((task, number), task.part.pieces, tuple(draft.tokens))
            for task in _longest_first(tasks)
            for number, draft in enumerate(task.drafts)
        ]
        for (task, number), score in self._decoder.score(units, _pieces(tasks)):
            task.scores[number] = score
        for task in tasks:
            order = sorted(range(len(task.drafts)), key=lambda n: (-round(task.scores[n], 4), n))
            task.drafts = [task.drafts[number] for number in order]

    def _continue(self, tasks: Sequence[_Task], options: Options) -> None:
        """Decode on from the best draft's last term and keep what has the least faults."""
        units = [
            Unit(task, task.part.pieces, tuple(task.drafts[0].prefix))
            for task in _longest_first(tasks)
        ]
        for task, hypotheses in self._decoder.decode(units, options, _pieces(tasks)):
            task.part.decodings += 1
            for each in hypotheses:
                faults = self._faults(task, each.text, each.pieces)
                if task.faults is None or faults < task.faults:
                    task.faults = faults
                    task.made = replace(each, score=_mean(task.free, task.drafts[0], each))

    def _is_good(self, task: _Task) -> bool:
        unmet, problem, lost = task.faults or (1, 0, 0)
        return not unmet and not lost and problem <= RANK[task.part.problem]

    def _weigh(self, tasks: Sequence[_Task]) -> None:
        """Compare the drafts with what decoding made: a search is narrow, and drops words."""
        units = [
            Unit((task, sign), task.part.pieces, tuple(tokens))
            for task in _longest_first(tasks)
            if task.made
            for sign, tokens in ((1, task.drafts[0].tokens), (-1, task.made.tokens))
        ]
        for (task, sign), score in self._decoder.score(units, _pieces(tasks)):
            task.margin += sign * score

    def _settle(self, task: _Task) -> None:
        """Take what decoding made, or the best draft where that loses less or is likelier."""
        part = task.part
        said = task.drafts[0].text if task.drafts else task.free.text
        absent = unmet(said, part.demands)
        said = attached(said, [part.demands[number].english[0] for number in absent])
        size = len(task.drafts[0].tokens) if task.drafts else task.free.pieces
        faults = self._faults(task, said, size)
        likelier = faults == task.faults and task.margin > _CLEARLY
        if task.made is None or task.faults is None or faults < task.faults or likelier:
            part.made = replace(task.free, text=said, pieces=size)
            way = "replaced"
        else:
            part.made, faults, way = task.made, task.faults, "constrained"
        for number in task.missing:
            part.how[number] = way
        part.problem = part.objection(part.made.text, part.made.pieces, self._target_lang)

    def _faults(self, task: _Task, text: str, size: int) -> tuple[int, int, int]:
        """Return what is wrong with a text, the worst first: terms, what guards say, losses.

        A loss is a number of the source that the free translation had, a term said more often
        than there, most of the length of the draft, and half as much again behind it.
        """
        part, free = task.part, task.free
        numbers = set(DIGITS.findall(part.text)) & set(DIGITS.findall(free.text))
        numbers -= set(DIGITS.findall(text))
        absent, extra = balance(text, part.demands)
        lost = len(numbers) + max(0, extra - task.extra)
        if task.drafts:
            draft = len(task.drafts[0].tokens)
            lost += not _SHORT * draft <= size <= _LONG * draft + _FEW
        problem = RANK[part.objection(text, size, self._target_lang)]
        return absent, problem, lost


def _mean(free: Hypothesis, draft: Draft, made: Hypothesis) -> float:
    """Return the mean over the pieces that the model chose; those forced on it do not count.

    What the prefix keeps of the free translation counts with its mean.
    """
    tail = made.pieces - len(draft.prefix) + 1
    return (free.score * draft.kept + made.score * tail) / (draft.kept + tail)


def _spelt(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _longest_first(tasks: Sequence[_Task]) -> list[_Task]:
    return sorted(tasks, key=lambda task: -len(task.part.pieces))


def _pieces(tasks: Sequence[_Task]) -> int:
    return sum(len(task.part.pieces) for task in tasks)
