"""What the command line names, files, folders, patterns and `-`, as a list of documents."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.documents.files import STANDARD_INPUT
from workflow.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that was found but is not read, and why (a phrase, as `its ending is not known`)."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collected:
    """Documents to read in order, each once; files passed over; and what was wrong, by path."""

    paths: tuple[str, ...]
    passed_over: tuple[PassedOver, ...]
    errors: tuple[tuple[str, DocumentError], ...]


def collect(paths: Sequence[str], suffixes: Collection[str], target: str = "en") -> Collected:
    """Find the documents that `paths` name; nothing is opened and nothing raised.

    `suffixes` are the file name endings that can be read, lower case with the dot. A folder is
    searched with all its folders, sorted, without hidden ones; a pattern is expanded where no
    file has that very name. What the desk itself wrote (`NAME.en.txt`, `NAME.bilingual.html`
    beside `NAME.txt`) is passed over unless it is named without its original. A file that is
    named itself is taken whatever its ending.
    """
    found = _Found(frozenset(suffixes), target, frozenset(map(os.path.normpath, paths)))
    for path in paths:
        try:
            found.add(path)
        except DocumentError as error:
            found.errors.append((path, error))
    return Collected(tuple(found.paths), tuple(found.passed_over.values()), tuple(found.errors))


@dataclass
class _Found:
    suffixes: frozenset[str]
    target: str
    named: frozenset[str]
    paths: list[str] = field(default_factory=list)
    passed_over: dict[str, PassedOver] = field(default_factory=dict)
    errors: list[tuple[str, DocumentError]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def add(self, path: str) -> None:
        if path == STANDARD_INPUT:
            self._take(path)
        elif not path or "\0" in path:
            raise DocumentError(f"{path!r} is no file name", "Check the name")
        elif Path(path).is_dir():
            self._add_folder(path)
        elif os.path.lexists(path):
            original = self._original(path)
            if original and os.path.normpath(original) in self.named:
                self._pass_over(path, f"it is our own output for {original}")
            else:
                self._take(path)
        elif glob.has_magic(path):
            self._add_pattern(path)
        else:
            raise DocumentError(f"{path} does not exist", "Check the name")

    def _add_folder(self, folder: str) -> None:
        failures = len(self.errors)
        documents = sum([self._add_found(path) for path in self._walk(folder)])
        if not documents and len(self.errors) == failures:
            raise DocumentError(f"{folder} contains no documents", self._endings())

    def _add_pattern(self, pattern: str) -> None:
        matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 (patterns may be absolute)
        documents = 0
        for path in matches:
            if Path(path).is_dir():
                documents += sum([self._add_found(inner) for inner in self._walk(path)])
            else:
                documents += self._add_found(path)
        if not documents:
            what = "no documents" if matches else "nothing"
            raise DocumentError(f"{pattern} matches {what}", self._endings())

    def _walk(self, folder: str) -> Iterator[str]:
        """Yield the files of a folder and the folders in it, without the hidden ones."""

        def note(error: OSError) -> None:
            reason = f"{error.filename} cannot be searched: {error.strerror}"
            self.errors.append(
                (str(error.filename), DocumentError(reason, "Check its permissions"))
            )

        for parent, folders, files in os.walk(folder, onerror=note):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (str(Path(parent, name)) for name in sorted(files) if name[0] != ".")

    def _add_found(self, path: str) -> bool:
        """Take a file that was not named itself, or pass it over; tell whether it is a document."""
        if Path(path).suffix.lower() not in self.suffixes:
            self._pass_over(path, "its ending is not known")
        elif original := self._original(path):
            self._pass_over(path, f"it is our own output for {original}")
        elif not Path(path).is_file():
            self._pass_over(path, "it is no ordinary file")
        else:
            self._take(path)
            return True
        return False

    def _original(self, path: str) -> str | None:
        """Return the document beside a file that the file was made from, if there is one."""
        file = Path(path)
        stem, _, mark = file.stem.rpartition(".")
        if not stem:
            return None
        if mark == self.target:
            candidates = [file.with_name(stem + file.suffix)]
        elif mark == "bilingual" and file.suffix == ".html":
            candidates = [file.with_name(stem + suffix) for suffix in sorted(self.suffixes)]
        else:
            return None
        return next((str(each) for each in candidates if each.exists()), None)

    def _take(self, path: str) -> None:
        real = path if path == STANDARD_INPUT else os.path.realpath(path)
        if real not in self._seen:
            self._seen.add(real)
            self.paths.append(path)

    def _pass_over(self, path: str, reason: str) -> None:
        self.passed_over.setdefault(path, PassedOver(path, reason))

    def _endings(self) -> str:
        return f"Endings that are read: {', '.join(sorted(self.suffixes))}"
