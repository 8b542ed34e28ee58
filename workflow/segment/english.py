"""English: what the desk needs to pair what already stands there with its Russian."""

from __future__ import annotations

import re

from workflow.segment import common
from workflow.segment.abbreviations import Kind, is_number
from workflow.segment.boundary import JOIN, SPLIT, Boundary

_STARTER = re.compile(
    r"the|a|an|this|that|these|those|he|she|it|they|we|you|his|her|its|their|our|in|on|at|as|"
    r"for|from|by|with|after|before|but|and|or|if|when|while|since|although|however|according|"
    r"there|then|thus|also|both|each|some|many|most|no|not|what|who|why|how|where|under|"
    r"during|among|despite|to|i",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:Article|Chapter|Section|Part|Title|Paragraph|Clause|Annex|Appendix|Protocol|Table|Figure|"
    r"Art\.|Sec\.|Fig\.|Rule|Item|No\.)\s*(?:\d[\d.-]*|[IVXLC]+|[A-Z])",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    r"\b(?:war|plan|phase|type|category|class|annex|appendix|part|group|hepatitis|vitamin|grade)"
    r"\s+[A-Z]$",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"moscow|minsk|kyiv|astana|tashkent|bishkek|yerevan|gmt|utc|est|et|cet|msk|local|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday",
    re.IGNORECASE,
)


def heading(place: Boundary) -> bool | None:
    """Join the number of an article to its title: "Article 5. Subject of the treaty"."""
    return JOIN if place.mark == "." and _HEADING.fullmatch(place.sentence) else None


def lettered(place: Boundary) -> bool | None:
    """Split behind a letter that names a class: "Plan B. Officials", "World War I. Many"."""
    return SPLIT if place.mark == "." and _LETTERED.search(place.left[-30:]) else None


def title(place: Boundary) -> bool | None:
    """Join a person's title to what follows: "Mr. He"."""
    return JOIN if place.kind is Kind.TITLE else None


def function_word(place: Boundary) -> bool | None:
    """Split before a capital function word: "in the U.S. The"."""
    return SPLIT if _STARTER.fullmatch(place.next) and place.after_next != "." else None


def time_zone(place: Boundary) -> bool | None:
    """Join a time to its zone or day: "at 6 p.m. Moscow time"."""
    daytime = [token.lower() for token in place.tokens[-3:]] in (["p", ".", "m"], ["a", ".", "m"])
    return JOIN if daytime and _ZONE.fullmatch(place.next) else None


def abbreviation(place: Boundary) -> bool | None:
    """Do what the table says about the abbreviation."""
    if place.kind is Kind.HEAD:
        return JOIN
    if place.kind is Kind.TAIL:
        return JOIN if is_number(place.next) or set(place.lead) & set("([-–—") else SPLIT
    if place.kind is Kind.NUMBERED:
        return JOIN if is_number(place.next) else SPLIT
    return None


RULES = (
    *common.FIRST,
    heading,
    lettered,
    title,
    function_word,
    time_zone,
    abbreviation,
    common.lone_letter,
)
