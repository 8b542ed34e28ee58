"""Series of numbers: of «№ 17, 48, 203» a small model says two, and what is missing is known."""

from __future__ import annotations

import re

_NUMBER = r"\d{1,4}"
_OURS = re.compile(
    rf"(?<![\w.,:/-])(?<!\d[ \u00a0])(?:{_NUMBER}(?:, | и | или )(?!\d+,\d))+{_NUMBER}"
    r"(?![\w:/-]|[.,]\d|[ \u00a0]\d{3}\b)"
)
_THEIRS = re.compile(
    rf"(?<![\w.,:/-]){_NUMBER}(?:(?:,? (?:and|or) |, ){_NUMBER})*(?![\w:/-]|[.,]\d)"
)
_ENGLISH = {" и ": " and ", " или ": " or "}


def completed(source: str, target: str) -> str:
    """Return an English text with the series of numbers whole of which it has a part only.

    >>> completed("На участках (№ 17, 48, 203 и др.)", "At sites (No. 17, 203, etc.)")
    'At sites (No. 17, 48, 203, etc.)'
    >>> completed("в 2021, 2023 и 2024 гг.", "in 2021 and 2024")
    'in 2021, 2023 and 2024'
    """
    for ours in _OURS.finditer(source):
        numbers = re.findall(r"\d+", ours.group())
        said = [(re.findall(r"\d+", each.group()), each) for each in _THEIRS.finditer(target)]
        parts = [(len(some), each) for some, each in said if _is_part(some, numbers)]
        if not parts or any(some == numbers for some, _ in said):
            continue
        _, most = max(parts, key=lambda part: part[0])
        whole = re.sub("|".join(_ENGLISH), lambda word: _ENGLISH[word.group()], ours.group())
        target = target[: most.start()] + whole + target[most.end() :]
    return target


def _is_part(some: list[str], numbers: list[str]) -> bool:
    left = iter(numbers)
    return len(some) < len(numbers) and all(number in left for number in some)
