"""Cells that a spreadsheet would run as formulas, made harmless and restored.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line end gets an apostrophe, which shows
spreadsheets that it is text (OWASP, CSV Injection).
"""

from __future__ import annotations

import re

_FIRST = frozenset("'=+-@\t\r\n＝＋－＠")
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def guarded(cell: str) -> str:
    """Return the cell as text to any spreadsheet: `unguarded(guarded(x)) == x`.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("ОДКБ")
    ("'=1+1", "''=1+1", 'ОДКБ')
    """
    return f"'{cell}" if cell[:1] in _FIRST and _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell as it was before `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell
