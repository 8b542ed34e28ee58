"""Demanded terms in a finished text: where each stands, and putting in what does not.

Everything here works on strings: it is what decides whether a demand is met, whatever way the
term came into the text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from workflow.glossary import Entry
from workflow.glossary.english import Variants, longest
from workflow.model import Applied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.model import Demand

Span: TypeAlias = tuple[int, int]

_ENDS = ".!?…\"'”’»)]"


def accepted(text: str, demands: Sequence[Demand]) -> dict[Span, set[int]]:
    """Return the places where demanded English stands, in order, each with whose it may be."""
    found: dict[Span, set[int]] = {}
    for number, demand in enumerate(demands):
        # The number is part of the demand: “members” is no “member”.
        places = _variants(demand.english, demand.kind).places(text)
        for place in longest(place for place in places if not place.plural):
            tail = place.variant[len(place.variant.rstrip(_ENDS)) :]  # “a.i.” has its own stop
            stop = place.stop + len(tail) * text.startswith(tail, place.stop)
            found.setdefault((place.start, stop), set()).add(number)
    chosen: list[Span] = []
    for start, stop in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if all(stop <= other[0] or other[1] <= start for other in chosen):
            chosen.append((start, stop))
    return {span: found[span] for span in sorted(chosen)}


def standing(text: str, demands: Sequence[Demand]) -> list[Span | None]:
    """Return where each demand stands in an English text, or None where it does not.

    No two share a place: as many demands as possible are met, with the longest variants where
    they overlap, in order of place where several would do.
    """
    return _matched(accepted(text, demands), len(demands))


def unmet(text: str, demands: Sequence[Demand]) -> list[int]:
    """Return the indices of the demands that no English stands for."""
    return [number for number, place in enumerate(standing(text, demands)) if place is None]


def balance(text: str, demands: Sequence[Demand]) -> tuple[int, int]:
    """Return how many demands are unmet, and how many places no demand asked for."""
    places = accepted(text, demands)
    met = sum(place is not None for place in _matched(places, len(demands)))
    return len(demands) - met, len(places) - met


def applied(text: str, demands: Sequence[Demand], how: Sequence[str]) -> tuple[Applied, ...]:
    """Return the record of each demand: `how[i]` where it stands, else `missing`."""
    places = standing(text, demands)
    return tuple(
        Applied(each.entry, each.start, each.stop, *(place or (0, 0)), way if place else "missing")
        for each, place, way in zip(demands, places, how, strict=True)
    )


def attached(text: str, terms: Sequence[str]) -> str:
    """Return the text with terms in brackets before its final stop: nobody knows where else.

    >>> attached("He said so.", ["CSTO"])
    'He said so (CSTO).'
    """
    if not terms:
        return text
    said = ", ".join(terms)
    body = text.rstrip(_ENDS)
    return f"{body.rstrip()} ({said}){text[len(body) :]}".lstrip() if text else said


@lru_cache(maxsize=1 << 12)
def _variants(english: tuple[str, ...], kind: str) -> Variants:
    entry = Entry(english[0], english[0], kind)
    return Variants((entry, variant, True) for variant in english)


def _matched(places: dict[Span, set[int]], count: int) -> list[Span | None]:
    """Match demands to places, as many as can be (augmenting paths, Kuhn 1955)."""
    owner: dict[Span, int] = {}

    def place(demand: int, barred: set[Span]) -> bool:
        open_spans = [span for span, takers in places.items() if demand in takers]
        for span in sorted(open_spans, key=lambda span: span in owner):
            if span not in barred:
                barred.add(span)
                if span not in owner or place(owner[span], barred):
                    owner[span] = demand
                    return True
        return False

    for demand in range(count):
        place(demand, set())
    spans = {demand: span for span, demand in owner.items()}
    return [spans.get(demand) for demand in range(count)]
