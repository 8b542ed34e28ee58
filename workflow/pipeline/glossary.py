"""The project's glossary: found, changed on disk, checked, exchanged."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workflow import registry
from workflow.documents import files
from workflow.errors import DocumentError, GlossaryError, UsageError
from workflow.glossary import (
    Entry,
    Glossary,
    Problem,
    contradictions,
    default_path,
    duplicates,
    problems,
    read,
    shipped,
    survey,
)
from workflow.glossary.edit import added, without
from workflow.glossary.spellings import Spelling, spellings
from workflow.glossary.suggest import Suggestion
from workflow.glossary.suggest import suggest as terms_of
from workflow.interchange.table import encoded
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workflow.interchange.base import TermFormat
    from workflow.store import Store

ENDINGS = (".csv", ".tsv")
"""Of the files in a folder, those that are read as term bases."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the file of the glossary, what was new, how much was there already."""

    file: str
    added: tuple[Entry, ...]
    present: int


def load(path: Path | None) -> Glossary:
    """Return the glossary at a path, or the one in force where it is None.

    Raises `GlossaryError` (see `Glossary.load`).
    """
    return Glossary.load([path or default_path()])


def domain(glossary: Glossary, name: str) -> list[Entry]:
    """Return the entries of one file of the glossary: `csto` or `csto.csv`.

    Raises `UsageError` where no file has that name.
    """
    known = {Path(entry.file) for entry in glossary.entries}
    wanted = {str(file) for file in known if name in (file.name, file.stem, str(file))}
    if not wanted:
        raise UsageError(
            f"{name} is no file of the glossary",
            f"It has: {', '.join(sorted(file.stem for file in known))}",
        )
    return [entry for entry in glossary.entries if entry.file in wanted]


def check(path: Path | None) -> tuple[int, list[tuple[str, str]]]:
    """Return how many entries there are, and every problem as its rule and one sentence.

    The rule is `row` for a row that cannot be read, else that of a `Problem`.
    """
    entries, refused = survey([path or default_path()])
    found = [("row", error.message) for error in refused]
    found += [(problem.rule, problem.message) for problem in problems(Glossary(entries))]
    return len(entries), found


def add(path: Path | None, file: str | None, entry: Entry) -> Entry:
    """Put an entry at the end of a file of the glossary, and return it with its place.

    Raises `GlossaryError`, and leaves the file alone, for a duplicate, a contradiction, or a term
    that would never be found; `UsageError` where it is not clear which file is meant.
    """
    target = _target(path, file)
    _refuse(list(problems(Glossary([entry]))))
    with _changing(target):
        _append(target, _entries(path), [entry])
        return _entries(target)[-1]


def remove(path: Path | None, source: str) -> list[Entry]:
    """Take every entry of a term out of its file, and return them.

    Raises `UsageError` where the glossary has no such term.
    """
    where = _own(path)
    wanted = clean(source)
    with _changing(where):
        removed = [entry for entry in _entries(path) if entry.source == wanted]
        if not removed:
            raise UsageError(
                f"The glossary has no entry «{wanted}»",
                f"Look for it: workflow glossary find {wanted}",
            )
        for name in dict.fromkeys(entry.file for entry in removed):
            lines = {entry.line for entry in removed if entry.file == name}
            text = _text(Path(name))
            files.write_bytes(name, encoded(without(text, lines, name), "utf-8"))
    return removed


def import_terms(path: Path | None, file: str | None, source: Path) -> Imported:
    """Put the entries of a CSV, TSV or TBX file into a file of the glossary.

    Entries that stand in the glossary as they are, are passed over; nothing is changed and
    `GlossaryError` raised if one repeats or contradicts another, here or there.
    """
    incoming = _format(source, None).read(source)
    target = _target(path, file, f"{source.stem}.csv")
    with _changing(target):
        existing = _entries(path)
        known = set(existing)
        fresh = [entry for entry in incoming if entry not in known]
        if fresh:
            _append(target, existing, fresh)
    return Imported(str(target), tuple(fresh), len(incoming) - len(fresh))


