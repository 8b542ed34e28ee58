"""The private file beside the database: the server's secret, the users and their sessions.

It is JSON, readable by its owner only, and never inside the database, where whoever may read with
SQL could see it. Commands and a running server may change it at the same time.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.documents.files import locked, settle
from workflow.errors import DocumentError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class PrivateFile:
    """The private file of a database; made, with a new secret, when it is first changed."""

    def __init__(self, database: Path) -> None:
        self.path = Path(f"{database.absolute()}.users.json")
        self._seen: tuple[int, ...] = ()
        self._content: dict[str, Any] = {"users": {}, "sessions": {}}

    def read(self) -> dict[str, Any]:
        """Return what the file holds now; it is read again only where it has changed.

        The answer is shared: `change` is the way to alter it. Raises `StoreError` for a file that
        others can read, or that is not what `change` wrote.
        """
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return {"users": {}, "sessions": {}}
        if status.st_mode & _OTHERS:
            raise StoreError(
                f"{self.path} can be read by other users of this machine",
                f'Make it private: chmod 600 "{self.path}".',
            )
        now = (status.st_mtime_ns, status.st_size, status.st_ino)
        if now != self._seen:
            self._content, self._seen = self._load(), now
        return self._content

    def _load(self) -> dict[str, Any]:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            return {**content, "users": {**content["users"]}, "sessions": {**content["sessions"]}}
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be read: {error.strerror}", "Check whose file it is."
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{self.path} is damaged",
                "Put a copy in its place, or remove it and add the users again.",
            ) from error

    def secret(self) -> str:
        """Return the secret, 64 hexadecimal digits, making the file where there is none."""
        if "secret" not in self.read():
            with self.change():
                pass
        return str(self.read()["secret"])

    @property
    def mark(self) -> str:
        """Return a few letters that tell this file from others, and nothing about the secret."""
        return hashlib.sha256(str(self.path).encode()).hexdigest()[:8]

    @contextmanager
    def change(self) -> Iterator[dict[str, Any]]:
        """Change the content in a `with` block; written whole, or not at all on an exception."""
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(self.path.parent))
            except DocumentError as error:
                raise StoreError(error.message, error.hint) from error
            content: dict[str, Any] = json.loads(json.dumps(self.read()))
            content.setdefault("secret", secrets.token_hex(32))
            yield content
            self._write(content)

    def _write(self, content: dict[str, Any]) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1)
        try:
            # mkstemp makes files that only their owner can read.
            handle, name = tempfile.mkstemp(prefix=f"{self.path.name}.", dir=self.path.parent)
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be written: {error.strerror}",
                f'Make "{self.path.parent}" writable.',
            ) from error
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
            settle(self.path.parent)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
