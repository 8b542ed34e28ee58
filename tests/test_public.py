from __future__ import annotations

import subprocess
import sys

import pytest

import workflow


def test_the_public_names_are_sorted_and_there():
    assert workflow.__all__ == sorted(workflow.__all__)
    for name in workflow.__all__:
        assert getattr(workflow, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = workflow.nonsense


def test_importing_the_package_loads_nothing_else():
    code = "import sys, workflow; print(sorted(m for m in sys.modules if m.startswith('workflow')))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "['workflow']"


def test_the_library_does_what_the_readme_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "statement.html").write_text("<p>Стороны подписали заявление.</p>", "utf-8")
    with workflow.Store.open("pairs.db") as store:
        report = workflow.translate(workflow.Request(["statement.html"]), store)
    assert report.total("sentences") == {"translated": 1}
    assert "Стороны" not in (tmp_path / "statement.en.html").read_text("utf-8")
