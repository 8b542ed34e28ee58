"""The documents aligned by hand: what they are, and how well the aligner does on them."""

from __future__ import annotations

import re
from ast import literal_eval
from collections import Counter
from pathlib import Path

import pytest

from workflow.align.files import match
from workflow.align.sentences import align
from workflow.registry import reader_for
from workflow.segment import segment

GOLD = Path(__file__).resolve().parents[1] / "golden" / "alignments"
NAMES = sorted(path.stem for path in GOLD.glob("*.gold"))


def lines(name):
    return (GOLD / name).read_text("utf-8").splitlines()


def gold(name):
    return [
        tuple(tuple(literal_eval(side)) for side in line.split(":"))
        for line in lines(f"{name}.gold")
    ]


def document(lang, name):
    path = GOLD / lang / f"{name}.txt"
    reader = reader_for(path.name)
    assert reader is not None
    return reader.read(path.read_bytes(), str(path))


@pytest.fixture(scope="module")
def found():
    """The beads that the aligner finds, by document."""
    return {
        name: [(b.source, b.target) for b in align(lines(f"{name}.ru"), lines(f"{name}.en"))]
        for name in NAMES
    }


def paired(beads):
    return {(source, target) for source, target in beads if source and target}


def alone(beads):
    return {(source, target) for source, target in beads if not source or not target}


def f1(found, wanted):
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def test_there_are_enough_beads_of_every_kind():
    types = Counter(
        f"{len(source)}-{len(target)}" for name in NAMES for source, target in gold(name)
    )
    assert len(NAMES) >= 5
    assert types.total() >= 300
    assert {"1-1", "1-2", "2-1", "2-2", "1-3", "3-1", "1-0", "0-1"} <= types.keys()
    assert types["1-0"] + types["0-1"] >= 20
    assert types.total() - types["1-1"] - types["1-0"] - types["0-1"] >= 50


@pytest.mark.parametrize("name", NAMES)
def test_the_gold_covers_every_sentence_once_and_in_order(name):
    for side, lang in enumerate(("ru", "en")):
        numbers = [number for bead in gold(name) for number in bead[side]]
        assert numbers == list(range(len(lines(f"{name}.{lang}"))))
    russian = "\n".join(lines(f"{name}.ru"))
    assert not re.search("[A-Za-z]", re.sub("XVIII", "", russian))
    assert not re.search("[а-яё]", "\n".join(lines(f"{name}.en")), re.IGNORECASE)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_documents_have_the_same_sentences(name, lang):
    sentences = [s.text for p in document(lang, name).paragraphs for s in segment(p.text, lang)]
    assert sentences == lines(f"{name}.{lang}")


def test_strict_f1(found):
    beads = {(name, *bead) for name in NAMES for bead in paired(found[name])}
    wanted = {(name, *bead) for name in NAMES for bead in paired(gold(name))}
    missed = sorted(wanted - beads)
    assert f1(beads, wanted) >= 0.97, missed


def test_sentences_without_a_partner(found):
    beads = {(name, *bead) for name in NAMES for bead in alone(found[name])}
    wanted = {(name, *bead) for name in NAMES for bead in alone(gold(name))}
    assert f1(beads, wanted) >= 0.85, sorted(wanted ^ beads)


def test_the_files_of_the_two_folders_belong_together():
    russian = [document("ru", name) for name in NAMES]
    english = [document("en", name) for name in reversed(NAMES)]
    last = len(NAMES) - 1
    matches = match(russian, english).matches
    assert [(m.source, last - m.target) for m in matches] == [(i, i) for i in range(len(NAMES))]
    assert min(m.score for m in matches) > 0.9
    assert match(russian[:2], english[:2]).matches == ()
