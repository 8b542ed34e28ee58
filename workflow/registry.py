"""Names to classes: the only place that imports by name.

A third party adds a reader, an engine, a check or an exchange format with an entry point in the
group `workflow.readers`, `workflow.engines`, `workflow.checks`, `workflow.term_formats` or
`workflow.pair_formats`; the members below are registered in the same form.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workflow.checks.base import Check
    from workflow.documents.base import Reader
    from workflow.interchange.base import PairFormat, TermFormat

READERS = {
    "text": "workflow.documents.plaintext:PlainText",
    "html": "workflow.documents.html:Html",
    "markdown": "workflow.documents.markdown:Markdown",
    "docx": "workflow.documents.docx:Docx",
    "odt": "workflow.documents.odt:Odt",
}
ENGINES = {
    "argos": "workflow.engines.argos:ArgosEngine",
    "echo": "workflow.engines.echo:EchoEngine",
}
CHECKS = {
    "numbers": "workflow.checks.numbers:Numbers",
    "untranslated": "workflow.checks.untranslated:Untranslated",
    "copied": "workflow.checks.copied:Copied",
    "repetition": "workflow.checks.repetition:Repetition",
    "length": "workflow.checks.length:Length",
    "punctuation": "workflow.checks.punctuation:Punctuation",
    "empty": "workflow.checks.empty:Empty",
}
TERM_FORMATS = {
    "csv": "workflow.interchange.table:Csv",
    "tsv": "workflow.interchange.table:Tsv",
    "tbx": "workflow.interchange.tbx:Tbx",
}
PAIR_FORMATS = {
    "tmx": "workflow.interchange.tmx:Tmx",
    "xliff": "workflow.interchange.xliff:Xliff12",
    "xliff2": "workflow.interchange.xliff2:Xliff2",
    "po": "workflow.interchange.po:Po",
    "moses": "workflow.interchange.moses:Moses",
    "tsv": "workflow.interchange.delimited:Tsv",
    "csv": "workflow.interchange.delimited:Csv",
    "xlsx": "workflow.interchange.xlsx:Xlsx",
    "jsonl": "workflow.interchange.jsonl:JsonLines",
    "parquet": "workflow.interchange.parquet:Parquet",
    "html": "workflow.interchange.sidebyside:Html",
    "docx": "workflow.interchange.docx:Docx",
}


def _load(builtin: dict[str, str], group: str) -> dict[str, Any]:
    places = builtin | {point.name: point.value for point in entry_points(group=group)}
    found = {}
    for name, place in places.items():
        module, _, attribute = place.partition(":")
        found[name] = getattr(import_module(module), attribute)
    return found


@cache
def readers() -> dict[str, Reader]:
    """Every document reader by name."""
    return {name: reader() for name, reader in _load(READERS, "workflow.readers").items()}


@cache
def checks() -> dict[str, Check]:
    """Every check by name, in the order that reports list them."""
    return {name: check() for name, check in _load(CHECKS, "workflow.checks").items()}


@cache
def engines() -> dict[str, Any]:
    """Every engine class by name."""
    return _load(ENGINES, "workflow.engines")


@cache
def term_formats() -> dict[str, TermFormat]:
    """Every format of term bases by name."""
    return {name: form() for name, form in _load(TERM_FORMATS, "workflow.term_formats").items()}


@cache
def pair_formats() -> dict[str, PairFormat]:
    """Every format of translation units by name."""
    return {name: form() for name, form in _load(PAIR_FORMATS, "workflow.pair_formats").items()}


def suffixes() -> frozenset[str]:
    """Return the file name endings that some reader takes."""
    return frozenset(suffix for reader in readers().values() for suffix in reader.suffixes)


def reader_for(path: str) -> Reader | None:
    """Return the reader that takes this file name's ending, or None."""
    suffix = PurePath(path).suffix.lower()
    return next((r for r in readers().values() if suffix in r.suffixes), None)
