from __future__ import annotations

import sqlite3

import pytest

from workflow.store import Store

PAGE = """Заседание Совета коллективной безопасности состоялось в Минске 5 мая.

Стороны обсудили подготовку к следующей встрече министров иностранных дел.
"""
HUMAN = "The Collective Security Council met in Minsk on May 5."


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


def rows(folder, query):
    with sqlite3.connect(folder / "workflow.db") as db:
        return db.execute(query).fetchall()


def settle(folder, status="approved", target=HUMAN, number=1):
    """Do what a reviewer does to a pair."""
    with sqlite3.connect(folder / "workflow.db") as db:
        db.execute(
            "UPDATE pairs SET target = ?, status = ?, author = 'anna', version = version + 1"
            " WHERE id = ?",
            [target, status, number],
        )


@pytest.fixture
def approved(workflow, tmp_path, page):
    assert workflow("translate", "page.txt").status == 0
    settle(tmp_path)
    return page


def sentences(done):
    return {how: n for how, n in done["totals"]["sentences"].items() if n}


@pytest.mark.usefixtures("approved")
def test_what_a_person_approved_is_not_translated_again(workflow, tmp_path):
    (tmp_path / "other.txt").write_text(PAGE.split("\n", maxsplit=1)[0], "utf-8")
    done = workflow("translate", "other.txt", "--json").json
    assert sentences(done) == {"memory": 1}
    assert (tmp_path / "other.en.txt").read_text("utf-8").strip() == HUMAN
    [(origin, status, reused)] = rows(
        tmp_path, "SELECT origin, status, reused_id FROM pairs ORDER BY id DESC LIMIT 1"
    )
    assert (origin, status, reused) == ("memory", "machine", 1)
    free = workflow("translate", "other.txt", "--no-memory", "--json").json
    assert "memory" not in sentences(free)


@pytest.mark.usefixtures("approved")
def test_similar_sentences_are_suggested(workflow, tmp_path):
    almost = "Заседание Совета коллективной безопасности прошло в Ереване 5 мая."
    (tmp_path / "other.txt").write_text(almost, "utf-8")
    done = workflow("translate", "other.txt", "--json").json
    assert sum(sentences(done).values()) == 1
    query = "SELECT match_id, kind, percent, target FROM suggestions"
    [(match, kind, percent, target)] = rows(tmp_path, query)
    assert (match, kind, target) == (1, "fuzzy", HUMAN)
    assert 70 <= percent < 100
    before = rows(tmp_path, "SELECT * FROM suggestions"), rows(tmp_path, "SELECT * FROM pairs")
    workflow("translate", "other.txt")
    after = rows(tmp_path, "SELECT * FROM suggestions"), rows(tmp_path, "SELECT * FROM pairs")
    assert before == after, "the same again changes nothing"


@pytest.mark.usefixtures("approved")
def test_other_numbers_are_carried_over(workflow, tmp_path):
    (tmp_path / "other.txt").write_text(PAGE.splitlines()[0].replace("5 мая", "17 июня"), "utf-8")
    assert sentences(workflow("translate", "other.txt", "--json").json) == {"memory": 1}
    written = (tmp_path / "other.en.txt").read_text("utf-8").strip()
    assert written == HUMAN.replace("May 5", "June 17")


@pytest.mark.usefixtures("approved")
def test_sentences_that_mean_the_like_are_hints(workflow, tmp_path):
    other = "Пятого мая в Минске собрался Совет коллективной безопасности."
    (tmp_path / "other.txt").write_text(other, "utf-8")
    workflow("translate", "other.txt")
    assert rows(tmp_path, "SELECT match_id, kind, target FROM suggestions") == [
        (1, "semantic", HUMAN)
    ]


@pytest.mark.usefixtures("approved")
def test_what_a_person_rejected_is_not_offered_for_that_sentence(workflow, tmp_path):
    (tmp_path / "other.txt").write_text(PAGE.split("\n", maxsplit=1)[0], "utf-8")
    workflow("translate", "other.txt")
    number = rows(tmp_path, "SELECT max(id) FROM pairs")[0][0]
    settle(tmp_path, "rejected", number=number)
    (tmp_path / "third.txt").write_text(PAGE.split("\n", maxsplit=1)[0], "utf-8")
    done = workflow("translate", "third.txt", "--json").json
    assert "memory" not in sentences(done)


