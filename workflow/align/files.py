"""Which documents of two folders belong together: by their names, their numbers, their content."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import numpy as np

from workflow.embed import DIMENSIONS, embed
from workflow.languages import NAMES
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from workflow.model import Document, Paragraph

ACCEPT = 0.5
"""The score from which two documents are taken to belong together."""

_BEGINNING = 6  # paragraphs of a document that are compared
_LONG = 3  # words of a paragraph that says something
_UNRELATED, _TRANSLATED = 0.35, 0.75  # cosines of paragraphs, from which to which more is better
_LANGUAGES = frozenset({*NAMES, "rus", "eng", "russian", "english"})
_WORD = re.compile(r"\d+|[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_GROUPED = re.compile(r"(?<=\d)[ ,.\u00a0\u202f](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class FileMatch:
    """A source and a target document that belong together, by index; `score` is from 0 to 1."""

    source: int
    target: int
    score: float


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents that belong together, in the order of the source, and those left over."""

    matches: tuple[FileMatch, ...]
    unmatched_source: tuple[int, ...]
    unmatched_target: tuple[int, ...]


def match(source: Sequence[Document], target: Sequence[Document]) -> Matched:
    """Find the pairs of documents, each in one at most, whose scores add up to the most.

    The evidence is how close the first paragraphs are in meaning, what the names have in common
    (without a language such as in `statement_ru.html`) and what the numbers in the texts have, the
    rarer the more. Names alone do not make a pair, and no pair scores below `ACCEPT`.
    """
    scores = _content(_beginnings(source), _beginnings(target))
    shared = 3 * _in_common(_names(source), _names(target))
    shared += 3 * _in_common([_numbers(d) for d in source], [_numbers(d) for d in target])
    scores = 1 / (1 + np.exp(4 - 5 * scores - shared))
    scores[scores < ACCEPT] = 0
    matches = tuple(
        FileMatch(i, j, float(scores[i, j])) for i, j in _assign(scores) if scores[i, j]
    )
    return Matched(
        matches,
        tuple(sorted({*range(len(source))} - {found.source for found in matches})),
        tuple(sorted({*range(len(target))} - {found.target for found in matches})),
    )


def _beginnings(documents: Sequence[Document]) -> list[NDArray[np.float32]]:
    """Return the vectors of the first paragraphs of each document that say something.

    What several of the documents have (a menu, a masthead) says nothing about one of them.
    """
    bodies = [
        list(dict.fromkeys(text for p in document.paragraphs if (text := _said(p))))
        for document in documents
    ]
    counts = Counter(text for body in bodies for text in body)
    chosen = [
        ([text for text in body if counts[text] == 1] or body)[:_BEGINNING] for body in bodies
    ]
    rows = {text: row for row, text in enumerate(dict.fromkeys(t for body in chosen for t in body))}
    vectors = embed(list(rows))
    return [vectors[[rows[text] for text in body]] for body in chosen]


def _said(paragraph: Paragraph) -> str:
    text = clean(paragraph.text)
    return text if len(_WORD.findall(text)) >= _LONG else ""


def _content(
    source: Sequence[NDArray[np.float32]], target: Sequence[NDArray[np.float32]]
) -> NDArray[np.float64]:
    """Return how close each two documents are, from 0 to 1.

    Each paragraph looks for the nearest of the other document, and the mean cosine counts.
    """
    found = np.zeros((len(source), len(target)))
    there = np.arange(_BEGINNING) < np.array([[len(vectors)] for vectors in target]).reshape(-1, 1)
    padded = np.zeros((*there.shape, DIMENSIONS), np.float32)
    for row, vectors in zip(padded, target, strict=True):
        row[: len(vectors)] = vectors
    for i, vectors in enumerate(source):
        if len(vectors) and len(target):
            cosines = (padded @ vectors.T).clip(0)
            forth = cosines.max(axis=1).mean(axis=1)
            back = cosines.max(axis=2).sum(axis=1) / there.sum(axis=1).clip(1)
            found[i] = (forth + back) / 2
    return np.clip((found - _UNRELATED) / (_TRANSLATED - _UNRELATED), 0, 1)


def _in_common(source: Sequence[set[str]], target: Sequence[set[str]]) -> NDArray[np.float64]:
    """Return which share of their items each two sets have in common; what is rare weighs more."""
    counts = Counter(item for items in (*source, *target) for item in items)
    totals = [_weight(items, counts) for items in target]
    found = np.zeros((len(source), len(target)))
    for i, items in enumerate(source):
        total = _weight(items, counts)
        for j, others in enumerate(target):
            common = _weight(items & others, counts)
            if common:
                found[i, j] = common / (total + totals[j] - common)
    return found


def _weight(items: Iterable[str], counts: Mapping[str, int]) -> float:
    return math.fsum(1 / counts[item] for item in items)


def _names(documents: Sequence[Document]) -> list[set[str]]:
    """Return the words and numbers of each path, without what tells languages and folders apart."""
    paths = [PurePath(document.path) for document in documents]
    folders = [path.parent.parts for path in paths]
    same = 0
    while folders and all(len(f) > same and f[same] == folders[0][same] for f in folders):
        same += 1
    return [
        {
            word.lstrip("0") or "0"
            for part in (*path.parent.parts[same:], path.stem)
            for word in _WORD.findall(part.casefold())
            if word not in _LANGUAGES
        }
        for path in paths
    ]


def _numbers(document: Document) -> set[str]:
    """Return the numbers of a document, written as digits, of two digits or more."""
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    found = (digits.lstrip("0") for digits in _NUMBER.findall(_GROUPED.sub("", text)))
    return {digits for digits in found if len(digits) > 1}


def _assign(scores: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the pairs of rows and columns, each in one at most, with the greatest sum of scores.

    Shortest augmenting paths (Jonker & Volgenant 1987, doi:10.1007/BF02278710).
    """
    if scores.shape[0] > scores.shape[1]:
        return sorted((i, j) for j, i in _assign(scores.T))
    rows, columns = scores.shape
    costs = np.zeros((rows + 1, columns + 1))
    costs[1:, 1:] = -scores
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, dtype=np.int64)
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        least = np.full(columns + 1, np.inf)
        before = np.zeros(columns + 1, dtype=np.int64)
        seen = np.zeros(columns + 1, dtype=np.bool_)
        while row_of[column]:
            seen[column] = True
            at = row_of[column]
            reduced = costs[at] - u[at] - v
            closer = ~seen & (reduced < least)
            least[closer] = reduced[closer]
            before[closer] = column
            column = int(np.argmin(np.where(seen, np.inf, least)))
            step = least[column]
            u[row_of[seen]] += step
            v[seen] -= step
            least[~seen] -= step
        while column:
            row_of[column] = row_of[before[column]]
            column = int(before[column])
    return sorted((int(row_of[j]) - 1, j - 1) for j in range(1, columns + 1) if row_of[j])
