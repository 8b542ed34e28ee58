"""Parquet: the contract, the folder and its card, and what other programs read and write."""

from __future__ import annotations

import sys
from dataclasses import replace
from hashlib import sha256

import pytest

from tests.contracts.pair_formats import FULL, HEADER, PairFormatContract
from workflow.errors import ExchangeError
from workflow.interchange.columns import COLUMNS, finding_values
from workflow.interchange.parquet import Parquet
from workflow.model import Fault, Status, Unit

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")
parquet = pytest.importorskip("pyarrow.parquet")


class TestParquet(PairFormatContract):
    name = "parquet"

    def spoiled(self, path):
        (file,) = path.glob("data/*.parquet")
        table = parquet.read_table(file)
        sources = pa.array(["Раз.", None, "Три."])
        parquet.write_table(table.set_column(0, "source", sources), file)

    def test_the_same_units_are_the_same_bytes(self, tmp_path):
        made = []
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            path = self.written(tmp_path / name, [FULL])
            made.append(
                [(p.relative_to(path), p.read_bytes()) for p in path.rglob("*") if p.is_file()]
            )
        assert made[0] == made[1]


def folder(tmp_path, units, name="pairs.parquet", shard=1 << 28, header=HEADER):
    path = tmp_path / name
    Parquet(shard).write(units, path, header)
    return path


def front_matter(path):
    yaml = pytest.importorskip("yaml", reason="no reader of YAML is installed")
    return yaml.safe_load((path / "README.md").read_text("utf-8").split("---\n")[1])


def test_columns_are_typed(tmp_path):
    (file,) = folder(tmp_path, [FULL, Unit("а", "b", "ru", "en")]).glob("data/*")
    table = parquet.read_table(file)
    assert table.column_names == list(COLUMNS)
    assert table.schema.field("score").type == pa.float64()
    assert table.schema.field("version").type == pa.int64()
    assert table.to_pylist()[0]["findings"] == [
        {"check": "numbers", "severity": "warning", "message": "The 5 is missing."}
    ]
    assert table.to_pylist()[1]["score"] is None


def test_pandas_reads_it(tmp_path):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed (extra `peers`)")
    frame = pandas.read_parquet(folder(tmp_path, [FULL] * 3) / "data")
    assert list(frame.source) == [FULL.source] * 3
    assert str(frame.version.dtype) == "int64"
    assert list(frame.notes[0]) == list(FULL.notes)


def test_datasets_loads_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    datasets = pytest.importorskip("datasets", reason="datasets is not installed (extra `peers`)")
    path = folder(tmp_path, [FULL] * 3, "pairs.test.parquet")
    loaded = datasets.load_dataset(str(path), cache_dir=str(tmp_path / "cache"))
    assert list(loaded) == ["test"]
    assert loaded["test"][2]["source"] == FULL.source
    assert loaded["test"][0]["findings"] == finding_values(FULL.findings)
    assert str(loaded["test"].features["version"].dtype) == "int64"


def test_it_is_cut_into_files_by_size(tmp_path):
    units = [
        replace(FULL, id=f"a.{n}", source=sha256(str(n).encode()).hexdigest()) for n in range(5_000)
    ]
    path = folder(tmp_path, units, shard=1 << 16)
    names = sorted(file.name for file in (path / "data").iterdir())
    assert len(names) > 1
    assert names[0] == f"pairs-00000-of-{len(names):05}.parquet"
    assert names[-1] == f"pairs-{len(names) - 1:05}-of-{len(names):05}.parquet"
    assert list(Parquet().read(path)) == units


def test_the_card_says_where_the_data_are_and_what_they_hold(tmp_path):
    path = folder(tmp_path, [FULL] * 1_000, header=replace(HEADER, title='М: "и"\n#р'))
    card = front_matter(path)
    assert card["language"] == ["ru", "en"]
    assert card["license"] == "cc0-1.0"
    assert card["pretty_name"] == 'М: "и" #р'
    assert card["size_categories"] == ["1K<n<10K"]
    (data,) = card["configs"][0]["data_files"]
    assert [file.parent.name for file in path.glob(data["path"])] == ["data"]
    info = card["dataset_info"]
    assert [feature["name"] for feature in info["features"]] == list(COLUMNS)
    assert info["splits"][0]["num_examples"] == 1_000
    assert info["download_size"] == sum(file.stat().st_size for file in path.glob("data/*"))


def test_the_card_of_a_part_and_of_words_for_a_licence(tmp_path):
    header = replace(HEADER, licence="For members of the council only")
    card = front_matter(folder(tmp_path, [], "pairs.dev.parquet", header=header))
    assert (card["license"], card["license_name"]) == ("other", header.licence)
    assert card["configs"][0]["data_files"][0]["split"] == "validation"
    card = front_matter(folder(tmp_path, [], "b.parquet", header=replace(HEADER, licence="")))
    assert card["license"] == "unknown"
    assert card["size_categories"] == ["n<1K"]
    assert list(Parquet().read(tmp_path / "b.parquet")) == []


def test_files_of_others_are_read(tmp_path):
    table = pa.table(
        {"target": ["b", None], "source": ["а", "б"], "n": [1, 2], "status": ["approved", "x"]}
    )
    parquet.write_table(table, tmp_path / "x.parquet")
    assert list(Parquet().read(tmp_path / "x.parquet", ("ru", "en"))) == [
        Unit("а", "b", "ru", "en", status=Status.APPROVED),
        Fault(2, "it has no target"),
    ]
    assert len(list(Parquet().read(tmp_path, ("ru", "en")))) == 2
    with pytest.raises(ExchangeError, match="in which languages"):
        list(Parquet().read(tmp_path / "x.parquet"))
    parquet.write_table(table.drop_columns(["source"]), tmp_path / "y.parquet")
    with pytest.raises(ExchangeError, match="no column source"):
        list(Parquet().read(tmp_path / "y.parquet", ("ru", "en")))


def test_an_empty_folder_and_a_row_group_that_is_too_large(tmp_path, monkeypatch):
    with pytest.raises(ExchangeError, match="has no Parquet files"):
        list(Parquet().read(tmp_path))
    monkeypatch.setattr("workflow.interchange.parquet.MAX_GROUP", 1000)
    with pytest.raises(ExchangeError, match="was refused: a row group"):
        list(Parquet().read(folder(tmp_path, [FULL] * 100)))


def test_without_pyarrow_a_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for act in (
        lambda: Parquet().write([], tmp_path / "x.parquet", HEADER),
        lambda: list(Parquet().read(tmp_path / "x.parquet")),
    ):
        with pytest.raises(ExchangeError, match="needs pyarrow") as error:
            act()
        assert "pip install" in error.value.hint
