from __future__ import annotations

from pathlib import Path

import pytest

from workflow.segment import segment

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "segment"


def lines(name: str) -> list[str]:
    text = (GOLDEN / name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("# ")]


def sentences(line: str, lang: str) -> tuple[list[str], list[str]]:
    """Return what the rules say and what is right."""
    line = line.replace("\\n", "\n")
    said = [s.text for s in segment(line.replace("|", ""), lang)]
    return said, [part for part in line.split("|") if part.strip()]


@pytest.mark.parametrize("line", lines("ru.txt"))
def test_russian(line: str) -> None:
    said, right = sentences(line, "ru")
    assert said == right


@pytest.mark.parametrize("line", lines("en.txt"))
def test_english(line: str) -> None:
    said, right = sentences(line, "en")
    assert said == right


@pytest.mark.parametrize("line", lines("other.txt"))
def test_other_languages(line: str) -> None:
    lang, line = line.split("\t")
    said, right = sentences(line, lang)
    assert said == right


@pytest.mark.parametrize("line", lines("errors.txt"))
def test_known_errors_are_still_errors(line: str) -> None:
    """A line that came right moves to the file of its language."""
    lang, line = line.split("\t")
    said, right = sentences(line, lang)
    assert said != right
