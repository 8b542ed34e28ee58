"""Which spellings count: capitals, what stands between the words, what stands around them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from workflow.glossary.forms import cells, gender_of
from workflow.glossary.names import GENDERS
from workflow.glossary.terms import is_abbreviation
from workflow.glossary.tokens import CLOSERS, DASHES, gap
from workflow.morphology import analyser, noun_share
from workflow.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.glossary.automaton import Match, Token
    from workflow.glossary.entries import Entry

_OPENERS = "«„“\"'([" + DASHES
_PARTICLES = ("то", "ка", "таки", "де")  # «Лукашенко-то» is Lukashenko
_BETWEEN_NAMES = (" ",)
# What may stand before and behind a heading: «III.», «2.1», «б)», and «:», «, %», «№ 3».
_NUMBERED = re.compile(r"[\W\d_]*(?:(?:[IVXLC]+|[^\W\d_])[.)][\W\d_]*)?")
_WORDLESS = re.compile(r"[\W\d_]*")
_AFTER_INITIAL = (".", ". ", ".-")
_RARELY = 0.1
_LOCATIVE = ("в", "во", "на", "о", "об", "обо", "по", "при")
_LOCATIVES = 0b1000000 | 0b1000000 << 7


def stands(text: str, tokens: Sequence[Token], match: Match, entry: Entry) -> bool:
    """Whether a spelling is an occurrence of its entry."""
    return (
        (entry.kind != "heading" or _alone(text, tokens, match, entry))
        and _apart(text, tokens, match)
        and _capitals(text, tokens, match, entry)
        and _free(text, tokens, match, entry)
        and _own_gender(text, tokens, match, entry)
        and _nominal(text, tokens, match)
    )


def _alone(text: str, tokens: Sequence[Token], match: Match, entry: Entry) -> bool:
    """Whether the term is all that the text says, in the form of the entry."""
    start, stop = tokens[match.first].start, tokens[match.last - 1].stop
    return (
        fold(text[start:stop]) == fold(entry.source)
        and _NUMBERED.fullmatch(text, 0, start) is not None
        and _WORDLESS.fullmatch(text, stop) is not None
    )


def _apart(text: str, tokens: Sequence[Token], match: Match) -> bool:
    """Whether the words stand apart as in the term."""
    if match.pattern.gaps is None:
        inside = {token for first, last in match.steps for token in range(first, last - 1)}
        return all(
            number in inside
            or gap(text[tokens[number].stop : tokens[number + 1].start])
            in (_AFTER_INITIAL if tokens[number].initial else _BETWEEN_NAMES)
            for number in range(match.first, match.last - 1)
        )
    end = tokens[match.last - 1].stop
    after = text[end : end + 1]
    for wanted, (_, last), (first, _) in zip(
        match.pattern.gaps, match.steps, match.steps[1:], strict=False
    ):
        found = gap(text[tokens[last - 1].stop : tokens[first].start])
        if found == wanted:
            continue
        if found.replace('"', "") != wanted.replace('"', ""):
            return False
        # A quotation mark more: only one that opens here and closes at the end of the term.
        opens = found == ' "' and after != "" and after in CLOSERS
        if '"' in found and '"' not in wanted and not opens:
            return False
    return True


def _capitals(text: str, tokens: Sequence[Token], match: Match, entry: Entry) -> bool:
    """Whether the words have the capitals that the entry's case rule and kind demand."""
    if entry.case == "capital" and _proves_nothing(text, tokens, match, entry):
        return False
    names = entry.case == "capital" or entry.kind == "person"
    for slot, (first, last) in zip(match.pattern.slots, match.steps, strict=True):
        raw = text[tokens[first].start : tokens[last - 1].stop]
        if is_abbreviation(slot.text) and entry.kind != "person":
            right = _as_written(raw, slot.text)
        elif entry.case == "exact":
            heading = len(match.steps) > 1 and raw.isupper()
            right = heading or _as_written(raw, slot.text)
        else:
            right = raw[0].isupper() or not (names and slot.text[0].isupper())
        if not right:
            return False
    return True


def _proves_nothing(text: str, tokens: Sequence[Token], match: Match, entry: Entry) -> bool:
    """Whether a common word taken as a name («Победа») has its capital from where it stands.

    Every word begins a sentence with a capital, and has one in a heading in capitals; a person or
    a place is then more likely than the common word, anything else is not.
    """
    token = tokens[match.first]
    if len(match.pattern.slots) > 1 or entry.kind in ("person", "place"):
        return False
    at = token.start
    while at and (text[at - 1].isspace() or text[at - 1] in _OPENERS):
        at -= 1
    return token.text.isupper() or not at or text[at - 1] in ".!?…"


