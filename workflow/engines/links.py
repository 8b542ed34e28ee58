"""Which words of a translation come from where, as the model's attention tells.

The translation is gone through again, forced, and each word belongs to where its pieces looked
most. Good enough to place a link or a bold word; for aligning documents see `workflow.align`.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from workflow.engines.articles import ARTICLES
from workflow.engines.decoder import MAX_PIECES, Stopped, Unit
from workflow.engines.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.engines.decoder import Decoder
    from workflow.engines.words import Word

    Links = tuple[tuple[int, int], ...]


def links(decoder: Decoder, pairs: Sequence[tuple[str, str]]) -> list[Links]:
    """Return the links of each pair of a sentence and its translation, in order of the words."""
    found: list[Links] = [()] * len(pairs)
    units = []
    for number, (source, target) in enumerate(pairs):
        pieces, tokens = decoder.encode(source), decoder.encode(target)
        if 0 < len(pieces) <= MAX_PIECES and 0 < len(tokens) <= MAX_PIECES:
            units.append(Unit(number, pieces, tuple(tokens)))
    units.sort(key=lambda unit: -len(unit.pieces))
    by_owner = {unit.owner: unit for unit in units}
    with suppress(Stopped):
        for number, attention in decoder.attend(units, sum(len(unit.pieces) for unit in units)):
            unit, (source, target) = by_owner[number], pairs[number]
            places = _places(decoder, unit.pieces, source)
            said = words(unit.target, decoder.text)
            found[number] = tuple(_linked(said, unit.target, target, attention, places))
    return found


def _places(decoder: Decoder, pieces: Sequence[str], source: str) -> list[int]:
    """Return about where each piece begins in the sentence, that is, the middle of it."""
    places = []
    at = 0
    for piece in pieces:
        text = decoder.text([piece]).strip()
        length = len(text) or 1
        place = source.find(text, at) if text else -1
        at = place if 0 <= place < at + 2 + length else at
        places.append(at + length // 2)
        at = min(at + length, len(source))
    return places


def _linked(
    said: Sequence[Word],
    tokens: Sequence[str],
    target: str,
    attention: Sequence[Sequence[float]],
    places: Sequence[int],
) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    articles: list[int] = []
    at = 0
    for word in said:
        place = target.find(word.text, at)
        if place < 0 or not word.core:
            continue
        at = place + len(word.text)
        if word.core in ARTICLES:  # they come from nowhere and stand with what follows
            articles.append(place)
            continue
        lettered = [n for n in range(word.first, word.last) if any(map(str.isalnum, tokens[n]))]
        paid = [sum(row) for row in zip(*(attention[n] for n in lettered), strict=True)]
        paid = paid[: len(places)]  # the end of the sentence is looked at too
        if paid and word.core != "of":  # of: a Russian case
            source = places[paid.index(max(paid))]
            made += [(source, each) for each in (*articles, place)]
            articles = []
    return made
