"""From the words of a stretch of text to a decision, without its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from workflow.detect.dictionary import russian
from workflow.detect.names import WEIGHT, spellers
from workflow.detect.ngrams import letter_scores, table, word_scores
from workflow.languages import ALPHABETS, SOLE, name
from workflow.model import UNDETERMINED, Detection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.detect.ngrams import Scores
    from workflow.detect.tokens import Token

# Letters of Arabic script that Arabic lacks, the rarer language first.
_ARABIC = (("ps", "ټډړښځڅۍې"), ("ur", "ٹڈڑںےہھ"), ("fa", "پچژگیک"))
_CERTAIN = 0.99
_RULED_OUT = 0.001
_FEW = 8
# Below this a guess is none. In Cyrillic letters the choice is small and names are common.
_LEAST = {"Cyrillic": 0.25, "Latin": 0.55}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words in one script say.

    `scores` has a value for each language of the script's table, or none where it has no table;
    `count` is the number of words that were looked up, `forms` the first of them.
    """

    script: str
    count: int = 0
    scores: Scores = field(default_factory=lambda: np.zeros(0, np.float32))
    forms: tuple[str, ...] = ()
    letters: frozenset[str] = frozenset()

    def __add__(self, other: Evidence) -> Evidence:
        """Return the evidence of both stretches, which are in the same script."""
        return Evidence(
            self.script,
            self.count + other.count,
            self.scores + other.scores,
            (self.forms + other.forms)[:_FEW],
            self.letters | other.letters,
        )


def weigh(script: str, words: Sequence[Token]) -> Evidence:
    """Return the evidence of words that are all in `script`."""
    forms = [word.form for word in words if word.form]
    letters = frozenset().union(*(word.letters for word in words))
    if script not in ALPHABETS:
        return Evidence(script, len(words), letters=letters)
    looks = [
        word_scores(script, word.form) if word.form else letter_scores(script, word.letters)
        for word in words
    ]
    return Evidence(script, len(forms), np.sum(looks, axis=0), tuple(forms[:_FEW]), letters)


def probabilities(evidence: Evidence, more: Scores | None = None) -> Scores:
    """Return the probability of each language of the script, with `more` added to the scores."""
    scores = evidence.scores + table(evidence.script).prior
    if more is not None:
        scores = scores + more
    odds = np.exp(scores - scores.max())
    return np.asarray(odds / odds.sum(), np.float32)


def decide(evidence: Evidence) -> Detection:
    """Return the language of the evidence, on its own."""
    script = evidence.script
    if script in SOLE:
        return Detection(SOLE[script], _CERTAIN, "script", f"written in {script} letters")
    if script == "Arabic":
        return _arabic(evidence.letters)
    if script not in ALPHABETS:
        return Detection(UNDETERMINED, 0.0, "script", "no letters of a language that is told apart")
    langs = table(script).langs
    possible = table(script).with_letters(evidence.letters)
    if not evidence.count and len(possible) != 1:
        return Detection(UNDETERMINED, 0.0, "letters", "only abbreviations or initials")
    odds = probabilities(evidence)
    if script == "Cyrillic":
        more = np.zeros(len(langs), np.float32)
        for detector, says in (("names", _names), ("dictionary", _dictionary)):
            more = more + says(evidence, langs, odds)
            told = probabilities(evidence, more)
            if told.argmax() != odds.argmax():
                return _turned(detector, langs, told)
            odds = told
    return _by_look(script, langs, odds, possible)


def _names(evidence: Evidence, langs: Sequence[str], _: Scores) -> Scores:
    """Return how much likelier names that are known by heart make each language."""
    alone = evidence.count == len(evidence.forms)
    named = spellers(evidence.forms) if alone else frozenset()
    return np.array([WEIGHT if lang in named else 0.0 for lang in langs], np.float32)


def _dictionary(evidence: Evidence, langs: Sequence[str], odds: Scores) -> Scores:
    """Return how much likelier the dictionary makes Russian, where that is in doubt."""
    doubt = _RULED_OUT < odds[langs.index("ru")] < _CERTAIN
    more = russian(evidence.forms) if doubt else 0.0
    return np.array([more if lang == "ru" else 0.0 for lang in langs], np.float32)


def _turned(detector: str, langs: Sequence[str], odds: Scores) -> Detection:
    lang = langs[int(odds.argmax())]
    if detector == "names":
        reason = f"a name as {name(lang)} spells it"
    else:
        says = "has these words" if lang == "ru" else f"lacks a word that looks {name(lang)}"
        reason = f"the Russian dictionary {says}"
    return Detection(lang, min(float(odds.max()), _CERTAIN), detector, reason)


def _by_look(script: str, langs: Sequence[str], odds: Scores, possible: Sequence[str]) -> Detection:
    second, best = np.argsort(odds)[-2:]
    lang, other = langs[int(best)], name(langs[int(second)])
    confidence = min(float(odds[best]), _CERTAIN)
    if possible == [lang]:
        reason = f"only {name(lang)} has all these letters"
        return Detection(lang, max(confidence, 0.9), "letters", reason)
    if confidence < _LEAST[script]:
        reason = f"too little to tell {name(lang)} from {other}"
        return Detection(UNDETERMINED, 0.0, "ngrams", reason)
    return Detection(lang, confidence, "ngrams", f"looks {name(lang)} rather than {other}")


def _arabic(letters: frozenset[str]) -> Detection:
    for lang, own in _ARABIC:
        if letters & frozenset(own):
            return Detection(lang, 0.9, "letters", f"Arabic script with letters of {name(lang)}")
    return Detection("ar", 0.8, "script", "written in Arabic letters")
