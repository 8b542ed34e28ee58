"""A paragraph cut where its language changes, at places where a translator would cut it.

Sentences come first. A sentence in two scripts is one passage, that of the script with more words,
unless a part of a Latin sentence is worth translating by itself: three words, or a short sentence
in quotation marks. Names, titles and abbreviations belong to the sentence around them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from workflow.detect.decide import Evidence, weigh
from workflow.detect.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workflow.detect.tokens import Token

    Run = list[Token]

_OPENING = "«“„‘\"'(["
# No branch scans what an earlier place has scanned: a line may be megabytes of dots or blanks.
_END = re.compile(
    r"(?<![.!?…])[.!?…]+[»”’\"')\]]*\s+|[\n\t•]\s*|(?<=\s)[|/]\s+|(?<=\s)(?<![,!?…]\s)[—–-]\s+"
)
_QUOTED = re.compile(r"[«“„\"][^«“„\"»”]*(?:[.!?…][»”\"]|[»”\"][.!?…])")
_QUOTATION = re.compile(r"[«“„\"][^«“„\"»”]*[»”\"]")
_WORTH = 3
# How much better (natural logarithm) another language must explain a sentence in the same script.
_DIFFERENT = 8.0
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, `text[start:stop]`, and what its words say.

    `worth` tells whether it may be a passage by itself.
    """

    start: int
    stop: int
    words: int
    worth: bool
    evidence: Evidence


def pieces(text: str) -> list[Piece]:
    """Return the passages of a paragraph, in order and without gaps; none if it has no words."""
    found = [piece for start, stop in _sentences(text) for piece in _cut(text, start, stop)]
    merged = _merge(_absorb(found))
    starts = [0, *(piece.start for piece in merged[1:])]
    stops = [*starts[1:], len(text)]
    return [
        replace(piece, start=start, stop=stop)
        for start, stop, piece in zip(starts, stops, merged, strict=bool(merged))
    ]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        after = text[end.end() : end.end() + 2].lstrip(_OPENING)
        if not ("." in end[0] and after[:1].islower()):
            yield start, end.end()
            start = end.end()
    yield start, len(text)


def _cut(text: str, start: int, stop: int) -> Iterator[Piece]:
    """Yield the parts of a sentence that are worth translating by themselves, or it as a whole."""
    words = list(tokens(text, start, stop))
    if any(word.script == "Kana" for word in words):
        words = [word._replace(script="Kana") if word.script == "Han" else word for word in words]
    runs = _smooth([list(run) for _, run in groupby(words, key=lambda word: word.script)])
    if not runs:
        return
    host, alone = _standing(text, runs)
    for _, group in groupby(enumerate(runs), key=lambda item: alone[item[0]] * (item[0] + 1)):
        part = [word for _, run in group for word in run]
        yield _piece(text, part, host)


def _smooth(runs: Sequence[Run]) -> list[Run]:
    """Join runs of one script that one or two Latin words part: «Мы за NATO и мир»."""
    joined: list[Run] = []
    for run in runs:
        if (
            len(joined) > 1
            and len(joined[-1]) < _WORTH
            and joined[-1][0].script == "Latin"
            and joined[-2][0].script == run[0].script
        ):
            run = joined.pop(-2) + joined.pop() + run  # noqa: PLW2901
        joined.append(run)
    return joined


def _standing(text: str, runs: Sequence[Run]) -> tuple[str, list[bool]]:
    """Return the script of the sentence, and which of its runs stand alone."""
    sizes = _sizes(text, runs)
    latin = sizes.pop("Latin", 0)
    if not sizes or (not latin and len(sizes) == 1):
        return max(sizes, default="Latin"), [False] * len(runs)
    if len(sizes) > 1:
        return sizes.most_common(1)[0][0], [True] * len(runs)
    script, other = sizes.most_common(1)[0]
    others = [run for run in runs if run[0].script != "Latin"]
    alone = [run in others and _worth(text, run) for run in runs]
    quoted = latin > 1 and all(_is_quotation(text, run) for run in others)
    if any(alone) and (latin > other or quoted):
        return "Latin", alone
    host = "Latin" if latin > other and (other < _WORTH or 2 * other < latin) else script
    return host, [False] * len(runs)


def _sizes(text: str, runs: Sequence[Run]) -> Counter[str]:
    """Return how much of a sentence is in each script, in words.

    Latin capitals are names, in a sentence of whatever language: all together they count as one.
    Abbreviations count for nothing in other scripts.
    """
    sizes = Counter({run[0].script: 0 for run in runs})
    names = 0
    for word in (word for run in runs for word in run):
        if word.script == "Latin" and text[word.start].isupper():
            names = 1
        else:
            sizes[word.script] += bool(word.form)
    if names:
        sizes["Latin"] += names
    return sizes


def _worth(text: str, run: Run) -> bool:
    """Return whether words can be translated by themselves: three, or a quoted sentence."""
    return len(run) >= _WORTH or bool(_QUOTED.match(text, _opening(text, run[0].start)))


def _is_quotation(text: str, run: Run) -> bool:
    found = _QUOTATION.match(text, _opening(text, run[0].start))
    return found is not None and found.end() > run[-1].stop


def _opening(text: str, start: int) -> int:
    while start and text[start - 1] in _OPENING:
        start -= 1
    return start


def _piece(text: str, part: Run, host: str) -> Piece:
    sizes = Counter(word.script for word in part)
    script = host if host in sizes else sizes.most_common(1)[0][0]
    evidence = weigh(script, [word for word in part if word.script == script])
    return Piece(
        _opening(text, part[0].start), part[-1].stop, len(part), _worth(text, part), evidence
    )


def _absorb(found: Iterable[Piece]) -> list[Piece]:
    """Join what is too short for a passage to its neighbour, in the same script if there is one."""
    kept: list[Piece] = []
    for piece in found:
        if kept and not (piece.worth and kept[-1].worth) and _same(kept[-1], piece):
            kept[-1] = _join(kept[-1], piece)
        else:
            kept.append(piece)
    done: list[Piece] = []
    for piece in kept:
        if done and not (piece.worth and done[-1].worth):
            done[-1] = _join(done[-1], piece)
        else:
            done.append(piece)
    return done


def _merge(found: Iterable[Piece]) -> list[Piece]:
    """Join neighbours in one script unless their languages differ beyond doubt."""
    merged: list[Piece] = []
    for piece in found:
        if merged and _same(merged[-1], piece) and not _differ(merged[-1], piece):
            merged[-1] = _join(merged[-1], piece)
        else:
            merged.append(piece)
    return merged


def _same(one: Piece, other: Piece) -> bool:
    return one.evidence.script == other.evidence.script


def _differ(one: Piece, other: Piece) -> bool:
    a, b = one.evidence, other.evidence
    if min(a.count, b.count) < _ENOUGH or not a.scores.size:
        return False
    i, j = int(a.scores.argmax()), int(b.scores.argmax())
    margin = min(a.scores[i] - a.scores[j], b.scores[j] - b.scores[i])
    return bool(i != j and margin >= _DIFFERENT)


def _join(one: Piece, other: Piece) -> Piece:
    if _same(one, other):
        evidence = one.evidence + other.evidence
    else:
        evidence = max(one, other, key=lambda piece: (piece.worth, piece.words)).evidence
    words = one.words + other.words
    return Piece(
        one.start, other.stop, words, words >= _WORTH or one.worth or other.worth, evidence
    )
