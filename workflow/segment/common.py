"""Rules that hold in every language, in the order in which they are asked."""

from __future__ import annotations

import re

from workflow.segment.boundary import JOIN, SPLIT, Boundary

_BULLETS = frozenset("•·▪●◦")
_NO_BEGINNING = frozenset(["", *",;:.!?…%)»”]"])
_REACH = 20  # characters; numbers of clauses are short
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[IVXLCХІ]+|\d{1,2}[^\W\d_])"
_NUMBERED = re.compile(rf"[(«\"—–-]*\s*{_NUMBER}")
_NUMBERED_BEHIND = re.compile(rf"[:;]\s[(«\"—–-]*\s*{_NUMBER}$")
_LETTERED_ITEM = re.compile(r"[^\W\d_][.)]\s")


def nothing_yet(place: Boundary) -> bool | None:
    """Join dots and dashes that stand alone to what follows: «… И вот», «Введение . . . . 5»."""
    return None if any(map(str.isalnum, place.left)) else JOIN


def elision(place: Boundary) -> bool | None:
    """Join around the brackets that mark an omission: «закон (…) Республики»."""
    return JOIN if place.closers[:1] in {")", "]"} and place.left[-1:] in {"(", "["} else None


def item_follows(place: Boundary) -> bool | None:
    """Split before the next item of a list: «торговля. • Наука», «а. Развивать. б. Поощрять»."""
    hyphen = place.lead[:1] == "-" and "\n" in place.space
    lettered = (
        place.after_next in {".", ")"}
        and len(place.next) == 1
        and place.next.islower()
        and place.text[place.start].islower()
        and _LETTERED_ITEM.match(place.text, place.start)
    )
    return SPLIT if hyphen or lettered or place.next in _BULLETS else None


def goes_on(place: Boundary) -> bool | None:
    """Join what begins with a small letter or a comma: «и т. д.), а», «— сказал»."""
    return JOIN if place.next[:1].islower() or place.next in _NO_BEGINNING else None


def numbering(place: Boundary) -> bool | None:
    """Join a number to its clause: «1. Стороны», «1.2. Срок», «договорились: 1. Развивать»."""
    if place.mark != "." or place.closers:
        return None
    begins = place.at - place.start < _REACH and _NUMBERED.fullmatch(place.left)
    return JOIN if begins or _NUMBERED_BEHIND.search(place.left[-_REACH:]) else None


def quoted_title(place: Boundary) -> bool | None:
    """Join behind a title with a mark of its own: «роман «Что делать?» Чернышевского».

    A quotation that is a sentence follows a colon, a dash or a full stop.
    """
    if not place.closers or place.mark == ".":
        return None
    opening = max(place.left.rfind(quote) for quote in "«“„")
    before = place.left[:opening].rstrip(" ") if opening > 0 else ""
    return JOIN if before[-1:].isalnum() and before != place.left[:opening] else None


def lone_letter(place: Boundary) -> bool | None:
    """Join behind a single letter, an initial or an abbreviation: «А. С. Иванова», «г. Мінск»."""
    if place.mark != "." or place.closers:
        return None
    return JOIN if len(place.word) == 1 and place.word.isalpha() else None


FIRST = (nothing_yet, elision, item_follows, goes_on, numbering, quoted_title)
GENERIC = (*FIRST, lone_letter)
