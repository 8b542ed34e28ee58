"""Words and what stands between them, with offsets into the text as it is.

A word is a run of letters and digits, with the invisible characters and accents inside it; a
hyphen or dash ends it. `fold` of a word is what is compared; what stands between two words is
compared by `gap`, in which any white space is one space and any quotation mark is `"`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workflow.text import clean

_LETTER = "(?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff])"
WORD = re.compile(f"{_LETTER}+(?:['’ʼ]{_LETTER}+)*")
DASHES = "-‐‑‒–—−"
DASHED = re.compile(rf"\s*[{DASHES}]\s*")
CLOSERS = '»”"“'

_QUOTES = re.compile('[«»„“”″"]')
_DASH = re.compile(f" ?[{DASHES}] ?")


@lru_cache(maxsize=1 << 12)
def gap(between: str) -> str:
    """Return what stands between two words in the form in which it is compared.

    >>> gap(",\u00a0 "), gap(" — «")
    (', ', '-"')
    """
    between = clean(f"x{between}x")[1:-1]
    return _DASH.sub("-", _QUOTES.sub('"', between))
