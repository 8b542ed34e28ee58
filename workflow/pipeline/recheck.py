"""Looking at a pair that a person has changed, as a run looks at the pairs that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow import registry
from workflow.model import Sentence
from workflow.pipeline.terms import demanded, findings
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflow.glossary import Glossary
    from workflow.model import Finding, Pair


def finder(glossary: Glossary | None) -> Callable[[Pair], list[Finding]]:
    """Return what finds the findings of a pair: every check, and the glossary for Russian."""

    def find(pair: Pair) -> list[Finding]:
        found = [f for check in registry.checks().values() for f in check.find(pair)]
        if pair.source_lang == "ru" and pair.target_lang == "en":
            source = clean(pair.source)
            sentence = Sentence(source, demanded(glossary, source))
            found += findings(glossary, sentence, pair)
        return found

    return find
