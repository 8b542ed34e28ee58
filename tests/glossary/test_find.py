from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflow.glossary import Entry, Glossary
from workflow.text import clean

MARKED = Path(__file__).with_name("marked.txt")
ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|[nt])")
MARK = re.compile(r"\{([^|{}]*)\|([^|{}]*)\}")


def lines() -> list[str]:
    text = MARKED.read_text(encoding="utf-8").splitlines()
    return [line for line in text if line and not line.startswith("#")]


def unescaped(line: str) -> str:
    return ESCAPE.sub(lambda found: found.group().encode().decode("unicode_escape"), line)


def marked(glossary: Glossary, text: str) -> str:
    parts, end = [], 0
    for found in glossary.find(text):
        assert text[found.start : found.stop] == found.form
        parts += [text[end : found.start], "{", found.form, "|", found.entry.source, "}"]
        end = found.stop
    return "".join([*parts, text[end:]])


@pytest.mark.parametrize("line", lines())
def test_golden_line(glossary: Glossary, line: str) -> None:
    line = unescaped(line)
    assert marked(glossary, MARK.sub(r"\1", line)) == line
