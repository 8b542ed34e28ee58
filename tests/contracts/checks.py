"""What every check promises; a check's test inherits this and sets `check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workflow.model import Finding, Origin, Pair, Severity

if TYPE_CHECKING:
    from workflow.checks.base import Check

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "checks"
LANGS = st.sampled_from(["ru", "en", "be", "kk", "und", ""])
PIECES = st.lists(
    st.sampled_from(
        ["5", "75-", " ", "млн", "2,5", "1 234", "XIV", "мая", "May ", "двадцать ", "five ", "."]
    ),
    max_size=12,
).map("".join)
FIGURES = st.text("0123456789.,:/- %amp", max_size=20)
TEXTS = st.one_of(st.text(max_size=60), PIECES, FIGURES)


def rows(name: str) -> list[list[str]]:
    lines = (GOLDEN / name).read_text("utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


def pair(source: str, target: str, source_lang: str = "ru", target_lang: str = "en") -> Pair:
    return Pair(source, target, source_lang, target_lang, Origin.MACHINE)


class CheckContract:
    """A check says nothing about good pairs, the same every time, and never raises."""

    check: Check

    def found(self, source: str, target: str) -> list[Finding]:
        return list(self.check.find(pair(source, target)))

    @pytest.mark.parametrize(("source", "target"), rows("good.tsv"))
    def test_is_silent_on_good_pairs(self, source: str, target: str) -> None:
        assert self.found(source, target) == []

    def test_finds_its_bad_pairs(self) -> None:
        mine = [row for row in rows("bad.tsv") if row[0] == self.check.name]
        assert mine
        for _, severity, source, target in mine:
            severities = [finding.severity for finding in self.found(source, target)]
            assert Severity(severity) in severities, (source, target)

    def test_findings_name_the_check_and_say_one_sentence(self) -> None:
        for _, _, source, target in rows("bad.tsv"):
            for finding in self.found(source, target):
                assert finding.check == self.check.name
                assert finding.message == finding.message.strip()
                assert not finding.message.endswith(".")
                assert "\n" not in finding.message

    @settings(deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(TEXTS, TEXTS, LANGS, LANGS)
    @example("\ud800", "\0", "ru", "en")
    @example("9" * 5000 + ",5 млн", "9" * 5000, "ru", "en")
    @example("45/2024 00.00.2024 13.13.13", "Да", "ru", "en")
    @example("99.99.9999 24:59 0000", "²³ ٣ Ⅳ İ", "ru", "en")
    def test_never_raises_and_is_deterministic(
        self, source: str, target: str, source_lang: str, target_lang: str
    ) -> None:
        both = pair(source, target, source_lang, target_lang)
        assert list(self.check.find(both)) == list(self.check.find(both))

    @pytest.mark.parametrize("unit", ["а", "(", "« ", "5 ", "1,", "two ", "the of ", "?", "XV "])
    def test_long_texts_take_linear_time(self, unit: str) -> None:
        text = unit * (100_000 // len(unit))
        list(self.check.find(pair(text, text[:50_000])))
