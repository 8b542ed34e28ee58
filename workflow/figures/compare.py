"""Which numbers one text states and another does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflow.figures.digits import Mention, figures
from workflow.figures.numerals import month_stem, prefix
from workflow.figures.spelled import spelled

if TYPE_CHECKING:
    from collections.abc import Sequence


def mentions(text: str, lang: str) -> list[Mention]:
    """Return the numbers that a text states, in digits first, then in letters."""
    return [*figures(text, lang), *spelled(text)]


def lacking(mentions: Sequence[Mention], others: Sequence[Mention], text: str) -> list[Mention]:
    """Return the mentions with which neither the others nor a compound in `text` agrees.

    `others` are the mentions of `text`. What needs no counterpart is never lacking.
    """
    pool = {reading for mention in others for reading in mention.readings}
    pool |= {part for mention in others for part in mention.parts}
    return [
        mention
        for mention in dict.fromkeys(mentions)
        if mention.need
        and pool.isdisjoint(mention.readings)
        and not (mention.parts and pool.issuperset(mention.parts))
        and not _in_compound(mention, text)
    ]


def _in_compound(mention: Mention, text: str) -> bool:
    """Tell whether a Russian compound has the number: «пятилетний», «июньский»."""
    begins = [
        month_stem(reading[1:]) + r"\w*ск" if reading[0] == "m" else prefix(reading)
        for reading in mention.readings
        if reading[0] != "t"
    ]
    pattern = "|".join(rf"(?<!\w){begin}\w{{2}}" for begin in begins if begin)
    return bool(pattern and re.search(pattern, text, re.IGNORECASE))
