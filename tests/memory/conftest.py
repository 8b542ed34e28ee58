from __future__ import annotations

import pytest

from workflow.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(str(tmp_path / "pairs.db")) as opened:
        yield opened
