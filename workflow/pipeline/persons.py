"""Persons whom a document names in full once, and then by surname alone.

A sentence by itself does not tell that «Ключников» is a name; the document does. Where the engine
misspelt it, it is respelt as the name in full is (`engines.respell`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow.engines.constrain import with_text
from workflow.engines.respell import respelt
from workflow.glossary.initialled import romanised
from workflow.glossary.named import people, surname_stands
from workflow.glossary.spellings import capitalised, nominatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workflow.glossary.initialled import Person
    from workflow.glossary.named import Named
    from workflow.model import Demand, Sentence, Translation

_STEM = 3  # letters


class Persons:
    """The surnames of those whom Russian sentences name by given name or initials.

    Whom the glossary names is its business.
    """

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self._surnames: dict[str, int] = {}  # and how unlikely each is, where two are possible
        for sentence in sentences:
            for person in people(sentence.text, _places(sentence.demands)):
                for rank, surname in enumerate(person.surnames):
                    before = self._surnames.get(surname.lower(), rank)
                    self._surnames[surname.lower()] = min(rank, before)
        # However it declines, a surname begins as it does.
        begins = sorted({surname[:_STEM].capitalize() for surname in self._surnames})
        self._begins = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, begins))})")

    def respelt(self, sentence: Sentence, made: Translation) -> Translation:
        """Return the translation with the surnames in it that the engine misspelt put right."""
        if made.problem or not self._surnames or not self._begins.search(sentence.text):
            return made
        text = made.text
        for word, surnames in self._alone(sentence):
            if surname_stands(surnames, text):
                continue
            others = sentence.text.replace(word, "")
            terms = (english for demand in sentence.demands for english in demand.english)
            text = respelt(text, [[romanised(each) for each in surnames]], others, terms)
        return made if text == made.text else with_text(made, text, sentence.demands)

    def _alone(self, sentence: Sentence) -> Iterator[tuple[str, list[str]]]:
        """Yield the words that are such a surname by themselves, with what it may be."""
        rest = sentence.text
        for start, stop in _places([*people(rest), *sentence.demands]):
            rest = rest.replace(sentence.text[start:stop], "")
        for word in sorted(filter(self._begins.match, capitalised(rest))):
            known = sorted(name for name in nominatives(word) if name in self._surnames)
            found = sorted(known, key=self._surnames.__getitem__)
            if found:
                yield word, found


def _places(found: Iterable[Person | Named | Demand]) -> list[tuple[int, int]]:
    return [(each.start, each.stop) for each in found]
