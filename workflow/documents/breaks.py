"""Line breaks inside a block: which of them end a paragraph, and which only a line.

Titles, addresses and signatures are set in lines: «СОГЛАШЕНИЕ / между Правительством ... / и
Правительством ... / о сотрудничестве». Translated one by one they are scraps.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from workflow.documents.lines import SENTENCE_END, is_item
from workflow.morphology import analyser

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.model import Run

_FIRST = re.compile(r"[(«\"“„]*([^\W\d_]+)")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LAST = re.compile(r"(?<!\w)([^\W\d_]+)$")
_ENGLISH = frozenset(
    {"and", "as", "at", "between", "by", "concerning", "for", "from", "in", "of", "on", "or"}
    | {"regarding", "the", "to", "under", "with"}
)
_JOINING = frozenset({"and", "и"})
_LEADING = frozenset({"PREP", "CONJ"})
_NAMES = frozenset({"Name", "Patr", "Surn"})
_FINITE = frozenset({"VERB", "PRTS"})


def passages(runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Yield where the runs of each paragraph begin and end, as indexes.

    A line break ends a paragraph unless the sentence runs on behind it.
    """
    ends = [index for index, run in enumerate(runs) if run.breaks]
    lines = list(pairwise([-1, *ends, len(runs)]))
    texts = ["".join(run.text for run in runs[end + 1 : stop]) for end, stop in lines]
    start = 0
    for (before, after), (_, stop) in zip(pairwise(texts), lines, strict=False):
        if not runs_on(before, after):
            yield start, stop
            start = stop + 1
    yield start, len(runs)


def runs_on(before: str, after: str) -> bool:
    """Tell whether a line goes on with the sentence of the line before it.

    It does behind a preposition, and where its first word can begin nothing: a genitive, and in
    small letters (or all in capitals) any oblique case, a preposition, a verb. A nominative may
    be the next of a list or a signature.

    >>> runs_on("Начальнику управления", "международных связей"), runs_on("хлеб", "молоко")
    (True, False)
    """
    before, after = before.rstrip(), after.lstrip()
    first, last = _FIRST.match(after), _LAST.search(before)
    other_script = _is_cyrillic(before) != _is_cyrillic(after)
    if not first or not before or other_script or SENTENCE_END.search(before) or is_item(after):
        return False
    capitals = before.isupper() and after.isupper()
    if last and (capitals or last[1].islower()) and _leads(last[1].lower()):
        return True
    word = first[1].lower()
    above = _FIRST.match(before)
    if above and above[1].lower() == word and word not in _JOINING:
        return False  # «о смете / о сроках»: the lines of a list are alike
    if capitals or first[1].islower():
        return _depends(word)
    alone = above is not None and above[0] == before and _is_genitive(above[1].lower())
    return bool(last) and not alone and _is_genitive(word)


def _is_cyrillic(line: str) -> bool:
    return _CYRILLIC.search(line) is not None


@lru_cache(maxsize=1 << 12)
def _leads(word: str) -> bool:
    """Whether something must follow a word."""
    tags = [parse.tag for parse in analyser().parse(word)]
    return word in _ENGLISH or any(tag.POS in _LEADING for tag in tags)


@lru_cache(maxsize=1 << 12)
def _depends(word: str) -> bool:
    """Whether something must precede a word."""
    tags = [parse.tag for parse in analyser().parse(word) if parse.is_known]
    if word in _ENGLISH or _is_genitive(word) or any(tag.POS in _LEADING for tag in tags):
        return True
    return bool(tags) and all(tag.POS in _FINITE or tag.case not in (None, "nomn") for tag in tags)


@lru_cache(maxsize=1 << 12)
def _is_genitive(word: str) -> bool:
    """Whether a word is somebody's or something's: «заседания», a plural too, but hardly here."""
    tags = [parse.tag.grammemes for parse in analyser().parse(word) if parse.is_known]
    return (
        any(tag >= {"gent", "sing"} for tag in tags)
        and not any(tag >= {"nomn", "sing"} for tag in tags)
        and not any(tag & _NAMES for tag in tags)
    )
