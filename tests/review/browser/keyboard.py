"""What a keyboard sends for a key: the same `code` everywhere, a `key` that the layout decides."""

from __future__ import annotations

from typing import NamedTuple

MODIFIERS = {"Alt": 1, "Ctrl": 2, "Meta": 4, "Shift": 8}
LATIN = "qwertyuiopasdfghjklzxcvbnm"
CYRILLIC = "йцукенгшщзфывапролдячсмить"
NUMBERS = {
    "Enter": 13, "Tab": 9, "Escape": 27, "Space": 32, "Backspace": 8,
    "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
    "Slash": 191, "BracketLeft": 219, "BracketRight": 221,
}  # fmt: skip
SIGNS = {
    "Slash": ("/?", ".,"),
    "BracketLeft": ("[{", "хХ"),
    "BracketRight": ("]}", "ъЪ"),
    "Space": ("  ", "  "),
}
RUSSIAN_DIGITS = ')!"№;%:?*('
LATIN_DIGITS = ")!@#$%^&*("


class Stroke(NamedTuple):
    """A key with its modifiers, as the browser reports it; `text` is what it types, if anything."""

    code: str
    key: str
    number: int
    modifiers: int
    text: str


def strokes(name: str, *, russian: bool = False) -> list[Stroke]:
    """Return what `Ctrl+Shift+KeyA` sends: modifiers, then the `code` of the key."""
    *held, code = name.split("+")
    modifiers = sum(MODIFIERS[each] for each in held)
    shift = "Shift" in held
    key, number = _key(code, shift=shift, russian=russian)
    typed = not modifiers & ~MODIFIERS["Shift"]
    text = key if typed and len(key) == 1 else ""
    if code == "Enter":
        text = "\r"
    return [Stroke(code, key, number, modifiers, text)]


def _key(code: str, *, shift: bool, russian: bool) -> tuple[str, int]:
    if code.startswith("Key"):
        latin = code[3:].lower()
        letter = CYRILLIC[LATIN.index(latin)] if russian else latin
        return letter.upper() if shift else letter, ord(code[3:])
    if code.startswith("Digit"):
        digit = code[5:]
        signs = RUSSIAN_DIGITS if russian else LATIN_DIGITS
        return signs[int(digit)] if shift else digit, ord(digit)
    if code in SIGNS:
        return SIGNS[code][russian][shift], NUMBERS[code]
    return code, NUMBERS[code]
