from __future__ import annotations

import json
import shutil
import sys
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.models.conftest import make_package
from workflow import models
from workflow.errors import ModelError
from workflow.models import argos, embedded, manage
from workflow.models.model import RECORD, digest, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _nothing_else(packages: Path) -> list[str]:
    return sorted(path.name for path in packages.iterdir())


def test_install_verify_remove(packages: Path, archive: Path) -> None:
    model = models.install(archive)
    assert not model.embedded
    assert model.path == packages / f"translate-ru_en-{model.version.replace('.', '_')}"
    assert model.origin == archive.name
    assert model.digest == embedded.DIGEST
    record = json.loads((model.path / RECORD).read_text())
    assert set(record) == {"digest", "size", "licence", "origin", "installed"}
    assert models.find("ru", "en") == [model]
    assert models.verify(model) is True
    assert models.install(embedded.FOLDER) == model  # the same again, from a folder
    assert _nothing_else(packages) == [f"translate-ru_en-{model.version.replace('.', '_')}"]

    from argostranslate.package import get_installed_packages

    assert [each.from_code for each in get_installed_packages([packages])] == ["ru"]

    models.remove(model)
    assert _nothing_else(packages) == []
    assert models.find("ru", "en")[0].embedded


def test_other_package_of_one_version_is_not_overwritten(packages: Path, archive: Path) -> None:
    place = packages / "by-argos"
    shutil.copytree(embedded.FOLDER, place)
    (place / "README.md").write_text("another")
    with pytest.raises(
        ModelError, match=f"another package {read(embedded.FOLDER).name} is installed"
    ) as caught:
        models.install(archive)
    assert "--force" in caught.value.hint
    assert (place / "README.md").read_text() == "another"
    assert models.verify(read(place)) is False  # nothing recorded, but it loads
    model = models.install(archive, force=True)
    assert model.path == place
    assert model.digest == embedded.DIGEST
    assert _nothing_else(packages) == ["by-argos"]


@pytest.mark.usefixtures("packages")
def test_change_after_installation_is_found() -> None:
    model = models.install(embedded.FOLDER)
    readme = model.path / "README.md"
    readme.write_text(readme.read_text().swapcase())
    assert read(model.path).digest == digest(model.path) != embedded.DIGEST
    with pytest.raises(ModelError, match="has changed"):
        models.verify(model)


def test_package_that_does_not_load_is_not_accepted(packages: Path, tmp_path: Path) -> None:
    broken = make_package(tmp_path / "broken", "en", "de")
    with pytest.raises(ModelError, match=r"en-de 1\.0 does not load") as caught:
        models.install(broken)
    assert "\n" not in caught.value.message
    assert _nothing_else(packages) == []


def test_folder_with_a_link_is_refused(packages: Path, tmp_path: Path) -> None:
    folder = make_package(tmp_path / "linked", "en", "de")
    (folder / "more").symlink_to("/etc")
    with pytest.raises(ModelError, match="link"):
        models.install(folder)
    assert _nothing_else(packages) == []


def test_embedded_package_stays() -> None:
    with pytest.raises(ModelError, match="part of this program"):
        models.remove(read(embedded.FOLDER))
    assert embedded.FOLDER.is_dir()


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("spec", ["missing.argosmodel", "ru_en", "RU-EN", ""])
def test_what_is_neither_file_nor_pair(spec: str, tmp_path: Path) -> None:
    target = tmp_path / spec if spec.endswith("model") else spec
    if spec == "":
        target = tmp_path / "none" / "none"
    with pytest.raises(ModelError, match="there is no file or folder"):
        models.install(target)


def test_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(blocked / "packages"))
    with pytest.raises(ModelError, match="cannot be written"):
        models.install(embedded.FOLDER)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, str]]:
    """A package index of our own on this machine: its folder and address."""
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(argos.settings(), "remote_package_index", f"{address}/index.json")
    yield folder, address
    server.shutdown()
    thread.join()
    server.server_close()


def _entry(source: str, target: str, version: str, *links: str) -> dict[str, object]:
    pair = {"from_code": source, "to_code": target}
    return {**pair, "package_version": version, "links": list(links)}


def test_pair_comes_from_the_index(packages: Path, archive: Path, site: tuple[Path, str]) -> None:
    folder, address = site
    shutil.copy(archive, folder / "new.argosmodel")
    (folder / "index.json").write_text(
        json.dumps(
            [
                _entry("ru", "en", "1.9", f"{address}/old.argosmodel"),
                _entry(
                    "ru", "en", "1.10", "ipfs://x", f"{address}/gone", f"{address}/new.argosmodel"
                ),
            ]
        )
    )
    seen: list[tuple[int, int]] = []
    model = models.install("ru-en", progress=lambda done, total: seen.append((done, total)))
    assert model.origin == f"{address}/new.argosmodel"
    assert seen[-1] == (archive.stat().st_size, archive.stat().st_size)
    assert _nothing_else(packages) == [model.path.name]


def test_index_that_gives_another_pair(
    packages: Path, tmp_path: Path, site: tuple[Path, str]
) -> None:
    folder, address = site
    package = make_package(tmp_path / "p", "en", "fr")
    with zipfile.ZipFile(folder / "p.zip", "w") as stream:
        for file in package.rglob("*"):
            stream.write(file, file.relative_to(tmp_path))
    (folder / "index.json").write_text(json.dumps([_entry("en", "de", "1", f"{address}/p.zip")]))
    with pytest.raises(ModelError, match="fetched for en-de translates en to fr"):
        models.install("en-de")
    assert _nothing_else(packages) == []


def test_pair_that_the_index_has_not(packages: Path, site: tuple[Path, str]) -> None:
    folder, _ = site
    index = [_entry("ru", "en", "1"), _entry("en", "de", "1")]
    (folder / "index.json").write_text(json.dumps(index))
    with pytest.raises(ModelError, match="no package ru-de") as caught:
        models.install("ru-de")
    assert "ru-en, and en-de" in caught.value.hint
    with pytest.raises(ModelError, match="cannot be downloaded: it has no address"):
        models.install("ru-en")
    assert _nothing_else(packages) == []


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("index", ["", "{", "[1]", '[{"links": 5, "from_code": "ru"}]', "null"])
def test_index_that_cannot_be_read(index: str, site: tuple[Path, str]) -> None:
    (site[0] / "index.json").write_text(index)
    with pytest.raises(ModelError, match="index"):
        models.install("ru-en")


def test_offline(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argos.settings(), "remote_package_index", "http://127.0.0.1:9/index.json")
    with pytest.raises(ModelError, match="index cannot be read: Connection refused") as caught:
        models.install("ru-en")
    assert "from a file" in caught.value.hint
    assert _nothing_else(packages) == []


@pytest.mark.usefixtures("packages")
def test_loading_crash_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    crash = tmp_path / "python"
    crash.write_text("#!/bin/sh\nkill -SEGV $$\n")
    crash.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(crash))
    with pytest.raises(ModelError, match="crashes"):
        manage.verify(read(embedded.FOLDER))
