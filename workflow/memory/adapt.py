"""Carrying small differences between two sources over into the target of one of them.

Two sentences that differ only in their slots (numbers, times, dates), in white space, in capitals,
in quotation marks or in ё have the same skeleton. The target is changed only where that can be
proved right: each value that differs stands exactly once on either side. Else there is no adapted
target, and the match stays a fuzzy one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from workflow.memory.slots import EN_MONTHS, EN_SHORT, Slot, slots
from workflow.memory.tokens import cut, is_word
from workflow.morphology import analyser
from workflow.text import clean, fold

_DIGIT = re.compile(r"\d")  # without one there is no slot
_PERCENT = re.compile(r"\s?(?:%|percent\b|per\scent\b)|(?:st|nd|rd|th)\b")
_LABEL = re.compile(
    r"(?:No\.|№|#|\b(?:Annex|Appendix|Article|Chapter|Item|Paragraph|Part|Point|Resolution|Section))"
    r"\s?\Z",
    re.IGNORECASE,
)
# What may stand between a day and its month: 1 May, 1st of May, 1–7 May.
_DAY_MONTH = re.compile(r"(?:st|nd|rd|th)?(?:[–-]\d+(?:st|nd|rd|th)?)?(?:\sof)?\s")
_ARTICLE = re.compile(r"\b(an?)\s\Z", re.IGNORECASE)
_PLAIN = str.maketrans("ёЁ", "еЕ")
_SMALL = frozenset(
    (
        *("a", "an", "the", "this", "that", "these", "those", "in", "on", "at", "by", "of", "to"),
        *("for", "from", "with", "as", "under", "during", "after", "before", "it", "he", "she"),
        *("they", "we"),
    )
)
"""Words that begin an English sentence with a capital and have none inside one."""


def skeleton(text: str, lang: str) -> str:
    """Return what two sentences have in common that differ only in what `adapt` can carry over.

    >>> skeleton("Встреча прошла 5 мая 2024 года.", "ru")
    'встреча прошла <number> <month1> <number> года .'
    """
    text = clean(text)
    parts: list[str] = []
    end = 0
    for slot in slots(text, lang) if _DIGIT.search(text) else ():
        parts += map(_folded, cut(text[end : slot.start]))
        parts.append(f"<{slot.kind}{slot.form}>")  # no token begins so
        end = slot.stop
    return " ".join([*parts, *map(_folded, cut(text[end:]))])


def adapt(query: str, source: str, target: str, source_lang: str, target_lang: str) -> str | None:
    """Return the target of `source` made to fit `query`, a sentence of the same skeleton, or None.

    None where the skeletons differ, or it cannot be proved how the target has to change.
    """
    query, source = clean(query), clean(source)
    if skeleton(query, source_lang) != skeleton(source, source_lang):
        return None
    old, new = slots(source, source_lang), slots(query, source_lang)
    words, stored = _without(new, query), _without(old, source)
    if source_lang == "ru" and not _same_words(words, stored):
        return None
    filled = _fill(old, new, target, target_lang)
    return None if filled is None else _with_capitals(words, stored, filled)


def _without(found: list[Slot], text: str) -> str:
    """Return a text with a zero for each of its slots."""
    for slot in reversed(found):
        text = f"{text[: slot.start]}0{text[slot.stop :]}"
    return text


_folded = lru_cache(maxsize=1 << 13)(fold)


class _Value(NamedTuple):
    """A value of a slot: its kind, the value, and how the source spells it."""

    kind: str
    value: str
    spelling: str


def _fill(old: list[Slot], new: list[Slot], target: str, lang: str) -> str | None:
    """Return the target with the new values in the places of the old, or None."""
    places = slots(target, lang)
    dates = {place.value for place in places if place.kind == "date"}
    whole = [slot.value in dates for slot in old]
    before = list(chain.from_iterable(map(_values, old, whole)))
    after = list(chain.from_iterable(map(_values, new, whole)))
    edits: list[tuple[Slot, str]] = []
    for was, now in zip(before, after, strict=True):
        if was.value == now.value:
            continue
        there = [p for p in places if (p.kind, p.value) == (was.kind, was.value)]
        if len(there) != 1 or sum((b.kind, b.value) == (was.kind, was.value) for b in before) != 1:
            return None
        spelled = _spelled(there[0], was, now, target, lang)
        if spelled is None:
            return None
        edits.append((there[0], spelled))
    for place, spelled in sorted(edits, reverse=True):
        target = target[: place.start] + spelled + _behind(place, spelled, target)
    return target


def _values(slot: Slot, whole: bool) -> list[_Value]:  # noqa: FBT001 (mapped over two lists)
    """Return the values of a slot; those of a date one by one unless the target has it whole."""
    if slot.kind != "date" or whole:
        return [_Value(slot.kind, slot.value, slot.spelling)]
    year, month, day = slot.value.split("-")
    return [
        _Value("number", str(int(day)), day),
        _Value("month", str(int(month)), month),
        _Value("number", year, year),
    ]


def _spelled(place: Slot, was: _Value, now: _Value, target: str, lang: str) -> str | None:
    """Return how the target spells the new value in a place, or None if that is not certain."""
    if now.kind == "month":
        return _month(place.spelling, int(now.value))
    if now.kind == "date":
        return _date(place.spelling, was.value, now.value)
    if now.kind == "time":
        return now.value
    if "1" in {was.value, now.value} and not _countless(place, target, lang):
        return None  # 1 document, 2 documents
    if _article(place, was.value, target) != _article(place, now.value, target):
        return None  # an 8 percent rise, a 9 percent rise
    return _number(place.spelling, was, now, lang)


def _number(spelling: str, was: _Value, now: _Value, lang: str) -> str | None:
    if now.value.isdigit() and len(now.value) <= 3:  # noqa: PLR2004 (nothing to group)
        return now.value
    if lang != "en":
        return now.value if now.value.isdigit() and spelling == was.value else None
    if not re.fullmatch(r"\d+(?:\.\d+)?", now.value):
        return now.value if spelling == was.spelling else None
    whole, point, fraction = now.value.partition(".")
    plain_thousands = len(re.match(r"\d*", spelling)[0]) > 3  # type: ignore[index] # noqa: PLR2004
    grouped = "," in spelling or (not plain_thousands and len(now.spelling.split()) > 1)
    return (f"{int(whole):,}" if grouped and whole[0] != "0" else whole) + point + fraction


def _month(spelling: str, number: int) -> str:
    name = spelling.rstrip(".")
    if name in EN_MONTHS:
        return EN_MONTHS[number - 1]
    dot = "." if spelling.endswith(".") and EN_SHORT[number - 1] != "May" else ""
    return EN_SHORT[number - 1] + dot


def _date(spelling: str, was: str, now: str) -> str | None:
    """Return an ISO date in figures, as another is spelled; None if that may be month first."""
    if spelling[:4].isdigit():
        return now
    year, month, day = now.split("-")
    separator = spelling[-5]
    if separator == "/" and was[5:7] == was[8:]:
        return None
    return separator.join((day, month, year))


def _countless(place: Slot, target: str, lang: str) -> bool:
    """Whether nothing is counted by a figure: a day, an ordinal, a percentage, an article's number.

    >>> [_countless(slots(text, "en")[0], text, "en") for text in ("1–7 May", "1 day", "Item 1")]
    [True, False, True]
    """
    if _PERCENT.match(target, place.stop) or _LABEL.search(target[: place.start]):
        return True
    return any(
        _DAY_MONTH.fullmatch(target, place.stop, slot.start)
        or target[slot.stop : place.start] == " "
        for slot in slots(target, lang)
        if slot.kind == "month"
    )


def _article(place: Slot, value: str, target: str) -> str:
    """Return the article that a number needs where the target has one before it: a or an."""
    if not _ARTICLE.search(target[: place.start]):
        return ""
    whole = value.partition(".")[0]
    leading = whole[: (len(whole) - 1) % 3 + 1]
    return "an" if value.startswith("8") or leading in {"11", "18"} else "a"


def _behind(place: Slot, spelled: str, target: str) -> str:
    """Return what follows a place, with the ordinal ending that the new number needs."""
    rest = target[place.stop :]
    if place.kind != "number" or not re.match(r"(?:st|nd|rd|th)\b", rest):
        return rest
    teen = spelled[-2:] in {"11", "12", "13"}
    return ("th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(spelled[-1], "th")) + rest[2:]


def _same_words(query: str, source: str) -> bool:
    """Whether е stands for ё wherever only one of two sentences has it: все is not всё."""
    mine, theirs = (
        [form for form in cut(text.lower()) if is_word(form)] for text in (query, source)
    )
    return all(
        a == b or not _distinct(a.replace("ё", "е")) for a, b in zip(mine, theirs, strict=True)
    )


def _distinct(word: str) -> bool:
    """Whether a word that is spelled with е is one of its own, and not only ё without its dots."""
    return any(parse.word == word for parse in analyser().parse(word))


def _with_capitals(query: str, source: str, target: str) -> str | None:
    """Return the target with the capitals of the query, or None if those cannot be known."""
    mine, theirs = (
        "".join(filter(str.isalpha, text)).translate(_PLAIN) for text in (query, source)
    )
    if mine == theirs:
        return target
    if mine.isupper() and len(mine) > 1:
        return target.upper()
    if mine[1:] != theirs[1:] or not (query[0].isalpha() and target[:1].isalpha()):
        return None
    if mine[0].isupper():
        return target[0].upper() + target[1:]
    first = target.partition(" ")[0]
    return target[0].lower() + target[1:] if first.lower() in _SMALL else None
