"""Packages of Office Open XML (ISO/IEC 29500-2), which `.xlsx` and `.docx` files are.

They are zip archives of XML parts. One is written part by part, as a stream, with fixed dates, so
that the same content is the same bytes; one that is read comes from strangers and is looked over
before anything in it is parsed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from workflow.errors import ExchangeError
from workflow.interchange import files
from workflow.zipped import OLE, objections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAX_PART = (1 << 31) - 1
"""Largest part that is written, in bytes: beyond, Excel and Word ask to repair the file."""

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LEVEL = 1  # half the time of the usual level 6, a tenth more bytes
_BUFFER = 1 << 20


class Package:
    """A package being written: each part once, in any order."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @contextmanager
    def part(self, name: str) -> Iterator[IO[str]]:
        """Open a part for its text, which must stay below `MAX_PART` bytes."""
        info = zipfile.ZipInfo(name)  # dated 1980, the first that zip knows
        info.compress_type = zipfile.ZIP_DEFLATED
        info._compresslevel = _LEVEL  # type: ignore[attr-defined]  # noqa: SLF001 (zipfile has no other way to give it to a stream)
        with (
            self._archive.open(info, "w") as binary,
            io.TextIOWrapper(io.BufferedWriter(binary, _BUFFER), "utf-8", newline="") as stream,
        ):
            yield stream

    def add(self, name: str, text: str) -> None:
        """Write a small part at once."""
        with self.part(name) as stream:
            stream.write(text)

    def types(self, parts: Mapping[str, str]) -> None:
        """Write the list of the content types of the parts."""
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items()
        )
        self.add(
            "[Content_Types].xml",
            f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        )

    def relations(self, name: str, targets: Sequence[tuple[str, str]]) -> None:
        """Write the relations of a part, `(kind, target)`, named `rId1`, `rId2` and so on."""
        listed = "".join(
            f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets, start=1)
        )
        self.add(
            name, f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
        )


@contextmanager
def written(path: Path) -> Iterator[Package]:
    """Open a new package."""
    with zipfile.ZipFile(path, "x") as archive:
        yield Package(archive)


@contextmanager
def opened(path: Path, kind: str) -> Iterator[zipfile.ZipFile]:
    """Open a package of strangers; `kind` says what it should be, such as `an Excel workbook`.

    Raises `ExchangeError` for what is no such archive or damaged, here or while it is read, and
    for bombs: too many or too large parts, a ratio that only bombs have, parts with a document
    type, in which entities would be defined.
    """
    try:
        with files.opened(path) as stream, zipfile.ZipFile(stream) as archive:
            for objection in objections(archive):
                raise ExchangeError(f"{path} was refused: {objection}", "Export it anew")
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        with files.opened(path) as stream:
            old = stream.read(4) == OLE
        problem = "has a password or is of the old format" if old else "is damaged, or none"
        raise ExchangeError(
            f"{path} cannot be read as {kind}: it {problem}", "Save it anew, without a password"
        ) from error
