"""Installs, verifies and removes packages in Argos' own folder, where other programs see them."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import ModelError
from workflow.models import argos, catalogue, embedded
from workflow.models.archive import unpack
from workflow.models.index import download
from workflow.models.model import RECORD, Model, digest, files, read, recorded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.models.index import Progress

_PAIR = re.compile(r"([a-z]{2,3})-([a-z]{2,3})")


def install(spec: str | Path, *, force: bool = False, progress: Progress | None = None) -> Model:
    """Install a package and return it.

    `spec` is an archive (`.argosmodel`, `.zip`), a package's folder, or a pair such as `ru-en`,
    which is fetched from Argos' public index: the only use of the network. `progress` is called
    with bytes fetched and total. The package is checked and must load before it is accepted.

    The same package again changes nothing. Another one of the same pair and version is a
    `ModelError`, unless `force`; other versions stay beside it, and the newest is used.
    """
    path = Path(spec)
    with _staging() as staging:
        if path.is_dir():
            folder, origin = _copy(path, staging / "package"), path.resolve().name
        elif path.exists():
            folder, origin = unpack(path, staging), path.name
        elif pair := _PAIR.fullmatch(str(spec)):
            archive, origin = download(pair[1], pair[2], staging, progress)
            folder = unpack(archive, staging)
            model = read(folder)
            if (model.source, model.target) != pair.groups():
                raise ModelError(
                    f"the package fetched for {spec} translates {model.source} to {model.target}",
                    "Install from a file: workflow models install FILE.",
                )
        else:
            raise ModelError(f"there is no file or folder {spec}", "Name one, or a pair: ru-en.")
        return _accept(folder, origin, force=force)


def verify(model: Model) -> bool:
    """Check that the package loads and is the one that was installed.

    Returns False if no digest was recorded to compare with (Argos installed the package itself).
    Raises `ModelError` if the package does not load or has changed.
    """
    expected = embedded.DIGEST if model.embedded else recorded(model.path).get("digest")
    found = digest(model.path)
    if expected and found != expected:
        raise ModelError(
            f"the package {model.name} has changed: its digest is {found}, not {expected}",
            _again(model),
        )
    _load(model)
    return expected is not None


def remove(model: Model) -> None:
    """Delete the package from the disk; the embedded one stays (`ModelError`)."""
    if model.embedded:
        raise ModelError(
            f"{model.name} is part of this program and stays",
            "Install a better package: it is used instead.",
        )
    with _staging() as staging, _writing(model.path.parent):
        model.path.rename(staging / "removed")


def _accept(folder: Path, origin: str, *, force: bool) -> Model:
    """Load the unpacked package, record what it is, and move it to its place."""
    new = read(folder)
    fingerprint = digest(folder)
    old = _same(new)
    if old and old.digest == fingerprint:
        return old
    if old and not force:
        raise ModelError(
            f"another package {new.name} is installed",
            f"Replace it: workflow models install {origin} --force.",
        )
    _load(new)
    record = {
        "digest": fingerprint,
        "size": new.size,
        "licence": new.licence,
        "origin": origin,
        "installed": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    place = old.path if old else argos.folders()[0] / _folder_name(new)
    with _writing(place.parent):
        (folder / RECORD).write_text(json.dumps(record, indent=1), "utf-8")
        if old:
            old.path.rename(folder.parent / "replaced")
        folder.rename(place)
    return read(place)


def _same(new: Model) -> Model | None:
    pair = (new.source, new.target, new.version)
    for model in catalogue.installed():
        if not model.embedded and (model.source, model.target, model.version) == pair:
            return model
    return None


def _folder_name(model: Model) -> str:
    return f"translate-{model.source}_{model.target}-{model.version.replace('.', '_')}"


def _copy(source: Path, target: Path) -> Path:
    whole = read(source)
    if any(path.is_symlink() for path in source.rglob("*")):
        raise ModelError(f"{source.name} was refused: there is a link in it", "Copy the files.")
    with _writing(target.parent):
        for file in files(whole.path):
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
    return target


def _load(model: Model) -> None:
    command = [sys.executable, "-m", "workflow.models.probe", str(model.path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (ourselves)
    if result.returncode:
        lines = result.stderr.strip().splitlines() or ["it crashes the translation library"]
        raise ModelError(f"the package {model.name} does not load: {lines[-1]}", _again(model))


def _again(model: Model) -> str:
    return (
        "Install this program again."
        if model.embedded
        else f"Remove it, and get it again: workflow models remove {model.path.name}."
    )


@contextlib.contextmanager
def _staging() -> Iterator[Path]:
    """Make a folder on the disk of the packages, invisible to Argos, that goes away again.

    Argos opens every folder beside its packages and fails on one without metadata; one that says
    it is of another type is passed over.
    """
    parent = argos.folders()[0]
    with _writing(parent):
        parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".workflow-", dir=parent))
        (staging / "metadata.json").write_text('{"type": "staging"}', "utf-8")
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelError(
            f"the package folder {folder} cannot be written: {error.strerror or error}",
            "Free space or give rights there, or choose another with ARGOS_PACKAGES_DIR.",
        ) from error
