"""Whether Russian stands in the English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from workflow.checks.base import the
from workflow.languages import LATIN
from workflow.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.model import Pair

_CYRILLIC = re.compile("[Ѐ-ԯ]")
_WORD = re.compile(r"[^\W\d_]*[Ѐ-ԯ][^\W\d_]*(?:-[^\W\d_]+)*")
_LATIN = re.compile("[A-Za-z]")
# Each alternative excludes its own opening sign too, so that a text of openings takes linear time.
_CITED = re.compile(r"«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"|‘[^‘’]*’|\([^()]*\)|\[[^\[\]]*\]")
_SHOWN = 5


class Untranslated:
    """Find Cyrillic letters in a target whose language is written in Latin letters.

    What is quoted or bracketed may be meant: the original title beside its translation.
    """

    name: ClassVar[str] = "untranslated"

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield an error for words, a warning for one, and information on what is quoted."""
        if pair.target_lang not in LATIN or not _CYRILLIC.search(pair.target):
            return
        cited = " ".join(_CITED.findall(pair.target))
        rest = _CITED.sub(" ", pair.target)
        mixed = [word for word in _WORD.findall(pair.target) if _LATIN.search(word)]
        words = [word for word in _WORD.findall(rest) if word not in mixed]
        quoted = [word for word in _WORD.findall(cited) if word not in mixed]
        english, russian = the(pair.target_lang), _adjective(pair.source_lang)
        if mixed:
            message = f"{_list(mixed)} in {english} mixes Cyrillic and Latin letters"
            yield Finding(self.name, Severity.WARNING, message)
        if words:
            severity = Severity.ERROR if len(words) > 1 else Severity.WARNING
            message = f"{_list(words)} is left in {russian} in {english}"
            yield Finding(self.name, severity, message)
        if quoted:
            message = f"{_list(quoted)} is quoted in {russian} in {english}"
            yield Finding(self.name, Severity.INFO, message)


def _adjective(lang: str) -> str:
    return the(lang).removeprefix("the ")


def _list(words: list[str]) -> str:
    more = ["…"] if len(words) > _SHOWN else []
    return " ".join([*words[:_SHOWN], *more])
