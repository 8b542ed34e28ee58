"""Bad input is one sentence that says what to do; the other documents are done."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys

import pytest

GOOD = "Стороны подписали совместное заявление.\n"


@pytest.fixture
def good(tmp_path):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    return "good.txt"


def one_sentence(err: str, *said: str) -> None:
    complaints = [line for line in err.splitlines() if line.startswith("workflow:")]
    complaints = [line for line in complaints if "embedded model" not in line]
    assert len(complaints) == 1, err
    for phrase in said:
        assert phrase in err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.txt", None, "missing.txt does not exist"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "photo.txt"),
        ("nul.txt", "Первая строка\x00вторая".encode(), "nul.txt"),
        ("pdf.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "pdf.txt"),
    ],
)
def test_one_bad_document_fails_and_the_other_is_done(
    workflow, tmp_path, good, name, content, said
):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    outcome = workflow("translate", name, good)
    assert outcome.status == 1
    one_sentence(outcome.err, said)
    assert (tmp_path / "good.en.txt").exists()
    assert "Стороны" not in (tmp_path / "good.en.txt").read_text(encoding="utf-8")


def test_a_document_of_200_mb_in_one_line_is_refused(workflow, tmp_path, good):
    with (tmp_path / "huge.txt").open("wb") as file:
        for _ in range(200):
            file.write(b"x" * 1_000_000)
    outcome = workflow("translate", "huge.txt", good)
    assert outcome.status == 1
    one_sentence(outcome.err, "huge.txt is larger than", "Split it")


def test_a_folder_without_documents(workflow, tmp_path):
    (tmp_path / "empty").mkdir()
    outcome = workflow("translate", "empty")
    assert outcome.status == 1
    one_sentence(outcome.err, "empty")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(workflow, tmp_path, good):
    (tmp_path / "secret.txt").write_text(GOOD)
    (tmp_path / "secret.txt").chmod(0)
    outcome = workflow("translate", "secret.txt", good)
    assert outcome.status == 1
    one_sentence(outcome.err, "secret.txt")


def test_invalid_utf8_is_kept_byte_for_byte(workflow, tmp_path):
    bad = "Стороны подписали заявление.\n".encode() + b"caf\xe9 \xff\n"
    bad += "Далее следует обсуждение важных вопросов.\n".encode() * 20
    (tmp_path / "odd.txt").write_bytes(bad)
    assert workflow("translate", "odd.txt").status == 0
    assert b"caf\xe9 \xff\n" in (tmp_path / "odd.en.txt").read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        ("translate",),
        ("translate", "x.txt", "--scores"),
        ("translate", "x.txt", "--jobs", "-1"),
        ("translate", "x.txt", "--colour"),
        ("detect",),
        ("detect", "--lines", "a.txt", "b.txt"),
        ("search",),
        ("nonsense",),
    ],
)
def test_wrong_usage_exits_with_2(workflow, words):
    outcome = workflow(*words)
    assert outcome.status == 2
    assert outcome.err


def test_no_package_for_a_pair_names_the_command_that_gets_it(workflow, good):
    outcome = workflow("translate", good, "--from", "kk", "--to", "de")
    assert outcome.status == 1
    one_sentence(outcome.err, "kk to de", "workflow models install kk-de")


@pytest.mark.parametrize("command", [["models", "list"], ["translate", "good.txt"]])
def test_a_folder_for_packages_that_cannot_be(tmp_path, good, command):
    (tmp_path / "file").touch()
    done = subprocess.run(  # a new process: Argos Translate makes its folders when imported
        [sys.executable, "-m", "workflow", *command],
        cwd=tmp_path,
        env={**os.environ, "ARGOS_PACKAGES_DIR": str(tmp_path / "file" / "packages")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    one_sentence(done.stderr, "cannot be written", "Correct ARGOS_PACKAGES_DIR")


@pytest.mark.parametrize("named", [{}, {"PYTHONIOENCODING": "latin-1"}])
def test_a_system_that_prefers_another_encoding(tmp_path, good, named):
    others = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    others |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **named}
    words = [sys.executable, "-m", "workflow", "detect", "good.txt", "--json"]
    done = subprocess.run(words, cwd=tmp_path, env=others, capture_output=True, check=True)
    assert done.stderr == b""
    text = done.stdout.decode("latin-1" if named else "utf-8")
    assert json.loads(text)[0]["paragraphs"][0]["start"] == GOOD.strip()
    assert ("Стороны" in text) != bool(named)


class TestDatabase:
    def test_not_a_database(self, workflow, tmp_path, good):
        (tmp_path / "notes.db").write_text("no database at all, just a note " * 50)
        outcome = workflow("translate", good, "--db", "notes.db")
        assert outcome.status == 1
        one_sentence(outcome.err, "notes.db")
        assert (tmp_path / "notes.db").read_text().startswith("no database")

    def test_somebody_elses_database(self, workflow, tmp_path, good):
        with sqlite3.connect(tmp_path / "other.db") as other:
            other.execute("CREATE TABLE pairs (a)")
        outcome = workflow("translate", good, "--db", "other.db")
        assert outcome.status == 1
        one_sentence(outcome.err, "other.db")

    def test_from_a_newer_version(self, workflow, tmp_path, good):
        assert workflow("translate", good).status == 0
        with sqlite3.connect(tmp_path / "workflow.db") as db:
            db.execute("PRAGMA user_version = 1000")
        outcome = workflow("status")
        assert outcome.status == 1
        one_sentence(outcome.err, "newer")

    def test_corrupt(self, workflow, tmp_path, good):
        assert workflow("translate", good).status == 0
        path = tmp_path / "workflow.db"
        data = bytearray(path.read_bytes())
        data[4096:40960] = os.urandom(36864)
        path.write_bytes(data)
        outcome = workflow("translate", good)
        assert outcome.status == 1
        one_sentence(outcome.err, "workflow.db")

    def test_a_folder_that_is_not_there(self, workflow, good):
        outcome = workflow("translate", good, "--db", "nowhere/pairs.db")
        assert outcome.status == 1
        one_sentence(outcome.err, "nowhere")

    def test_no_database_yet(self, workflow):
        for command in (("status",), ("show", "x"), ("search", "x"), ("db", "vacuum")):
            outcome = workflow(*command)
            assert outcome.status == 1
            one_sentence(outcome.err, "workflow translate")
