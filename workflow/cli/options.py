"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Db = Annotated[
    Path,
    typer.Option(
        "--db", envvar="WORKFLOW_DB", metavar="FILE", help="The database.", show_default=True
    ),
]
From = Annotated[
    str,
    typer.Option("--from", envvar="WORKFLOW_FROM", metavar="LANG", help="Translate from."),
]
To = Annotated[
    str, typer.Option("--to", envvar="WORKFLOW_TO", metavar="LANG", help="Translate to.")
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", envvar="WORKFLOW_JOBS", min=0, help="Processor cores; 0 is all."),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="The documents' encoding; else found out."),
]
Glossary = Annotated[
    Path | None,
    typer.Option(
        "--glossary",
        envvar="WORKFLOW_GLOSSARY",
        metavar="PATH",
        help="The glossary, a file or a folder; else ./glossaries, else the one shipped.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

DB = Path("workflow.db")
