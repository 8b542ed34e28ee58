"""Strings as PO files spell them: C escapes (GNU gettext manual, The Format of PO Files)."""

from __future__ import annotations

import re

_NAMED = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
_NAMED |= {'"': '"', "\\": "\\"}
_LETTERS = {letter: character for character, letter in _NAMED.items()}
_SPECIAL = re.compile('[\x00-\x1f"\\\\\ud800-\udfff]')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"')


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _NAMED:
        return f"\\{_NAMED[character]}"
    if character >= "\ud800":
        return "\ufffd"
    # No PO can have the character NUL: gettext ends its strings with it.
    return f"\\{ord(character):03o}" if character != "\x00" else "␀"


def escaped(text: str) -> str:
    """Return the text with C escapes for what cannot stand between quotes in one line."""
    return _SPECIAL.sub(_escape, text)


def _character(match: re.Match[str]) -> str:
    octal, hexadecimal, letter = match.groups()
    if octal or hexadecimal:
        return chr(int(octal, 8) if octal else int(hexadecimal, 16))
    return _LETTERS.get(letter, match[0])


def unescaped(text: str) -> str:
    """Return the text that escapes spell: `unescaped(escaped(x)) == x` where nothing is replaced.

    An escape that C does not know stays as it is.
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def quoted(text: str) -> str | None:
    """Return what a quoted string says, or None where it is no whole one."""
    match = _STRING.fullmatch(text)
    return unescaped(match[1]) if match else None
