from __future__ import annotations

import os
from pathlib import Path

import pytest

from workflow.documents.collect import Collected, collect

SUFFIXES = (".txt", ".md", ".html")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    names = ["b.txt", "B2.MD", "a/x.md", "a/.hidden.txt", ".git/y.txt", "empty/z.png", "c.html"]
    names += ["b.en.txt", "b.bilingual.html", "alone.en.txt", "image.png", "a/[1].txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths: str) -> Collected:
    return collect(paths, SUFFIXES)


def test_a_folder_is_searched_in_order_without_hidden_and_own_files(folder: Path) -> None:
    result = found(str(folder))
    names = ["B2.MD", "alone.en.txt", "b.txt", "c.html", "a/[1].txt", "a/x.md"]
    assert result.paths == tuple(str(folder / name) for name in names)
    assert result.errors == ()
    assert {(Path(p.path).name, p.reason) for p in result.passed_over} == {
        ("b.en.txt", f"it is our own output for {folder / 'b.txt'}"),
        ("b.bilingual.html", f"it is our own output for {folder / 'b.txt'}"),
        ("image.png", "its ending is not known"),
        ("z.png", "its ending is not known"),
    }


@pytest.mark.usefixtures("folder")
class TestPaths:
    def test_each_document_comes_once(self) -> None:
        result = found("b.txt", "./b.txt", "*.txt", "-", "-", "a")
        assert result.paths == ("b.txt", "alone.en.txt", "-", "a/[1].txt", "a/x.md")

    def test_a_file_that_is_named_is_taken(self) -> None:
        assert found("image.png", "b.en.txt").paths == ("image.png", "b.en.txt")

    def test_own_output_is_passed_over_beside_its_original(self) -> None:
        result = found("./b.txt", "b.en.txt", "b.bilingual.html")
        assert result.paths == ("./b.txt",)
        assert [each.path for each in result.passed_over] == ["b.en.txt", "b.bilingual.html"]

    def test_another_target_language_has_other_outputs(self) -> None:
        assert "b.en.txt" in collect(["."], SUFFIXES, target="ru").paths

    def test_patterns(self) -> None:
        assert found("**/*.md").paths == ("a/x.md",)
        assert found("[bc]*").paths == ("b.txt", "c.html")
        assert found("a/[1].txt").paths == ("a/[1].txt",)
        assert found("[a]").paths == ("a/[1].txt", "a/x.md")

    def test_what_is_wrong_is_told_by_path_and_the_rest_is_found(self) -> None:
        result = found("missing.txt", "b.txt", "empty", "no*", "*.png", "", "a\0")
        assert result.paths == ("b.txt",)
        assert {path: error.message for path, error in result.errors} == {
            "missing.txt": "missing.txt does not exist",
            "empty": "empty contains no documents",
            "no*": "no* matches nothing",
            "*.png": "*.png matches no documents",
            "": "'' is no file name",
            "a\0": "'a\\x00' is no file name",
        }
        assert all(error.hint for _, error in result.errors)

    def test_links_are_followed_once_and_other_things_passed_over(self, folder: Path) -> None:
        (folder / "a" / "loop").symlink_to(folder)
        (folder / "a" / "broken.txt").symlink_to(folder / "nothing")
        (folder / "a" / "same.txt").symlink_to(folder / "a" / "[1].txt")
        os.mkfifo(folder / "a" / "pipe.txt")
        result = found("a")
        assert result.paths == ("a/[1].txt", "a/x.md")
        assert {each.path for each in result.passed_over} == {"a/broken.txt", "a/pipe.txt"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may search everything")
def test_a_folder_that_may_not_be_searched(folder: Path) -> None:
    (folder / "a").chmod(0)
    result = found(str(folder))
    assert [path for path, _ in result.errors] == [str(folder / "a")]
    (folder / "a").chmod(0o700)
