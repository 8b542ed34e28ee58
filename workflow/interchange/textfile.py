"""Files of lines of text: opened for writing, and read with broken lines set apart."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Literal

from workflow.errors import ExchangeError
from workflow.interchange.files import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_LINE = 64 * 1024 * 1024
"""The longest line that is read, in characters."""

_BUFFER = 1 << 20


@contextmanager
def written(path: Path, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """Open a new file for text as it is; `ExchangeError` where that text has half a character."""
    with path.open("x", encoding=encoding, newline="", buffering=_BUFFER) as stream:
        try:
            yield stream
        except UnicodeEncodeError as error:
            before = " ".join(error.object[max(0, error.start - 60) : error.start].split())
            raise ExchangeError(
                f"{path} cannot hold half a character, which follows “{before}”",
                "Correct that pair, or leave it out",
            ) from error


def lines(path: Path, end: Literal["", "\n"] = "") -> Iterator[str]:
    r"""Yield the lines with their ends; UTF-8 or, with a byte order mark, UTF-16.

    A line ends with LF, CR or both, with `end="\n"` only with LF. What is not in the encoding
    becomes half characters (see `whole`). Raises `ExchangeError` for a file that cannot be opened,
    has a line of more than 64 Mi characters, or is not UTF-8 where its first accents are.
    """
    sure = False
    with _opened(path, end) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE), ""), start=1):
            if len(line) == MAX_LINE:
                raise ExchangeError(
                    f"{path}:{number} is longer than 64 Mi characters",
                    "Check that this is the right file",
                )
            if not sure and not line.isascii():
                if not whole(line):
                    raise ExchangeError(
                        f"{path}:{number} is not UTF-8",
                        f"Convert it: iconv -f WINDOWS-1251 -t UTF-8 {path} > NEW",
                    )
                sure = True
            yield line


@contextmanager
def _opened(path: Path, end: str) -> Iterator[IO[str]]:
    with opened(path) as binary:
        marked = binary.read(2) in (b"\xff\xfe", b"\xfe\xff")
        binary.seek(0)
        encoding = "utf-16" if marked else "utf-8-sig"
        errors = "surrogatepass" if marked else "surrogateescape"
        try:
            with io.TextIOWrapper(binary, encoding, errors, newline=end) as text:
                yield text
        except UnicodeDecodeError as error:
            raise ExchangeError(f"{path} breaks off, or is no text", "Export it anew") from error


def whole(text: str) -> bool:
    """Return whether the text has no half characters, such as `lines` makes of broken bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
