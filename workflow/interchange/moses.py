"""Translation units as a Moses corpus: a file a language, line by line, and one of their ids."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import TYPE_CHECKING

from workflow.errors import ExchangeError
from workflow.interchange.textfile import lines, whole, written
from workflow.model import Fault, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header

IDS = ".ids"
# Whatever some program ends a line at: the characters of str.splitlines.
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_MIN_FIELDS = 4


class Moses:
    """The files `NAME.ru`, `NAME.en` and `NAME.ids` of the path `NAME.moses`, which is no file.

    A line of `NAME.ids` is the unit's id, version and two languages, separated by tabs. Whatever
    a program may take for the end of a line is written as a space, so that no line is shifted; a
    byte order mark at the start of a segment, which would be taken for the file's, is left out.
    A corpus without ids is read where the languages are given; the path may be any of its files
    or their common name.
    """

    name = "moses"
    suffixes: tuple[str, ...] = (".moses", IDS)
    keeps = frozenset({"source", "target", "source_lang", "target_lang", "id", "version"})

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:
        """Write a line a unit into each of the three files."""
        languages = (header.source_lang, header.target_lang)
        if languages[0] == languages[1]:
            raise ExchangeError(
                f"{path} would have one file for both sides: both are {languages[0]}",
                "Choose another format",
            )
        with ExitStack() as stack:
            source, target, ids = (
                stack.enter_context(written(path.with_name(f"{path.stem}{ending}")))
                for ending in (*(f".{language}" for language in languages), IDS)
            )
            for unit in units:
                source.write(_line(unit.source))
                target.write(_line(unit.target))
                label = (unit.id.replace("\t", " "), str(unit.version))
                ids.write(_line("\t".join((*label, unit.source_lang, unit.target_lang))))

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield the units; a line that is not UTF-8 is a `Fault`.

        Raises `ExchangeError` where a file is missing, the languages are not known, or the files
        have not the same number of lines: nobody knows then which line belongs to which.
        """
        name = _common_name(path, languages)
        ids = name.with_name(name.name + IDS)
        known = ids.exists()
        languages = (known and _languages(ids)) or languages
        if languages is None:
            raise ExchangeError(
                f"{path} does not say in which languages it is", "Say it: --from ru --to en"
            )
        files = [name.with_name(f"{name.name}.{language}") for language in languages]
        _check_length(path, [*files, ids] if known else files)
        texts = zip(*(lines(file, "\n") for file in files), strict=True)
        labels = lines(ids, "\n") if known else None
        for number, (source, target) in enumerate(texts, start=1):
            label = next(labels, "") if labels else ""
            if not (whole(source) and whole(target) and whole(label)):
                yield Fault(number, "it is not UTF-8")
                continue
            if not _bare(source):
                yield Fault(number, "it has no source")
                continue
            id_, version = _identity(label)
            yield Unit(_bare(source), _bare(target), *languages, id=id_, version=version)


def _line(text: str) -> str:
    return _LINE_ENDS.sub(" ", text).lstrip("\ufeff") + "\n"


def _bare(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")


def _identity(label: str) -> tuple[str, int]:
    """Return id and version; another program's line of whatever form is an id."""
    parts = _bare(label).split("\t")
    if len(parts) == _MIN_FIELDS and parts[1].isascii() and parts[1].isdigit():
        return parts[0], int(parts[1])
    return _bare(label), 0


def _languages(ids: Path) -> tuple[str, str] | None:
    """Return the languages that our own file of ids states, or None."""
    parts = _bare(next(lines(ids, "\n"), "")).split("\t")
    return (parts[2], parts[3]) if len(parts) == _MIN_FIELDS and parts[1].isdigit() else None


def _common_name(path: Path, languages: tuple[str, str] | None) -> Path:
    """Return the path without the ending that tells the files apart, if it has one."""
    endings = {*Moses.suffixes, *(f".{language}" for language in languages or ())}
    return path.with_suffix("") if path.suffix in endings else path


def _check_length(path: Path, files: list[Path]) -> None:
    lengths = set()
    for file in files:
        if not file.exists():
            raise ExchangeError(
                f"{path} cannot be read: no such file as {file.name} beside it",
                "Check the path, and the languages: --from ru --to en",
            )
        lengths.add(sum(1 for _ in lines(file, "\n")))
    if len(lengths) > 1:
        names = " and ".join(file.name for file in files)
        counts = " and ".join(f"{length:,}" for length in sorted(lengths))
        raise ExchangeError(f"{path} is out of step: {names} have {counts} lines", "Export it anew")
