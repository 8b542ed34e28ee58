"""Files that are no text, told by their first bytes or by what no text contains."""

from __future__ import annotations

from workflow.errors import DocumentError

ZIP = b"PK\x03\x04"
"""How a zip archive begins, such as an office document."""

_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (ZIP, "a ZIP archive"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old office document, or one with a password",
    ),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ\x00", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"Rar!\x1a\x07", "a compressed file"),
)
_AMBIGUOUS = 4
"""A signature this short may begin a text (`MZ`, `GIF8`): a control character must confirm it."""
# Tab, line feed, vertical tab, form feed, carriage return, DOS end of file, escape.
_TEXT_CONTROLS = b"\t\n\x0b\x0c\r\x1a\x1b"
_CONTROLS = bytes(set(range(32)) - set(_TEXT_CONTROLS))
_HEAD = 65_536
_MOST_CONTROLS = 0.01
_HINT = "Save it as DOCX, ODT, text, HTML or Markdown first"


def refuse_binary(data: bytes, path: str) -> None:
    """Raise `DocumentError` if the bytes are those of another kind of file.

    Text in UTF-16 and UTF-32 contains NUL bytes and must be recognised before this is asked.
    """
    head = data[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and (len(signature) > _AMBIGUOUS or controls):
            raise DocumentError(f"{path} is {kind}, which is not read yet", _HINT)
    if 0 in data:
        raise DocumentError(f"{path} contains NUL bytes, so it is no text", _HINT)
    if controls > _MOST_CONTROLS * len(head) + 1:
        raise DocumentError(f"{path} is full of control characters, so it is no text", _HINT)