@pytest.mark.usefixtures("page")
def test_imported_memories(workflow, tmp_path):
    (tmp_path / "old.tsv").write_text(f"source\ttarget\n{PAGE.splitlines()[0]}\t{HUMAN}\n", "utf-8")
    assert workflow("memory", "import", "old.tsv").status == 0
    [memory] = workflow("memory", "list", "--json").json
    assert (memory["name"], memory["pairs"]) == ("old", 1)
    [match] = workflow("memory", "lookup", PAGE.splitlines()[0], "--json").json["matches"]
    assert (match["percent"], match["target"], match["memory"]) == (100, HUMAN, "old")

    assert sentences(workflow("translate", "page.txt", "--json").json)["memory"] == 1
    workflow("memory", "set", "old", "--penalty", "10", "--read-only")
    done = workflow("translate", "page.txt", "--json").json
    assert "memory" not in sentences(done), "a match with a penalty is suggested, not taken"
    assert rows(tmp_path, "SELECT percent FROM suggestions") == [(90,)]

    assert workflow("memory", "export", "old", "again.tmx").status == 0
    assert HUMAN in (tmp_path / "again.tmx").read_text("utf-8")
    assert workflow("memory", "remove", "old").status == 2, "it is read-only"
    workflow("memory", "set", "old", "--writable")
    settle(tmp_path, "corrected", number=rows(tmp_path, "SELECT min(id) FROM pairs")[0][0])
    assert workflow("memory", "remove", "old").status == 2, "a person has changed a pair of it"
    assert workflow("memory", "remove", "old", "--edited").status == 0
    assert workflow("memory", "list", "--json").json == []
    found = workflow("memory", "lookup", PAGE.splitlines()[0], "--json").json
    assert found == {"matches": [], "phrases": []}


def test_analysis_counts_each_sentence_once(workflow, tmp_path, approved):
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.txt").write_text(
        PAGE + "\nЗаседание Совета коллективной безопасности прошло в Ереване 5 мая.\n"
        "\nПогода была ясной.\n\nПогода была ясной.\n",
        "utf-8",
    )
    rows_of = workflow("analyse", "work", "--json").json["total"]
    segments = {row: counts["segments"] for row, counts in rows_of.items() if counts["segments"]}
    assert segments["repetitions"] == 1
    assert segments["context"] + segments.get("exact", 0) == 1
    assert segments["total"] == 5
    assert sum(n for row, n in segments.items() if row != "total") == 5
    assert rows_of["total"]["characters"] > rows_of["total"]["words"] > 5
    assert "repetitions" in workflow("analyse", str(approved)).out


def test_update_makes_anew_what_the_memory_now_has(workflow, tmp_path, page):
    (tmp_path / "other.txt").write_text(PAGE, "utf-8")
    workflow("translate", "page.txt", "other.txt")
    settle(tmp_path)
    before = dict(rows(tmp_path, "SELECT id, version FROM pairs"))
    outcome = workflow("translate", "--update", "--json").json
    assert outcome["changed"] == 1
    after = dict(rows(tmp_path, "SELECT id, version FROM pairs"))
    changed = [number for number in before if after[number] != before[number]]
    [(target, origin, reused)] = rows(
        tmp_path, f"SELECT target, origin, reused_id FROM pairs WHERE id = {changed[0]}"
    )
    assert (target, origin, reused) == (HUMAN, "memory", 1)
    assert workflow("translate", "--update", "--json").json["changed"] == 0
    assert workflow("translate", "--update", str(page)).status == 2


def test_update_never_touches_what_a_person_wrote(workflow, tmp_path, approved):
    with sqlite3.connect(tmp_path / "workflow.db") as db:  # as if another model had made them all
        db.execute("UPDATE translators SET digest = 'older'")
    outcome = workflow("translate", "--update", "--json").json
    assert outcome["changed"] == 1, "the pair that nobody has touched"
    assert rows(tmp_path, "SELECT target, status, author FROM pairs WHERE id = 1") == [
        (HUMAN, "approved", "anna")
    ]
    with Store.open(str(tmp_path / "workflow.db")) as store:
        assert store.check() == []
    assert outcome["documents"] == [str(approved)]
