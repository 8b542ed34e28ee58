"""`workflow config`: the settings in force and where each was set."""

from __future__ import annotations

from pathlib import Path

import typer

from workflow import config
from workflow.cli import output
from workflow.cli.options import Json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("config")(show_config)


def show_config(*, json: Json = False) -> None:
    """Show the settings, and where each was set."""
    values = config.in_force(Path.cwd())
    if json:
        output.print_json(
            [
                {"name": v.setting.name, "value": v.value, "origin": v.origin}
                | {"variable": v.setting.variable}
                for v in values
            ]
        )
        return
    output.print_table(
        ("setting", "value", "set by", "environment variable", "meaning"),
        [
            (v.setting.name, _shown(v.value), v.origin, v.setting.variable, v.setting.meaning)
            for v in values
        ],
    )


def _shown(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
