"""`workflow align` as a user runs it."""

from __future__ import annotations

import pytest

RUSSIAN = """Заседание Совета министров

Совет министров собрался в Минске. Стороны обсудили положение в Афганистане.

Пожары уничтожили 1200 гектаров леса, и жители трёх деревень уехали в город.

Следующее заседание пройдёт в Ереване."""
ENGLISH = """Meeting of the Council of Ministers

The Council of Ministers met in Minsk. The parties discussed the situation in Afghanistan.

Fires destroyed 1,200 hectares of forest. The residents of three villages left for the city.

The next meeting will be held in Yerevan."""
OTHER = "The bakery sells fresh bread every morning.\n\nThe queue is long. Dogs wait outside."


@pytest.fixture
def files(tmp_path):
    for name, content in (("a.ru.txt", RUSSIAN), ("b.txt", ENGLISH), ("c.txt", OTHER)):
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


def test_pairs_are_stored_once(workflow, files):
    first = workflow("align", "a.ru.txt", "b.txt", "--json").json["aligned"][0]
    assert first["languages"] == ["ru", "en"]
    assert first["kinds"] == {"1-1": 4, "1-2": 1}
    assert first["pairs"]["inserted"] == 5
    again = workflow("align", "b.txt", "a.ru.txt", "--json").json["aligned"][0]
    assert again["source"] == "a.ru.txt"
    assert again["pairs"] == {"inserted": 0, "updated": 0, "unchanged": 5, "kept": 0}
    assert "aligned" in workflow("show", "a.ru.txt", "--json").out


def test_no_store_leaves_the_database_alone(workflow, files):
    assert workflow("align", "a.ru.txt", "b.txt", "--no-store").status == 0
    assert not (files / "workflow.db").exists()


def test_beads_come_in_the_order_of_the_files(workflow, files):
    for order, line in ((("a.ru.txt", "b.txt"), "[3]:[3,4]"), (("b.txt", "a.ru.txt"), "[3,4]:[3]")):
        workflow("align", *order, "--no-store", "--beads", "beads")
        assert line in (files / "beads").read_text().splitlines()


def test_sentences_a_line_and_a_score(workflow, files):
    (files / "r").write_text("Совет собрался в Минске.\n\nОбсуждали 12 вопросов.\n", "utf-8")
    (files / "e").write_text("The Council met in Minsk.\nThey discussed 12 questions.\n", "utf-8")
    (files / "gold").write_text("[0]:[0]\n[1]:[]\n[2]:[1]\n")
    assert workflow("align", "r", "e", "--sentences", "--beads", "beads").status == 0
    score = workflow("align", "score", "gold", "beads", "gold", "--json").json
    assert [one["strict"]["f1"] for one in score] == [1, 1]
    assert "1.0000" in workflow("align", "score", "gold", "beads").out


def test_the_report_is_a_page(workflow, files):
    workflow("align", "a.ru.txt", "b.txt", "--html", "report.html", "--no-store")
    assert "Fires destroyed" in (files / "report.html").read_text("utf-8")


def test_folders_are_matched_first(workflow, files):
    for folder in ("ru", "en"):
        (files / folder).mkdir()
    (files / "ru" / "meeting.txt").write_text(RUSSIAN, "utf-8")
    (files / "en" / "meeting.txt").write_text(ENGLISH, "utf-8")
    (files / "en" / "bread.txt").write_text(OTHER, "utf-8")
    report = workflow("align", "ru", "en", "--html", "pages", "--json").json
    assert [one["source"] for one in report["aligned"]] == ["ru/meeting.txt"]
    assert [one["path"] for one in report["unmatched"]] == ["en/bread.txt"]
    assert (files / "pages" / "meeting.html").exists()


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["a.ru.txt"], 2, "An alignment takes two files or two folders"),
        (["a.ru.txt", "a.ru.txt"], 2, "are both Russian"),
        (["b.txt", "c.txt"], 2, "are both English"),
        (["a.ru.txt", "c.txt"], 1, "do not say the same: their score is 0."),
        (["a.ru.txt", "none.txt"], 1, "none.txt does not exist"),
        (["a.ru.txt", "empty.txt"], 1, "empty.txt has no sentence to align"),
        (["a.ru.txt", "long.txt"], 1, "long.txt has 400 sentences and a.ru.txt only 5"),
        (["a.ru.txt", "."], 2, "A folder cannot be aligned with a file"),
        (["score", "a.ru.txt", "b.txt"], 1, "Line 1 of a.ru.txt is no bead"),
    ],
)
def test_bad_input_is_one_sentence(workflow, files, words, status, message):
    (files / "empty.txt").write_text("\n")
    (files / "long.txt").write_text("\n\n".join(f"Point {n} was adopted." for n in range(400)))
    outcome = workflow("align", *words)
    assert outcome.status == status
    assert message in outcome.err
    assert len(outcome.err.splitlines()) == 2


def test_a_million_sentences_are_refused(workflow, files):
    (files / "million").write_text("Да.\n" * 1_000_000, "utf-8")
    outcome = workflow("align", "million", "b.txt", "--sentences")
    assert outcome.status == 1
    assert "million has 1,000,000 sentences" in outcome.err
