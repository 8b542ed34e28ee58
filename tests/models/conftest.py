from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from workflow.models import embedded

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of installed packages."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded package as a whole archive."""
    path = tmp_path_factory.mktemp("archive") / "translate-ru_en.argosmodel"
    with zipfile.ZipFile(path, "w") as stream:
        for file in sorted(embedded.FOLDER.rglob("*")):
            stream.write(file, file.relative_to(embedded.FOLDER.parent))
    return path


def make_package(
    folder: Path, source: str, target: str, version: str = "1.0", readme: str = ""
) -> Path:
    """Write a package that has every part and cannot translate."""
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "model.bin").write_bytes(b"weights")
    (folder / "sentencepiece.model").write_bytes(b"pieces")
    (folder / "metadata.json").write_text(
        f'{{"from_code": "{source}", "to_code": "{target}", "package_version": "{version}"}}'
    )
    if readme:
        (folder / "README.md").write_text(readme, "utf-8")
    return folder
