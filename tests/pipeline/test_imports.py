from __future__ import annotations

import json
from importlib.util import find_spec

import pytest

from tests.contracts.pair_formats import NASTY
from tests.store.building import decide, everything, save
from workflow import registry
from workflow.errors import Interrupted, UsageError
from workflow.model import Status, Unit
from workflow.pipeline.export import ExportRequest, export
from workflow.pipeline.imports import ImportRequest, import_files
from workflow.store import Store
from workflow.store.exchange.importing import Intake
from workflow.store.exchange.selection import Selection

NEWS = [["Совет собрался.", "Он обсудил 5 вопросов."], ["Заседание закрыто."]]
FORMATS = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            name == "parquet" and find_spec("pyarrow") is None, reason="pyarrow is not installed"
        ),
    )
    for name in sorted({*registry.PAIR_FORMATS} - {"html"})
]


@pytest.fixture
def store(tmp_path):
    with Store.open(str(tmp_path / "pairs.db")) as opened:
        yield opened


def lines(path, *values):
    path.write_text("\n".join(v if isinstance(v, str) else json.dumps(v) for v in values))
    return str(path)


def take(store, *paths, **options):
    return import_files(ImportRequest([str(path) for path in paths], **options), store)


def unit(source, target="x", **more):
    return {"source": source, "target": target, "source_lang": "ru", "target_lang": "en"} | more


def sources(store):
    return [c.source for c in store.candidates(Selection())]


@pytest.mark.parametrize("form", FORMATS)
def test_a_corrected_export_goes_back_in_every_format(store, tmp_path, form):
    save(store, NEWS)
    kind = registry.pair_formats()[form]
    path = tmp_path / f"out{kind.suffixes[0]}"
    export(ExportRequest(path, form), store)
    before = everything(store)
    (untouched,) = take(store, path, format=form)
    assert untouched.counts | {"unchanged": 3} == untouched.counts, untouched.faults
    assert everything(store) == before

    from dataclasses import replace

    from workflow.interchange.base import Header

    units = [u for u in kind.read(path, ("ru", "en")) if isinstance(u, Unit)]
    units[1] = replace(units[1], target="It discussed 5 questions.")
    edited = tmp_path / "edited" / path.name
    edited.parent.mkdir()
    kind.write(units, edited, Header("ru", "en", "x", "2026-11-22T01:24:23+00:00"))
    (report,) = take(store, edited, format=form)
    assert report.counts | {"corrected": 1, "unchanged": 2} == report.counts
    (corrected,) = store.units([2])
    assert (corrected.target, corrected.status) == ("It discussed 5 questions.", Status.CORRECTED)
    decide(store, 2, "corrected", "It discussed five questions.")
    (again,) = take(store, edited, format=form)
    assert again.counts | {"conflicts": 0, "unchanged": 3} == again.counts or again.refused == 1


@pytest.mark.parametrize("form", FORMATS)
def test_an_untouched_export_corrects_nothing_whatever_the_texts(store, tmp_path, form):
    nasty = [Unit(f"{n} {text}", text, "ru", "en", notes=(text,)) for n, text in enumerate(NASTY)]
    store.merge_units(nasty, Intake("ООН", "", lambda _: ()))
    path = tmp_path / f"out{registry.pair_formats()[form].suffixes[0]}"
    manifest = export(ExportRequest(path, form), store)
    before = everything(store)
    (report,) = take(store, path, format=form)
    assert report.counts["unchanged"] == manifest["counts"]["written"]
    assert not report.refused
    texts = [line for line in everything(store) if not line.startswith('INSERT INTO "comments"')]
    assert texts == [line for line in before if not line.startswith('INSERT INTO "comments"')]


def test_a_page_for_people_is_refused_in_a_sentence(store, tmp_path):
    save(store, NEWS)
    export(ExportRequest(tmp_path / "x.html"), store)
    (report,) = take(store, tmp_path / "x.html")
    assert report.refused == 1
    assert "not read back" in report.message


def test_new_pairs_go_into_the_memory_that_is_named(store, tmp_path):
    path = lines(tmp_path / "x.jsonl", unit("Мир."), unit("Труд.", status="approved"))
    (report,) = take(store, path, memory="ООН")
    assert report.counts["added"] == 2
    assert not report.refused
    found = list(store.units([1, 2]))
    assert [u.status for u in found] == [Status.MACHINE, Status.APPROVED]
    assert {(u.memory, u.author) for u in found} == {("ООН", "import:x.jsonl")}
    assert store.status().runs == {"done": 1}


