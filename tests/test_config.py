from __future__ import annotations

import pytest

from workflow import config
from workflow.errors import UsageError


def test_option_file_is_found_in_a_folder_above(tmp_path):
    (tmp_path / "workflow.toml").write_text('db = "pairs.db"\njobs = 3\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    values = {v.setting.name: v for v in config.in_force(below, {})}
    assert values["db"].value == str(tmp_path / "pairs.db")  # relative to the file, not to us
    assert values["jobs"].value == 3
    assert values["jobs"].origin == str(tmp_path / "workflow.toml")
    assert (values["from"].value, values["from"].origin) == ("ru", "default")


def test_environment_comes_before_the_file(tmp_path):
    (tmp_path / "workflow.toml").write_text('from = "be"\n')
    values = {v.setting.name: v for v in config.in_force(tmp_path, {"WORKFLOW_FROM": "uk"})}
    assert (values["from"].value, values["from"].origin) == ("uk", "environment")


def test_a_named_file_comes_before_the_nearest(tmp_path):
    (tmp_path / "workflow.toml").write_text('to = "de"\n')
    (tmp_path / "other.toml").write_text('to = "fr"\n')
    values, path = config.load(tmp_path, {"WORKFLOW_CONFIG": str(tmp_path / "other.toml")})
    assert values == {"to": "fr"}
    assert path == tmp_path / "other.toml"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'colour = "red"', "'colour', which is no setting"),
        (b'jobs = "two"', "should be of type int"),
        (b"jobs = true", "should be of type int"),
        (b"jobs = ", "not valid TOML"),
        (b"db = '\xff'", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_one_sentence_that_names_it(tmp_path, content, said):
    path = tmp_path / "workflow.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError) as error:
        config.load(tmp_path, {})
    assert said in error.value.message
    assert str(path) in error.value.message
    assert error.value.exit_code == 2


def test_a_missing_named_file_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        config.load(tmp_path, {"WORKFLOW_CONFIG": str(tmp_path / "none.toml")})
