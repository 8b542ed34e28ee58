"""Whether both sides state the same numbers and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from workflow.checks.base import the
from workflow.figures.compare import lacking, mentions
from workflow.figures.numerals import Need
from workflow.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.figures.digits import Mention
    from workflow.model import Pair

_SPELLED_LANGS = frozenset({"ru", "en"})
_PERCENT = re.compile(r"\d\s?(?:%|процент|per\s?cent)", re.IGNORECASE)
_ANY_PERCENT = re.compile(r"%|процент|per\s?cent|pct|\bpoint|\bп\.", re.IGNORECASE)
_COMMA = re.compile(r"(?<![\d.,])\d+,(?:\d{1,2}|\d{4,})(?![\d,])")
_SHOWN = 10
_SEVERITIES = {Need.FIGURE: Severity.ERROR, Need.WORD: Severity.WARNING}


class Numbers:
    """Compare numbers, dates, times and months in figures, words and Roman numerals.

    What one side spells otherwise is the same: `1 234,5` and `1,234.5`, «2,5 млн» and 2.5 million,
    «XIV» and fourteenth, «05.05.2024» and May 5, 2024. How often a number comes does not matter.
    """

    name: ClassVar[str] = "numbers"

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield an error for a figure that one side lacks, a warning for a word."""
        if not pair.source.strip() or not pair.target.strip():
            return
        source, target = (
            mentions(text, lang)
            for text, lang in ((pair.source, pair.source_lang), (pair.target, pair.target_lang))
        )
        if source or target:
            yield from self._compare(pair, source, target)
        yield from self._percent(pair)
        yield from self._comma(pair)

    def _compare(
        self, pair: Pair, source: Sequence[Mention], target: Sequence[Mention]
    ) -> Iterator[Finding]:
        both_spelled = {pair.source_lang, pair.target_lang} <= _SPELLED_LANGS
        missing = lacking(source, target, pair.target)
        extra = lacking(target, source, pair.source)
        ours, theirs = the(pair.source_lang), the(pair.target_lang)
        for need in (Need.FIGURE, Need.WORD) if both_spelled else (Need.FIGURE,):
            lost = list(dict.fromkeys(m.text for m in missing if m.need is need))
            added = list(dict.fromkeys(m.text for m in extra if m.need is need))
            if len(lost) == len(added) == 1:
                message = f"{lost[0]} in {ours} is {added[0]} in {theirs}"
                yield Finding(self.name, _SEVERITIES[need], message)
                continue
            if lost:
                message = f"{_listed(lost)} missing in {theirs}"
                yield Finding(self.name, _SEVERITIES[need], message)
            if added:
                message = f"{_listed(added)} in {theirs} but not in {ours}"
                yield Finding(self.name, _SEVERITIES[need], message)

    def _percent(self, pair: Pair) -> Iterator[Finding]:
        sides = (
            (pair.source, pair.target, pair.target_lang),
            (pair.target, pair.source, pair.source_lang),
        )
        for has, lacks, lang in sides:
            found = _PERCENT.search(has)
            if found and not _ANY_PERCENT.search(lacks):
                message = f"the percentage is missing in {the(lang)}"
                yield Finding(self.name, Severity.WARNING, message)

    def _comma(self, pair: Pair) -> Iterator[Finding]:
        if pair.target_lang != "en" or "," not in pair.target:
            return
        written = [figure for figure in _COMMA.findall(pair.target) if figure in pair.source]
        if written:
            message = f"{_listed(written)} written with a comma as in {the(pair.source_lang)}"
            yield Finding(self.name, Severity.INFO, message)


def _listed(texts: Sequence[str]) -> str:
    if len(texts) > _SHOWN:
        texts = [*texts[:_SHOWN], f"{len(texts) - _SHOWN} more"]
    *first, last = texts
    return f"{', '.join(first)} and {last} are" if first else f"{last} is"
