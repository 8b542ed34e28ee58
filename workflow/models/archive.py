"""Package archives from strangers: checked before a byte is written, then unpacked."""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from typing import TYPE_CHECKING

from workflow.errors import ModelError
from workflow.models.model import PARTS, TOKENIZERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 2 << 30
"""Largest package, unpacked. Argos' own are 60 to 300 MB."""
MAX_FILES = 1000
"""Most files in a package. Argos' own have 6 to 30."""
MAX_RATIO = 100
"""Largest compression ratio of a file above a megabyte. Weights reach 2, vocabularies 10."""

_HINT = "Get the package from its maker again: workflow models install FILE-or-PAIR."


def unpack(path: Path, into: Path) -> Path:
    """Check the archive, unpack it in the folder `into` and return the package's folder.

    Refused with a `ModelError`, before anything is written: what is no zip or is encrypted, too
    many or too large files, a compression ratio that only bombs have, absolute or climbing
    names, links, more than one top folder, missing parts, more than the disk has room for.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            for objection in _objections(entries):
                raise ModelError(f"{path.name} was refused: {objection}", _HINT)
            if shutil.disk_usage(into).free < sum(entry.file_size for entry in entries):
                raise ModelError(f"the disk has no room to unpack {path.name}", "Free some space.")
            for entry in entries:
                _extract(archive, entry, into)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise ModelError(f"{path.name} is no zip archive, or a damaged one", _HINT) from error
    except OSError as error:
        reason = error.strerror or error
        raise ModelError(f"{path.name} cannot be unpacked: {reason}", "") from error
    return into / entries[0].filename.partition("/")[0]


def _objections(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield, in a few words each, why the archive must not be unpacked."""
    if len(entries) > MAX_FILES:
        yield f"it has {len(entries):,} files, {MAX_FILES:,} are allowed"
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        yield f"it unpacks to more than {MAX_BYTES >> 30} GiB"
    for entry in entries:
        yield from _entry_objections(entry)
    names = {entry.filename.casefold() for entry in entries}
    if len(names) < len(entries):
        yield "two of its files have one name"
    top, *others = {name.partition("/")[0] for name in names} or {""}
    if others:
        yield "it has more than one folder at the top"
    for part in PARTS:
        if f"{top}/{part}" not in names:
            yield f"{part} is missing"
    if not any(f"{top}/{name}" in names for name in TOKENIZERS):
        yield f"{' or '.join(TOKENIZERS)} is missing"


def _entry_objections(entry: zipfile.ZipInfo) -> Iterator[str]:
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    parts = name.removesuffix("/").split("/")
    if not name.isprintable() or set(name) & set('\\:*?"<>|') or {"", ".", ".."} & set(parts):
        yield f"the file name {name[:60]!r} is not allowed"
    if kind not in (0, stat.S_IFDIR if entry.is_dir() else stat.S_IFREG):
        yield f"{name[:60]} is a link or a device"
    if entry.flag_bits & 1:
        yield "it is encrypted"
    if entry.file_size > max(1 << 20, MAX_RATIO * entry.compress_size):
        yield f"{name[:60]} unpacks to more than {MAX_RATIO} times its size"


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path) -> None:
    # zipfile stops at the size that was declared, and compares the checksum.
    target = into / entry.filename
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, target.open("xb") as stream:
        shutil.copyfileobj(source, stream, 1 << 20)
