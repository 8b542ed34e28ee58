"""Whether the target is the source over again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from workflow.checks.base import the
from workflow.model import Finding, Severity
from workflow.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.model import Pair

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[Ѐ-ԯ]")
_NAME_WORDS = 3


class Copied:
    """Find a target that equals its source but for case, quotes and dashes.

    Numbers, text that is in the target's alphabet already (ISO 9001, UNESCO) and names of at most
    three capitalised words are the same in both languages and are not reported.
    """

    name: ClassVar[str] = "copied"

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield an error for a target that was not translated."""
        if not pair.target or pair.target_lang == pair.source_lang:
            return
        if not _alike(pair.source, pair.target):
            return
        if not _same_in_both(pair):
            message = f"{the(pair.target_lang)} repeats {the(pair.source_lang)} untranslated"
            yield Finding(self.name, Severity.ERROR, message)


def _alike(source: str, target: str) -> bool:
    """Compare in full only what is alike at first sight, as few targets are."""
    letters = (_WORD.search(source), _WORD.search(target))
    first = [found[0].casefold() if found else "" for found in letters]
    return first[0] == first[1] and fold(source) == fold(target)


def _same_in_both(pair: Pair) -> bool:
    words = _WORD.findall(pair.source)
    if pair.target_lang == "en":
        return not _CYRILLIC.search(pair.source)
    return len(words) <= _NAME_WORDS and all(word[0].isupper() for word in words)
