"""What every document format does: bytes to `Document`, and `Document` with edits to bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.model import Document, Edit


class Reader(Protocol):
    """A document format. Stateless; `tests/contracts/documents.py` is its specification."""

    name: ClassVar[str]
    """What `Document.format` says: `text`, `html`, `markdown`."""

    suffixes: ClassVar[tuple[str, ...]]
    """File name endings that this reader takes, lower case with the dot."""

    def read(self, data: bytes, path: str, encoding: str | None = None) -> Document:
        """Read `data`; raise `DocumentError` if it is no text of this format.

        `encoding` is what the user states; otherwise it is found out.
        """
        ...

    def write(
        self, document: Document, edits: Sequence[Edit], languages: tuple[str, str] | None = None
    ) -> bytes:
        """Write the document with `edits` applied and every other byte as it was.

        Edits do not overlap. Without edits the result is `document.source`. Markup inside an
        edited stretch stays, in order. `languages`, if the edits are a translation, are what it
        is from and to: markup that states the one then states the other.
        """
        ...
