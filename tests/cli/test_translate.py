"""The main job as a user runs it, with the embedded model."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import snapshot
from workflow.registry import reader_for

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PAGE = """Go back

Parliament adopts a statement on the anniversary

Парламент принял заявление в связи с годовщиной

Стороны обсудили вопросы безопасности. Следующее заседание состоится в Минске.

Стороны обсудили вопросы безопасности.

Back to the all news
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def sentences(outcome):
    return {how: n for how, n in outcome.json["totals"]["sentences"].items() if n}


def test_russian_becomes_english_and_all_else_stays(workflow, tmp_path, page):
    outcome = workflow("translate", "page.txt", "--json")
    assert outcome.status == 0
    before, after = PAGE.splitlines(), (tmp_path / "page.en.txt").read_text("utf-8").splitlines()
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        if any("а" <= letter <= "я" for letter in old):
            assert new
            assert not any("а" <= letter <= "я" for letter in new.lower())
        else:
            assert new == old
    assert "embedded model" in outcome.err


@pytest.mark.parametrize("name", ["agreement.docx", "letter.odt"])
def test_an_office_document_stays_one(workflow, tmp_path, name):
    shutil.copy(CORPUS / name, tmp_path)
    assert workflow("translate", name).status == 0
    made = tmp_path / name.replace(".", ".en.")
    reader = reader_for(name)
    before, after = (reader.read(path.read_bytes(), name) for path in (CORPUS / name, made))
    assert [p.kind for p in after.paragraphs] == [p.kind for p in before.paragraphs]
    assert not any("а" <= letter <= "я" for p in after.paragraphs for letter in p.text.lower())
    bold = {"agreement.docx": "the Parties", "letter.odt": "28 February"}[name]
    assert any(bold in run.text for p in after.paragraphs for run in p.runs)
    again = workflow("translate", name, "--json")
    assert again.json["totals"]["sentences"].get("translated", 0) == 0
    # Without its ending, in a pipe, it is the same document.
    piped = subprocess.run(
        [sys.executable, "-m", "workflow", "translate", "-", "--db", str(tmp_path / "pairs.db")],
        input=(CORPUS / name).read_bytes(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert piped.stdout == made.read_bytes()


def test_the_documents_own_english_is_used(workflow, tmp_path, page):
    outcome = workflow("translate", "page.txt", "--json")
    assert sentences(outcome) == {"translated": 2, "document": 1, "reused": 1}
    written = (tmp_path / "page.en.txt").read_text("utf-8")
    assert written.count("Parliament adopts a statement on the anniversary") == 2
    shown = workflow("show", "page.txt", "--json").json
    origins = [(pair["source"], pair["origin"]) for pair in shown["pairs"]]
    assert origins[0] == ("Парламент принял заявление в связи с годовщиной", "document")
    assert [origin for _, origin in origins[1:]] == ["machine"] * 3
    assert shown["pairs"][1]["provenance"]["digest"]


def test_a_second_run_translates_nothing_and_changes_nothing(workflow, tmp_path, page):
    workflow("translate", "page.txt")
    rows, written = snapshot(tmp_path / "workflow.db"), (tmp_path / "page.en.txt").read_bytes()
    outcome = workflow("translate", "page.txt", "--json")
    assert sentences(outcome) == {"document": 1, "reused": 3}
    assert snapshot(tmp_path / "workflow.db") == rows
    assert (tmp_path / "page.en.txt").read_bytes() == written


def test_of_a_changed_file_only_the_change_is_translated(workflow, page):
    workflow("translate", "page.txt")
    changed = PAGE.replace("в Минске", "в Бишкеке").replace("Back to", "Return to")
    page.write_text(changed, encoding="utf-8")
    assert sentences(workflow("translate", "page.txt", "--json")) == {
        "translated": 1,
        "document": 1,
        "reused": 2,
    }
    shown = workflow("show", "page.txt", "--json").json["pairs"]
    assert [p["source"] for p in shown if "Минске" in p["source"]] == []


def test_what_a_person_wrote_is_used_and_never_overwritten(workflow, tmp_path, page):
    workflow("translate", "page.txt")
    with sqlite3.connect(tmp_path / "workflow.db") as db:
        db.execute(
            "UPDATE pairs SET target = 'By a person.', status = 'approved', version = version + 1"
            " WHERE source LIKE 'Следующее%'"
        )
    outcome = workflow("translate", "page.txt", "--json")
    assert sentences(outcome) == {"document": 1, "reviewed": 1, "reused": 2}
    assert "By a person." in (tmp_path / "page.en.txt").read_text("utf-8")

    (tmp_path / "other.txt").write_text("Следующее заседание\u00a0состоится в Минске.\n", "utf-8")
    outcome = workflow("translate", "other.txt", "--json")
    assert sentences(outcome) == {"memory": 1}
    assert (tmp_path / "other.en.txt").read_text("utf-8") == "By a person.\n"


def test_folders_patterns_and_out(workflow, tmp_path):
    for name in ("a/one.txt", "a/b/two.html", "a/picture.png", "three.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Стороны договорились.\n", "utf-8")
    outcome = workflow("translate", "a", "*.md", "--out", "en", "--bilingual", "--json")
    assert outcome.status == 0
    written = {str(p.relative_to(tmp_path / "en")) for p in (tmp_path / "en").rglob("*.*")}
    assert written == {
        *("one.en.txt", "one.bilingual.html", "b/two.en.html", "b/two.bilingual.html"),
        *("three.en.md", "three.bilingual.html"),
    }
    assert [item["path"] for item in outcome.json["passed_over"]] == ["a/picture.png"]
    assert sentences(outcome) == {"translated": 1, "reused": 2}


def test_two_documents_for_one_output_are_not_mixed(workflow, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text(f"Новости {folder}.\n", "utf-8")
    outcome = workflow("translate", "a/news.txt", "b/news.txt", "--out", "en")
    assert outcome.status == 1
    assert "would both become" in outcome.err
    assert (tmp_path / "en" / "news.en.txt").exists()


def test_standard_input_to_standard_output(workflow):
    outcome = workflow("translate", "-", given=PAGE.encode("cp1251"))
    assert outcome.status == 0
    assert outcome.out.startswith("Go back\n\nParliament adopts")
    assert "documents" in outcome.err
    assert workflow("status", "--json").json["documents"][0]["path"].startswith("stdin:")


def test_an_encoding_is_kept_and_may_be_stated(workflow, tmp_path):
    (tmp_path / "page.txt").write_bytes("Да.\n№ 5 – «ОДКБ»\n".encode("cp1251"))
    assert workflow("translate", "page.txt", "--encoding", "cp1251").status == 0
    assert "№ 5".encode("cp1251") in (tmp_path / "page.en.txt").read_bytes()
    outcome = workflow("translate", "page.txt", "--encoding", "klingon")
    assert outcome.status == 1
    assert "klingon" in outcome.err


class TestLines:
    def test_a_line_for_a_line_in_order_and_nothing_stored(self, workflow, tmp_path):
        lines = ["Стороны договорились.", "", "2024", "Go back", "Заседание открыто.", "   "]
        outcome = workflow("translate", "--lines", given="\n".join(lines) + "\n")
        assert outcome.status == 0
        made = outcome.out.split("\n")
        assert len(made) == len(lines) + 1
        assert (made[1], made[2], made[3], made[5]) == ("", "2024", "Go back", "   ")
        assert made[0]
        assert made[0] != made[4]
        assert list(tmp_path.iterdir()) == []

    def test_scores_are_a_second_column(self, workflow):
        outcome = workflow("translate", "--lines", "--scores", given="Стороны договорились.\n")
        target, score = outcome.out.rstrip("\n").split("\t")
        assert target
        assert float(score) < 0

    def test_the_same_line_gives_the_same_translation_in_any_company(self, workflow):
        line = "Стороны обсудили ход выполнения ранее достигнутых договоренностей.\n"
        alone = workflow("translate", "--lines", given=line).out
        corpus = (CORPUS / "session-report.txt").read_text("utf-8").replace(". ", ".\n")
        among = workflow("translate", "--lines", given=corpus + "\n" + line).out
        assert among.endswith("\n" + alone)

    def test_detect(self, workflow):
        outcome = workflow(
            "detect", "--lines", given="Стороны договорились.\n\nGo back\nҚазақстан\n"
        )
        rows = [line.split("\t") for line in outcome.out.splitlines()]
        assert [row[0] for row in rows] == ["ru", "und", "en", "kk"]
        assert all(len(row) == 3 and 0 <= float(row[1]) <= 1 for row in rows)


def test_ctrl_c_stops_soon_and_the_next_run_goes_on(tmp_path):
    text = "".join(f"Стороны рассмотрели вопрос номер {n} повестки дня.\n\n" for n in range(400))
    (tmp_path / "long.txt").write_text(text, "utf-8")
    command = [sys.executable, "-m", "workflow", "translate", "long.txt", "--json"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        deadline = time.monotonic() + 60
        while _stored(tmp_path) == 0 and time.monotonic() < deadline:
            time.sleep(0.1)
        os.kill(child.pid, signal.SIGINT)
        stopped = time.monotonic()
        _, err = child.communicate(timeout=60)
    assert time.monotonic() - stopped < 15
    assert child.returncode == 130
    assert "Traceback" not in err
    assert "Run the same command to go on" in err
    before = _stored(tmp_path)
    assert 0 < before < 400
    again = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    done = json.loads(again.stdout)["totals"]["sentences"]
    assert done["translated"] + done["failed"] >= 400 - before
    assert sum(done.values()) == 400
    assert _stored(tmp_path) == 400


def _stored(folder: Path) -> int:
    path = folder / "workflow.db"
    if not path.exists():
        return 0
    try:
        with sqlite3.connect(path) as db:
            return db.execute("SELECT count(*) FROM translations").fetchone()[0]
    except sqlite3.OperationalError:  # the tables are being made
        return 0


def test_two_runs_on_one_database_at_once(tmp_path):
    for name in ("one", "two"):
        lines = [f"Документ {name}: пункт {n} утвержден." for n in range(40)]
        (tmp_path / f"{name}.txt").write_text("\n\n".join(lines), "utf-8")
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "workflow", "translate", f"{name}.txt"],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    for child in children:
        _, err = child.communicate(timeout=120)
        assert child.returncode == 0, err
    assert len(snapshot(tmp_path / "workflow.db")["pairs"]) == 80


def test_search_finds_case_forms_and_show_takes_a_number(workflow, page):
    workflow("translate", "page.txt")
    found = workflow("search", "следующие заседания", "--json").json
    assert [hit["source"] for hit in found] == ["Следующее заседание состоится в Минске."]
    assert workflow("show", "1").status == 0
    assert "no document" in workflow("show", "none.txt").err
    assert workflow("search", '"( OR * NEAR', "--json").json == []


def test_the_database_can_be_copied_checked_and_vacuumed(workflow, tmp_path, page):
    workflow("translate", "page.txt")
    assert workflow("db", "backup", "copy.db").status == 0
    assert snapshot(tmp_path / "copy.db") == snapshot(tmp_path / "workflow.db")
    assert workflow("db", "check").out == "sound\n"
    assert workflow("db", "vacuum").status == 0
    assert workflow("db", "path").out.strip() == str(tmp_path / "workflow.db")
    assert workflow("db", "migrate", "--json").json["applied"] == []


def test_settings_come_from_the_file_the_environment_and_options(
    workflow, tmp_path, page, monkeypatch
):
    (tmp_path / "workflow.toml").write_text('db = "from-file.db"\nout = "from-file"\n')
    workflow("translate", "page.txt")
    assert (tmp_path / "from-file.db").exists()
    assert (tmp_path / "from-file" / "page.en.txt").exists()
    monkeypatch.setenv("WORKFLOW_DB", "from-environment.db")
    workflow("translate", "page.txt")
    assert (tmp_path / "from-environment.db").exists()
    workflow("translate", "page.txt", "--db", "from-option.db")
    assert (tmp_path / "from-option.db").exists()
    values = {row["name"]: row["origin"] for row in workflow("config", "--json").json}
    assert (values["db"], values["out"], values["jobs"]) == (
        "environment",
        str(tmp_path / "workflow.toml"),
        "default",
    )
