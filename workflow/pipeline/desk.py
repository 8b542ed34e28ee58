"""The desk of a run: sentences in, checked pairs out, each translated once and stored at once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from workflow import registry
from workflow.model import Finding, Origin, Pair, Severity
from workflow.pipeline.order import Order
from workflow.pipeline.report import Report
from workflow.pipeline.request import chain_for, engine_for, load_glossary
from workflow.pipeline.terms import demanded, findings
from workflow.segment import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workflow.model import Sentence, Translation
    from workflow.pipeline.recall import Recall
    from workflow.pipeline.request import Request
    from workflow.pipeline.watch import Watch
    from workflow.store import Store

OBJECTIONS = {
    "loop": "The engine repeats itself",
    "runaway": "The translation is far longer than its source",
    "copied": "The source was copied instead of translated",
    "dropped": "The translation leaves much of the source out",
    "empty": "The engine returned nothing",
}
"""What each guard of an engine says of a translation that it still objects to."""


class Desk:
    """An engine, a glossary and a store at work for one run; `report` collects what they do."""

    def __init__(self, request: Request, store: Store, watch: Watch) -> None:
        self.request = request
        self.store = store
        self.watch = watch
        self.report = Report()
        self.glossary = load_glossary(request)
        self.demands = partial(demanded, self.glossary)
        chain = chain_for(request)
        self.engine = engine_for(request, chain)
        self.provenance = replace(self.engine.provenance, segmenter=VERSION)
        self.report.model = self.provenance.model
        if any(model.embedded for model in chain):
            note = (
                "Using the small embedded model; `workflow models install "
                f"{request.source_lang}-{request.target_lang}` gets a larger one"
            )
            self.report.notes.append(note)
            watch.note(note)

    def recall(self) -> Recall:
        """Return the memory of this run."""
        from workflow.pipeline.recall import Recall

        names = self.request.memories if self.request.use_memory else ()
        return Recall(self.store, self.request.languages, self.checked, names)

    def known(self, sentences: Iterable[Sentence]) -> dict[Sentence, Translation]:
        """Return what was translated before."""
        with self.report.step("store"):
            return self.store.cached(sentences, *self.request.languages, self.provenance)

    def order(self, sentences: Sequence[Sentence], run: int) -> Order:
        """Hand new sentences to the engine; what it makes is stored as it comes."""

        def save(made: Sequence[tuple[Sentence, Translation]]) -> None:
            with self.report.step("store"):
                self.store.save_translations(made, *self.request.languages, self.provenance, run)
            self.watch.done(len(made))

        return Order(self.engine, sentences, save)

    def translate(self, sentences: Sequence[Sentence], run: int) -> dict[Sentence, Translation]:
        """Translate new sentences, storing them as they come."""
        with self.report.step("translate"), closing(self.order(sentences, run)) as order:
            return order.finish()

    def pair(self, sentence: Sentence, made: Translation) -> Pair:
        """Return the pair of a sentence that was translated; not yet checked."""
        objection: tuple[Finding, ...] = ()
        if made.problem:
            message = OBJECTIONS.get(made.problem, made.problem)
            objection = (Finding("decoding", Severity.ERROR, message),)
        return Pair(
            sentence.text,
            made.text,
            *self.request.languages,
            Origin.MACHINE,
            score=made.score,
            provenance=replace(self.provenance, demands=sentence.demanded),
            findings=objection,
            terms=made.terms,
        )

    def checked(self, sentence: Sentence, pair: Pair) -> Pair:
        """Return the pair with the findings of every check."""
        found = [f for check in registry.checks().values() for f in check.find(pair)]
        found += findings(self.glossary, sentence, pair)
        return replace(pair, findings=(*pair.findings, *found)) if found else pair
