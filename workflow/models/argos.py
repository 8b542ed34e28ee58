"""The way into `argostranslate`: imported late, in silence, and on a read-only home too."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from workflow.errors import ModelError


@cache
def package_module() -> Any:
    """Return the module `argostranslate.package`.

    Its settings create folders in the home directory when they are imported. Where that is not
    possible (read-only or no home) there can be no packages in it either: the folders are then
    made in a temporary place, so that packages elsewhere (`ARGOS_PACKAGES_DIR`, ours) still work.
    Raises `ModelError` if settings are wrong.
    """
    # A handler on the parent keeps Python from printing the library's own log to stderr.
    logging.getLogger("argostranslate").addHandler(logging.NullHandler())
    try:
        return _import()
    except (OSError, RuntimeError):
        with tempfile.TemporaryDirectory(prefix="workflow-home-") as home, _home(home):
            try:
                return _import()
            except OSError as error:  # ARGOS_PACKAGES_DIR is not in the home
                raise ModelError(
                    f"the folder for Argos packages cannot be written: {error}",
                    "Correct ARGOS_PACKAGES_DIR, or unset it.",
                ) from error


def _import() -> Any:
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # settings print what they cannot read
            return import_module("argostranslate.package")
    except (AssertionError, KeyError, ValueError) as error:
        sys.modules.pop("argostranslate.settings", None)
        raise ModelError(
            f"the settings of Argos Translate cannot be read: {error}",
            "Correct the ARGOS_… variables or argos-translate/settings.json.",
        ) from error


@contextlib.contextmanager
def _home(folder: str) -> Any:
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    before = {name: os.environ.pop(name, None) for name in names}
    os.environ["HOME"] = folder
    try:
        yield
    finally:
        os.environ.pop("HOME")
        os.environ.update({name: value for name, value in before.items() if value is not None})


def settings() -> Any:
    """Return the module `argostranslate.settings`."""
    return package_module().settings


def folders() -> list[Path]:
    """Return the folders that hold installed packages; new ones go into the first.

    `ARGOS_PACKAGES_DIR` is read at each call, so that a program can change it.
    """
    known = settings()
    own = Path(known.get_setting("ARGOS_PACKAGES_DIR", default=known.data_dir / "packages"))
    return [own, *known.package_dirs[1:]]
