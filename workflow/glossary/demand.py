"""From terms found in a Russian sentence to the English that its translation must have."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from workflow.glossary.english import with_initials
from workflow.glossary.glossary import Glossary
from workflow.glossary.plural import plural
from workflow.glossary.terms import is_abbreviation
from workflow.glossary.tokens import WORD
from workflow.model import Demand
from workflow.morphology import analyser

if TYPE_CHECKING:
    from workflow.glossary.entries import Entry
    from workflow.glossary.resolve import Occurrence

_UNCOUNTED = frozenset({"organisation", "person", "place"})
_PREDICATES = frozenset({"VERB", "ADJS", "PRTS"})
_NEAR = 4


def demands(glossary: Glossary, sentence: str) -> tuple[Demand, ...]:
    """Return what the glossary demands of the translation of a sentence, in order.

    The longest terms only: what is nested in a term stands in the term's English. A term in the
    plural demands the plural. Where the form leaves the number open either will do, and the
    singular is the better unless the term is the subject of a plural predicate.
    """
    return tuple(
        Demand(
            found.start,
            found.stop,
            _english(found, sentence),
            found.entry.source,
            found.entry.kind,
        )
        for found in glossary.find(sentence)
    )


def _english(found: Occurrence, sentence: str) -> tuple[str, ...]:
    entry, forms = found.entry, found.english
    if entry.kind == "heading":
        return forms
    if entry.kind == "person":
        initials = (short for name in entry.approved for short in with_initials(name))
        return tuple(dict.fromkeys((*forms, *initials)))
    if found.number == "sing" or entry.kind in _UNCOUNTED or _has_no_plural(entry):
        return forms
    several = tuple(plural(form) for form in forms)
    if found.number == "plur":
        return several
    if _plural_subject(found, sentence):
        return tuple(dict.fromkeys((*several, *forms)))
    return tuple(dict.fromkeys((*forms, *several)))


@lru_cache(maxsize=1 << 12)
def _has_no_plural(entry: Entry) -> bool:
    """Whether the entry is in the plural already («вооружённые силы»), or an abbreviation."""
    if is_abbreviation(entry.source.split()[0]):
        return True
    itself = Glossary([entry]).find(entry.source)
    return not itself or itself[0].number == "plur"


def _plural_subject(found: Occurrence, sentence: str) -> bool:
    """Whether the term begins its sentence and the predicate after it is in the plural.

    «Страны НАТО увеличили расходы» is a subject, «Ордена Почёта удостоен конструктор» is not.
    """
    if any(word.isalpha() for word in sentence[: found.start]):
        return False
    for word in list(WORD.finditer(sentence, found.stop))[:_NEAR]:
        tags = [parse.tag for parse in analyser().parse(word.group())]
        numbers = {str(tag.number) for tag in tags if tag.POS in _PREDICATES}
        if numbers:
            return numbers == {"plur"}
    return False
