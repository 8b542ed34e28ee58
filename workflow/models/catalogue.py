"""Which packages there are, and which of them lead from one language to another."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from workflow.errors import ModelError
from workflow.models import argos, embedded
from workflow.models.model import Model, kind, read, release

if TYPE_CHECKING:
    from pathlib import Path


def installed() -> list[Model]:
    """Return every package that can be used: by pair, the preferred one of a pair first.

    Installed packages come before the embedded one, newer versions before older ones. Folders
    that are no whole package are left out; `damaged` names them.
    """
    return _scan()[0]


def damaged() -> list[ModelError]:
    """Return an error for each folder that should be a translation package and is not whole."""
    return _scan()[1]


def find(source: str, target: str) -> list[Model]:
    """Return the packages to run one after the other: one, or several where none is direct.

    The shortest chain; among equals, the one whose packages stand first in `installed`.
    Raises `ModelError` if no chain leads from `source` to `target`.
    """
    best: dict[tuple[str, str], Model] = {}
    for model in installed():
        best.setdefault((model.source, model.target), model)
    waiting: deque[list[Model]] = deque([[]])
    reached = {source}
    while waiting:
        chain = waiting.popleft()
        here = chain[-1].target if chain else source
        for (start, end), model in best.items():
            if start == here and end not in reached:
                if end == target:
                    return [*chain, model]
                reached.add(end)
                waiting.append([*chain, model])
    raise ModelError(
        f"no package translates {source} to {target}",
        f"Install one: workflow models install {source}-{target}.",
    )


def matching(spec: str) -> Model:
    """Return the installed package that a user means by `ru-en`, `ru-en 1.9` or its folder's name.

    Raises `ModelError` if there is none.
    """
    for model in installed():
        if spec in (f"{model.source}-{model.target}", model.name, model.path.name):
            return model
    raise ModelError(f"no package {spec} is installed", "See: workflow models list.")


def _scan() -> tuple[list[Model], list[ModelError]]:
    models = [read(embedded.FOLDER)] if embedded.FOLDER.is_dir() else []
    problems = []
    for folder in argos.folders():
        for path in _packages(folder):
            try:
                models.append(read(path))
            except ModelError as error:
                problems.append(error)
    models.sort(key=lambda model: release(model.version), reverse=True)
    models.sort(key=lambda model: (model.source, model.target, model.embedded))
    return models, problems


def _packages(folder: Path) -> list[Path]:
    """Return the subfolders that are meant as translation packages."""
    if not folder.is_dir():
        return []
    return [
        path for path in sorted(folder.iterdir()) if path.is_dir() and kind(path) == "translate"
    ]
