from __future__ import annotations

from pathlib import Path

import pytest

from workflow.detect import detect

GOLDEN = Path(__file__).parent.parent / "golden" / "languages.txt"
LINES = [
    line.rpartition("|")[::2]
    for line in GOLDEN.read_text("utf-8").split("\n")
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "lang"), LINES)
def test_golden(text: str, lang: str) -> None:
    assert detect(text).lang == lang


def test_decisions_explain_themselves() -> None:
    for text, lang in LINES:
        decision = detect(text)
        assert 0 <= decision.confidence <= 1
        assert (decision.confidence == 0) == (lang == "und")
        assert decision.detector
        assert decision.reason
        assert not decision.reason.endswith(".")
