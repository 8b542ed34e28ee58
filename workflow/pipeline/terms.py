"""The glossary in a run: what it demands of sentences, and what it finds in pairs and passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.glossary.plural import plural
from workflow.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.glossary import Glossary, Place
    from workflow.model import Demand, Document, Edit, Labelled, Pair, Sentence
    from workflow.store import Notice

CHECK = "terms"
"""What `Finding.check` says of a pair."""

NAMES = "names"
"""What it says of a document's own English."""


def demanded(glossary: Glossary | None, sentence: str) -> tuple[Demand, ...]:
    """Return the terms that the translation of a cleaned sentence must have."""
    from workflow.glossary import demands

    return demands(glossary, sentence) if glossary else ()


def findings(glossary: Glossary | None, sentence: Sentence, pair: Pair) -> Iterator[Finding]:
    """Yield where the English of a pair lacks an approved term, or has a forbidden variant of one.

    What was enforced while decoding is known from `pair.terms`; other English is searched.
    """
    if glossary is None or not sentence.demands:
        return
    headings = {demand.start for demand in sentence.demands if demand.kind == "heading"}
    for term in pair.terms:
        if term.how == "replaced" and term.start not in headings:
            english = pair.target[term.target_start : term.target_stop]
            message = f"“{english}” for «{term.entry}» was put in after the sentence was translated"
            yield Finding(CHECK, Severity.INFO, message)
    enforced = {term.entry for term in pair.terms if term.how != "missing"}
    entries = {found.entry for found in glossary.find(sentence.text)}
    for entry in sorted(entries, key=lambda entry: entry.source):
        wanted = sum(demand.entry == entry.source for demand in sentence.demands)
        if entry.source not in enforced and len(glossary.in_english(pair.target, entry)) < wanted:
            message = f"The approved English of «{entry.source}» is missing: {entry.target}"
            yield Finding(CHECK, Severity.ERROR, message)
    for place in glossary.forbidden(pair.target):
        if place.entry in entries:
            message = f"“{place.form}” is not the approved form: {approved(place)}"
            yield Finding(CHECK, Severity.WARNING, message)


def approved(place: Place) -> str:
    """Return the approved English in place of a forbidden variant, in its number."""
    return plural(place.entry.target) if place.plural else place.entry.target


@dataclass(frozen=True, slots=True)
class Misnomer:
    """A forbidden variant in a document's own English: where, what, and what it should be."""

    paragraph: int
    start: int
    stop: int
    form: str
    approved: str

    @property
    def edit(self) -> Edit:
        """The edit that corrects it."""
        from workflow.model import Edit

        return Edit(self.paragraph, self.start, self.stop, self.approved)

    @property
    def notice(self) -> Notice:
        """What is stored of it."""
        from workflow.store import Notice

        message = f"“{self.form}” is not the approved form: {self.approved}"
        finding = Finding(NAMES, Severity.WARNING, message)
        return Notice(self.paragraph, self.start, self.stop, finding)


def misnomers(
    glossary: Glossary | None, document: Document, labelled: Sequence[Labelled], lang: str
) -> Iterator[Misnomer]:
    """Yield the forbidden variants in the passages that a document has in `lang`."""
    if glossary is None:
        return
    for index, label in enumerate(labelled):
        whole = document.paragraphs[index].text
        for passage in label.passages:
            if passage.detection.lang != lang:
                continue
            for place in glossary.forbidden(whole[passage.start : passage.stop]):
                start, stop = place.start + passage.start, place.stop + passage.start
                yield Misnomer(index, start, stop, place.form, approved(place))
