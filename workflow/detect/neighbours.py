"""What stands around a paragraph that proves nothing alone: its neighbours, and what it declares.

An abbreviation, a number or a short heading takes the language of the nearest paragraphs that are
sure of theirs, those in the same script; a declared language (HTML `lang`) counts for less.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from workflow.detect.decide import probabilities
from workflow.detect.ngrams import table
from workflow.languages import ALPHABETS, name
from workflow.model import UNDETERMINED, Detection

if TYPE_CHECKING:
    from workflow.detect.decide import Evidence

_SURE = 0.8
_REACH = 2
# What others' word weighs against the paragraph's own few words, and the confidence it gives.
_WEIGHT = {"neighbours": 0.9, "declared": 0.6}
_MOST = 0.75
_WORDLESS = 0.3
_SAYS = {"neighbours": "its neighbours are", "declared": "the document declares"}


def is_sure(detection: Detection, evidence: Evidence | None) -> bool:
    """Return whether a paragraph needs nobody, and may tell others."""
    if evidence is None or detection.lang == UNDETERMINED:
        return False
    several = evidence.count > 1 or evidence.script not in ALPHABETS
    return several and detection.confidence >= _SURE


class Neighbours:
    """The paragraphs of a document that are sure of their language, by place."""

    def __init__(self) -> None:
        self._places: dict[str, list[int]] = {}
        self._langs: dict[str, list[str]] = {}

    def add(self, place: int, script: str, lang: str) -> None:
        """Remember the language of the paragraph at `place`; places come in order."""
        for key in (script, ""):
            self._places.setdefault(key, []).append(place)
            self._langs.setdefault(key, []).append(lang)

    def near(self, place: int, script: str = "") -> str:
        """Return the language around a place, in a script or in any, or "" if nothing is known.

        Two paragraphs before it and two behind it count, each the more the nearer it is.
        """
        places, langs = self._places.get(script, []), self._langs.get(script, [])
        here = bisect_left(places, place)
        weights: dict[str, float] = {}
        for i in range(max(here - _REACH, 0), min(here + _REACH, len(places))):
            distance = max(abs(places[i] - place), 1)
            weights[langs[i]] = weights.get(langs[i], 0.0) + 1 / distance
        return max(weights, key=lambda lang: weights[lang], default="")


def settle(alone: Detection, evidence: Evidence | None, near: str, declared: str) -> Detection:
    """Return the decision in view of the language around (`near`) and the one that is declared.

    Both may be empty. `alone` stands where its own words speak louder.
    """
    source, lang = ("neighbours", near) if near else ("declared", declared)
    if not lang:
        return alone
    if evidence is None:
        return Detection(
            lang, _WORDLESS, source, f"no words of its own; {_SAYS[source]} {name(lang)}"
        )
    if evidence.script not in ALPHABETS or lang not in table(evidence.script).langs:
        return alone
    langs = np.array(table(evidence.script).langs)
    weight = _WEIGHT[source]
    odds = probabilities(evidence)
    odds = odds * np.where(langs == lang, weight, (1 - weight) / len(langs))
    odds = odds / odds.sum()
    confidence = min(float(odds.max()), _MOST)
    if langs[int(odds.argmax())] != lang or (alone.lang == lang and alone.confidence >= confidence):
        return alone
    return Detection(lang, confidence, source, f"proves little alone; {_SAYS[source]} {name(lang)}")