def export_terms(path: Path | None, target: Path, name: str | None) -> int:
    """Write the glossary to a file, in the format of its ending or the one named.

    Returns the number of entries. Raises `UsageError` for an unknown format.
    """
    form = _format(target, name)
    entries = load(path).entries
    with _failing_as_glossary():
        files.write_bytes(str(target), form.write(entries))
    return len(entries)


def suggest(
    store: Store, path: Path | None, source_lang: str, target_lang: str, limit: int
) -> tuple[list[Suggestion], list[Spelling]]:
    """Return terms that the approved pairs suggest, and names that they spell in several ways.

    Of each the `limit` most frequent at most; terms that the glossary has are left out.
    """
    pairs = [(p.source, p.target) for p in store.all_approved(source_lang, target_lang)]
    return terms_of(pairs, load(path), limit), spellings(pairs)[:limit]


def _format(path: Path, name: str | None) -> TermFormat:
    known = registry.term_formats()
    if name is not None and name not in known:
        raise UsageError(f"{name} is no format of a glossary", f"Known: {', '.join(known)}")
    suffix = path.suffix.lower()
    form = known[name] if name else next((f for f in known.values() if suffix in f.suffixes), None)
    if form is None:
        endings = ", ".join(ending for f in known.values() for ending in f.suffixes)
        raise UsageError(f"The ending of {path} is no glossary's", f"Name a file in {endings}")
    return form


def _own(path: Path | None) -> Path:
    """Return where the glossary is that may be changed; the one that comes along may not."""
    where = path or default_path()
    if path is None and where == shipped():
        raise UsageError(
            "The glossary that comes with workflow is not changed",
            "Make a copy of your own: workflow glossary export glossaries/own.csv",
        )
    return where


def _target(path: Path | None, file: str | None, default: str | None = None) -> Path:
    """Return the file of the glossary that entries go to; in a folder, `file` says which."""
    where = _own(path)
    if not where.is_dir():
        if file is not None:
            raise UsageError(f"{where} is no folder with a file {file}", "Leave out --file")
        return where
    name = file or default
    if name is None:
        names = sorted(p.name for p in where.iterdir() if p.suffix.lower() in ENDINGS)
        if len(names) != 1:
            known = f" (there are {', '.join(names)})" if names else ""
            raise UsageError(
                f"It is not said which file of {where} is meant", f"Add: --file NAME.csv{known}"
            )
        name = names[0]
    if Path(name).name != name or Path(name).suffix.lower() not in ENDINGS:
        raise UsageError(f"{name} is no file name for a glossary", "Name it such as own.csv")
    return where / name


def _entries(path: Path | None) -> list[Entry]:
    """Return the entries at a path; none where it is a file that does not exist yet."""
    where = path or default_path()
    return [] if where.suffix and not where.exists() else read([where])


def _append(target: Path, existing: Sequence[Entry], fresh: Sequence[Entry]) -> None:
    """Write new entries at the end of a file unless something is wrong with them."""
    together = [*existing, *fresh]
    before = {p.message for p in (*contradictions(existing), *duplicates(existing))}
    found = (*contradictions(together), *duplicates(together))
    _refuse(problem for problem in found if problem.message not in before)
    text = added(_text(target), fresh, str(target))
    files.write_bytes(str(target), encoded(text, "utf-8"))


def _text(path: Path) -> str:
    """Return the text of a file with its byte order mark; empty where there is none yet."""
    return files.read_bytes(str(path)).decode("utf-8") if path.exists() else ""


def _refuse(found: Iterable[Problem]) -> None:
    wrong = list(found)
    if wrong:
        more = f" ({len(wrong) - 1:,} more)" if len(wrong) > 1 else ""
        raise GlossaryError(f"{wrong[0].message}{more}", "Nothing was changed; correct it first")


@contextmanager
def _changing(where: Path) -> Iterator[None]:
    """Keep a glossary, or one of its files, to this process from reading it to writing it."""
    with _failing_as_glossary(), files.locked(where if where.is_dir() else where.parent):
        yield


@contextmanager
def _failing_as_glossary() -> Iterator[None]:
    try:
        yield
    except DocumentError as error:
        raise GlossaryError(error.message, "Check the path and its permissions") from error
