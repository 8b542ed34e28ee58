"""The corpus: what each document is, and what of its Russian stands there in English.

`golden/corpus/languages/NAME.tsv` has `language<TAB>beginning` for each paragraph in order, `*`
where any answer will do (a number, a page's two-language title). `golden/corpus/pairs/NAME.tsv`
has `russian<TAB>english` for each pair that the document holds; no file means none.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.pipeline.plan import plan
from workflow.pipeline.report import Report
from workflow.registry import reader_for
from workflow.text import clean

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
GOLDEN = ROOT / "tests" / "golden" / "corpus"
DOCUMENTS = sorted(p.name for p in CORPUS.iterdir() if p.is_file() and p.name != "README.md")
REFERENCES = sorted(path.name for path in (CORPUS / "references").iterdir())


def rows(path):
    return [tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()]


def read(name):
    reader = reader_for(name)
    assert reader is not None
    return reader.read((CORPUS / name).read_bytes(), name)


@pytest.fixture(scope="module", params=DOCUMENTS)
def planned(request):
    return request.param, plan(read(request.param), "ru", "en", Report())


def test_every_paragraph_has_its_language(planned):
    name, found = planned
    golden = rows(GOLDEN / "languages" / f"{name}.tsv")
    paragraphs = found.document.paragraphs
    assert len(golden) == len(paragraphs)
    for (lang, beginning), paragraph, label in zip(golden, paragraphs, found.labelled, strict=True):
        assert clean(paragraph.text).startswith(beginning)
        assert lang in ("*", label.detection.lang), beginning


def test_the_pairs_are_those_of_the_document_and_no_other(planned):
    name, found = planned
    golden = GOLDEN / "pairs" / f"{name}.tsv"
    pairs = [(s.pair.source, s.pair.target) for s in found.segments if s.pair is not None]
    assert pairs == (rows(golden) if golden.exists() else [])


def test_russian_in_an_english_sentence_is_found(planned):
    name, found = planned
    if name == "news-page.html":
        segments = [segment.sentence.text for segment in found.segments]
        assert any("Мы ждали, пока последняя страна" in s for s in segments)


def test_the_corpus_has_every_kind_of_document():
    documents = [read(name) for name in DOCUMENTS]
    assert len(documents) >= 12
    assert {document.format for document in documents} == {
        "text",
        "html",
        "markdown",
        "docx",
        "odt",
    }
    assert {document.encoding for document in documents} >= {"utf-8", "cp1251", "utf-16-le"}
    assert sorted(len(document.paragraphs) for document in documents)[:2] == [0, 1]


@pytest.mark.parametrize("name", REFERENCES)
def test_references_translate_sentences_of_their_document(name):
    stem = name.removesuffix(".tsv")
    (document,) = (read(other) for other in DOCUMENTS if other.rsplit(".", 1)[0] == stem)
    text = " ".join(clean(paragraph.text) for paragraph in document.paragraphs)
    for russian, english in rows(CORPUS / "references" / name):
        assert russian in text
        assert english == clean(english)
        assert not any("а" <= letter <= "я" for letter in english.lower())


def test_there_are_enough_references():
    pairs = [row for name in REFERENCES for row in rows(CORPUS / "references" / name)]
    assert len(pairs) >= 120
    assert all(len(row) == 2 for row in pairs)
    assert len(set(pairs)) == len(pairs)
