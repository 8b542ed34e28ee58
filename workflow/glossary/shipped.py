"""Where the term bases are: in the current folder, else those that come with the distribution."""

from __future__ import annotations

from pathlib import Path

FOLDER = "glossaries"


def shipped() -> Path:
    """Return the folder of the term bases that come with the distribution."""
    packaged = Path(__file__).parents[1] / FOLDER
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / FOLDER


def default_path() -> Path:
    """Return `glossaries` in the current folder if there is one, else `shipped()`."""
    here = Path(FOLDER)
    return here if here.is_dir() else shipped()
