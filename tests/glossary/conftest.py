from __future__ import annotations

from pathlib import Path

import pytest

from workflow.glossary import Glossary

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return Glossary.load([HERE / "terms.csv"])
