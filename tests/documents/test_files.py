from __future__ import annotations

import io
import os
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from workflow.documents.files import LIMIT, read_bytes, write_bytes
from workflow.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "имя файла.txt"
    write_bytes(str(path), b"\0\xff")
    assert read_bytes(str(path)) == b"\0\xff"
    write_bytes(str(path), b"")
    assert read_bytes(str(path)) == b""
    assert list(path.parent.iterdir()) == [path]


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_bytes(str(link), b"new")
    assert link.is_symlink()
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"text")))
    assert read_bytes("-") == b"text"


def test_a_file_over_the_limit_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(DocumentError, match="larger than 64 MiB") as caught:
        read_bytes(str(path))
    assert caught.value.hint
    with path.open("wb") as file:
        file.truncate(LIMIT)
    assert len(read_bytes(str(path))) == LIMIT
    with pytest.raises(DocumentError, match="larger than 3 bytes"):
        read_bytes(str(path), 3)


def test_an_endless_file_is_refused() -> None:
    with pytest.raises(DocumentError, match="larger than"):
        read_bytes("/dev/zero", 1024)


@pytest.mark.parametrize("name", ["missing", "", "a\0b", "x" * 300, "file/inside"])
def test_what_cannot_be_read_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DocumentError) as caught:
        read_bytes(str(tmp_path / name))
    assert caught.value.hint
    assert not caught.value.message.endswith(".")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is a folder"):
        read_bytes(str(tmp_path))
    with pytest.raises(DocumentError, match="is a folder"):
        write_bytes(str(tmp_path), b"")


@root
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0)
    with pytest.raises(DocumentError, match="may not be read"):
        read_bytes(str(path))
    tmp_path.chmod(0o500)
    with pytest.raises(DocumentError, match="may not be written"):
        write_bytes(str(path), b"new")


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "file/inside"])
def test_what_cannot_be_written_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DocumentError):
        write_bytes(str(tmp_path / name), b"")


FILL = """
import resource, signal, sys
from workflow.documents.files import write_bytes
from workflow.errors import DocumentError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_bytes(sys.argv[1], b"x" * 5000)
except DocumentError as error:
    sys.exit(error.message)
"""


def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    run = subprocess.run([sys.executable, "-c", FILL, str(path)], capture_output=True, check=False)
    assert run.returncode == 1
    assert b"cannot be written" in run.stderr
    assert b"Traceback" not in run.stderr
    assert (list(tmp_path.iterdir()), path.read_bytes()) == ([path], b"old")
