"""The pairs of a filter as a file of any exchange format."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import AsgiFileDownload

import workflow
from workflow import registry
from workflow.interchange.base import Header
from workflow.review.api import values
from workflow.review.api.endpoint import reading
from workflow.store.connection import now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.interchange.base import PairFormat
    from workflow.model import Unit
    from workflow.review.api.call import Call
    from workflow.store import Store
    from workflow.store.review.filters import Filter

_STEP = 500


class Download(AsgiFileDownload):  # type: ignore[misc]
    """A file that is sent, and its folder removed."""

    async def asgi_send(self, send: Any) -> None:
        """Send the file."""
        try:
            await super().asgi_send(send)
        finally:
            shutil.rmtree(Path(self.filepath).parent, ignore_errors=True)


@reading("review-export")
async def export(call: Call) -> Download:
    """Answer with a file of the pairs that a filter finds, or an archive of the files."""
    known = registry.pair_formats()
    name = values.text(call.values, "format")
    if name not in known:
        raise values.BadValue("format", f"there is no format {name}", f"Known: {', '.join(known)}.")
    wish = values.wish(call.values)
    file = await call.read(lambda store: _written(store, wish, known[name]))
    return Download(str(file), file.name)


def _written(store: Store, wish: Filter, form: PairFormat) -> Path:
    """Write the file in a folder of its own, and return its path."""
    folder = Path(tempfile.mkdtemp(prefix="workflow-export-"))
    try:
        with store.snapshot():
            header = _header(store, wish)
            inside = folder / "files"
            inside.mkdir()
            form.write(_units(store, wish), inside / f"pairs{form.suffixes[0]}", header)
        files = sorted(path for path in inside.rglob("*") if path.is_file())
        if len(files) == 1:
            return files[0].rename(folder / files[0].name)
        archive = folder / "pairs.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in files:
                packed.write(path, path.relative_to(inside))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(inside)
    return archive


def _header(store: Store, wish: Filter) -> Header:
    found = store.reviews.languages(wish)
    if not found:
        raise values.BadValue("filter", "the filter finds nothing", "Choose another one.")
    if len(found) > 1:
        names = ", ".join("-".join(pair) for pair in found)
        raise values.BadValue("lang", f"the pairs are of several languages ({names})", "Choose one")
    return Header(*found[0], tool=f"workflow {workflow.__version__}", made_at=now())


def _units(store: Store, wish: Filter) -> Iterator[Unit]:
    numbers = iter(store.reviews.in_order(wish))
    while step := list(islice(numbers, _STEP)):
        yield from store.units(step)
