"""Argos' public index of packages: the only part that uses the network, and only when asked."""

from __future__ import annotations

import json
import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from workflow.errors import ModelError
from workflow.models import argos
from workflow.models.archive import MAX_BYTES
from workflow.models.model import release

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[int, int], None]

TIMEOUT = 20
"""Seconds without an answer after which a server counts as gone."""

_MAX_INDEX = 16 << 20
_BLOCK = 1 << 18
_HINT = "Go online, or install from a file: workflow models install FILE."


def download(source: str, target: str, into: Path, progress: Progress | None) -> tuple[Path, str]:
    """Fetch the newest package of the pair; return the archive in `into`, and its address.

    `progress` is called with the bytes fetched so far and their total, 0 where it is not known.
    Raises `ModelError` if the index or the package cannot be reached, or the pair is not in it.
    """
    pairs: dict[tuple[str, str], Any] = {}
    for package in sorted(_available(), key=lambda package: release(package.package_version)):
        pairs[package.from_code, package.to_code] = package
    if (source, target) not in pairs:
        hint = _HINT
        if {(source, "en"), ("en", target)} <= pairs.keys():
            hint = f"Two packages lead there: workflow models install {source}-en, and en-{target}."
        raise ModelError(f"Argos' index has no package {source}-{target}", hint)
    path = into / f"translate-{source}_{target}.argosmodel"
    problem = "it has no address"
    for link in pairs[source, target].links:
        if link.startswith(("https://", "http://")):
            try:
                _fetch(link, path, progress)
            except (OSError, HTTPException, ValueError) as error:
                problem = _reason(error)
            else:
                return path, link
    raise ModelError(f"the package {source}-{target} cannot be downloaded: {problem}", _HINT)


def _available() -> list[Any]:
    """Return the translation packages of the index, as `argostranslate` reads them."""
    address = argos.settings().remote_package_index
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310 (a setting)
            entries = json.loads(answer.read(_MAX_INDEX))
        packages = [argos.package_module().AvailablePackage(entry) for entry in entries]
    except (OSError, HTTPException, ValueError, AttributeError, TypeError) as error:
        raise ModelError(f"Argos' package index cannot be read: {_reason(error)}", _HINT) from error
    return [package for package in packages if package.type == "translate"]


def _reason(error: Exception) -> str:
    inner = getattr(error, "reason", error)
    return str(getattr(inner, "strerror", None) or inner)


def _fetch(link: str, path: Path, progress: Progress | None) -> None:
    request = urllib.request.Request(link, headers={"User-Agent": "ArgosTranslate"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer, path.open("wb") as stream:  # noqa: S310
        total = int(answer.headers.get("Content-Length") or 0)
        done = 0
        while block := answer.read(_BLOCK):
            done += stream.write(block)
            if done > MAX_BYTES:
                raise ValueError("it is larger than any package")
            if progress:
                progress(done, total)
    if done < total:
        raise ValueError("the connection broke off")
