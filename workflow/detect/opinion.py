"""A second opinion on sentences in Latin letters, for languages that have no n-gram table here.

`langdetect` knows Catalan, Vietnamese, Indonesian, Swahili and others. It draws lots unless it is
seeded; it is asked through a factory of our own, so that the module's own one stays as it was.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

from workflow.languages import LATIN, name
from workflow.model import Detection

MIN_WORDS = 4
"""Below this, `langdetect` guesses."""

_SURE = 0.9
_CERTAIN = 0.99
_LONGEST = 2_000
_lock = Lock()


@cache
def _factory() -> Any:
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(0)
    return factory


def second_opinion(text: str, first: Detection) -> Detection:
    """Return the first decision, or `langdetect`'s where that is sure and the first is not.

    It counts against a sure first decision only for a language that our tables do not have. An
    English sentence that n-grams are certain of is not asked about: it is the common case.
    """
    if first.lang == "en" and first.confidence >= _CERTAIN:
        return first
    from langdetect.lang_detect_exception import LangDetectException

    with _lock:  # profiles are loaded once
        factory = _factory()
    detector = factory.create()
    detector.append(text[:_LONGEST])
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # nothing but capitals, addresses or signs
        return first
    if not found or found[0].prob < _SURE or found[0].lang == first.lang:
        return first
    lang = found[0].lang
    if first.confidence >= _SURE and lang in LATIN:
        return first
    reason = f"langdetect finds {name(lang)}"
    return Detection(lang, min(found[0].prob, _CERTAIN), "langdetect", reason)
