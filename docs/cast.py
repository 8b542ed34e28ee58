"""Write docs/run.svg, what a run over corpus/ looks like: `python docs/cast.py`."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = 120
COMMAND = ["translate", "corpus", "--out", "out", "--bilingual"]


def shown_in_a_terminal(folder: str) -> str:
    """Run the command with a terminal as its standard output; return what it wrote there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 80, COLUMNS, 0, 0))
    (Path(folder) / "corpus").symlink_to(ROOT / "corpus")
    with subprocess.Popen(
        [sys.executable, "-m", "workflow", *COMMAND],
        cwd=folder,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm-256color"},
    ):
        os.close(theirs)
        written = b""
        while chunk := _read(ours):
            written += chunk
    os.close(ours)
    return written.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def main() -> None:
    """Run, and draw what a user sees."""
    with tempfile.TemporaryDirectory() as folder:
        written = shown_in_a_terminal(folder)
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    console.print(f"$ workflow {' '.join(COMMAND)}", style="bold", highlight=False)
    console.print(Text.from_ansi(written.rstrip()))
    console.save_svg(str(Path(__file__).with_name("run.svg")), title="workflow")


if __name__ == "__main__":
    main()
