from __future__ import annotations

import pytest

from tests.contracts.engines import EngineContract
from workflow import registry
from workflow.engines.echo import EchoEngine


class TestEcho(EngineContract):
    @pytest.fixture
    def engine(self) -> EchoEngine:
        return EchoEngine()


def test_marks_the_language() -> None:
    assert dict(EchoEngine().translate(["Привет"]))[0].text == "[en] Привет"


def test_is_registered() -> None:
    assert registry.engines()["echo"] is EchoEngine
