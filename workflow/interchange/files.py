"""Opening what is to be read: the same sentence for every format that cannot."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from workflow.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes; `ExchangeError` where it cannot be opened or read."""
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        raise ExchangeError(f"{path} cannot be read: {reason}", "Check the path") from error
