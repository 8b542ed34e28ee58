from __future__ import annotations

import pytest

from workflow.engines.argos import ArgosEngine
from workflow.models import Model, embedded
from workflow.models.model import read


@pytest.fixture(scope="session")
def model() -> Model:
    return read(embedded.FOLDER)


@pytest.fixture(scope="session")
def argos_engine(model: Model) -> ArgosEngine:
    return ArgosEngine([model], device="cpu")
