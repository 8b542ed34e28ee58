"""The interface in the reader's language: `i18n/en.json` and its translations.

A message is a text with `{names}` to fill in, or an object with a text for each plural category of
its language (Unicode CLDR, "Language Plural Rules") that is chosen by `n`.
"""

from __future__ import annotations

import json
import re
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

LANGUAGES = {"en": "English", "ru": "Русский"}
COOKIE = "workflow_lang"


@cache
def catalogue(lang: str) -> dict[str, Any]:
    """Return every message of a language by its name."""
    text = (files("workflow.review") / "i18n" / f"{lang}.json").read_text("utf-8")
    messages: dict[str, Any] = json.loads(text)
    return messages


def chosen(request: Request) -> str:
    """Return the language of the cookie, or the first that the browser accepts, or English."""
    asked = [request.cookies.get(COOKIE, "")]
    asked += re.findall(
        r"[a-z]{2}(?=[-;,\s]|$)", request.headers.get("accept-language", "").lower()
    )
    return next((lang for lang in asked if lang in LANGUAGES), "en")


def message(lang: str, name: str, /, **values: Any) -> str:
    """Return a message with its values filled in; `KeyError` for a name that nobody wrote."""
    text = catalogue(lang)[name]
    if isinstance(text, dict):
        text = text[plural(lang, values["n"])]
    return re.sub(r"\{(\w+)\}", lambda found: spelled(lang, values[found[1]]), text)


def label(lang: str, family: str, name: str) -> str:
    """Return what readers call a thing of ours, such as a check, or its own name if new to us."""
    known: str = catalogue(lang).get(f"{family}.{name}", name)
    return known


@cache
def findings(lang: str) -> dict[str, Any]:
    """Return how a language says what checks say in English: `i18n/findings.*.json`, if there.

    `findings` are patterns and texts, the first that fits counts; a text's `{n}` stands for the
    pattern's n-th group, `{n:lang}` for the name of a language, `{n:list}` for things with “and”.
    Scripts read the same.
    """
    place = files("workflow.review") / "i18n" / f"findings.{lang}.json"
    said: dict[str, Any] = json.loads(place.read_text("utf-8")) if place.is_file() else {}
    return said


def finding(lang: str, said: str) -> str:
    """Return what a check says, in English, in another language; as it is if that is not known.

    >>> finding("ru", "5 and 7 are missing in the English")
    'английский текст, не хватает: 5 и 7'
    """
    known = findings(lang)
    for pattern, text in known.get("findings", ()):
        if found := re.fullmatch(pattern, said, re.DOTALL):
            filled = partial(_filled, known, found)
            return re.sub(r"\{(\d)(?::(\w+))?\}", filled, text)
    return said


def _filled(known: dict[str, Any], found: re.Match[str], gap: re.Match[str]) -> str:
    part, kind = found[int(gap[1])], gap[2]
    if kind == "lang":
        return str(known["languages"].get(part, part))
    if kind == "list":
        return re.sub(r"(\d+) more$", rf"{known['more']} \1", part.replace(" and ", known["and"]))
    return part


def plural(lang: str, n: int) -> str:
    """Return the plural category of a whole number: `one` or `other`, in Russian `few`, `many`."""
    if lang != "ru":
        return "one" if n == 1 else "other"
    if n % 10 == 1 and n % 100 != 11:  # noqa: PLR2004 (the rule)
        return "one"
    return "few" if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14} else "many"


def spelled(lang: str, value: Any) -> str:
    """Return a value as text; in numbers thousands are set apart."""
    if not isinstance(value, int):
        return str(value)
    return f"{value:,}".replace(",", "\u202f" if lang == "ru" else ",")
