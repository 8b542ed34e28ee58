"""Which 8-bit Cyrillic encoding a text is in, told by how Russian the letters look.

The encodings that Russian texts come in give nearly every byte a character, so that a wrong one
does not fail: it yields letters that are rare neighbours and capitals inside words.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise

CODECS = ("cp1251", "koi8-r", "cp866", "iso8859-5", "koi8-u")
"""Codecs that are tried; the first of equals wins.

Mac Cyrillic differs from cp1251 in capitals and «я» only, too little to tell them in a headline.
"""

_ALPHABET = " абвгдежзийклмнопрстуфхцчшщъыьэюяё"
# Row: a letter (the first row is the word's edge); column: the letter after it; digit: minus the
# natural logarithm of the probability, at most 9. Counted over 60,000 Russian news sentences.
_COSTS = (
    "9432434543934323242345564579994849",
    "2943544436432328433366454459999447",
    "4376972863943632924829567844268747",
    "2296752953943632543549687579269957",
    "3387834993953641927739996999998999",
    "3274752572953532534539656697448846",
    "1644334546443325423277554559999667",
    "4258721792947625986849996999968896",
    "2153434674954322946839987997359749",
    "1543543534443335443386444569999539",
    "0786847989943536873398965599999999",
    "2295993572973941934339949899998999",
    "2277672592955842794739995999429336",
    "1266792992965532476838987999367847",
    "3287642972949932974435856879349647",
    "2932334445343335433376564569997658",
    "5399992993954951516539967899559959",
    "4164552472956442664436576589349647",
    "3364853783933443354147575698539635",
    "2283962993946742633748976988429757",
    "1544334347533348343396583449997359",
    "4289792992984782936424998999658987",
    "1394995993994541945649999799997999",
    "3284992981948883788839989999399899",
    "4298991892946835968139999499949995",
    "4295991991933633657439989999938895",
    "6299991991999948979939999999939993",
    "6788880888878888887888888888888414",
    "1943652647243359444399284489999979",
    "1957664935939427993497856379999447",
    "5975669978533549545094689699999999",
    "1738639669765659954298763529999599",
    "0974543547654449654399455759999459",
    "1975559549653319634298498589989999",
)
_INDEX = {letter: index for index, letter in enumerate(_ALPHABET)}
_TYPOGRAPHY = frozenset("«»„“”‚‘’—–…№§°·•©®™¤\xa0\xad")
_FOREIGN, _JUNK, _CAPITAL_INSIDE = 5, 9, 6
# The highest cost of a text, what a few letters may cost more (a surname may be any letters), and
# the highest cost of anything.
_PLAUSIBLE, _ALLOWANCE, _MOST = 4.2, 14, 6.5
# Bytes that stand alone as quotes, dashes and signs of cp1252, of which any text may have some.
_SIGNS = frozenset(bytes([byte]) for byte in range(0x80, 0xC0))
_STRETCHES, _BYTES = 2_000, 20_000
_HIGH = re.compile(rb"[\x80-\xff]+")


def guess(data: bytes) -> str | None:
    """Return the Cyrillic codec that the bytes are most likely in, None if they are not Cyrillic.

    Looks at the first 2,000 stretches of bytes over 127, at most 20,000 bytes.
    """
    stretches = list(islice(_HIGH.finditer(data), _STRETCHES))
    if _latin(data, stretches) or all(stretch[0] in _SIGNS for stretch in stretches):
        return None
    sample = b" ".join(stretch[0] for stretch in stretches)[:_BYTES]
    if not sample:
        return None
    costs = {codec: _cost(sample.decode(codec, "replace")) for codec in CODECS}
    best = min(costs, key=lambda codec: costs[codec])
    limit = min(_PLAUSIBLE + _ALLOWANCE / len(sample), _MOST)
    return best if costs[best] <= limit else None


def _latin(data: bytes, stretches: list[re.Match[bytes]]) -> bool:
    """Tell whether most bytes over 127 touch an ASCII letter, as in `café`."""
    touching = 0
    for stretch in stretches:
        around = data[max(stretch.start() - 1, 0) : stretch.start()]
        around += data[stretch.end() : stretch.end() + 1]
        touching += len(stretch[0]) if re.search(rb"[A-Za-z]", around) else 0
    return 2 * touching >= sum(len(stretch[0]) for stretch in stretches)


def _cost(text: str) -> float:
    """Return the mean cost of a letter: about 2.5 for Russian, over 5 for a wrong codec."""
    total = count = russian = 0
    for before, char in pairwise(f" {text} "):
        if char in _TYPOGRAPHY:
            continue
        row, column = _INDEX.get(before.lower(), 0), _INDEX.get(char.lower())
        if column is None:
            total += _FOREIGN if "\u0400" <= char <= "\u04ff" else _JUNK
        elif row or column:
            total += int(_COSTS[row][column])
        if char.isupper() and before.islower():
            total += _CAPITAL_INSIDE
        count += column != 0
        russian += bool(column)
    return total / count if russian else float("inf")
