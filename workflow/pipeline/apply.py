"""`workflow glossary apply` and `translate --update`: stored pairs as they would be made now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from workflow.memory import Query
from workflow.model import Example, Origin, Sentence
from workflow.pipeline.desk import Desk
from workflow.pipeline.terms import findings
from workflow.pipeline.translate import is_reviewed, recorded
from workflow.pipeline.watch import Silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workflow.model import Pair, Provenance
    from workflow.pipeline.recall import Recall
    from workflow.pipeline.request import Request
    from workflow.pipeline.watch import Watch
    from workflow.store import Store, StoredPair

BATCH = 1000
"""Pairs that are looked at together."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair that a person has settled and that the glossary now objects to, and why."""

    stored: StoredPair
    messages: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "pair": self.stored.id,
            "document": self.stored.document,
            "source": self.stored.pair.source,
            "target": self.stored.pair.target,
            "messages": list(self.messages),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: pairs looked at, pairs made anew, and what a person should look at.

    `documents` are the paths of those that have changed pairs.
    """

    pairs: int
    changed: int
    documents: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "pairs": self.pairs,
            "changed": self.changed,
            "documents": list(self.documents),
            "disagreements": [each.as_dict() for each in self.disagreements],
        }


def apply(request: Request, store: Store, watch: Watch | None = None) -> Outcome:
    """Translate anew every machine pair of which the glossary demands something else than it did.

    A pair that a person has touched is left alone, and listed if it disagrees with the glossary.
    Raises what `translate` raises.
    """
    desk = Desk(request, store, watch or Silent())
    with recorded(desk, "glossary apply") as run:
        return _Revision(desk, _demands_changed).made(run)


def update(request: Request, store: Store, watch: Watch | None = None) -> Outcome:
    """Make anew every pair that no person has touched and that would now be made otherwise.

    That is where the glossary demands something else, another model or other options translate,
    or the memory has the sentence. Raises what `translate` raises.
    """
    desk = Desk(request, store, watch or Silent())
    with recorded(desk, "translate --update") as run:
        return _Revision(desk, partial(_made_otherwise, desk.provenance), desk.recall()).made(run)


def _demands_changed(pair: Pair, sentence: Sentence) -> bool:
    made_by = pair.provenance
    return made_by is not None and made_by.demands != sentence.demanded


def _made_otherwise(now: Provenance, pair: Pair, sentence: Sentence) -> bool:
    made_by = pair.provenance
    if made_by is None:  # taken from a memory that has it no more
        return True
    same = (made_by.engine, made_by.digest, made_by.options) == (
        now.engine,
        now.digest,
        now.options,
    )
    return not same or made_by.demands != sentence.demanded


class _Revision:
    """A look at every stored pair: which of them `differs` from what would be made now.

    With `recall`, the memory is asked for each sentence; without, an example stays what it was.
    """

    def __init__(
        self,
        desk: Desk,
        differs: Callable[[Pair, Sentence], bool],
        recall: Recall | None = None,
    ) -> None:
        self.desk, self.differs, self.recall = desk, differs, recall
        self.count = 0
        self.affected: list[tuple[StoredPair, Sentence]] = []
        self.remembered: list[tuple[StoredPair, Pair]] = []
        self.disagreements: list[Disagreement] = []

    def made(self, run: int) -> Outcome:
        """Make anew what differs, and store it."""
        pairs = self.desk.store.pairs(*self.desk.request.languages)
        while batch := list(islice(pairs, BATCH)):
            self._look(batch)
        changes = self.remembered + self._translated(run)
        changed = self.desk.store.replace_pairs(run, changes)
        documents = dict.fromkeys(stored.document for stored, _ in changes if stored.document)
        return Outcome(self.count, changed, tuple(documents), tuple(self.disagreements))

    def _look(self, batch: Sequence[StoredPair]) -> None:
        """Sort a batch of pairs into those that stay, and those to be made anew."""
        self.count += len(batch)
        machine = []
        with self.desk.report.step("terms"):
            for stored in batch:
                pair = stored.pair
                sentence = Sentence(pair.source, self.desk.demands(pair.source))
                if is_reviewed(pair):
                    self._object(stored, sentence)
                elif pair.provenance or (self.recall and pair.origin is Origin.MEMORY):
                    machine.append((stored, sentence))
        asked = {n: (s, Query(s.text)) for n, (_, s) in enumerate(machine)}
        answers = self.recall.answers(asked) if self.recall else {}
        for number, (stored, sentence) in enumerate(machine):
            answer = answers.get(number)
            if answer and answer.pair:
                if answer.pair.target != stored.pair.target:
                    self.remembered.append((stored, answer.pair))
                continue
            example = answer.example if self.recall and answer else self._example(stored)
            wanted = replace(sentence, example=example)
            if self.differs(stored.pair, wanted):
                self.affected.append((stored, wanted))

    def _example(self, stored: StoredPair) -> Example | None:
        """Return the example that the pair was translated with, where no memory is asked."""
        made_by = stored.pair.provenance
        return Example.of(made_by.demands) if made_by and not self.recall else None

    def _object(self, stored: StoredPair, sentence: Sentence) -> None:
        """Note what the glossary has against a pair that a person has settled."""
        objections = findings(self.desk.glossary, sentence, replace(stored.pair, terms=()))
        if messages := tuple(finding.message for finding in objections):
            self.disagreements.append(Disagreement(stored, messages))

    def _translated(self, run: int) -> list[tuple[StoredPair, Pair]]:
        sentences = list(dict.fromkeys(sentence for _, sentence in self.affected))
        known = self.desk.known(sentences)
        fresh = [sentence for sentence in sentences if sentence not in known]
        self.desk.watch.total(len(sentences))
        self.desk.watch.done(len(sentences) - len(fresh))
        known |= self.desk.translate(fresh, run)
        return [
            (stored, self.desk.checked(sentence, self.desk.pair(sentence, known[sentence])))
            for stored, sentence in self.affected
        ]
