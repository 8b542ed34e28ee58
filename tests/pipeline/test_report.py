from __future__ import annotations

import time

from workflow.errors import DocumentError
from workflow.pipeline.report import SENTENCES, DocumentReport, Report


def test_totals_add_up_over_documents():
    report = Report()
    one, two = DocumentReport("a.txt"), DocumentReport("b.txt")
    one.sentences.update(translated=3, document=1)
    two.sentences.update(translated=2, failed=1)
    one.paragraphs.update(ru=4, en=2)
    two.paragraphs.update(ru=1)
    report.documents += [one, two]
    totals = report.as_dict()["totals"]
    assert totals["sentences"]["translated"] == 5
    assert totals["sentences"]["document"] == 1
    assert set(totals["sentences"]) == set(SENTENCES)
    assert totals["paragraphs"] == {"en": 2, "ru": 5}
    assert (totals["documents"], totals["failed"]) == (2, 0)


def test_a_failed_document_keeps_its_reason_and_hint():
    report = Report()
    report.documents.append(DocumentReport.failed("x", DocumentError("x is binary", "Name text.")))
    values = report.as_dict()
    assert values["totals"]["failed"] == 1
    assert values["documents"][0]["message"] == "x is binary"
    assert values["documents"][0]["hint"] == "Name text."


def test_an_inner_step_takes_its_time_from_the_outer():
    report = Report()
    started = time.perf_counter()
    with report.step("translate"), report.step("store"):
        time.sleep(0.1)
    spent = time.perf_counter() - started
    assert report.seconds["store"] >= 0.1
    assert report.seconds["translate"] + report.seconds["store"] <= spent
