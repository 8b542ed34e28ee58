from __future__ import annotations

from pathlib import Path

from tests.contracts.checks import CheckContract
from workflow.checks.copied import Copied
from workflow.checks.empty import Empty
from workflow.checks.length import Length
from workflow.checks.numbers import Numbers
from workflow.checks.punctuation import Punctuation
from workflow.checks.repetition import Repetition
from workflow.checks.untranslated import Untranslated
from workflow.registry import checks


class TestCopied(CheckContract):
    check = Copied()


class TestEmpty(CheckContract):
    check = Empty()


class TestLength(CheckContract):
    check = Length()


class TestNumbers(CheckContract):
    check = Numbers()


class TestPunctuation(CheckContract):
    check = Punctuation()


class TestRepetition(CheckContract):
    check = Repetition()


class TestUntranslated(CheckContract):
    check = Untranslated()


def test_every_registered_check_is_held_to_the_contract() -> None:
    tested = {contract.check.name for contract in CheckContract.__subclasses__()}
    assert tested == set(checks())


def test_every_registered_check_has_a_row_in_the_docs() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "checks.md").read_text("utf-8")
    assert all(f"| `{name}` |" in page for name in checks())