def test_author_and_status_may_be_named(store, tmp_path):
    path = lines(tmp_path / "x.jsonl", unit("Мир."))
    take(store, path, author="анна", status=Status.APPROVED)
    (found,) = store.units([1])
    assert (found.author, found.status) == ("анна", Status.APPROVED)


def test_languages_are_written_as_the_desk_writes_them(store, tmp_path):
    path = lines(
        tmp_path / "x.jsonl",
        unit("Мир.", source_lang="rus", target_lang="en-GB"),
        {"source": "Труд.", "target": "Labour."},
    )
    take(store, path)
    assert store.count_languages(Selection()) == {("ru", "en"): 2}


def test_broken_records_are_listed_and_the_others_taken(store, tmp_path):
    path = lines(
        tmp_path / "x.jsonl", unit("Мир."), "{", unit("Труд."), unit("\ud800"), unit("Май.", "")
    )
    (report,) = take(store, path)
    assert report.counts == {
        "added": 2,
        "corrected": 0,
        "unchanged": 0,
        "duplicates": 0,
        "empty": 1,
        "conflicts": 0,
        "broken": 2,
    }
    assert report.refused == 2
    assert [fault.place for fault in report.faults if "JSON" in fault.message] == [2]
    assert sources(store) == ["Мир.", "Труд."]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(store, tmp_path):
    good = lines(tmp_path / "good.jsonl", unit("Мир."))
    bad = tmp_path / "bad.tmx"
    bad.write_text('<!DOCTYPE tmx [<!ENTITY a "aaaa">]><tmx>&a;</tmx>')
    missing, whole = take(store, tmp_path / "missing.jsonl", good)
    assert missing.message
    assert missing.refused == 1
    assert whole.counts["added"] == 1
    (hostile,) = take(store, bad)
    assert hostile.refused
    assert hostile.message or hostile.faults


def test_what_cannot_be_done_is_said_before_anything_is_done(store, tmp_path):
    path = lines(tmp_path / "x.jsonl", unit("Мир."))
    with pytest.raises(UsageError, match="ending"):
        take(store, path, tmp_path / "x.doc")
    store.set_memory("ООН", read_only=True)
    with pytest.raises(UsageError, match="read-only"):
        take(store, path, memory="ООН")
    assert sources(store) == []


def test_a_trial_run_says_the_same_and_changes_nothing(store, tmp_path):
    save(store, NEWS)
    out = tmp_path / "out.jsonl"
    export(ExportRequest(out), store)
    more = lines(
        tmp_path / "more.jsonl",
        *(unit(f"Пункт {n % 1500}.") for n in range(2500)),
    )
    out.write_text(out.read_text(encoding="utf-8").replace("English of", "Our"), encoding="utf-8")
    before = list(store.db.conn.iterdump())
    trial = take(store, out, more, dry_run=True)
    assert list(store.db.conn.iterdump()) == before
    real = take(store, out, more)
    assert [r.counts for r in trial] == [r.counts for r in real]
    assert [r.merged.corrections for r in trial] == [r.merged.corrections for r in real]
    assert real[1].counts["added"] == 1500
    assert real[1].counts["duplicates"] == 1000


def test_ctrl_c_leaves_what_is_stored_and_the_next_run_goes_on(store, tmp_path):
    path = lines(tmp_path / "x.jsonl", *(unit(f"Пункт {n}.") for n in range(2500)))

    class Impatient:
        def total(self, _):
            pass

        def done(self, _):
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="stored"):
        import_files(ImportRequest([path]), store, Impatient())
    assert len(sources(store)) == 1000
    assert store.status().runs == {"interrupted": 1}
    (report,) = take(store, path)
    assert (report.counts["added"], report.counts["duplicates"]) == (1500, 1000)
    assert sources(store) == [f"Пункт {n}." for n in range(2500)]


def test_the_report_is_plain_values(store, tmp_path):
    save(store, NEWS)
    out = tmp_path / "out.jsonl"
    export(ExportRequest(out), store)
    decide(store, 1, "corrected", "The council met.")
    out.write_text(out.read_text(encoding="utf-8").replace("English of", "Our"), encoding="utf-8")
    (report,) = take(store, out)
    values = json.loads(json.dumps(report.as_dict()))
    assert values["corrections"][0] == {
        "pair": 2,
        "source": "Он обсудил 5 вопросов.",
        "before": {"target": "English of Он обсудил 5 вопросов.", "status": "machine"},
        "after": {"target": "Our Он обсудил 5 вопросов.", "status": "corrected"},
    }
    assert values["conflicts"] == [
        {
            "id": f"{store.identity}.1",
            "message": "a person has changed the pair in the meantime",
            "source": "Совет собрался.",
            "stored": "The council met.",
            "given": "Our Совет собрался.",
        }
    ]
