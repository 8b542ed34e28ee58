"""XML files as pieces of well-formed UTF-8: what no XML may hold is replaced, and told of.

Translation tools write vertical tabs, `&#11;`, bare ampersands and broken bytes into their files;
a parser would stop at the first of them, and lose all that follows.
"""

from __future__ import annotations

import codecs
import re
import sys
from html.entities import html5
from typing import TYPE_CHECKING

from workflow.errors import ExchangeError
from workflow.interchange.files import opened
from workflow.model import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_SIZE = 1 << 16  # bytes read at a time
_LONGEST = 1 << 24  # bytes without the end of a tag or of a CDATA section

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#13);)")
_REPAIR = re.compile(
    r"(?P<literal><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))"
    r"|(?P<unholdable>[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]+|[\ufffe\uffff])"
    r"|&(?:#(?P<code>[0-9]{1,9}|x[0-9A-Fa-f]{1,8});|(?P<name>[A-Za-z_][\w.:-]*);|(?P<bare>))",
    re.DOTALL,
)
_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]+|[\ufffe\uffff]")
_LEGAL = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))


def chunks(path: Path) -> Iterator[bytes | Fault]:
    """Yield the file in pieces that end where a tag does, a `Fault` before each mended one.

    `Fault.place` is the line. Raises `ExchangeError` where the encoding is unknown or the file
    cannot be read.
    """
    line = 1
    for piece in _pieces(path):
        mended = piece
        if _suspect(piece):
            mended, faults = _mended(piece, line)
            yield from faults
        yield mended
        line += piece.count(b"\n")


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield the file as UTF-8, cut behind a `>` that is not inside a CDATA section."""
    rest: list[bytes] = []
    size = 0
    with opened(path) as stream:
        for data in _utf8(path, stream):
            rest.append(data)
            size += len(data)
            if size > _LONGEST:
                raise ExchangeError(f"{path} has a text of more than 16 MiB", "Split the record")
            if b">" not in data:
                continue
            joined = b"".join(rest)
            cut = joined.rfind(b">") + 1
            section = joined.rfind(b"<![CDATA[", 0, cut)
            if section >= 0 and joined.find(b"]]>", section, cut) < 0:
                cut = section
            if cut:
                yield joined[:cut]
            rest = [joined[cut:]]
            size = len(rest[0])
    if size:
        yield b"".join(rest)


def _utf8(path: Path, stream: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of the file as they are if it is UTF-8, or encoded so."""
    head = stream.read(_SIZE)
    encoding, mark = _encoding(path, head)
    data = head[mark:]
    if encoding == "utf-8":
        while data:
            yield data
            data = stream.read(_SIZE)
        return
    errors = "surrogatepass" if encoding.startswith("utf-") else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        while data:
            yield decoder.decode(data).encode("utf-8", errors)
            data = stream.read(_SIZE)
        yield decoder.decode(b"", final=True).encode("utf-8", errors)
    except UnicodeError as error:
        raise ExchangeError(
            f"{path} has bytes that are no {encoding}", "Export it anew as UTF-8"
        ) from error


def _encoding(path: Path, head: bytes) -> tuple[str, int]:
    """Return the codec of a file and the length of its byte order mark (XML 1.0, appendix F)."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec, len(mark)
    for start, codec in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if head.startswith(start):
            return codec, 0
    declared = _DECLARED.match(head[:512])
    name = declared[1].decode() if declared else "utf-8"
    try:
        codec = codecs.lookup(name).name
        readable = b"<".decode(codec) == "<"
    except (LookupError, UnicodeError):
        readable = False
    if name.lower().startswith(("utf-16", "utf16", "ucs-2")):  # it is not, as its first bytes say
        return "utf-8", 0
    if not readable:
        raise ExchangeError(f"{path} has the unknown encoding {name}", "Export it anew as UTF-8")
    return codec, 0


def _suspect(piece: bytes) -> bool:
    """Return whether anything may have to be mended: cheap, and never wrongly False."""
    if len(piece.translate(None, _CONTROLS)) != len(piece) or _REFERENCE.search(piece):
        return True
    if b"\xef\xbf\xbe" in piece or b"\xef\xbf\xbf" in piece:
        return True
    try:
        piece.decode()
    except UnicodeDecodeError:
        return True
    return False


def _mended(piece: bytes, line: int) -> tuple[bytes, list[Fault]]:
    text = piece.decode("utf-8", "surrogateescape")
    said: dict[int, str] = {}  # a line is told of once
    seen, at = 0, line

    def mend(match: re.Match[str]) -> str:
        nonlocal seen, at
        new, problem = _replacement(match)
        if problem:
            at += text.count("\n", seen, match.start())
            seen = match.start()
            said.setdefault(at, problem)
        return new

    mended = _REPAIR.sub(mend, text)
    return mended.encode(), [Fault(at, problem, taken=True) for at, problem in said.items()]


def _replacement(match: re.Match[str]) -> tuple[str, str]:
    """Return what stands instead, and what to say about it, nothing where all is well."""
    if match["code"] or match["name"] or match["bare"] is not None:
        return _referred(match)
    new = _UNHOLDABLE.sub(_stand_in, match[0])  # in a literal section, references mean nothing
    if new == match[0]:
        return new, ""
    if new == " ":
        return new, f"the control character U+{ord(match[0]):04X} was replaced by a space"
    return new, "characters that are no text were replaced"


def _referred(match: re.Match[str]) -> tuple[str, str]:
    digits, name = match["code"], match["name"]
    if digits:
        number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
        character = chr(number) if number <= sys.maxunicode else "\uffff"
        if _LEGAL.match(character):
            return match[0], ""
        new = " " if character < " " else "\ufffd"
        return new, f"the impossible character {match[0]} was replaced"
    if not name:
        return "&amp;", "a bare & was taken for the character"
    if name in _XML:
        return match[0], ""
    if f"{name};" in html5:
        spelled = "".join(f"&#{ord(character)};" for character in html5[f"{name};"])
        return spelled, f"the unknown entity &{name}; was taken for its character in HTML"
    return f"&amp;{name};", f"the unknown entity &{name[:40]}; stays as it is spelled"


def _stand_in(match: re.Match[str]) -> str:
    return " " if match[0] < " " else "\ufffd"
