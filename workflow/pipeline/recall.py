"""What a run takes from the translation memory: pairs, suggestions, and examples for the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workflow.memory import Kind, Memory, Query
from workflow.model import Example, Origin, Pair, Severity
from workflow.store import StoredSuggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from workflow.memory import Match
    from workflow.model import Sentence
    from workflow.pipeline.plan import Plan, Planned
    from workflow.store import SavedDocument, Store

SUGGESTIONS = 3
"""Matches that are stored with a pair, at most."""

LIKE = 75
"""Percent from which a match is an example for the engine."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the memory has for a sentence: a checked pair to take, and matches to suggest."""

    pair: Pair | None = None
    matches: tuple[Match, ...] = ()

    @property
    def example(self) -> Example | None:
        """The most similar sentence, if it is similar enough to translate from."""
        alike = (m for m in self.matches if m.kind is Kind.FUZZY and m.percent >= LIKE)
        best = next(alike, None)
        return Example(best.source, best.target) if best else None


NOTHING = Answer()


class Recall:
    """The memory at work for one run; it answers nothing where it is empty or not wanted.

    `check` returns a pair with its findings.
    """

    def __init__(
        self,
        store: Store,
        languages: tuple[str, str],
        check: Callable[[Sentence, Pair], Pair],
        memories: Sequence[str] | None = None,
    ) -> None:
        self._languages = languages
        self._check = check
        self._memory = Memory.open(store, *languages, memories=memories)
        self._empty = memories == () or not store.memory_size(*languages)

    def of_plan(self, plan: Plan) -> dict[int, Answer]:
        """Return what there is for the segments of a document, by their place in `plan`."""
        return self.answers(
            {
                place: (planned.sentence, query(plan.segments, place))
                for place, planned in enumerate(plan.segments)
                if planned.pair is None
            }
        )

    def answers(self, asked: Mapping[int, tuple[Sentence, Query]]) -> dict[int, Answer]:
        """Return what there is for sentences, under the numbers that they have in `asked`."""
        if self._empty:
            return {}
        exact = self._memory.exact(query for _, query in asked.values())
        answers = {}
        rest: dict[int, tuple[Sentence, Query]] = {}
        for number, (sentence, query) in asked.items():
            same = exact.get(query)
            if same and (pair := self._usable(sentence, same)):
                answers[number] = Answer(pair, (same,))
            else:
                rest[number] = sentence, query
        alike = self._alike(list(dict.fromkeys(query.source for _, query in rest.values())))
        for number, (sentence, query) in rest.items():
            answers[number] = self._similar(sentence, alike[query.source])
        return answers

    def _alike(self, sources: Sequence[str]) -> dict[str, tuple[Match, ...]]:
        """Return the matches of sentences: similar ones first, then those that mean the like."""
        found = {s: self._memory.fuzzy(s, limit=SUGGESTIONS) for s in sources}
        few = [source for source, matches in found.items() if len(matches) < SUGGESTIONS]
        for source, hints in zip(few, self._memory.semantic(few, SUGGESTIONS), strict=True):
            known = {match.pair for match in found[source]}
            found[source] += [hint for hint in hints if hint.pair not in known]
        return {source: tuple(matches[:SUGGESTIONS]) for source, matches in found.items()}

    def _similar(self, sentence: Sentence, matches: tuple[Match, ...]) -> Answer:
        best = matches[0] if matches else None
        if best and best.kind is Kind.ADAPTED and (pair := self._usable(sentence, best)):
            return Answer(pair, matches)
        return Answer(None, matches)

    def _usable(self, sentence: Sentence, match: Match) -> Pair | None:
        """Return the pair that a match makes, unless a check finds an error in it.

        What a person has approved for the same sentence is taken with its findings.
        """
        if match.penalty:
            return None
        pair = Pair(sentence.text, match.target, *self._languages, Origin.MEMORY, reused=match.pair)
        checked = self._check(sentence, pair)
        wrong = any(finding.severity is Severity.ERROR for finding in checked.findings)
        return None if wrong and not match.settled else checked


def query(segments: Sequence[Planned], place: int) -> Query:
    """Return what to ask the memory for a segment: the sentence and its neighbours."""
    before = segments[place - 1].sentence.text if place else ""
    after = segments[place + 1].sentence.text if place + 1 < len(segments) else ""
    return Query(segments[place].sentence.text, before, after)


def with_examples(plan: Plan, answers: Mapping[int, Answer]) -> Plan:
    """Return the plan with an example for each sentence that is to be translated and has one."""
    segments = list(plan.segments)
    for place, answer in answers.items():
        if answer.pair is None and (example := answer.example):
            sentence = replace(segments[place].sentence, example=example)
            segments[place] = replace(segments[place], sentence=sentence)
    return replace(plan, segments=segments)


def suggest(store: Store, saved: SavedDocument, answers: Mapping[int, Answer]) -> None:
    """Store with the pairs of a document what the memory suggests, where that has changed."""
    wanted = {
        saved.numbers[place]: _suggestions(answer.matches, saved.numbers[place])
        for place, answer in answers.items()
    }
    stored = store.suggestions(wanted)
    changed = {n: found for n, found in wanted.items() if found != stored.get(n, [])}
    if changed:
        store.save_suggestions(changed)


def _suggestions(matches: Iterable[Match], number: int) -> list[StoredSuggestion]:
    return [
        StoredSuggestion(m.pair, str(m.kind), m.percent, m.source, m.target)
        for m in matches
        if m.pair != number
    ]
