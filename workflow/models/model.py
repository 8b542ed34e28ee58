"""An Argos package on disk: what it translates, what it is, and what was recorded about it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workflow.errors import ModelError
from workflow.models import argos, embedded

if TYPE_CHECKING:
    from pathlib import Path

RECORD = "workflow.json"
"""The file that `install` adds to a package: digest, size, licence, origin, date."""

PARTS = ("metadata.json", "model/model.bin")
TOKENIZERS = ("sentencepiece.model", "bpe.model")

_MAX_JSON = 1 << 20
_HINT = "Get the package again, or another: workflow models install FILE-or-PAIR."
_CODE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})?")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,31}")
_LICENCE = re.compile(r"^\W*licen[cs]e\W+(\w.{1,78})$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Model:
    """A package that translates `source` into `target` (language codes as the package has them).

    `size` is in bytes; `licence` and `origin` are empty where nothing states them; `embedded`
    is true for the one that the distribution brings.
    """

    source: str
    target: str
    source_name: str
    target_name: str
    version: str
    path: Path
    licence: str
    origin: str
    embedded: bool
    size: int

    @property
    def name(self) -> str:
        """Pair and version: `ru-en 1.9`."""
        return f"{self.source}-{self.target} {self.version}"

    @property
    def digest(self) -> str:
        """SHA-256 over the package's files, see `digest`; taken from the record where it is fresh.

        A package that Argos Translate installed has no record and is read in full.
        """
        if self.embedded:
            return embedded.DIGEST
        record = recorded(self.path)
        if record and record.get("size") == self.size and not _newer(self.path):
            return str(record["digest"])
        return digest(self.path)


def read(folder: Path) -> Model:
    """Read what a package says about itself; raise `ModelError` if it is none, or not whole."""
    missing = [part for part in PARTS if not (folder / part).is_file()]
    if not any((folder / name).is_file() for name in TOKENIZERS):
        missing.append(" or ".join(TOKENIZERS))
    if missing:
        raise ModelError(f"{folder.name} is no whole Argos package: {missing[0]} is missing", _HINT)
    try:
        package = argos.package_module().Package(folder)
        codes = _CODE.fullmatch(package.from_code) and _CODE.fullmatch(package.to_code)
        named = codes and _VERSION.fullmatch(package.package_version)
    except (ValueError, AttributeError, TypeError, RecursionError):
        named = None
    if not named or package.type != "translate":
        raise ModelError(
            f"{folder.name}/metadata.json does not name two languages and a version", _HINT
        )
    record = recorded(folder)
    return Model(
        source=package.from_code,
        target=package.to_code,
        source_name=str(package.from_name or package.from_code),
        target_name=str(package.to_name or package.to_code),
        version=package.package_version,
        path=folder,
        licence=str(record.get("licence") or _licence(folder)),
        origin=str(record.get("origin", "")),
        embedded=folder == embedded.FOLDER,
        size=sum(file.stat().st_size for file in files(folder)),
    )


def release(version: str) -> list[int]:
    """Return the numbers in a version, to compare by: `1.10` is newer than `1.9`."""
    return [int(number) for number in re.findall(r"\d+", version)]


def files(folder: Path) -> list[Path]:
    """Return the package's own files, sorted by their path in it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path != folder / RECORD)


def digest(folder: Path) -> str:
    """Return SHA-256 over the lines that `sha256sum` would print for the package's files.

    The lines (`HEX  relative/path`) are sorted by path; the record is not among them.
    """
    total = hashlib.sha256()
    for file in files(folder):
        with file.open("rb") as stream:
            one = hashlib.file_digest(stream, "sha256").hexdigest()
        total.update(f"{one}  {file.relative_to(folder).as_posix()}\n".encode())
    return total.hexdigest()


def recorded(folder: Path) -> dict[str, Any]:
    """Return what `install` recorded about the package, or nothing."""
    record = _json(folder / RECORD)
    return record if "digest" in record else {}


def kind(folder: Path) -> str:
    """Return what Argos calls the package's type, such as `translate` or `sbd`."""
    return str(_json(folder / "metadata.json").get("type", "translate"))


def _json(file: Path) -> dict[str, Any]:
    """Return the object in a small JSON file, or nothing where there is none that can be read."""
    try:
        if file.stat().st_size > _MAX_JSON:
            return {}
        data = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _newer(folder: Path) -> bool:
    written = (folder / RECORD).stat().st_mtime
    return any(file.stat().st_mtime > written for file in files(folder))


def _licence(folder: Path) -> str:
    readme = folder / "README.md"
    if not readme.is_file():
        return ""
    stated = _LICENCE.search(readme.read_text("utf-8", errors="replace"))
    return stated[1].strip() if stated else ""
