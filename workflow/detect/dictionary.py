"""What the Russian dictionary says about a few words that n-grams leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.morphology import analyser

if TYPE_CHECKING:
    from collections.abc import Iterable

# Natural logarithms, fitted with the n-grams of the words already counted: nearly every Russian
# word is known, and so is every third Ukrainian and every tenth Belarusian or Kazakh one.
_KNOWN = 0.5
_UNKNOWN = -2.0


def russian(forms: Iterable[str]) -> float:
    """Return how much more likely the words make Russian; two letters prove nothing."""
    known = analyser().word_is_known
    return sum(_KNOWN if known(form) else _UNKNOWN for form in forms if len(form) > 2)  # noqa: PLR2004
