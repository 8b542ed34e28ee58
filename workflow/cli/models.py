"""`workflow models`: the translation packages on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from workflow.cli import output
from workflow.cli.options import Json
from workflow.errors import ModelError

if TYPE_CHECKING:
    from workflow.models import Model

app = typer.Typer(
    help="Translation packages: list, install, verify, remove.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_models(*, json: Json = False) -> None:
    """List the packages that are installed, and the embedded one."""
    from workflow import models

    _print(models.installed(), json=json)


@app.command("install")
def install(
    what: Annotated[
        str,
        typer.Argument(
            metavar="FILE-OR-PAIR", help="An .argosmodel file, a folder, or a pair such as ru-en."
        ),
    ],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the same version of the same pair.")
    ] = False,
    json: Json = False,
) -> None:
    """Install a package from a file or a folder, or a pair from Argos' index.

    Only a pair needs the network. The archive is checked before anything is unpacked, and the
    package must load before it is kept.
    """
    from workflow import models

    with output.download_bar() as progress:
        model = models.install(what, force=force, progress=progress)
    _print([model], json=json)


@app.command("verify")
def verify(
    spec: Annotated[
        str | None, typer.Argument(metavar="[PAIR]", help="Such as ru-en; else every package.")
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Check that packages are as they were installed, and that they load."""
    from workflow import models

    chosen = models.installed() if spec is None else [models.matching(spec)]
    states = {}
    for model in chosen:
        try:
            states[model] = "sound" if models.verify(model) else "loads; no digest was recorded"
        except ModelError as error:
            states[model] = f"broken: {error}"
    broken = [error.message for error in models.damaged()] if spec is None else []
    if json:
        output.print_json(
            [_as_dict(model) | {"state": state} for model, state in states.items()]
            + [{"state": f"broken: {message}"} for message in broken]
        )
    else:
        output.print_table(
            ("package", "state"),
            [(model.name, state) for model, state in states.items()]
            + [("", f"broken: {message}") for message in broken],
        )
    if broken or any(state.startswith("broken") for state in states.values()):
        raise typer.Exit(1)


@app.command("remove")
def remove(
    spec: Annotated[
        str, typer.Argument(metavar="PAIR", help="Such as ru-en, or 'ru-en 1.9' of several.")
    ],
    *,
    json: Json = False,
) -> None:
    """Remove an installed package."""
    from workflow import models

    model = models.matching(spec)
    values = _as_dict(model)
    models.remove(model)
    if json:
        output.print_json(values)
    else:
        typer.echo(f"removed {model.name}")


def _print(found: list[Model], *, json: bool) -> None:
    if json:
        output.print_json([_as_dict(m) for m in found])
        return
    output.print_table(
        ("package", "MB", "sha256", "licence", "origin"),
        [(m.name, f"{m.size / 1e6:.0f}", m.digest[:12], m.licence, m.origin) for m in found],
    )


def _as_dict(model: Model) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(model) | {"digest": model.digest}
