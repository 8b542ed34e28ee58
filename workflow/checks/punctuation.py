"""Are quotes and brackets closed, and does the sentence end as its source does?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from workflow.checks.base import the
from workflow.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.model import Pair

_SIGNS = re.compile('[()\\[\\]{}«»“”„"]')
_ITEM = re.compile(r"(?:^|(?<=[\s;:,.]))[\w.]{1,4}\)")
"""The bracket of a numbered item, «а)» or "1)", closes nothing."""

_PAIRS = ("()", "[]", "{}", "«»")
_ASKS = re.compile(r"\?[?!.…\s\"'«»”’“)\]]*$")


class Punctuation:
    """Compare brackets, quotes and the final mark with the source."""

    name: ClassVar[str] = "punctuation"

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a warning for a bracket or quote without its other half, information on the end.

        A source that is unbalanced itself excuses its target.
        """
        open_sign = unbalanced(pair.target)
        if open_sign and not unbalanced(pair.source):
            message = f"{open_sign} has no other half in {the(pair.target_lang)}"
            yield Finding(self.name, Severity.WARNING, message)
        asks = _asks(pair.source)
        if asks != _asks(pair.target) and pair.target.strip():
            langs = (pair.source_lang, pair.target_lang)
            has, lacks = langs if asks else reversed(langs)
            message = f"{the(has)} ends with a question mark and {the(lacks)} does not"
            yield Finding(self.name, Severity.INFO, message)


def unbalanced(text: str) -> str:
    """Return a bracket or quote that lacks its other half, or nothing.

    Curly and straight double quotes need an even number: “ opens in English and closes in German.
    """
    signs = _SIGNS.findall(_ITEM.sub("", text)) if _SIGNS.search(text) else []
    for opening, closing in _PAIRS:
        depth = 0
        for sign in signs:
            depth += (sign == opening) - (sign == closing)
            if depth < 0:
                return closing
        if depth:
            return opening
    quotes = [sign for sign in signs if sign in '“”„"']
    return quotes[-1] if len(quotes) % 2 else ""


def _asks(text: str) -> bool:
    return bool(_ASKS.search(text.rstrip()[-8:]))
