"""Zip archives of XML parts (Office Open XML, OpenDocument): what must not be read of strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Container, Iterator

MAX_BYTES = 8 << 30
"""Largest package, unpacked; a million pairs take about 2 GiB."""
MAX_PARTS = 10_000
"""Most parts of a package; those of pairs have a dozen, the pictures of a document add theirs."""
MAX_RATIO = 200
"""Largest compression ratio of a part above 64 MiB; those of pairs reach 20, bombs 1,000."""

OLE = b"\xd0\xcf\x11\xe0"
"""How files of Word and Excel before 2007 begin, and those that have a password."""

_SMALL = 64 << 20


def objections(archive: zipfile.ZipFile, parsed: Container[str] | None = None) -> Iterator[str]:
    """Yield, in a few words each, why the archive must not be read.

    Bombs are meant: too many or too large parts, a ratio that only bombs have, parts with a
    document type, in which entities would be defined; of those only what is `parsed`, if given.
    """
    entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        yield f"it has {len(entries):,} parts, {MAX_PARTS:,} are allowed"
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        yield f"it unpacks to more than {MAX_BYTES >> 30} GiB"
    for entry in entries:
        name = entry.filename[:60]
        if entry.flag_bits & 1:
            yield f"its part {name} is encrypted"
        if entry.file_size > max(_SMALL, MAX_RATIO * entry.compress_size):
            yield f"its part {name} unpacks to more than {MAX_RATIO} times its size"
    for entry in entries:
        if (parsed is None or entry.filename in parsed) and _has_document_type(archive, entry):
            yield f"its part {entry.filename[:60]} defines a document type"


class _Known(Exception):  # noqa: N818 (it ends the parsing, nothing is wrong)
    """It is known whether the part has a document type."""

    def __init__(self, answer: bool) -> None:  # noqa: FBT001 (it is the answer)
        super().__init__()
        self.answer = answer


def _has_document_type(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Return whether a document type stands before the first element; what is no XML has none."""

    def know(answer: bool) -> None:  # noqa: FBT001 (it is the answer)
        raise _Known(answer)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: know(True)
    parser.StartElementHandler = lambda *_: know(False)
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(1 << 16):
                parser.Parse(chunk)
    except _Known as known:
        return known.answer
    except expat.ExpatError:
        pass
    return False
