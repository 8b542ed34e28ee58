"""Figures, persons and Latin words: what a translation lacks or has otherwise is demanded.

A small model copies badly: 98 becomes 9, 246 million 26, and Е. В. Громова becomes E. V. Grova.
What numbers a text states is known (`workflow.figures`), how a person is written who is named in
full or with initials too (`glossary.named`, `glossary.initialled`), and forcing English is what the
glossary does: what is lost is forced like a term. The outcome counts only if more agrees than
before. Where one figure stands for another that looks like it, 193 billion for 19.3, it is
exchanged, a series of numbers is made whole, a misspelt person is respelt, one whose given name
stands twice is named once, the letter of a clause is put right, what begins with a capital keeps
it, what ends with a closing sign too, quotation marks are straight, and speech has them at both
ends: none of that needs the model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from workflow.engines.articles import FIGURE
from workflow.engines.respell import respelt
from workflow.engines.series import completed
from workflow.engines.speech import QUOTES, quoted
from workflow.engines.verbatim import VERBATIM, marks, numbered, verbatim
from workflow.figures.compare import lacking, mentions
from workflow.figures.english import amount, written
from workflow.figures.numerals import Need
from workflow.glossary.named import is_free, people
from workflow.model import Demand
from workflow.text import unbalanced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workflow.figures.digits import Mention

PERSON = "person"
"""The kind of demand that a person is."""

# Clauses are lettered in the order of the alphabet, «й» and «ё» left out; English has 26 letters.
_LETTERS = "абвгдежзиклмнопрстуфхцчшщэ"
_PERCENT = re.compile(r"\s?(?:%|per\s?cent)")
_STRAIGHT = str.maketrans("“”„«»‘’", '"""""\'\'')
_ALIKE = 0.5  # of the digits, as difflib counts them
# The first word, behind quotation marks and the number of a clause; not the letter of one.
_BEGINNING = re.compile(r"(?:\d+(?:\.\d+)*[.)]\s+|\W)*(?P<word>[^\W\d_][\w’']*+)(?!\))")
_CLOSING = re.compile(r"(?P<sign>[»”\")])(?P<stop>[.!?…;:,]*)$")
_BOOK = re.compile(r"(?P<book>исх|вх|на)\.? ?(?:№|N\b)", re.IGNORECASE)
_BOOKS = {"исх": "Ref.", "вх": "Incoming", "на": "In reply to"}
_BEFORE_MARK = 30  # characters that a model has made of what stands before the mark
_CLAUSE = re.compile(r"(?P<letter>[а-я])\)\s")
_NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)*)[.)] ")
_ENGLISH_CLAUSE = re.compile(r"\(?(?P<letter>[a-z])\)\s")


@dataclass(frozen=True, slots=True)
class Slips:
    """In how much two sides disagree, and the demands that would put right what is lost.

    `added` are figures that the target has by itself.
    """

    count: int
    demands: tuple[Demand, ...] = ()
    added: tuple[str, ...] = ()


def slips(source: str, target: str, met: Sequence[Demand] = ()) -> Slips:
    """Compare a Russian sentence with its English translation.

    `met` are demands that have their places in the source already; what stands in those is
    their business.
    """
    taken = [(each.start, each.stop) for each in met]
    absent = [
        *((each, PERSON) for each in people(source, taken) if not each.stands(target)),
        *((each, VERBATIM) for each in verbatim(source, taken) if not each.stands(target)),
    ]
    if not absent and not any(map(str.isdigit, source + target)):
        return Slips(0)
    ours, theirs = mentions(source, "ru"), mentions(target, "en")
    lost = [each for each in lacking(ours, theirs, target) if each.need is Need.FIGURE]
    added = [each for each in lacking(theirs, ours, source) if each.need is Need.FIGURE]
    wanted = [
        Demand(each.start, each.stop, each.english, source[each.start : each.stop], kind)
        for each, kind in absent
    ]
    wanted += _figures(source, lost, [*taken, *((each.start, each.stop) for each in wanted)])
    count = len(absent) + len(lost) + len(added)
    return Slips(count, tuple(wanted), tuple(each.text for each in added))


