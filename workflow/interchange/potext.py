"""Strings as PO files spell them: C escapes (GNU gettext manual, The Format of PO Files).

Only the escapes that every program understands are written; what else no line can hold is written
as XML writers write it, see `workflow.xmltext.holdable`.
"""

from __future__ import annotations

import re

from workflow.xmltext import holdable

_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LETTERS |= {'"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"')


def escaped(text: str) -> str:
    """Return the text as it stands between quotes; readers get `holdable(text)` from it."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    if text.isprintable():
        return text
    return holdable(text).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _character(match: re.Match[str]) -> str:
    octal, hexadecimal, letter = match.groups()
    if octal or hexadecimal:
        return chr(int(octal, 8) if octal else int(hexadecimal, 16))
    return _LETTERS.get(letter, match[0])


def unescaped(text: str) -> str:
    """Return the text that escapes spell; an escape that C does not know stays as it is."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def quoted(text: str) -> str | None:
    """Return what a quoted string says, or None where it is no whole one."""
    match = _STRING.fullmatch(text)
    return unescaped(match[1]) if match else None
