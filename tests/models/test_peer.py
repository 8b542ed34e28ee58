"""The embedded package in Argos Translate itself, and its splitter in MiniSBD."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workflow.models import embedded

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "segment" / "ru.txt"
TRANSLATE = """
import socket, sys

def refuse(*_):
    raise AssertionError("the network was asked for")

socket.socket.connect = socket.getaddrinfo = refuse
from argostranslate import package, translate

package.install_from_path(sys.argv[1])
print(translate.translate(sys.argv[2], "ru", "en"))
"""


@pytest.fixture(scope="module")
def split():
    from minisbd import SBDetect

    (file,) = (embedded.FOLDER / "minisbd").iterdir()
    return SBDetect(str(file), use_gpu=False).sentences


def test_argos_translate_needs_no_download(tmp_path, archive):
    """In a home where nothing was downloaded before."""
    text = "Договор подписан 5 мая 2024 г. в г. Минске. Его подписал А. С. Иванов.\nСпасибо."
    env = {name: value for name, value in os.environ.items() if not name.startswith("ARGOS_")}
    env = {**env, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", TRANSLATE, str(archive), text],
        env=env, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert "Minsk" in first
    assert "Ivanov" in first
    assert first.count(". ") >= 1
    assert "hank" in second


def test_the_splitter_knows_most_of_the_golden_lines(split):
    """The rules of `workflow.segment` have these lines right, all of them."""
    lines = [
        line
        for line in GOLDEN.read_text("utf-8").splitlines()
        if line and not line.startswith("# ") and "\\n" not in line
    ]
    right = [
        line
        for line in lines
        if split(line.replace("|", "")) == [part for part in line.split("|") if part.strip()]
    ]
    assert len(right) >= 0.85 * len(lines), sorted(set(lines) - set(right))


@pytest.mark.parametrize("text", ["", "   ", ".", "Да", "𝔘 ☃", "«Да!»  Нет.", "а" * 5000])
def test_the_splitter_loses_nothing(split, text):
    assert "".join("".join(split(text)).split()) == "".join(text.split())


def test_a_text_longer_than_what_is_seen_at_once_is_split(split):
    sentences = [
        "Совет Безопасности принял 5 мая 2024 г. решение, о котором сообщил А. С. Иванов."
    ] * 100
    assert split(" ".join(sentences)) == sentences
