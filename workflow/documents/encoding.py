"""Bytes to text and back, without a byte lost.

`decode` finds the codec; `to_text` and `to_bytes` apply one so that
`to_bytes(to_text(data, codec), codec) == data` for every codec that `decode` returns. A byte that
the codec does not define travels as a lone surrogate (PEP 383) and is written as it was.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from workflow.documents.binary import ZIP, refuse_binary
from workflow.documents.cyrillic import guess
from workflow.errors import DocumentError

if TYPE_CHECKING:
    from workflow.model import Document

# The four-byte marks first: UTF-32-LE begins with the mark of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 65_536
_MOSTLY = 0.9
_SURROGATE = re.compile("[\ud800-\udfff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_STRANGE_IN_CP1252 = re.compile(
    "[\ud800-\udfff\x80-\x9f]|(?<![A-Za-z])[À-ÿ]{2}|[^\x00-\x7f“”‘’«»…–—\xa0]{3}"
)
# Codecs that write a mark, and what the same text is called without one.
_UNMARKED = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_HINT = "State it with --encoding, or save the file as UTF-8"
# Software writes these into files whatever they contain, so they say nothing.
_DEFAULTS = frozenset({"ascii", "iso8859-1", "cp1252"})


def decode(
    data: bytes, path: str, stated: str | None = None, declared: str | None = None
) -> tuple[str, str]:
    """Return the text and the name of the codec with which `to_bytes` gives back `data`.

    In this order: a byte order mark, `stated` by the user, UTF-16 by its zero bytes, UTF-8 where
    it is valid and says anything, `declared` in the file, UTF-8 with a few broken bytes, a
    Cyrillic encoding by its letters, cp1252. For UTF-16 and UTF-32 the mark stays in the text.

    Raises `DocumentError` if the data is binary, or in no encoding that can be told, or not in
    the stated one.
    """
    codec = _marked(data)
    if codec is None and stated is not None:
        codec = _UNMARKED.get(_known(stated) or "", _known(stated))
        if codec is None:
            raise DocumentError(f"no encoding is called {stated}", "Try utf-8 or cp1251")
    codec = codec or _utf16(data)
    if codec is None:
        refuse_binary(data, path)
        codec = _found(data, declared)
    if codec is None:
        raise DocumentError(f"the encoding of {path} cannot be told", _HINT)
    text = _reversible(data, codec)
    if text is None or _mostly_broken(text):
        raise DocumentError(f"{path} is not valid {codec}", _HINT)
    if "\0" in text:
        raise DocumentError(f"{path} contains NUL characters, so it is no text", _HINT)
    return text, codec


def to_text(data: bytes, codec: str) -> str:
    """Decode; bytes that mean nothing become lone surrogates."""
    return data.decode(codec, _errors(codec))


def to_bytes(text: str, codec: str) -> bytes:
    """Encode what `to_text` decoded; raises `UnicodeEncodeError` for what the codec lacks."""
    return text.encode(codec, _errors(codec))


def representable(text: str, codec: str) -> str:
    """Spell what the codec lacks as character references (HTML and Markdown read them)."""
    return text.encode(codec, "xmlcharrefreplace").decode(codec)


def undecodable(document: Document) -> int:
    """Count the bytes of a document that are not valid in its encoding.

    Each stands in the text as U+FFFD and is written back as it was, unless it is edited. An office
    document has none, it would have been refused.
    """
    if document.source.startswith(ZIP):
        return 0
    text = to_text(document.source, document.encoding)
    return sum(1 for _ in _SURROGATE.finditer(text))


def _errors(codec: str) -> str:
    return "surrogatepass" if codec.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _known(name: str) -> str | None:
    """Return Python's name for an encoding of text, None if it has none."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return None
    return codecs.lookup(name).name


def _marked(data: bytes) -> str | None:
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), None)


def _utf16(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: the upper byte is 00 (Latin) or 04 (Cyrillic)."""
    head = data[:_HEAD]
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        upper = head[start::2]
        high = upper.count(0) + upper.count(4)
        lower = head[1 - start :: 2]
        if upper and high >= _MOSTLY * len(upper) and lower.count(0) < (1 - _MOSTLY) * len(lower):
            return codec
    return None


def _found(data: bytes, declared: str | None) -> str | None:
    name = _ascii_superset(declared)
    if data.isascii():
        return name or "utf-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        around = data[max(error.start - _HEAD, 0) : error.start + _HEAD]
    else:
        return "utf-8"
    if name and name not in _DEFAULTS:
        text = _reversible(data, name)
        if text is not None and not _SURROGATE.search(text):
            return name
    if not _mostly_broken(to_text(around, "utf-8")):
        return "utf-8"
    return guess(data) or ("cp1252" if _western(around) else None)


def _ascii_superset(name: str | None) -> str | None:
    """Return the codec of a declaration that could be read as ASCII: not UTF-16."""
    codec = _known(name) if name else None
    return codec if codec and "<".encode(codec) == b"<" else None


def _mostly_broken(text: str) -> bool:
    """Tell whether more bytes are undefined than characters are beyond ASCII."""
    broken = sum(1 for _ in _SURROGATE.finditer(text))
    return broken > 0 and 2 * broken > sum(1 for _ in _BEYOND_ASCII.finditer(text))


def _western(data: bytes) -> bool:
    """Tell whether cp1252 gives words and typography: letters touch letters, signs stand alone."""
    text = data.decode("cp1252", "surrogateescape")
    strange = sum(1 for _ in _STRANGE_IN_CP1252.finditer(text))
    return 10 * strange <= sum(1 for _ in _BEYOND_ASCII.finditer(text))


def _reversible(data: bytes, codec: str) -> str | None:
    """Decode, if encoding the result gives the same bytes again."""
    try:
        text = to_text(data, codec)
        return text if to_bytes(text, codec) == data else None
    except (UnicodeError, ValueError):
        return None
