from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.models.conftest import make_package
from workflow import models
from workflow.errors import ModelError
from workflow.models import embedded
from workflow.models.model import digest, read

if TYPE_CHECKING:
    from pathlib import Path


def test_embedded_package_is_whole() -> None:
    model = read(embedded.FOLDER)
    assert (model.source, model.target, model.embedded) == ("ru", "en", True)
    assert digest(embedded.FOLDER) == embedded.DIGEST == model.digest


def test_installed_comes_before_embedded_and_new_before_old(packages: Path) -> None:
    for version in ("1.9", "1.10", "1.2"):
        make_package(packages / f"ru_en_{version}", "ru", "en", version)
    assert [each.version for each in models.installed()][:3] == ["1.10", "1.9", "1.2"]
    assert models.installed()[-1].embedded
    assert models.find("ru", "en")[0].version == "1.10"


def test_chain_is_the_shortest(packages: Path) -> None:
    make_package(packages / "en_de", "en", "de")
    assert [each.target for each in models.find("ru", "de")] == ["en", "de"]
    make_package(packages / "de_fr", "de", "fr")
    make_package(packages / "fr_ru", "fr", "ru")
    assert [each.target for each in models.find("ru", "fr")] == ["en", "de", "fr"]
    make_package(packages / "ru_de", "ru", "de")
    assert [each.target for each in models.find("ru", "fr")] == ["de", "fr"]


def test_no_chain_says_what_to_do(packages: Path) -> None:
    make_package(packages / "de_en", "de", "en")
    with pytest.raises(ModelError) as caught:
        models.find("ru", "de")
    assert caught.value.message == "no package translates ru to de"
    assert "workflow models install ru-de" in caught.value.hint


def test_damaged_folders_do_not_hide_the_others(packages: Path) -> None:
    make_package(packages / "en_de", "en", "de")
    (packages / "empty").mkdir()
    for name, metadata in {
        "a": "{",
        "b": "[]",
        "c": "[" * 20000,
        "d": '{"from_code": "../x"}',
    }.items():
        folder = make_package(packages / name, "xx", "yy")
        (folder / "metadata.json").write_text(metadata)
    sentences = packages / "sbd"
    sentences.mkdir()
    (sentences / "metadata.json").write_text('{"type": "sbd"}')
    assert [each.target for each in models.installed()] == ["de", "en"]
    messages = [error.message for error in models.damaged()]
    assert len(messages) == 5
    assert all("\n" not in message for message in messages)


def test_matching(packages: Path) -> None:
    make_package(packages / "mine", "en", "de", "2.1")
    for spec in ("en-de", "en-de 2.1", "mine"):
        assert models.matching(spec).path.name == "mine"
    with pytest.raises(ModelError, match="no package en-fr is installed"):
        models.matching("en-fr")


def test_licence_is_read_from_the_readme(packages: Path) -> None:
    make_package(packages / "a", "en", "de", readme="# English to German\n\nLicense: CC-BY 4.0\n")
    assert models.find("en", "de")[0].licence == "CC-BY 4.0"


@pytest.mark.skipif(sys.platform == "win32", reason="rights work otherwise there")
def test_home_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    blocked = tmp_path / "home"
    blocked.write_text("a file, so that no folder can be made in it")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_", "ARGOS_", "SNAP"))
    }
    program = "from workflow import models; print(len(models.installed()), models.find('ru', 'en'))"
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment, "HOME": str(blocked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr == ""
    assert result.stdout.startswith("1 [Model(source='ru', target='en'")


def test_settings_that_cannot_be_read_are_one_error(tmp_path: Path) -> None:
    program = (
        "from workflow import errors, models\n"
        "try:\n    models.installed()\n"
        "except errors.ModelError as error:\n    print('error:', error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "HOME": str(tmp_path), "ARGOS_BATCH_SIZE": "many"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr == ""
    assert result.stdout.startswith("error: the settings of Argos Translate cannot be read")
