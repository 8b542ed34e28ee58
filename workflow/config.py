"""Settings: from the command line, the environment, or `workflow.toml`, in that order."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "workflow.toml"
ENVIRONMENT_FILE = "WORKFLOW_CONFIG"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its name in `workflow.toml`, its default, and what it means.

    The environment variable is `WORKFLOW_` and the name in capitals; `parameter` is the name of
    the command-line parameter. `is_path` marks paths: in the file they are relative to the file.
    """

    name: str
    default: str | int | bool | None
    meaning: str
    is_path: bool = False

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return "WORKFLOW_" + self.name.upper()

    @property
    def parameter(self) -> str:
        """The command-line parameter that sets it."""
        return {"from": "source_lang", "to": "target_lang"}.get(self.name, self.name)


SETTINGS = (
    Setting("db", "workflow.db", "the database file", is_path=True),
    Setting("from", "ru", "the language to translate from"),
    Setting("to", "en", "the language to translate to"),
    Setting("out", None, "the folder for translated documents; beside each input if unset", True),
    Setting("jobs", 0, "processor cores to use; 0 is all"),
    Setting("bilingual", False, "also write a side-by-side HTML page"),
    Setting(
        "glossary",
        None,
        "the glossary, a file or a folder; if unset, `glossaries` here, else the one shipped",
        is_path=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Value:
    """A setting's value in force, and where it was set: `environment`, a file, or `default`."""

    setting: Setting
    value: Any
    origin: str


def find_file(start: Path) -> Path | None:
    """Return the nearest `workflow.toml` in `start` or a folder above it."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
    return None


def read_file(path: Path) -> dict[str, Any]:
    """Return the settings of a `workflow.toml`, paths made relative to its folder.

    Raises `UsageError` for a file that cannot be read, is not TOML, names an unknown setting or
    gives one a value of the wrong type.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not valid TOML: {error}", "Correct the line.") from error
    known = {setting.name: setting for setting in SETTINGS}
    for name, value in values.items():
        if name not in known:
            raise UsageError(
                f"{path} sets {name!r}, which is no setting", f"Known: {', '.join(known)}."
            )
        wanted = type(known[name].default) if known[name].default is not None else str
        if type(value) is not wanted:
            raise UsageError(
                f"{path} sets {name} to {value!r}, which should be of type {wanted.__name__}",
                "Correct the line.",
            )
        if known[name].is_path:
            values[name] = str(path.parent / str(value))
    return values


def load(start: Path, environment: Mapping[str, str]) -> tuple[dict[str, Any], Path | None]:
    """Return the settings of the file in force and its path; `{}` and None without one."""
    named = environment.get(ENVIRONMENT_FILE)
    path = Path(named) if named else find_file(start)
    return (read_file(path), path) if path else ({}, None)


def in_force(start: Path, environment: Mapping[str, str] = os.environ) -> list[Value]:
    """Return every setting with the value that a command without options would use."""
    values, path = load(start, environment)
    result = []
    for setting in SETTINGS:
        if setting.variable in environment:
            result.append(Value(setting, environment[setting.variable], "environment"))
        elif setting.name in values:
            result.append(Value(setting, values[setting.name], str(path)))
        else:
            result.append(Value(setting, setting.default, "default"))
    return result