def corrected(source: str, target: str, met: Sequence[Demand] = ()) -> tuple[str, Slips]:
    """Return the target with what needs no model put right, and the slips that are left."""
    terms = [english for demand in met for english in demand.english]
    target = _named_once(straight(target, terms), met)
    target = quoted(source, _closed(source, _begun(source, target)))
    found = slips(source, target, met)
    absent = [demand for demand in found.demands if demand.kind == PERSON]
    if absent:
        others = source
        for person in absent:
            others = others.replace(person.entry, "")
        names = [person.english for person in absent]
        target, found = _better(source, target, found, met, respelt(target, names, others, terms))
    if any(demand.kind == VERBATIM for demand in found.demands):
        latin = verbatim(source, [(demand.start, demand.stop) for demand in met])
        lost = [(word,) for each in latin for word in each.lost(target)]
        kept = [*terms, *(each.text for each in latin)]
        target, found = _better(source, target, found, met, respelt(target, lost, source, kept))
        target, found = _better(source, target, found, met, _registered(source, target))
    target = _booked(source, target)
    if any(demand.kind == FIGURE for demand in found.demands):
        target, found = _better(source, target, found, met, completed(source, target))
    figures = [demand for demand in found.demands if demand.kind == FIGURE]
    if len(figures) == len(found.added) == 1:
        exchanged = _exchanged(target, found.added[0], figures[0])
        target, found = _better(source, target, found, met, exchanged)
    return target, found


def straight(target: str, terms: Iterable[str] = ()) -> str:
    """Return an English text with straight quotation marks and apostrophes, except in the terms.

    Models have seen both kinds, and mix them within a document.

    >>> straight("The “Vostok”"), straight("The “Vostok” in “Minsk”", ["“Vostok”"])
    ('The "Vostok"', 'The “Vostok” in "Minsk"')
    """
    changed = target.translate(_STRAIGHT)
    if changed != target:
        for term in terms:
            for found in re.finditer(re.escape(term), target):
                changed = f"{changed[: found.start()]}{term}{changed[found.end() :]}"
    return changed


def _named_once(target: str, met: Iterable[Demand]) -> str:
    """Return the target without the given name that a model says twice where a patronymic was."""
    for english in (each for demand in met if demand.kind == PERSON for each in demand.english):
        given, _, rest = english.partition(" ")
        if rest:
            target = re.sub(rf"\b{re.escape(given)} (?={re.escape(english)}\b)", "", target)
    return target


def is_open(source: str, target: str) -> bool:
    """Whether a quotation or a bracket of the target lacks an end, as none in the source does."""
    return bool(unbalanced(target)) and not unbalanced(source)


def _closed(source: str, target: str) -> str:
    """Return the target with the sign that its source ends with, where it lacks no other.

    >>> _closed("Он сказал: «Да».", 'He said: "Yes.'), _closed("Рост (2 %).", "Growth (2%.")
    ('He said: "Yes."', 'Growth (2%).')
    """
    end = _CLOSING.search(source)
    if not end or not is_open(source, target):
        return target
    if end["sign"] != ")":
        lacking = len(QUOTES.findall(source)) - len(QUOTES.findall(target))
        return f'{target}"' if lacking == 1 else target
    if target.rfind("(") < target.rfind(")"):  # an earlier one is open
        return target
    body = target.rstrip(".!?…;:,") if end["stop"] else target
    return f"{body}){target[len(body) :]}"


def _better(
    source: str, target: str, found: Slips, met: Sequence[Demand], changed: str
) -> tuple[str, Slips]:
    if changed == target:
        return target, found
    after = slips(source, changed, met)
    return (changed, after) if after.count < found.count else (target, found)


def _begun(source: str, target: str) -> str:
    """Return the target begun as its source is: with its clause's letter, or with a capital.

    >>> _begun("б) сведения о мерах;", "(a) information;"), _begun("Страна", "country")
    ('(b) information;', 'Country')
    """
    target = _lettered(source, _numbered(source, target))
    asked, said = _BEGINNING.match(source), _BEGINNING.match(target)
    if not asked or not said or not asked["word"][0].isupper() or not said["word"].islower():
        return target
    at = said.start("word")
    return f"{target[:at]}{target[at].upper()}{target[at + 1 :]}"


def _numbered(source: str, target: str) -> str:
    """Return the target with the mark behind its clause's number: «7. Споры» is `7. Disputes`."""
    mark = _NUMBER.match(source)
    if not mark or not re.match(rf"{re.escape(mark['number'])}(?::?\s+|[.)])[^\W\d_]", target):
        return target
    return mark[0] + target[len(mark["number"]) :].lstrip(":.) ")


