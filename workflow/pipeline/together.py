"""Several files that appear together, each whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

from workflow.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK = 1 << 20


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Make an empty folder beside a file that is going to be written, and remove it in the end.

    It always has the same name: what a killed run leaves behind, the next one takes over. Raises
    `ExchangeError` for whatever the system refuses inside the block.
    """
    mark = sha256(os.fsencode(target.name)).hexdigest()[:8]
    folder = target.with_name(f".{target.name[:40]}.{mark}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ExchangeError(
            f"{target} cannot be written: {reason}", "Check the folder and the free space."
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def files_of(folder: Path) -> list[Path]:
    """Return the files in a folder and those below it, by name."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, which is on the disk then."""
    found = sha256()
    with path.open("r+b") as file:  # Windows puts nothing on the disk that was opened to be read
        while data := file.read(_CHUNK):
            found.update(data)
        os.fsync(file.fileno())
    return found.hexdigest()


def clashes(folder: Path, target: Path) -> list[Path]:
    """Return what stands where `move` would put a file, or a folder, and is the other of them."""
    return [
        place
        for path in sorted(folder.rglob("*"))
        if (place := target / path.relative_to(folder)).exists() and place.is_dir() != path.is_dir()
    ]


def move(folder: Path, target: Path) -> None:
    """Give the files of a folder their place in another, each at once."""
    for path in files_of(folder):
        place = target / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
