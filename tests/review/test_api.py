"""Every route of the JSON API and every code that it may answer with."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from dataclasses import replace

import pytest

from tests.review.support import ask, make_desk
from tests.store.building import labels, machine, page, place, save
from tests.store.test_alignments import align
from workflow.model import Detection, Passage
from workflow.review.access import API, PREFIX
from workflow.store import Store
from workflow.store.memory.suggestions import StoredSuggestion

ENGLISH = "The parties signed a statement."


@pytest.fixture
def desk(tmp_path):
    """A desk of three documents: Russian, Russian with English in between, and aligned ones."""
    with Store.open(str(tmp_path / "desk.db")) as store:
        save(store, [["Указ президента России № 5.", "Да."], ["Нет."]], make=noisy)
        mixed(store)
        align(store)
    return Desk(*make_desk(tmp_path))


def noisy(source):
    pair = machine(source)
    return replace(pair, target=f"{pair.target} Russian President.")


def mixed(store):
    document = page([["Да.", "Стороны подписали заявление."], [ENGLISH]], "/desk/mixed.txt")
    label = labels(document)
    english = Detection("en", 1.0, "test", "")
    label[1] = replace(label[1], detection=english, passages=(Passage(0, len(ENGLISH), english),))
    placed = place([["Да.", "Стороны подписали заявление."]])
    store.save_document(store.begin_run("t", {}), document, label, placed)


class Desk:
    """Sends requests as one of the users, who are called as their roles are."""

    def __init__(self, datasette, desk):
        self.datasette = datasette
        self.desk = desk

    def get(self, route, name="admin", status=200):
        answer = ask(self.datasette, "GET", API + route, desk=self.desk, name=name)
        assert answer.status_code == status, answer.text
        return answer.json()

    def post(self, route, body, name="admin", status=200):
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        answer = ask(self.datasette, "POST", API + route, desk=self.desk, name=name, **sent)
        assert answer.status_code == status, answer.text
        self.headers = answer.headers
        return answer.json()


def test_the_queue_and_its_counts(desk):
    first = desk.get("queue?limit=3")
    assert [row["id"] for row in first["rows"]] == [1, 2, 3]
    (finding,) = first["rows"][0]["findings"]
    assert (finding["check"], finding["severity"]) == ("numbers", "warning")
    rest = desk.get(f"queue?after={first['next']}&limit=200")
    assert rest["next"] is None
    counts = desk.get("counts")
    assert counts["total"] == 3 + len(rest["rows"])
    assert counts["status"] == {"machine": counts["total"]}
    assert desk.get("queue?text=указом&lang=ru")["rows"][0]["document"]["path"] == "/desk/news.txt"
    two = desk.get("queue?status=approved,machine&status=rework&origin=machine&document=1")
    assert [row["id"] for row in two["rows"]] == [1, 2, 3]
    assert desk.get("counts?status=approved")["total"] == 0


def test_what_filters_can_be_set_to(desk):
    found = desk.get("choices")
    assert {document["path"] for document in found["documents"]} >= {"/desk/news.txt"}
    assert (found["langs"], found["findings"], found["reviewers"]) == (["ru"], ["numbers"], [])
    assert "tmx" in found["formats"]


def test_a_pair_with_all_that_there_is_to_know(desk):
    with Store.open(desk.desk.path) as store:
        store.save_suggestions({1: [StoredSuggestion(3, "fuzzy", 80, "Указ № 5.", "Decree 5.")]})
    pair = desk.get("pair/1")["pair"]
    assert pair["machine"] == pair["target"]
    assert pair["made_by"] == "argos translate-ru_en"
    (term,) = pair["terms"]
    ((start, stop),) = term["spans"]
    assert pair["source"][start:stop] == "президента России"
    assert pair["target"][slice(*term["found"][0])] == "Russian President"
    assert term["english"][0] == "President of Russia"
    assert pair["matches"][0]["percent"] == 80
    assert ["delete", "президента России", ""] not in pair["matches"][0]["changes"]
    assert [each["version"] for each in pair["history"]] == [1]
    assert [near["id"] for near in pair["after"]] == [2, 3]
    assert (pair["before"], pair["previous"], pair["next"]) == ([], None, 2)
    assert desk.get("pair/2")["pair"]["identical"] == 1
    assert desk.get("pair/2?document=1")["pair"]["next"] == 3


def test_correct_then_approve_and_look_back(desk):
    route = "pair/1/save"
    pair = desk.post(route, {"version": 1, "target": "Decree No. 5.", "reason": "style"})["pair"]
    assert (pair["version"], pair["status"], pair["author"]) == (2, "corrected", "admin")
    assert pair["changes"] != []
    assert [finding["check"] for finding in pair["findings"]] == ["terms"]
    pair = desk.post("pair/1/approve", {"version": 2}, name="approver")["pair"]
    assert (pair["status"], pair["author"], pair["reason"]) == ("approved", "approver", "")
    both = {"version": 3, "target": "Order No. 5.", "filter": {"document": 1}}
    pair = desk.post("pair/1/approve", both)["pair"]
    assert (pair["status"], pair["target"], pair["next"]) == ("approved", "Order No. 5.", 2)
    pair = desk.post("pair/1/rework", {"version": 4})["pair"]
    pair = desk.post("pair/1/reject", {"version": 5, "reason": "wrong"})["pair"]
    pair = desk.post("pair/1/revert", {"version": 6, "to": 2})["pair"]
    assert (pair["target"], pair["status"]) == ("Decree No. 5.", "corrected")
    assert [each["status"] for each in pair["history"]] == [
        "corrected", "rejected", "rework", "approved", "approved", "corrected", "machine",
    ]  # fmt: skip
    overview = desk.get("overview")
    assert overview["reviewers"] == [{"name": "admin", "statuses": {"corrected": 1}}]
    assert overview["statuses"]["corrected"] == 1
    assert [d["path"] for d in overview["documents"]] == sorted(
        d["path"] for d in overview["documents"]
    )


def test_a_conflict_has_the_pair_as_it_is(desk):
    desk.post("pair/1/save", {"version": 1, "target": "Theirs."}, name="approver")
    for route, body in {
        "save": {"target": "Mine."},
        "approve": {},
        "reject": {"reason": "x"},
        "rework": {},
        "revert": {"to": 1},
    }.items():
        answer = desk.post(f"pair/1/{route}", {"version": 1, **body}, status=409)
        assert answer["current"]["target"] == "Theirs."
        assert (answer["current"]["version"], answer["current"]["author"]) == (2, "approver")
        assert "by approver" in answer["error"]["message"]


def test_what_was_sent_twice_is_done_once(desk):
    body = {"version": 1, "target": " Decree  5. "}
    first = desk.post("pair/1/save", body)["pair"]
    again = desk.post("pair/1/save", body)["pair"]
    assert (again["version"], again["history"]) == (2, first["history"])
    desk.post("pair/1/save", body, name="approver", status=409)
    desk.post("pair/1/approve", {"version": 2})
    assert desk.post("pair/1/approve", {"version": 2})["pair"]["version"] == 3


def test_identical_sources_together(desk):
    answer = desk.post("pair/2/save", {"version": 1, "target": "Yes.", "identical": True})
    assert answer["others"]["changed"] == 1
    rows = desk.get("queue?text=да")["rows"]
    assert {row["target"] for row in rows if row["source"] == "Да."} == {"Yes."}


def test_remarks(desk):
    said = desk.post("pair/1/comment", {"text": "Why?\nWhy not?"}, name="reviewer")["comments"]
    assert [(each["author"], each["text"]) for each in said] == [("reviewer", "Why?\nWhy not?")]
    finding = desk.get("pair/1")["pair"]["findings"][0]
    body = {"check": finding["check"], "message": finding["message"]}
    (noticed,) = desk.post("pair/1/dismiss", {**body, "reason": "a name"})["findings"]
    assert (noticed["dismissed"]["author"], noticed["dismissed"]["reason"]) == ("admin", "a name")
    assert desk.get("queue?finding=any")["rows"] == []
    (noticed,) = desk.post("pair/1/dismiss", {**body, "undo": True})["findings"]
    assert noticed["dismissed"] is None


def test_who_else_is_editing(desk, monkeypatch):
    assert desk.post("pair/1/presence", {})["editors"] == []
    assert desk.post("pair/1/presence", {}, name="reviewer")["editors"] == ["admin"]
    assert desk.get("pair/1")["pair"]["editors"] == ["reviewer"]
    assert desk.get("pair/2")["pair"]["editors"] == []
    desk.post("pair/1/presence", {"gone": True}, name="reviewer")
    assert desk.get("pair/1")["pair"]["editors"] == []
    monkeypatch.setattr("workflow.review.api.presence.SECONDS", -1.0)
    assert desk.get("pair/1", name="viewer")["pair"]["editors"] == []


def test_next(desk):
    assert desk.get("next")["pair"]["id"] == 1
    assert desk.get("next?after=1&document=1")["pair"]["id"] == 2
    cursor = desk.get("pair/3?document=1")["pair"]["cursor"]
    assert desk.get(f"next?after={cursor}&document=1")["pair"]["id"] == 1
    assert desk.get("next?status=approved")["pair"] is None


def test_a_document_with_what_nobody_touched(desk):
    number = next(d["id"] for d in desk.get("choices")["documents"] if "mixed" in d["path"])
    found = desk.get(f"document/{number}")
    first, second = found["paragraphs"]
    assert [piece["text"] for piece in first["pieces"]] == ["Да.", "Стороны подписали заявление."]
    assert [len(piece["pairs"]) for piece in first["pieces"]] == [1, 1]
    assert [row["source"] for row in first["pairs"]] == ["Да.", "Стороны подписали заявление."]
    (piece,) = second["pieces"]
    assert (piece["text"], piece["lang"], piece["pairs"]) == (ENGLISH, "en", [])
    assert second["place"] == "33-64"
    part = desk.get(f"document/{number}?limit=1")
    assert (len(part["paragraphs"]), part["next"]) == (1, 0)
    assert desk.get(f"document/{number}?after=0")["paragraphs"] == [second]


def test_beads(desk):
    before = desk.get("alignment/1")["alignment"]
    path = before["source"]["path"]
    number = next(d["id"] for d in desk.get("choices")["documents"] if d["path"] == path)
    assert desk.get(f"document/{number}")["alignments"][0]["id"] == 1
    merged = desk.post("alignment/1/merge", {"version": 1, "bead": 0})["alignment"]
    assert len(merged["beads"]) == len(before["beads"]) - 1
    assert (
        merged["beads"][0]["source"] == before["beads"][0]["source"] + before["beads"][1]["source"]
    )
    answer = desk.post("alignment/1/merge", {"version": 1, "bead": 0}, status=409)
    assert answer["current"]["version"] == 2
    undone = desk.post("alignment/1/undo", {"version": 2})["alignment"]
    assert [bead["source"] for bead in undone["beads"]] == [b["source"] for b in before["beads"]]
    wide = next(bead["position"] for bead in undone["beads"] if len(bead["source"]) > 1)
    moved = {"version": 3, "bead": wide, "side": "source", "count": 1}
    shifted = desk.post("alignment/1/shift", moved)["alignment"]
    assert shifted["beads"][wide]["source"] == undone["beads"][wide]["source"][:-1]
    merged = desk.post("alignment/1/merge", {"version": 4, "bead": 0})["alignment"]
    cut = {"version": 5, "bead": 0, "sizes": [1, 1]}
    assert len(desk.post("alignment/1/split", cut)["alignment"]["beads"]) > len(merged["beads"])


def test_bulk_needs_a_dry_run_and_means_what_it_showed(desk):
    body = {"action": "approve", "filter": {"document": 1}}
    dry = desk.post("bulk", {**body, "dry_run": True})
    assert (dry["matched"], dry["changed"]) == (3, 3)
    assert desk.get("counts?status=approved")["total"] == 0
    error = desk.post("bulk", body, status=400)["error"]
    assert error["field"] == "as_of"
    desk.post("pair/2/save", {"version": 1, "target": "Changed."})
    done = desk.post("bulk", {**body, "as_of": dry["as_of"]})
    assert (done["changed"], done["conflicts"]) == (2, [2])
    assert desk.get("pair/2")["pair"]["status"] == "corrected"
    some = {"action": "replace", "find": "Changed", "replace": "Done", "ids": [[2, 2], [99, 1]]}
    done = desk.post("bulk", some)
    assert (done["changed"], done["conflicts"]) == (1, [99])
    assert done["examples"] == [{"id": 2, "before": "Changed.", "after": "Done."}]
    loose = {"action": "rework", "ids": [1, 2], "dry_run": True}
    assert desk.post("bulk", loose)["matched"] == 2
    assert desk.post("bulk", {**loose, "dry_run": False}, status=400)["error"]["field"] == "as_of"


def test_an_empty_filter_is_not_everything(desk):
    for empty in ({}, {"status": "", "text": " ", "document": None, "origin": []}):
        body = {"action": "approve", "filter": empty, "dry_run": True}
        assert desk.post("bulk", body, status=400)["error"]["field"] == "filter"
        total = desk.get("counts")["total"]
        assert desk.post("bulk", {**body, "all": True})["matched"] == total
    body = {"action": "approve", "filter": {"stauts": "machine"}, "dry_run": True}
    assert "stauts" in desk.post("bulk", body, status=400)["error"]["message"]


def test_all_of_one_persons_changes_taken_back(desk):
    desk.post("pair/1/save", {"version": 1, "target": "Bad."}, name="reviewer")
    body = {"author": "reviewer", "since": "2020-01-01"}
    dry = desk.post("revert", {**body, "dry_run": True})
    assert (dry["matched"], dry["changed"]) == (1, 1)
    done = desk.post("revert", {**body, "as_of": dry["as_of"]})
    assert (done["matched"], done["changed"]) == (1, 1)
    assert desk.get("pair/1")["pair"]["status"] == "machine"
    assert desk.get("pair/1")["pair"]["reason"] == "changes by reviewer taken back"


@pytest.mark.parametrize(("form", "mark"), [("tmx", b"<tmx"), ("jsonl", b'{"'), ("moses", b"PK")])
def test_export_of_a_filter(desk, form, mark):
    answer = ask(desk.datasette, "GET", f"{API}export?document=1&format={form}", desk=desk.desk,
                 name="viewer")  # fmt: skip
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert mark in answer.content
    content = answer.content
    if mark == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    assert "Указ президента России № 5." in content.decode()
    assert b"\xd0\xb7\xd0\xb0\xd1\x8f\xd0\xb2" not in content, "another document"


BAD = [
    ("GET", "queue?status=perfect", "status"),
    ("GET", "queue?origin=heaven", "origin"),
    ("GET", "queue?document=x", "document"),
    ("GET", "queue?document=99999999999999999999", "document"),
    ("GET", "queue?score_min=low", "score_min"),
    ("GET", "queue?score_max=nan", "score_max"),
    ("GET", "queue?score_max=inf", "score_max"),
    ("GET", "queue?since=yesterday", "since"),
    ("GET", "queue?until=2026-1-1", "until"),
    ("GET", "queue?limit=0", "limit"),
    ("GET", "queue?limit=201", "limit"),
    ("GET", "queue?limit=ten", "limit"),
    ("GET", "queue?after=nowhere", "after"),
    ("GET", "queue?text=a&text=b", "text"),
    ("GET", "counts?memory=x", "memory"),
    ("GET", "next?after=!", "after"),
    ("GET", "pair/1?status=perfect", "status"),
    ("GET", "document/1?after=x", "after"),
    ("GET", "export", "format"),
    ("GET", "export?format=pdf", "format"),
    ("GET", "export?format=tmx&document=99", "filter"),
    ("POST pair/1/save", {"target": "x"}, "version"),
    ("POST pair/1/save", {"version": "one", "target": "x"}, "version"),
    ("POST pair/1/save", {"version": True, "target": "x"}, "version"),
    ("POST pair/1/save", {"version": 10**30, "target": "x"}, "version"),
    ("POST pair/1/save", {"version": 1}, "target"),
    ("POST pair/1/save", {"version": 1, "target": 5}, "target"),
    ("POST pair/1/save", {"version": 1, "target": "x", "identical": "yes"}, "identical"),
    ("POST pair/1/save", {"version": 1, "target": "x", "reason": None}, "reason"),
    ("POST pair/1/save", {"version": 1, "target": "x", "source": " "}, None),
    ("POST pair/1/save", b'{"version": 1, "target": "\\ud800"}', "target"),
    ("POST pair/1/save", b"not JSON", "body"),
    ("POST pair/1/save", b"[" * 100_000, "body"),
    ("POST pair/1/save", b"\xff", "body"),
    ("POST pair/1/save", b"[]", "body"),
    ("POST pair/1/approve", {"version": 1, "target": ""}, None),
    ("POST pair/1/reject", {"version": 1}, "reason"),
    ("POST pair/1/revert", {"version": 1}, "to"),
    ("POST pair/1/comment", {}, "text"),
    ("POST pair/1/comment", {"text": " "}, None),
    ("POST pair/1/dismiss", {"check": "numbers"}, "message"),
    ("POST pair/1/presence", {"gone": 1}, "gone"),
    ("POST bulk", {"action": "delete", "ids": [1]}, "action"),
    ("POST bulk", {"action": "approve"}, "filter"),
    ("POST bulk", {"action": "approve", "ids": "all"}, "ids"),
    ("POST bulk", {"action": "approve", "ids": [[1, 2, 3]]}, "ids"),
    ("POST bulk", {"action": "approve", "ids": [True]}, "ids"),
    ("POST bulk", {"action": "reject", "ids": [[1, 1]]}, "reason"),
    ("POST bulk", {"action": "replace", "ids": [[1, 1]]}, "find"),
    ("POST revert", {"since": "2026"}, "author"),
    ("POST revert", {"author": "x", "since": ""}, "since"),
    ("POST alignment/1/merge", {"version": 1}, "bead"),
    ("POST alignment/1/merge", {"version": 1, "bead": 99}, None),
    ("POST alignment/1/split", {"version": 1, "bead": 0, "sizes": [1]}, "sizes"),
    ("POST alignment/1/shift", {"version": 1, "bead": 0, "side": "left", "count": 1}, "side"),
    ("POST alignment/1/undo", {"version": 1}, None),
]


def test_wrong_values_are_refused_by_name(desk):
    before = snapshot(desk)
    for case in BAD:
        if case[0] == "GET":
            error = desk.get(case[1], status=400)["error"]
        else:
            error = desk.post(case[0].removeprefix("POST "), case[1], status=400)["error"]
        assert error.get("field") == case[2], (case, error)
        assert error["message"]
        assert not error["message"].endswith(".")
    assert snapshot(desk) == before


def snapshot(desk):
    connection = sqlite3.connect(desk.desk.path)
    found = [connection.execute(f"SELECT * FROM {table}").fetchall()
             for table in ("pairs", "revisions", "comments", "beads", "dismissals")]  # fmt: skip
    connection.close()
    return found


def test_what_is_not_there(desk):
    for route in ("pair/99", "document/99", "alignment/99", "next?after=99"):
        assert desk.get(route, status=404)["error"]["message"]
    for route, body in {
        "pair/99/save": {"version": 1, "target": "x"},
        "pair/99/comment": {"text": "x"},
        "pair/1/revert": {"version": 1, "to": 7},
        "pair/1/dismiss": {"check": "numbers", "message": "nothing", "reason": "x"},
        "alignment/99/merge": {"version": 1, "bead": 0},
    }.items():
        assert desk.post(route, body, status=404)["error"]["hint"]


def test_the_other_method(desk):
    assert desk.get("pair/1/save", status=405)["error"]["message"] == "this route takes POST"
    desk.post("queue", {}, status=405)
    assert desk.headers["allow"] == "GET"


def test_nobody_and_roles(desk):
    assert desk.get("queue", name=None, status=401)["error"]["message"]
    for name, route, body in (
        ("viewer", "pair/1/save", {"version": 1, "target": "x"}),
        ("viewer", "pair/1/comment", {"text": "x"}),
        ("reviewer", "pair/1/approve", {"version": 1}),
        ("reviewer", "bulk", {"action": "approve", "ids": [[1, 1]]}),
        ("reviewer", "pair/1/revert", {"version": 1, "to": 1}),
    ):
        assert desk.post(route, body, name=name, status=403)["error"]["hint"]
    assert desk.get("pair/1", name="viewer")["pair"]["version"] == 1


def test_a_body_that_is_too_large(desk):
    body = json.dumps({"version": 1, "target": "x" * 1_000_001}).encode()
    assert "larger" in desk.post("pair/1/save", body, status=413)["error"]["message"]
    text = "ъ" * 100_000
    assert desk.post("pair/1/save", {"version": 1, "target": text})["pair"]["target"] == text


def test_another_program_that_writes_for_long(desk):
    other = sqlite3.connect(desk.desk.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        answer = desk.post("pair/1/save", {"version": 1, "target": "x"}, status=503)
        assert desk.headers["retry-after"] == "1"
        assert "in use by another program" in answer["error"]["message"]
        assert desk.get("pair/1")["pair"]["version"] == 1, "reading goes on"
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert desk.post("pair/1/save", {"version": 1, "target": "x"})["pair"]["version"] == 2


def test_every_route_is_documented():
    from pathlib import Path

    from workflow.review.api import ROUTES

    text = (Path(__file__).parents[2] / "docs" / "review-api.md").read_text("utf-8")
    for pattern, _ in ROUTES:
        route = pattern.removeprefix(f"^{PREFIX}/api/").removesuffix("$")
        route = route.replace("(?P<number>[0-9]{1,18})", "ID")
        assert f"GET {route}" in text or f"POST {route}`" in text, route
