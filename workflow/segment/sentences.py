"""Text to sentences: the rules of each language, and the version that provenance records."""

from __future__ import annotations

from workflow.model import Segment
from workflow.segment import common, english, russian
from workflow.segment.boundary import spans

VERSION = "razdel-0.5+rules-3"
"""Which razdel and which of our rules; raise the last number when a rule or an entry changes."""

_RULES = {"ru": russian.RULES, "en": english.RULES}


def segment(text: str, lang: str = "ru") -> list[Segment]:
    """Return the sentences of a paragraph, in order and with their offsets.

    `text[s.start:s.stop] == s.text` for each; they do not overlap, and only white space stands
    outside of them. A line break is white space, a blank line ends a sentence. Russian and
    English have rules of their own; other languages get those that hold for all.
    """
    rules = _RULES.get(lang, common.GENERIC)
    return [Segment(text[start:stop], start, stop) for start, stop in spans(text, lang, rules)]