def _as_written(raw: str, written: str) -> bool:
    """Whether the letters shared with the term have its case, and the ending is in lower case."""
    raw, written = (clean(word).replace("ё", "е").replace("Ё", "Е") for word in (raw, written))
    pairs = zip(raw, written, strict=False)
    shared = list(takewhile(lambda pair: pair[0].casefold() == pair[1].casefold(), pairs))
    ending = raw[len(shared) :]
    return all(a == b for a, b in shared) and (ending == ending.lower() or raw.isupper())


def _free(text: str, tokens: Sequence[Token], match: Match, entry: Entry) -> bool:
    """Whether no hyphen ties the words to others: «министр» does not stand in «премьер-министр».

    A number or a particle may be tied to any term, anything but an ending to an abbreviation
    («ОДКБ-2024», «анти-НАТО»), and a dash longer than a hyphen ties nothing.
    """
    before = after = None
    if match.first and _tied(text[tokens[match.first - 1].stop : tokens[match.first].start]):
        before = tokens[match.first - 1].text
    if match.last < len(tokens) and _tied(
        text[tokens[match.last - 1].stop : tokens[match.last].start]
    ):
        after = tokens[match.last].text
    first, last = match.pattern.slots[0].text, match.pattern.slots[-1].text
    names = entry.kind in ("place", "organisation")
    return (
        before is None
        or before.isdigit()
        or is_abbreviation(first)
        or (names and is_abbreviation(before))
    ) and (
        after is None
        or after.isdigit()
        or after.lower() in _PARTICLES
        or (is_abbreviation(last) and not after.islower())
        or (names and is_abbreviation(after))
    )


def _tied(between: str) -> bool:
    return between in ("-", "‐", "‑")


def _own_gender(text: str, tokens: Sequence[Token], match: Match, entry: Entry) -> bool:
    """Whether a given name beside a lone surname, if there is one, has its gender and case."""
    if entry.kind != "person" or len(match.steps) > 1 or not entry.gender:
        return True
    for left, neighbour in ((match.first - 1, match.first - 1), (match.last - 1, match.last)):
        if left < 0 or neighbour == len(tokens):
            continue
        if gap(text[tokens[left].stop : tokens[left + 1].start]) != " ":
            continue
        tags = _name_tags(tokens[neighbour].text)
        if tags:
            wanted = GENDERS[entry.gender]
            return any(gender in wanted and mask & match.mask for gender, mask in tags)
    return True


def _nominal(text: str, tokens: Sequence[Token], match: Match) -> bool:
    """Whether a form that is mostly another word is the term here, as the word before it says.

    «Стали» mostly became, but not in «нержавеющей стали»; «после» is after, but not in «о после»;
    «Майоров» is majors, but not in «Алексей Майоров».
    """
    token, slot = tokens[match.first], match.pattern.slots[0].text
    alone = match.last - match.first == 1
    if not alone or not slot.islower() or fold(token.text) == fold(slot):
        return True
    before = ""
    if match.first:
        left = tokens[match.first - 1]
        if gap(text[left.stop : token.start]) in (" ", *_AFTER_INITIAL):
            before = left.text
    if before[:1].isupper() and token.text.istitle() and _is_surname(token.text):
        return False
    return noun_share(token.text.lower()) >= _RARELY or _leads(before.lower(), match.mask)


@lru_cache(maxsize=1 << 12)
def _is_surname(word: str) -> bool:
    return any("Surn" in parse.tag for parse in analyser().parse(word))


@lru_cache(maxsize=1 << 12)
def _leads(word: str, mask: int) -> bool:
    """Whether a noun in such a case is likely behind a word: a preposition or an adjective."""
    tags = [parse.tag for parse in analyser().parse(word)]
    return any(
        tag.POS in ("ADJF", "PRTF") and "Fixd" not in tag and cells(tag) & mask for tag in tags
    ) or (
        any(tag.POS == "PREP" for tag in tags) and (word in _LOCATIVE or bool(mask & ~_LOCATIVES))
    )


@lru_cache(maxsize=1 << 12)
def _name_tags(text: str) -> tuple[tuple[str, int], ...]:
    """Return gender and cells of a word's readings as a given name or patronymic."""
    if not text[0].isupper():
        return ()
    tags = [parse.tag for parse in analyser().parse(clean(text)) if parse.is_known]
    return tuple((gender_of(t), cells(t)) for t in tags if "Name" in t or "Patr" in t)
