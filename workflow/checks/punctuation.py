"""Whether quotes and brackets are closed, and questions stay questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from workflow.checks.base import the
from workflow.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.model import Pair

_SIGNS = re.compile('[()\\[\\]{}«»“”„"]')
_ITEM = re.compile(r"(?:^|[\s;:,.])(?:[\d.]{1,4}|[^\W\d_]|[ivx]{1,4})$")
"""What stands before the bracket of a numbered item, «а)» or "1)", which closes nothing."""

_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"))
_ASKS = re.compile(r"\?[?!.…\s\"'«»”’“)\]]*$")


class Punctuation:
    """Compare brackets, quotes and the final question mark with the source."""

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
    signs = list(_SIGNS.finditer(text))
    for opening, closing in _PAIRS:
        depth = 0
        for sign in signs:
            if sign[0] == opening:
                depth += 1
            elif sign[0] == closing and depth:
                depth -= 1
            elif sign[0] == closing and not _ITEM.search(
                text[max(0, sign.start() - 6) : sign.start()]
            ):
                return closing
        if depth:
            return opening
    quotes = [sign[0] for sign in signs if sign[0] in '“”„"']
    return quotes[-1] if len(quotes) % 2 else ""


def _asks(text: str) -> bool:
    return bool(_ASKS.search(text.rstrip()[-8:]))
