"""A review desk for tests: a small database, a user of every role, and their cookies."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.model import (
    Detection,
    Document,
    Labelled,
    Origin,
    Pair,
    Paragraph,
    Passage,
    Run,
    Segment,
)
from workflow.review import passwords
from workflow.review.access import ROLES
from workflow.review.server import build
from workflow.store import Store
from workflow.store.rows import PlacedPair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datasette.app import Datasette

    from workflow.review.desk import Desk

PASSWORD = "correct horse battery"
SENTENCES = (
    ("Суд отклонил жалобу.", "The court dismissed the complaint."),
    ("Решение вступило в силу.", "The judgment entered into force."),
    ("Заявитель обратился в суд.", "The applicant applied to the court."),
)


@functools.cache
def hashed() -> str:
    """Return a hash of `PASSWORD` that is cheap to check: a hash says itself what it costs."""
    key = passwords._derive(PASSWORD, bytes(16), 16, 8, 1)
    return f"scrypt$16$8$1${bytes(16).hex()}${key.hex()}"


def make_database(path: Path, sentences: tuple[tuple[str, str], ...] = SENTENCES) -> Path:
    """Write a database with one document, a paragraph for each sentence."""
    ru = Detection("ru", 1.0, "test", "")
    paragraphs, labelled, placed = [], [], []
    for number, (source, target) in enumerate(sentences):
        start = sum(len(s) + 2 for s, _ in sentences[:number])
        paragraphs.append(Paragraph(source, (Run(source, start, start + len(source)),)))
        labelled.append(Labelled(ru, (Passage(0, len(source), ru),)))
        pair = Pair(source, target, "ru", "en", Origin.MACHINE, score=-0.5)
        placed.append(PlacedPair(number, Segment(source, 0, len(source)), pair))
    text = "\n\n".join(s for s, _ in sentences).encode()
    document = Document(str(path.parent / "ruling.txt"), "text", "utf-8", text, "Ruling",
                        tuple(paragraphs))  # fmt: skip
    with Store.open(str(path)) as store:
        run = store.begin_run("test", {})
        store.save_document(run, document, labelled, placed)
        store.end_run(run, "done", {})
    return path


def add_users(desk: Desk, names: dict[str, str] | None = None) -> None:
    """Add users, by name and role, whose password is `PASSWORD`; else one of each role."""
    for name, role in (names or {role: role for role in ROLES}).items():
        with desk.accounts.file.change() as content:
            content["users"][name] = {
                "role": role,
                "password": hashed(),
                "disabled": False,
                "created_at": "2026-01-01T00:00:00+00:00",
            }


def make_desk(folder: Path, **options: Any) -> tuple[Datasette, Desk]:
    """Return the app of a small database in `folder`, with a user of every role."""
    path = folder / "desk.db"
    if not path.exists():
        make_database(path)
    datasette, desk = build(str(path), **options)
    add_users(desk)
    return datasette, desk


def cookies(desk: Desk, name: str) -> dict[str, str]:
    """Return the cookies of a user who has just logged in."""
    return {desk.cookie: desk.sessions.open(name)}


def ask(
    datasette: Datasette,
    method: str,
    path: str,
    *,
    desk: Desk | None = None,
    name: str | None = None,
    **options: Any,
) -> Any:
    """Send the app a request, in the name of a user or nobody, and return the answer."""
    sent = {**options.pop("cookies", {}), **(cookies(desk, name) if desk and name else {})}

    async def request() -> Any:
        with warnings.catch_warnings():  # about cookies given with one request
            warnings.simplefilter("ignore", DeprecationWarning)
            return await datasette.client.request(method, path, cookies=sent, **options)

    return asyncio.run(request())


@contextlib.contextmanager
def server(path: Path, *options: str) -> Iterator[dict[str, Any]]:
    """Run `workflow review` as a process; yields what it says, with `process`, and ends it."""
    command = [sys.executable, "-m", "workflow", "review", "--db", str(path), "--port", "0",
               "--json", *options]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    said = ""
    try:
        while not said.endswith("}\n"):
            line = process.stdout.readline()
            assert line, process.stderr.read()
            said += line
        yield {**json.loads(said), "process": process}
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.communicate()
