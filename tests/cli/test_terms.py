"""The glossary in the main job: enforced, recorded, checked in English, applied again."""

from __future__ import annotations

import sqlite3

import pytest

HEADER = "source,target,kind,accept,forbid,case,gender,note,official\n"
PAGE = """Генеральному секретарю ОДКБ вручили награду.

The delegation met in Byelorussia.

Погода была хорошая.
"""


@pytest.fixture
def page(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "own.csv").write_text(
        HEADER
        + "Генеральный секретарь ОДКБ,CSTO Principal Secretary,title,,,,m,,\n"
        + "Беларусь,Belarus,place,,Byelorussia,capital,,,\n",
        "utf-8",
    )
    return tmp_path / "page.txt"


def rows(tmp_path, query):
    with sqlite3.connect(tmp_path / "workflow.db") as db:
        return db.execute(query).fetchall()


def test_the_approved_english_stands_and_is_recorded(workflow, tmp_path, page):
    outcome = workflow("translate", "page.txt", "--json")
    assert outcome.status == 0
    written = page.with_name("page.en.txt").read_text("utf-8")
    assert written.count("CSTO Principal Secretary") == 1
    [(entry, start, stop, english, how)] = rows(
        tmp_path,
        "SELECT entry, start, stop, substr(target, target_start + 1, target_stop - target_start),"
        " how FROM terms JOIN pairs ON pairs.id = pair_id",
    )
    assert (entry, english) == ("Генеральный секретарь ОДКБ", "CSTO Principal Secretary")
    assert PAGE[start:stop] == "Генеральному секретарю ОДКБ"
    assert how in ("free", "constrained", "replaced")


def test_a_heading_is_put_in_without_a_finding(workflow, tmp_path, page):
    with (tmp_path / "glossaries" / "own.csv").open("a", encoding="utf-8") as own:
        own.write("разное,quite other things,heading,,,,,,\n")
    page.write_text("Комитет собрался.\n\n3. Разное:\n\nОбсудили разное.\n", "utf-8")
    assert workflow("translate", "page.txt", "--json").json["totals"]["findings"] == {}
    written = page.with_name("page.en.txt").read_text("utf-8").split("\n\n")
    assert written[1] == "3. Quite other things:"
    assert "quite other things" not in written[2]
    assert rows(tmp_path, "SELECT entry, how FROM terms") == [("разное", "replaced")]


def test_no_glossary_means_none(workflow, tmp_path, page):
    assert workflow("translate", "page.txt", "--no-glossary").status == 0
    assert "CSTO Principal Secretary" not in page.with_name("page.en.txt").read_text("utf-8")
    assert rows(tmp_path, "SELECT * FROM terms") == []


@pytest.mark.usefixtures("page")
def test_lines_use_the_glossary(workflow):
    line = PAGE.splitlines()[0] + "\n"
    assert "CSTO Principal Secretary" in workflow("translate", "--lines", given=line).out
    free = workflow("translate", "--lines", "--no-glossary", given=line).out
    assert "CSTO Principal Secretary" not in free


def test_forbidden_names_in_the_documents_english_are_found_and_put_right(workflow, tmp_path, page):
    document = workflow("translate", "page.txt", "--json").json["documents"][0]
    assert document["findings"]["names"] == 1
    assert document["notes"] == ["paragraph 2: “Byelorussia” should be: “Belarus”"]
    written = page.with_name("page.en.txt")
    assert "met in Byelorussia." in written.read_text("utf-8")
    [notice] = workflow("show", "page.txt", "--json").json["notices"]
    assert (notice["paragraph"], notice["finding"]["check"]) == (1, "names")
    assert (
        "paragraph 2: “Byelorussia” is not the approved form: Belarus"
        in workflow("show", "page.txt").out
    )
    assert workflow("status", "--json").json["findings"]["names (warning)"] == 1
    before = rows(tmp_path, "SELECT * FROM notices")
    workflow("translate", "page.txt")
    assert rows(tmp_path, "SELECT * FROM notices") == before, "the same again changes nothing"
    workflow("translate", "page.txt", "--fix-names")
    assert "met in Belarus." in written.read_text("utf-8")
    page.write_text(page.read_text("utf-8").replace("Byelorussia", "Belarus"), "utf-8")
    workflow("translate", "page.txt")
    assert rows(tmp_path, "SELECT * FROM notices") == []


def test_apply_translates_exactly_what_a_changed_entry_touches(workflow, tmp_path, page):
    workflow("translate", "page.txt")
    before = dict(rows(tmp_path, "SELECT source, version FROM pairs"))
    assert workflow("glossary", "apply", "--json").json["changed"] == 0

    own = tmp_path / "glossaries" / "own.csv"
    own.write_text(
        own.read_text("utf-8").replace("CSTO Principal", "the CSTO’s Principal"), "utf-8"
    )
    assert workflow("glossary", "apply", "--json").json["changed"] == 1
    after = {s: (t, v) for s, t, v in rows(tmp_path, "SELECT source, target, version FROM pairs")}
    touched, untouched = sorted(after)
    assert "CSTO’s Principal Secretary" in after[touched][0]
    assert after[touched][1] == before[touched] + 1
    assert after[untouched][1] == before[untouched]


def test_apply_lists_what_a_person_wrote_and_leaves_it(workflow, tmp_path, page):
    workflow("translate", "page.txt")
    with sqlite3.connect(tmp_path / "workflow.db") as db:
        db.execute(
            "UPDATE pairs SET target = 'The chief was decorated.', status = 'approved',"
            " version = version + 1 WHERE source LIKE 'Генер%'"
        )
    outcome = workflow("glossary", "apply", "--json").json
    assert outcome["changed"] == 0
    [listed] = outcome["disagreements"]
    assert listed["target"] == "The chief was decorated."
    assert "CSTO Principal Secretary" in listed["messages"][0]
    assert "chief" in workflow("glossary", "apply").out


def test_a_bad_glossary_stops_the_run_before_anything_is_done(workflow, tmp_path, page):
    (tmp_path / "glossaries" / "bad.csv").write_text("source,kind\nа,term\n", "utf-8")
    outcome = workflow("translate", "page.txt")
    assert outcome.status == 1
    assert "bad.csv" in outcome.err
    assert not page.with_name("page.en.txt").exists()
