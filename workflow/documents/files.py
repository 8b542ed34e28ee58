"""Files as bytes: read within a limit, written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from workflow.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_INPUT = "-"
_MIB = 1024 * 1024
LIMIT = 64 * _MIB
"""The largest document that is read, in bytes."""

_NEW_FILE_MODE = 0o666
_REASONS = {
    errno.ENOENT: ("does not exist", "Check the name"),
    errno.EISDIR: ("is a folder", "Name a file"),
    errno.EACCES: ("may not be {}", "Check its permissions"),
    errno.EPERM: ("may not be {}", "Check its permissions"),
    errno.EROFS: ("is on a read-only disk", "Choose another folder with --out"),
    errno.ENOSPC: ("cannot be {}: the disk is full", "Make room, or choose another --out"),
    errno.EDQUOT: ("cannot be {}: your quota is used up", "Make room, or choose another --out"),
    errno.EFBIG: ("cannot be {}: files may not be that large here", "Choose another --out"),
}


def read_bytes(path: str, limit: int = LIMIT) -> bytes:
    """Return the content of a file, or of standard input for `-`.

    Raises `DocumentError` if it cannot be read or holds more than `limit` bytes; never reads more.
    """
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(limit + 1)
    except OSError as error:
        raise _error(path, "read", error) from error
    except ValueError as error:
        raise DocumentError(f"{path!r} is no file name", "Check the name") from error
    if len(data) > limit:
        size = f"{limit // _MIB} MiB" if limit >= _MIB else f"{limit} bytes"
        raise DocumentError(f"{path} is larger than {size}", "Split it into smaller files")
    return data


def open_lines(path: str) -> BinaryIO:
    """Open a file of any size to read it line by line; `DocumentError` if it cannot be opened."""
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise _error(path, "read", error) from error
    except ValueError as error:
        raise DocumentError(f"{path!r} is no file name", "Check the name") from error


def write_bytes(path: str, data: bytes) -> None:
    """Write a file, making its folder; on an error the file is as it was before.

    The bytes go to a temporary file beside it, reach the disk, and take the name at once.
    Raises `DocumentError` if that is not possible.
    """
    try:
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        _replace(target, data)
    except OSError as error:
        raise _error(path, "written", error) from error
    except ValueError as error:
        raise DocumentError(f"{path!r} is no file name", "Check the name") from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a folder to this process: whoever else locks it waits.

    What is read, changed and written inside is not lost to somebody who does the same. The folder
    is made if there is none, and an empty hidden file stays in it, which is what is locked. Raises
    `DocumentError` if that cannot be.
    """
    from filelock import FileLock  # it brings asyncio along, and few commands lock anything

    lock = FileLock(folder / ".workflow.lock", mode=_NEW_FILE_MODE)  # others' too, if it is theirs
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        raise _error(str(folder), "locked", error) from error
    try:
        yield
    finally:
        lock.release()


def settle(folder: Path) -> None:
    """Put the names in a folder on the disk: what was renamed stays so when the power fails.

    Windows has no such request, and does it with the rename.
    """
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _replace(target: Path, data: bytes) -> None:
    # Always the same name: what a killed run leaves behind, the next one takes over.
    mark = sha256(os.fsencode(target.name)).hexdigest()[:8]
    temporary = target.with_name(f".{target.name[:40]}.{mark}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(temporary, flags, _NEW_FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _error(path: str, deed: str, error: OSError) -> DocumentError:
    other = f"cannot be {{}}: {error.strerror or error}", "Check the disk and the path"
    reason, hint = _REASONS.get(error.errno or 0, other)
    return DocumentError(f"{path} {reason.format(deed)}", hint)
