"""Translations as a PO file of GNU gettext.

A unit is an entry: its identity is the `msgctxt`, what no person has passed is `fuzzy`, its notes
are translator comments, and what else is known about it extracted comments, `#. x-status: machine`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from workflow.interchange.facts import KEEPS, facts, history, moment
from workflow.interchange.poreading import UNREVIEWED, PoReader
from workflow.interchange.potext import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Fault, Unit


class Po:
    """PO, as `msgfmt`, Poedit, Virtaal and Lokalize open it."""

    name = "po"
    suffixes = (".po",)
    keeps = KEEPS

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:
        """Write the units as they come, each string in one line."""
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(_head(header))
            for unit in units:
                stream.write(_entry(unit))

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield a unit for each entry with a translation; a `Fault` for plurals and obsolete ones.

        The target language is that of the header; PO does not say the source's unless we wrote it.
        """
        return PoReader(languages).read(path)


def _head(header: Header) -> str:
    about = {
        "Project-Id-Version": header.title,
        "PO-Revision-Date": f"{moment(header.made_at)[:16].replace('T', ' ')}+0000",
        "Language": header.target_lang,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": header.tool,
        "X-Source-Language": header.source_lang,
        "X-Licence": header.licence,
    }
    lines = "".join(
        f'"{escaped(" ".join(text.split()))}\\n"\n'
        for text in (f"{name}: {value}" for name, value in about.items() if value)
    )
    return f'msgid ""\nmsgstr ""\n{lines}'


def _entry(unit: Unit) -> str:
    notes = "".join([f"# {escaped(note)}\n" for note in unit.notes])
    known = "".join(
        [f"#. x-{name}: {escaped(text)}\n" for name, text in (*facts(unit), *history(unit))]
    )
    place = f"#: {quote(unit.document)}{_number(unit.paragraph)}\n" if unit.document else ""
    fuzzy = "#, fuzzy\n" if unit.status in UNREVIEWED else ""
    context = f'msgctxt "{escaped(unit.id)}"\n' if unit.id else ""
    return (
        f'\n{notes}{known}{place}{fuzzy}{context}msgid "{escaped(unit.source)}"\n'
        f'msgstr "{escaped(unit.target)}"\n'
    )


def _number(paragraph: int | None) -> str:
    """Return the number of the paragraph as people count, from 1."""
    return "" if paragraph is None else f":{paragraph + 1}"
