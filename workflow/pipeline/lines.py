"""Pipes: a line in, a line out, in order, nothing stored."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from workflow import text
from workflow.errors import DocumentError
from workflow.languages import CYRILLIC, script
from workflow.pipeline.request import chain_for, engine_for, load_glossary
from workflow.pipeline.terms import demanded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workflow.model import Detection, Translation
    from workflow.pipeline.request import Request

WINDOW = 2048
"""Lines that are translated together."""


def decoded(lines: Iterable[bytes], encoding: str | None = None) -> Iterator[str]:
    """Yield each line without its end; `encoding` is UTF-8 unless stated.

    Raises `DocumentError` naming the first line that is not in the encoding.
    """
    codec = encoding or "utf-8-sig"
    for number, line in enumerate(lines, 1):
        try:
            decoded_line = line.decode(codec if number == 1 else codec.removesuffix("-sig"))
        except UnicodeDecodeError:
            raise DocumentError(
                f"Line {number} is not {codec.removesuffix('-sig').upper()}",
                "State the encoding with --encoding NAME.",
            ) from None
        except LookupError:
            raise DocumentError(
                f"There is no encoding called {codec!r}", "Try utf-8, cp1251, koi8-r or cp866."
            ) from None
        yield decoded_line.rstrip("\r\n")


def translate_lines(
    lines: Iterable[str], request: Request
) -> Iterator[tuple[str, Translation | None]]:
    """Yield each line with its translation, in order; None for a line with nothing to translate.

    That is a line without a letter of the source language's script. Of the request, the languages,
    the glossary and the jobs matter. Memory holds one window.
    """
    engine = engine_for(request, chain_for(request))
    glossary = load_glossary(request)
    iterator = iter(lines)
    while window := list(islice(iterator, WINDOW)):
        cleaned = [text.clean(line) for line in window]
        wanted = [line for line in cleaned if needs_translation(line, engine.source_lang)]
        unique = list(dict.fromkeys(wanted))
        demands = [demanded(glossary, line) for line in unique]
        made = {unique[index]: done for index, done in engine.translate(unique, demands)}
        yield from ((line, made.get(key)) for line, key in zip(window, cleaned, strict=True))


def detect_lines(lines: Iterable[str]) -> Iterator[Detection]:
    """Detect the language of each line on its own."""
    from workflow.detect import detect

    return (detect(line) for line in lines)


def needs_translation(line: str, lang: str) -> bool:
    """Whether a line has a letter that the language is written in: dates and English have none."""
    if lang in CYRILLIC:
        return any(script(letter) == "Cyrillic" for letter in line if letter.isalpha())
    return any(letter.isalpha() for letter in line)
