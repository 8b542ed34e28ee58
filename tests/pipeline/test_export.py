from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from tests.store.building import decide, page, save
from workflow import registry
from workflow.corpora.filters import Thresholds
from workflow.corpora.table import Arrangement, sentence
from workflow.errors import ExchangeError, Interrupted, UsageError
from workflow.model import Origin, Status, Unit
from workflow.pipeline.export import ExportRequest, export
from workflow.store import Store
from workflow.store.exchange.importing import Intake

NEWS = [["Совет собрался.", "Он обсудил 5 вопросов."], ["Заседание закрыто."]]
FORMATS = sorted(registry.PAIR_FORMATS)


@pytest.fixture
def store(tmp_path):
    with Store.open(str(tmp_path / "pairs.db")) as opened:
        yield opened


def put(store, *units, memory="ООН"):
    store.merge_units(units, Intake(memory, "import:x", lambda _: ()))


def units_of(path, form="jsonl"):
    return list(registry.pair_formats()[form].read(Path(path), ("ru", "en")))


def texts(path):
    return [unit.source for unit in units_of(path)]


def files(folder):
    """Every file but the database."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("pairs.db")
    }


def many(store, count=60):
    """Fill a store with documents that share sentences, and a memory with duplicates."""
    for number in range(count // 6):
        sentences = [[f"Глава {number * 3 + k} закона о гражданстве." for k in range(3)]]
        if number % 4 == 1:
            sentences.append([f"Глава {(number - 1) * 3} закона о гражданстве."])
        save(store, sentences, f"/desk/{number:03}.txt")
    put(
        store,
        *(
            Unit(f"Решение совета по делу {n % 20} принято.", f"Case {n % 20}, {n % 2}", "ru", "en")
            for n in range(count // 2)
        ),
    )


def test_what_was_asked_for_is_written_and_said(store, tmp_path):
    save(store, NEWS)
    decide(store, 1, "approved", "The council met.")
    decide(store, 3, "rejected")
    out = tmp_path / "out.jsonl"
    manifest = export(ExportRequest(out, licence="CC0-1.0"), store)
    assert units_of(out) == list(store.units([1, 2]))
    assert json.loads((tmp_path / "out.jsonl.manifest.json").read_bytes()) == json.loads(
        json.dumps(manifest)
    )
    assert manifest["counts"] == {"selected": 2, "dropped": {}, "written": 2, "parts": {}}
    assert (manifest["licence"], manifest["database"]) == ("CC0-1.0", store.identity)
    (entry,) = manifest["files"]
    assert entry["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (entry["path"], entry["bytes"]) == ("out.jsonl", out.stat().st_size)
    assert set(files(tmp_path)) == {"out.jsonl", "out.jsonl.manifest.json"}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_twice_is_the_same_bytes(store, tmp_path, form):
    pytest.importorskip("pyarrow") if form == "parquet" else None
    many(store)
    name = f"corpus{registry.pair_formats()[form].suffixes[0]}"
    arrangement = Arrangement("exact", 7, (8, 1, 1))
    written = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        request = ExportRequest(folder / name, form, arrangement=arrangement)
        manifest = export(request, store)
        written.append(files(folder))
    assert written[0] == written[1]
    listed = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    assert listed == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in written[0].items()
        if not name.endswith(".manifest.json")
    }
    assert sum(manifest["counts"]["parts"].values()) == manifest["counts"]["written"]


def test_a_copy_of_the_database_gives_the_same_bytes(store, tmp_path):
    many(store)
    store.backup(str(tmp_path / "copy.db"))
    for name, folder in (("pairs.db", "one"), ("copy.db", "two")):
        with Store.open(str(tmp_path / name)) as opened:
            export(ExportRequest(tmp_path / folder / "x.tsv"), opened)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_the_same_pairs_in_another_order_are_the_same_corpus(tmp_path):
    units = [Unit(f"Пункт {n} о мире.", f"Item {n} on peace.", "ru", "en") for n in range(200)]
    found = []
    for name, given in (("one", units), ("two", units[::-1])):
        with Store.open(str(tmp_path / f"{name}.db")) as opened:
            put(opened, *given)
            request = ExportRequest(
                tmp_path / name / "x.jsonl", arrangement=Arrangement("near", 3, (8, 1, 1))
            )
            export(replace(request, arrangement=Arrangement(None, 3, (8, 1, 1))), opened)
            found.append(
                [texts(request.out.with_name(f"x.{p}.jsonl")) for p in ("train", "dev", "test")]
            )
    assert found[0] == found[1]
    assert sorted(chain(*found[0])) == sorted(unit.source for unit in units)


def test_the_time_is_that_of_the_newest_pair_or_of_the_environment(store, tmp_path, monkeypatch):
    save(store, NEWS)
    newest = max(unit.updated_at for unit in store.units([1, 2, 3]))
    request = ExportRequest(tmp_path / "x.tsv")
    assert export(request, store)["made_at"] == newest
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert export(request, store)["made_at"] == "1970-01-02T00:00:00.000+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        export(request, store)


def test_parts_have_no_sentence_and_no_document_in_common(store, tmp_path):
    many(store, 240)
    request = ExportRequest(tmp_path / "x.jsonl", arrangement=Arrangement(None, 1, (60, 20, 20)))
    manifest = export(request, store)
    parts = [units_of(tmp_path / f"x.{name}.jsonl") for name in ("train", "dev", "test")]
    assert [len(part) for part in parts] == list(manifest["counts"]["parts"].values())
    assert sum(map(len, parts)) == manifest["counts"]["written"] == manifest["counts"]["selected"]
    whole = manifest["counts"]["written"] / 100
    assert all(abs(len(p) - s * whole) < 8 for p, s in zip(parts, (60, 20, 20), strict=True))
    for value in (
        lambda unit: unit.document,
        lambda unit: sentence(unit.source),
        lambda unit: sentence(unit.target),
    ):
        sets = [{value(unit) for unit in part} - {""} for part in parts]
        assert not sets[0] & sets[1]
        assert not sets[0] & sets[2]
        assert not sets[1] & sets[2]


def test_a_part_without_a_share_is_not_written(store, tmp_path):
    many(store)
    export(ExportRequest(tmp_path / "x.jsonl", arrangement=Arrangement(shares=(9, 0, 1))), store)
    assert set(files(tmp_path)) == {"x.train.jsonl", "x.test.jsonl", "x.jsonl.manifest.json"}


def test_parts_have_names_of_their_own_where_the_name_has_no_ending(store, tmp_path):
    many(store)
    request = ExportRequest(tmp_path / "x", "moses", arrangement=Arrangement(shares=(1, 1, 1)))
    names = {entry["path"] for entry in export(request, store)["files"]}
    parts = ("train", "dev", "test")
    assert names == {f"x.{part}.{end}" for part in parts for end in ("ru", "en", "ids")}


def test_a_seed_shuffles_and_another_otherwise(store, tmp_path):
    many(store)

    def order(seed):
        export(ExportRequest(tmp_path / "x.jsonl", arrangement=Arrangement(seed=seed)), store)
        return [unit.id for unit in units_of(tmp_path / "x.jsonl")]

    assert len({tuple(order(seed)) for seed in (None, 0, 1)}) == 3
    assert order(1) == order(1)
    assert sorted(order(1)) == sorted(order(None))


def test_of_exact_duplicates_the_reviewed_one_stays(store, tmp_path):
    same = Unit("Мир вам.", "Peace.", "ru", "en")
    put(store, same, replace(same, target="Peace!"))
    put(store, replace(same, status=Status.APPROVED), memory="НАТО")
    request = ExportRequest(tmp_path / "x.jsonl", arrangement=Arrangement("exact"))
    manifest = export(request, store)
    assert [u.id.partition(".")[2] for u in units_of(tmp_path / "x.jsonl")] == ["2", "3"]
    assert manifest["counts"]["dropped"] == {"duplicates": 1}
    near = export(replace(request, arrangement=Arrangement("near")), store)
    assert [u.id.partition(".")[2] for u in units_of(tmp_path / "x.jsonl")] == ["3"]
    assert near["counts"]["dropped"] == {"duplicates": 2}
    assert near["duplicates"] == {"kind": "near", "common": 0.8}


def test_filters_and_thresholds_stand_in_the_manifest(store, tmp_path):
    put(store, Unit("Да.", "Yes, indeed, and so on and so forth.", "ru", "en"))
    put(store, Unit("Совет собрался.", "The council met.", "ru", "en"))
    thresholds = Thresholds(findings=2, ratio=3, foreign=0.9)
    manifest = export(ExportRequest(tmp_path / "x.jsonl", thresholds=thresholds), store)
    assert manifest["filters"] == [
        {"name": "findings", "most": 2, "dropped": 0},
        {"name": "ratio", "most": 3, "dropped": 1},
        {"name": "foreign", "most": 0.9, "dropped": 0},
    ]
    assert manifest["counts"]["dropped"]["ratio"] == 1
    assert texts(tmp_path / "x.jsonl") == ["Совет собрался."]


def test_the_selection_stands_in_the_manifest_by_names(store, tmp_path):
    save(store, NEWS)
    put(store, Unit("Мир.", "Peace.", "ru", "en"))
    one = export(ExportRequest(tmp_path / "x.jsonl", documents=("news.txt",)), store)
    assert one["selection"] == {"documents": ("news.txt",)}
    assert one["counts"]["written"] == 3
    two = export(
        ExportRequest(
            tmp_path / "x.jsonl",
            memories=("ООН",),
            origins=(Origin.IMPORT,),
            since="2026-01-01T03:00+03:00",
        ),
        store,
    )
    assert two["selection"]["since"] == "2026-01-01T00:00:00.000+00:00"
    assert two["counts"]["written"] == 1


def test_two_languages_are_refused_until_one_is_chosen(store, tmp_path):
    put(store, Unit("Да.", "Yes.", "ru", "en"), Unit("Так.", "Yes.", "uk", "en"))
    out = tmp_path / "x.jsonl"
    with pytest.raises(UsageError, match=r"several languages \(ru-en 1, uk-en 1\)"):
        export(ExportRequest(out), store)
    export(ExportRequest(out, languages=("uk", "en")), store)
    assert texts(out) == ["Так."]


@pytest.mark.parametrize(
    ("request_", "error", "message"),
    [
        ({"format": "tmy"}, UsageError, "no exchange format"),
        ({"out": Path("x.doc")}, UsageError, "ending"),
        ({"documents": ("nowhere.txt",)}, UsageError, "no document"),
        ({"memories": ("nothing",)}, UsageError, "no memory"),
        ({"since": "yesterday"}, UsageError, "no date"),
        ({"statuses": (Status.REJECTED,)}, ExchangeError, "No pair"),
        ({"thresholds": Thresholds(ratio=1)}, ExchangeError, "hold back every one of 3"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    store, tmp_path, monkeypatch, request_, error, message
):
    monkeypatch.chdir(tmp_path)
    save(store, NEWS)
    with pytest.raises(error, match=message):
        export(ExportRequest(**({"out": Path("x.jsonl")} | request_)), store)
    assert files(tmp_path) == {}


def test_a_folder_is_not_replaced_by_a_file_nor_a_file_by_a_folder(store, tmp_path):
    save(store, NEWS)
    (tmp_path / "x.jsonl").mkdir()
    (tmp_path / "x.jsonl" / "mine").write_text("mine")
    with pytest.raises(ExchangeError, match="is a folder"):
        export(ExportRequest(tmp_path / "x.jsonl"), store)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ExchangeError, match="cannot be written"):
        export(ExportRequest(tmp_path / "file" / "x.jsonl"), store)
    assert files(tmp_path) == {"x.jsonl/mine": b"mine", "file": b"mine"}


def test_what_a_format_cannot_hold_is_said_with_the_name_of_the_file(store, tmp_path):
    put(store, Unit("Слово " * 6000, "Word", "ru", "en"))
    with pytest.raises(ExchangeError) as caught:
        export(ExportRequest(tmp_path / "x.xlsx"), store)
    assert str(tmp_path / "x.xlsx") in caught.value.message
    assert ".tmp" not in caught.value.message
    assert files(tmp_path) == {}


def test_ctrl_c_leaves_the_earlier_export(store, tmp_path):
    save(store, NEWS)
    out = tmp_path / "x.jsonl"
    export(ExportRequest(out), store)
    before = files(tmp_path)

    class Impatient:
        def total(self, _):
            pass

        def done(self, _):
            raise KeyboardInterrupt

    save(store, [["Новое."]], "/desk/other.txt")
    with pytest.raises(Interrupted):
        export(ExportRequest(out), store, Impatient())
    assert files(tmp_path) == before


def test_files_that_the_new_export_lacks_go(store, tmp_path):
    many(store)
    request = ExportRequest(tmp_path / "x.jsonl", arrangement=Arrangement(shares=(8, 1, 1)))
    export(request, store)
    (tmp_path / "x.notes.jsonl").write_text("mine")
    export(replace(request, arrangement=Arrangement()), store)
    assert set(files(tmp_path)) == {"x.jsonl", "x.jsonl.manifest.json", "x.notes.jsonl"}


def test_a_manifest_of_somebody_else_removes_nothing_elsewhere(store, tmp_path):
    save(store, NEWS)
    (tmp_path / "in").mkdir()
    (tmp_path / "x.txt").write_text("mine")
    for content in (
        '{"files": [{"path": "../x.txt"}, {"path": "x/../../x.txt"}]}',
        "[]",
        "{",
        "{}",
    ):
        (tmp_path / "in" / "x.jsonl.manifest.json").write_text(content)
        export(ExportRequest(tmp_path / "in" / "x.jsonl"), store)
        assert (tmp_path / "x.txt").exists()


def test_progress_counts_every_pair_twice(store, tmp_path):
    many(store)
    seen = Counter()

    class Counting:
        def total(self, number):
            seen["total"] = number

        def done(self, number):
            seen["done"] += number

    manifest = export(ExportRequest(tmp_path / "x.jsonl"), store, Counting())
    assert seen["done"] == seen["total"] == 2 * manifest["counts"]["written"]


def test_offsets_are_those_of_the_document(store, tmp_path):
    save(store, NEWS)
    export(ExportRequest(tmp_path / "x.jsonl"), store)
    text = page(NEWS).paragraphs
    for unit in units_of(tmp_path / "x.jsonl"):
        assert text[unit.paragraph].text[unit.start : unit.stop] == unit.source