def clause(mark: str) -> str:
    """Return what stands before a clause with the English letter: «б) » is `(b) `."""
    asked = _CLAUSE.match(mark)
    letter = _letter(mark)
    return f"({letter}) {mark[asked.end() :]}" if asked and letter else mark


def _lettered(source: str, target: str) -> str:
    letter, said = _letter(source), _ENGLISH_CLAUSE.match(target)
    if not letter or not said:
        return target
    at = said.start("letter")
    return f"{target[:at]}{letter}{target[at + 1 :]}"


def _letter(source: str) -> str:
    """Return the English letter of a clause, or nothing if the text begins with none."""
    asked = _CLAUSE.match(source)
    number = _LETTERS.find(asked["letter"]) if asked else -1
    return chr(ord("a") + number) if number >= 0 else ""


def _booked(source: str, target: str) -> str:
    """Return the target with what stands in English before the number of a letter.

    >>> _booked("На № 12/3 от 5 мая", "K No. 12/3 of 5 May")
    'In reply to No. 12/3 of 5 May'
    """
    book = _BOOK.match(source)
    mark = next(iter(numbered(source)), "") if book else ""
    at = target.find(mark, 0, _BEFORE_MARK + len(mark)) if mark else -1
    if not book or at < 0 or target[at - 1 : at].isalnum():
        return target
    return f"{_BOOKS[book['book'].lower()]} No. {target[at:]}"


def _registered(source: str, target: str) -> str:
    """Return the target with the one mark that it has wrong behind a `No.` as the source has it."""
    ours = numbered(source)
    theirs = [(target[start:stop], start, stop) for start, stop in marks(target)]
    lost = [mark for mark in ours if mark not in {each for each, _, _ in theirs}]
    wrong = [(start, stop) for each, start, stop in theirs if each not in ours]
    if not len(lost) == len(wrong) == 1:
        return target
    start, stop = wrong[0]
    return target[:start] + lost[0] + target[stop:]


def _exchanged(target: str, added: str, wanted: Demand) -> str:
    """Return the target with the wanted figure in the place of an added one that looks like it."""
    # What ends the figure, 98th or 98-year, stands in the target already.
    english = wanted.entry if wanted.entry in wanted.english else wanted.english[0]
    ours, theirs = (re.sub(r"\D", "", figure) for figure in (wanted.entry, added))
    alike = SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= _ALIKE
    at = _place(target, added)
    if not alike or at < 0:
        return target
    behind = target[at + len(added) :]
    if _PERCENT.match(behind):
        english = english.removesuffix("%")
    return target[:at] + english + behind


def _figures(
    source: str, lost: Sequence[Mention], taken: list[tuple[int, int]]
) -> Iterator[Demand]:
    for start, stop, english in _stretches(source, lost):
        if start == 0 and source.startswith(". ", stop):  # the number of a clause
            english = (f"{source[:stop]}.", *english)  # noqa: PLW2901
        if english and is_free(start, stop, taken):
            taken.append((start, stop))
            yield Demand(start, stop, english, source[start:stop], FIGURE)


def _stretches(source: str, lost: Sequence[Mention]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield where lost figures stand, with their English: «3 млн 300 тыс.» is one, 3.3 million."""
    places = {_place(source, mention.text): mention for mention in reversed(lost)}
    places.pop(-1, None)
    stretches: list[tuple[int, int, tuple[str, ...]]] = []
    before: Mention | None = None
    total = 0
    for start, mention in sorted(places.items()):
        stop = start + len(mention.text)
        value = min((int(each) for each in mention.readings if each.isdigit()), default=0)
        summed = before and before.readings & mention.readings  # figures that make one amount do
        if summed and not source[stretches[-1][1] : start].strip(" .\u00a0"):
            total += value
            stretches[-1] = stretches[-1][0], stop, amount(total)
        else:
            total = value
            stretches.append((start, stop, written(mention.text, source[stop:])))
        before = mention
    yield from stretches


def _place(source: str, figure: str) -> int:
    """Return where a figure stands by itself, not inside a longer one or a fraction, or -1."""
    start = source.find(figure)
    while start > 0 and (source[start - 1].isdigit() or source[start - 1] in ".,/"):
        start = source.find(figure, start + 1)
    return start
