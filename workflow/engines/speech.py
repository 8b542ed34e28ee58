"""Direct speech that Russian sets off with dashes alone, and English with quotation marks.

A small model leaves out the mark that the speech begins or ends with: the source has none.
"""

from __future__ import annotations

import re
from itertools import pairwise

# — Да, — сказал он. Мы готовы, — подчеркнул министр. Когда начнём? — спросил он.
_SPEECH = re.compile(r"^\s*[—–]\s|[,?!…]\s[—–]\s")
QUOTES = re.compile('[«»“”„"]')
_DASH = re.compile(r"^\s*(?:[—–-]\s+)?")
_SPACED = re.compile(r'(?<!\S)"\s+(?=\w)')
_MARK = re.compile(r'(?P<closing>(?<=[\w,.?!…])"(?!\w))|(?P<opening>(?<![\w,.?!…])"(?=[\w…]))|"')


def quoted(source: str, target: str) -> str:
    """Return the target with straight quotation marks around all speech that it has in some.

    A source with quotation marks of its own, or without speech, leaves the target as it is, and so
    does a target whose marks do not follow each other as those of speech do.

    >>> quoted("Мы готовы, — сказал он.", 'We are ready," he said.')
    '"We are ready," he said.'
    >>> quoted("Пора, — сказал он. — Идём.", 'It is time," he said. "Let us go.')
    '"It is time," he said. "Let us go."'
    """
    if '"' not in target or QUOTES.search(source) or not _SPEECH.search(source):
        return target
    text = _SPACED.sub('"', target)
    marks = [mark.lastgroup for mark in _MARK.finditer(text)]
    begun = marks[0] == "closing"
    ended = marks[-1] == "opening"
    marks = ["opening"] * begun + marks + ["closing"] * ended
    alternate = all(one != other for one, other in pairwise(marks))
    if None in marks or not alternate:
        return target
    start = _DASH.match(text)
    at = start.end() if start else 0
    return text[:at] + '"' * begun + text[at:] + '"' * ended
