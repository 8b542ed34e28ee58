"""Whether quotes and brackets are closed, and questions stay questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from workflow.checks.base import the
from workflow.model import Finding, Severity
from workflow.text import unbalanced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.model import Pair

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


def _asks(text: str) -> bool:
    return bool(_ASKS.search(text.rstrip()[-8:]))
