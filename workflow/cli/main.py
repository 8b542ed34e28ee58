"""The application: the commands, and the one place where an error becomes an exit status."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from workflow import __version__, config
from workflow.cli import (
    align,
    configuration,
    database,
    detect,
    export,
    glossary,
    import_,
    memory,
    models,
    review,
    show,
    translate,
)
from workflow.errors import UsageError, WorkflowError


class ErrorBoundary(TyperGroup):
    """Prints an expected error as its message and hint, and exits with its status."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command inside the boundary."""
        try:
            return super().invoke(ctx)
        except WorkflowError as error:
            typer.echo(f"workflow: {error.message}.", err=True)
            if error.hint:
                typer.echo(f"  {error.hint}", err=True)
            raise typer.Exit(error.exit_code) from error
        except BrokenPipeError:
            # The reader of our output went away (`| head`): not an error. Python would complain
            # once more when it flushes standard output at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None


app = typer.Typer(
    name="workflow",
    cls=ErrorBoundary,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 (Typer calls it so)
    if wanted:
        typer.echo(f"workflow {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Run an offline translation desk for official documents: Russian to English.

    Reads documents, finds the language of each paragraph, translates the Russian, checks what
    came out, keeps every pair with its provenance, and writes the document back in English.

    Settings come from options, then the environment (WORKFLOW_DB, ...), then workflow.toml;
    `workflow config` shows those in force.
    """
    if ctx.invoked_subcommand == "config":  # it reads the file itself, to say what is wrong in it
        return
    values, _ = config.load(Path.cwd(), os.environ)
    if values:
        ctx.default_map = _default_map(ctx.command, values)


def _default_map(command: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Return `values` as the defaults of every command below `command`."""
    named = {s.parameter: values[s.name] for s in config.SETTINGS if s.name in values}
    subcommands = getattr(command, "commands", None)
    if subcommands is None:
        return named
    return {name: _default_map(below, values) for name, below in subcommands.items()}


translate.register(app)
detect.register(app)
show.register(app)
app.add_typer(align.app, name="align")
export.register(app)
import_.register(app)
app.add_typer(glossary.app, name="glossary")
app.command("analyse")(memory.analyse)
app.add_typer(memory.app, name="memory")
app.add_typer(models.app, name="models")
app.add_typer(review.app, name="review")
app.add_typer(database.app, name="db")
configuration.register(app)


def _speak_utf8() -> None:
    """Write UTF-8 to files and pipes whatever the system prefers, and never fail on a letter.

    Windows would write a code page there, which lacks half of our languages. A terminal gets its
    own encoding, and escapes for what it cannot show; so does who names one in PYTHONIOENCODING.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty() or "PYTHONIOENCODING" in os.environ:
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def run() -> None:
    """Run the command line."""
    _speak_utf8()
    try:
        app()
    except UsageError as error:  # raised while the context was built, outside the boundary
        typer.echo(f"workflow: {error}", err=True)
        sys.exit(error.exit_code)
