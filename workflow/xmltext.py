"""Strings as XML 1.0 holds them, for writers that compose their files themselves.

XML 1.0 has no way to write most control characters, half characters (lone surrogates) and the two
non-characters U+FFFE and U+FFFF. A control character is written as its picture (U+2400 to U+241F,
«␋» for a vertical tab), which every program shows; the others as U+FFFD, the replacement character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"  # noqa: PLR2004 (the first that is no control)


def holdable(text: str) -> str:
    """Return the text with something to see in place of each character that XML cannot hold."""
    return text if text.isprintable() else _UNHOLDABLE.sub(_picture, text)


def content(text: str, instead: Callable[[re.Match[str]], str] = _picture) -> str:
    """Return the text as the content of an element; readers get `holdable(text)` from it.

    `instead` gives the markup that stands for a character that XML cannot hold.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if text.isprintable():
        return escaped
    return _UNHOLDABLE.sub(instead, escaped).replace("\r", "&#13;")


def attribute(text: str) -> str:
    """Return the text as the value of an attribute, between double quotes."""
    escaped = content(text).replace('"', "&quot;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#9;")
