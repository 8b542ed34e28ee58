from __future__ import annotations

import contextlib
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import ModelError
from workflow.models import archive as subject

if TYPE_CHECKING:
    from pathlib import Path

PARTS = {
    "p/metadata.json": b"{}",
    "p/model/model.bin": b"weights",
    "p/sentencepiece.model": b"pieces",
}


def _zip(path: Path, files: dict[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as stream:
        for name, data in files.items():
            stream.writestr(name, data)
    return path


def _link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def test_unpacks_what_is_whole(tmp_path: Path) -> None:
    files = {"p/": b"", "p/model/": b"", **PARTS, "p/stanza/ru/tokenize.pt": b"splitter"}
    into = tmp_path / "into"
    into.mkdir()
    folder = subject.unpack(_zip(tmp_path / "a.argosmodel", files), into)
    assert folder == into / "p"
    assert (folder / "model" / "model.bin").read_bytes() == b"weights"
    assert (folder / "stanza" / "ru" / "tokenize.pt").is_file()


HOSTILE = {
    "climbs": ({**PARTS, "p/../../evil": b"x"}, "not allowed"),
    "absolute": ({**PARTS, "/etc/evil": b"x"}, "not allowed"),
    "drive letter": ({**PARTS, "C:/evil": b"x"}, "not allowed"),
    "backslashes": ({**PARTS, "p\\..\\evil": b"x"}, "not allowed"),
    "control character": ({**PARTS, "p/ev\x1bil": b"x"}, "not allowed"),
    "link": ({**PARTS, _link("p/evil"): b"/etc/passwd"}, "link"),
    "linked folder": ({**PARTS, _link("p/evil/"): b"/etc"}, "link|not allowed"),
    "bomb": ({**PARTS, "p/bomb": bytes(20 << 20)}, "times its size"),
    "two tops": ({**PARTS, "q/other": b"x"}, "more than one folder"),
    "names that meet": ({**PARTS, "p/Metadata.JSON": b"{}"}, "one name"),
    "no folder": ({"metadata.json": b"{}"}, "is missing"),
    "nothing": ({}, "is missing"),
    "too many": ({**PARTS, **{f"p/{n}": b"" for n in range(1001)}}, "files"),
    **{
        f"without {missing}": (
            {name: data for name, data in PARTS.items() if name != missing},
            "is missing",
        )
        for missing in PARTS
    },
}


@pytest.mark.parametrize("case", HOSTILE)
def test_refuses_and_writes_nothing(case: str, tmp_path: Path) -> None:
    files, message = HOSTILE[case]
    path = _zip(tmp_path / "hostile.argosmodel", files)
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(ModelError, match=message) as caught:
        subject.unpack(path, into)
    assert caught.value.hint
    assert "\n" not in caught.value.message
    assert list(into.rglob("*")) == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["hostile.argosmodel", "into"]


def test_refuses_what_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MAX_BYTES", 10)
    with pytest.raises(ModelError, match="unpacks to more than"):
        subject.unpack(_zip(tmp_path / "a.zip", PARTS), tmp_path)


def test_refuses_encrypted(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", PARTS)
    data = bytearray(path.read_bytes())
    for at in range(len(data)):  # the flag stands 6 bytes into a local, 8 into a central header
        if data[at : at + 4] == b"PK\x03\x04":
            data[at + 6] |= 1
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match="encrypted"):
        subject.unpack(path, tmp_path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive at all" * 100])
def test_refuses_other_files(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.argosmodel"
    path.write_bytes(data)
    with pytest.raises(ModelError, match="no zip archive"):
        subject.unpack(path, tmp_path)


@given(data=st.data())
def test_damage_is_an_error_or_harmless(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = _zip(folder / "a.argosmodel", PARTS)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    into = folder / "deep" / "into"
    into.mkdir(parents=True)
    with contextlib.suppress(ModelError):
        subject.unpack(path, into)
    assert [each.name for each in (folder / "deep").iterdir()] == ["into"]
