"""`workflow glossary apply`: the stored pairs brought into line with the glossary as it is now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from workflow.model import Example, Origin, Sentence
from workflow.pipeline.desk import Desk
from workflow.pipeline.terms import findings
from workflow.pipeline.translate import is_reviewed, recorded
from workflow.pipeline.watch import Silent

if TYPE_CHECKING:
    from workflow.pipeline.request import Request
    from workflow.pipeline.watch import Watch
    from workflow.store import Store, StoredPair


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
    """What was done: pairs looked at, pairs translated anew, and what a person should look at."""

    pairs: int
    changed: int
    disagreements: tuple[Disagreement, ...]


def apply(request: Request, store: Store, watch: Watch | None = None) -> Outcome:
    """Translate anew every machine pair of which the glossary demands something else than it did.

    A pair that a person has touched is left alone, and listed if it disagrees with the glossary.
    Raises what `translate` raises.
    """
    desk = Desk(request, store, watch or Silent())
    with recorded(desk, "glossary apply") as run:
        count, affected, disagreements = _examined(desk)
        sentences = list(dict.fromkeys(sentence for _, sentence in affected))
        known = desk.known(sentences)
        fresh = [sentence for sentence in sentences if sentence not in known]
        desk.watch.total(len(sentences))
        desk.watch.done(len(sentences) - len(fresh))
        known |= desk.translate(fresh, run)
        changes = [
            (stored, desk.checked(sentence, desk.pair(sentence, known[sentence])))
            for stored, sentence in affected
        ]
        changed = store.replace_pairs(run, changes)
    return Outcome(count, changed, disagreements)


def _examined(
    desk: Desk,
) -> tuple[int, list[tuple[StoredPair, Sentence]], tuple[Disagreement, ...]]:
    """Return how many pairs there are, those to translate anew, and the disagreements."""
    count = 0
    affected = []
    disagreements = []
    with desk.report.step("terms"):
        for stored in desk.store.pairs(*desk.request.languages):
            count += 1
            pair = stored.pair
            example = Example.of(pair.provenance.demands) if pair.provenance else None
            sentence = Sentence(pair.source, desk.demands(pair.source), example)
            if is_reviewed(pair):
                objections = findings(desk.glossary, sentence, replace(pair, terms=()))
                if messages := tuple(finding.message for finding in objections):
                    disagreements.append(Disagreement(stored, messages))
            elif (
                pair.origin is Origin.MACHINE
                and pair.provenance is not None
                and pair.provenance.demands != sentence.demanded
            ):
                affected.append((stored, sentence))
    return count, affected, tuple(disagreements)
