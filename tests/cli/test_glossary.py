"""`workflow glossary` as a user meets it; matching and formats have tests of their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.store.building import decide, save
from workflow.glossary import default_path, read, shipped
from workflow.store import Store

HEADER = "source,target,kind,accept,forbid,case,gender,note,official\n"
CSTO = "ОДКБ,CSTO,organisation,,ODKB,exact,,,\n"
POST = "Генеральный секретарь ОДКБ,CSTO Secretary General,title,,,,,,\n"


@pytest.fixture
def folder(tmp_path):
    """Put a glossary of two files into the current folder."""
    folder = tmp_path / "glossaries"
    folder.mkdir()
    (folder / "csto.csv").write_text(HEADER + CSTO + POST, encoding="utf-8")
    (folder / "places.csv").write_text(
        HEADER + "Беларусь,Belarus,place,,Belorussia,,,,\n", encoding="utf-8"
    )
    return folder


def one_sentence(outcome, *said: str, status: int = 1) -> None:
    assert outcome.status == status, outcome
    complaints = [line for line in outcome.err.splitlines() if line.startswith("workflow:")]
    assert len(complaints) == 1, outcome.err
    assert len(outcome.err.splitlines()) == 2, outcome.err  # the sentence and what to do
    for phrase in said:
        assert phrase in outcome.err


class TestWhichGlossary:
    def test_the_shipped_one_is_in_force_where_there_is_no_other(self, workflow):
        assert default_path() == shipped()
        entries = workflow("glossary", "list", "--json").json
        assert len(entries) > 1000
        assert set(entries[0]) >= {"source", "target", "kind", "accept", "forbid", "file", "line"}

    @pytest.mark.usefixtures("folder")
    def test_a_folder_here_comes_first(self, workflow):
        assert [e["source"] for e in workflow("glossary", "list", "--json").json] == [
            "ОДКБ",
            "Генеральный секретарь ОДКБ",
            "Беларусь",
        ]

    def test_an_option_comes_before_the_environment_and_the_settings(
        self, workflow, tmp_path, monkeypatch
    ):
        for name in ("a", "b", "c"):
            (tmp_path / f"{name}.csv").write_text(f"source,target,kind\nмир,{name},term\n")
        (tmp_path / "workflow.toml").write_text('glossary = "a.csv"\n')

        def targets(*options: str) -> list[str]:
            return [e["target"] for e in workflow("glossary", "list", "--json", *options).json]

        assert targets() == ["a"]
        monkeypatch.setenv("WORKFLOW_GLOSSARY", "b.csv")
        assert targets() == ["b"]
        assert targets("--glossary", "c.csv") == ["c"]

    @pytest.mark.parametrize(
        "words",
        [
            ("add", "мир", "peace", "--kind", "term"),
            ("remove", "ОДКБ"),
            ("import", "new.csv"),
        ],
    )
    def test_the_shipped_one_is_never_changed(self, workflow, tmp_path, words):
        (tmp_path / "new.csv").write_text("source,target,kind\nмир,peace,term\n")
        before = {path: path.read_bytes() for path in shipped().iterdir()}
        one_sentence(
            workflow("glossary", *words),
            "comes with workflow is not changed",
            "workflow glossary export glossaries/own.csv",
            status=2,
        )
        assert {path: path.read_bytes() for path in shipped().iterdir()} == before

    def test_what_the_refusal_says_works(self, workflow):
        assert workflow("glossary", "export", "glossaries/own.csv").status == 0
        assert read(["glossaries"]) == read([shipped()])
        assert workflow("glossary", "add", "Совет Мира", "World Council", "--kind=body").status == 0
        assert workflow("glossary", "check").status == 0


class TestListAndFind:
    @pytest.mark.usefixtures("folder")
    def test_by_kind_and_file(self, workflow):
        assert "Беларусь" in workflow("glossary", "list", "--kind", "place").out
        for name in ("csto", "csto.csv"):
            shown = workflow("glossary", "list", "--domain", name).out
            assert "Генеральный секретарь ОДКБ" in shown
            assert "Беларусь" not in shown
        one_sentence(workflow("glossary", "list", "--kind", "idea"), "title, org", status=2)
        one_sentence(workflow("glossary", "list", "--domain", "x"), "csto, places", status=2)

    @pytest.mark.usefixtures("folder")
    def test_occurrences_with_their_places_and_what_is_inside(self, workflow):
        text = "Письмо Генеральному секретарю\nОДКБ."
        (post,) = workflow("glossary", "find", text, "--json").json["found"]
        assert text[post["start"] : post["stop"]] == post["form"]
        assert (post["entry"]["target"], post["case"]) == ("CSTO Secretary General", "datv")
        assert [inner["entry"]["source"] for inner in post["nested"]] == ["ОДКБ"]
        assert re.search(r"ОДКБ .*inside the term above", workflow("glossary", "find", text).out)

    @pytest.mark.usefixtures("folder")
    def test_standard_input_and_forbidden_english(self, workflow):
        found = workflow("glossary", "find", "-", "--json", given="The ODKB in Belorussia").json
        assert [(p["form"], p["entry"]["target"]) for p in found["forbidden"]] == [
            ("ODKB", "CSTO"),
            ("Belorussia", "Belarus"),
        ]
        assert "Belorussia   Belarus" in workflow("glossary", "find", "Belorussia").out

    @pytest.mark.usefixtures("folder")
    def test_standard_input_in_another_encoding(self, workflow):
        text = "Встреча прошла в Беларуси при участии ОДКБ.\n" * 3
        given = text.encode("koi8-r")
        found = workflow("glossary", "find", "-", "--json", given=given).json["found"]
        assert [each["form"] for each in found] == ["Беларуси", "ОДКБ"] * 3
        one_sentence(
            workflow("glossary", "find", "-", given=b"\x89PNG\r\n\x1a\n\0\0"), "standard input"
        )

    @pytest.mark.usefixtures("folder")
    def test_nothing_found_is_no_error(self, workflow):
        outcome = workflow("glossary", "find", "Ничего.")
        assert (outcome.status, outcome.out, outcome.err) == (0, "", "Nothing was found.\n")


class TestAddAndRemove:
    def test_every_column(self, workflow, folder):
        words = "--kind person --accept A --accept B --forbid C --case capital --gender f --note n"
        done = workflow(
            *("glossary", "add", "Анна Зась", "Anna Zas", *words.split(), "--official", "o"),
            *("--file", "people.csv", "--json"),
        )
        assert done.json == [
            {"source": "Анна Зась", "target": "Anna Zas", "kind": "person", "accept": ["A", "B"]}
            | {"forbid": ["C"], "case": "capital", "gender": "f", "note": "n", "official": "o"}
            | {"file": "glossaries/people.csv", "line": 2}
        ]
        assert (folder / "people.csv").read_text(encoding="utf-8") == (
            HEADER + "Анна Зась,Anna Zas,person,A|B,C,capital,f,n,o\n"
        )

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("ОДКБ", "CSTO", "--kind=body"), "repeats «ОДКБ» of glossaries/csto.csv:2"),
            (("ОДКБ", "Pact", "--kind=body"), "“Pact”, glossaries/csto.csv:2 as “CSTO”"),
            (("одкбшный", "ODKB", "--kind=term"), "which glossaries/csto.csv:2 forbids"),
            (("мир", "pax", "--kind=term", "--forbid=CSTO"), "csto.csv:2 approves “CSTO”"),
            (("и. о.", "acting", "--kind=person"), "never matches"),
            (("мир", "peace", "--kind=idea"), "unknown kind “idea”"),
            (("мир", "peace", "--kind=term", "--case=up"), "unknown case “up”"),
            ((" ", "peace", "--kind=term"), "has no source"),
            (("мир\udcff", "peace", "--kind=term"), "What follows “мир” is no character"),
            (("мир\u202e", "peace", "--kind=term"), "has a directional mark in column source"),
        ],
    )
    def test_what_is_wrong_with_an_entry_is_said_and_nothing_written(
        self, workflow, folder, words, said
    ):
        before = (folder / "csto.csv").read_bytes()
        one_sentence(workflow("glossary", "add", *words, "--file", "csto.csv"), said)
        assert (folder / "csto.csv").read_bytes() == before

    @pytest.mark.parametrize(
        ("file", "said"),
        [
            ((), "--file NAME.csv (there are csto.csv, places.csv)"),
            (("--file", "../csto.csv"), "is no file name"),
            (("--file", "notes.txt"), "is no file name"),
        ],
    )
    @pytest.mark.usefixtures("folder")
    def test_it_must_be_clear_which_file_is_meant(self, workflow, file, said):
        words = ("glossary", "add", "мир", "peace", "--kind=term", *file)
        one_sentence(workflow(*words), said, status=2)

    def test_a_glossary_of_one_file(self, workflow, tmp_path):
        words = ("мир", "=peace", "--kind=term", "--glossary", "own.tsv")
        assert workflow("glossary", "add", *words).status == 0
        assert "мир\t'=peace\tterm" in (tmp_path / "own.tsv").read_text(encoding="utf-8")
        assert [e.target for e in read([tmp_path / "own.tsv"])] == ["=peace"]
        one_sentence(workflow("glossary", "add", *words, "--file=a.csv"), "no folder", status=2)

    @pytest.mark.usefixtures("workflow")
    def test_several_at_a_time_lose_nothing(self, folder):
        names = ["Азия", "Баку", "Вена", "Гаага", "Дубай", "Ереван"]
        words = ("--kind=place", "--file=places.csv")
        children = [
            subprocess.Popen(
                [sys.executable, "-m", "workflow", "glossary", "add", name, f"Place {n}", *words],
                stdout=subprocess.DEVNULL,
            )
            for n, name in enumerate(names)
        ]
        assert [child.wait() for child in children] == [0] * len(names)
        entries = read([folder / "places.csv"])
        assert {entry.source for entry in entries} == {"Беларусь", *names}

    def test_removing_what_was_added_restores_the_file(self, workflow, folder):
        before = (folder / "places.csv").read_bytes()
        words = ("Минск", "Minsk", "--kind=place", "--file=places.csv")
        assert workflow("glossary", "add", *words).status == 0
        (gone,) = workflow("glossary", "remove", "Минск", "--json").json
        assert (gone["file"], gone["line"]) == ("glossaries/places.csv", 3)
        assert (folder / "places.csv").read_bytes() == before
        one_sentence(workflow("glossary", "remove", "Минск"), "no entry «Минск»", status=2)

    @pytest.mark.usefixtures("folder")
    def test_a_read_only_disk_is_one_sentence(self, workflow, monkeypatch):
        from workflow.documents import files

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(files, "_replace", full)
        words = ("glossary", "add", "мир", "peace", "--kind=term", "--file=csto.csv")
        one_sentence(workflow(*words), "csto.csv cannot be written: the disk is full")


class TestCheck:
    @pytest.mark.usefixtures("folder")
    def test_sound(self, workflow):
        assert workflow("glossary", "check").out == "3 entries, no problems\n"
        assert workflow("glossary", "check", "--json").json == {"entries": 3, "problems": []}

    def test_every_problem_with_file_and_line(self, workflow, folder):
        (folder / "csto.csv").write_text(
            HEADER + CSTO + "ОДКБ,Pact,body\nа,,term\nмир,peace,idea\nмир,ODKB,term\n",
            encoding="utf-8",
        )
        (folder / "old.csv").write_bytes(HEADER.encode() + "мир,peace,term".encode("cp1251"))
        (folder / "odd.csv").write_text("source,kind\n", encoding="utf-8")
        (folder / "twice.csv").write_text(HEADER + "Беларусь,Belarus,place\n", encoding="utf-8")
        outcome = workflow("glossary", "check")
        assert outcome.status == 1
        assert outcome.out.splitlines() == [
            "glossaries/csto.csv:4 has no target",
            "glossaries/csto.csv:5 has the unknown kind “idea”",
            "glossaries/odd.csv:1 lacks the column target",
            "glossaries/old.csv:2 is not UTF-8",
            "glossaries/csto.csv:3 translates «ОДКБ» as “Pact”, glossaries/csto.csv:2 as “CSTO”",
            "glossaries/csto.csv:6 approves “ODKB”, which glossaries/csto.csv:2 forbids",
            "glossaries/twice.csv:2 repeats «Беларусь» of glossaries/places.csv:2",
            "5 entries, 7 problems",
        ]
        assert [p["rule"] for p in workflow("glossary", "check", "--json").json["problems"]] == [
            *["row"] * 4,
            "contradiction",
            "forbidden",
            "duplicate",
        ]


class TestBadGlossaries:
    """Whatever is wrong with a glossary, every command says it in a sentence with file and line."""

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("source,kind\nмир,term\n".encode(), "own.csv:1 lacks the column target"),
            ("source,target,kind\nмир,peace,term\n".encode("utf-16"), "own.csv:1 is not UTF-8"),
            (f"{HEADER}мир,peace,term\n".encode("cp1251"), "own.csv:2 is not UTF-8"),
            (f"{HEADER}мир,peace,term\nмир,world,term\n".encode(), "own.csv:3 translates «мир»"),
            (f"{HEADER}мир,pe\u200face,term\n".encode(), "own.csv:2 has a directional mark"),
            (f'{HEADER}мир,"peace,term\n'.encode(), "own.csv:2 is broken"),
            (f"{HEADER}мир,peace,term,,,,,,,,\n".encode(), "own.csv:2 has 11 cells"),
            (b"", "own.csv:1 lacks the column"),
            (b"\x00" * 5000, "own.csv:1 lacks the column"),
        ],
    )
    @pytest.mark.parametrize("command", ["list", "find", "export"])
    def test_one_sentence(self, workflow, tmp_path, command, content, said):
        (tmp_path / "own.csv").write_bytes(content)
        rest = {"list": (), "find": ("мир",), "export": ("out.tbx",)}[command]
        one_sentence(workflow("glossary", command, *rest, "--glossary", "own.csv"), said)
        assert not (tmp_path / "out.tbx").exists()

    def test_a_million_rows(self, workflow, tmp_path):
        with (tmp_path / "own.csv").open("w", encoding="utf-8") as file:
            file.write("source,target,kind\n")
            file.writelines(f"слово {i},word {i},term\n" for i in range(1_000_000))
        outcome = workflow("glossary", "list", "--glossary", "own.csv")
        one_sentence(outcome, "own.csv:250002 is one entry too many: 250,000 are the most")

    def test_characters_of_regular_expressions_are_only_characters(self, workflow, tmp_path):
        terms = ["С++ (.*)", "а[б", "в|г", "д\\е", "ж{2}$", "^з?", "и*"]
        words = [f"{term},x{number},term" for number, term in enumerate(terms)]
        (tmp_path / "own.csv").write_text("source,target,kind\n" + "\n".join(words), "utf-8")
        found = workflow("glossary", "find", "а[б и аб", "--glossary", "own.csv", "--json").json
        assert [each["form"] for each in found["found"]][:1] == ["а[б"]

    def test_a_glossary_that_is_not_there(self, workflow):
        outcome = workflow("glossary", "list", "--glossary", "none.csv")
        one_sentence(outcome, "none.csv cannot be read: no such file")


class TestExchange:
    @pytest.mark.parametrize("ending", ["csv", "tsv", "tbx"])
    def test_import_of_an_export_is_the_identity(self, workflow, folder, tmp_path, ending):
        entries = read([folder])
        done = workflow("glossary", "export", f"out/terms.{ending}", "--json").json
        assert done == {"path": f"out/terms.{ending}", "entries": 3}
        back = ("glossary", "import", f"out/terms.{ending}", "--glossary", "new.csv", "--json")
        assert workflow(*back).json == {"file": "new.csv", "added": 3, "present": 0}
        assert read([tmp_path / "new.csv"]) == entries
        before = (tmp_path / "new.csv").read_bytes()
        assert workflow(*back).json == {"file": "new.csv", "added": 0, "present": 3}
        assert (tmp_path / "new.csv").read_bytes() == before

    def test_into_a_folder_by_its_own_name_or_another(self, workflow, folder, tmp_path):
        for name, target in (("мир", "peace"), ("война", "war")):
            text = f"source\ttarget\tkind\n{name}\t{target}\tterm\n"
            (tmp_path / f"{target}.tsv").write_text(text, encoding="utf-8")
        assert "peace.csv: 1 added" in workflow("glossary", "import", "peace.tsv").out
        assert workflow("glossary", "import", "war.tsv", "--file", "csto.csv").status == 0
        assert [e.source for e in read([folder / "csto.csv"])][-1] == "война"
        assert [e.source for e in read([folder / "peace.csv"])] == ["мир"]

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ("мир,peace,term\nОДКБ,Pact,body\n", "new.csv:3 translates «ОДКБ» as “Pact”"),
            ("мир,peace,term\nмир,peace,event\n", "new.csv:3 repeats «мир»"),
            ("мир,peace,term\nмир,,term\n", "new.csv:3 has no target"),
        ],
    )
    def test_all_or_nothing(self, workflow, folder, tmp_path, rows, said):
        (tmp_path / "new.csv").write_text(HEADER + rows, encoding="utf-8")
        before = {path: path.read_bytes() for path in folder.iterdir()}
        one_sentence(workflow("glossary", "import", "new.csv", "--file", "csto.csv"), said)
        (folder / ".workflow.lock").unlink(missing_ok=True)
        assert {path: path.read_bytes() for path in folder.iterdir()} == before

    @pytest.mark.usefixtures("folder")
    def test_the_format_by_its_name(self, workflow, tmp_path):
        assert workflow("glossary", "export", "terms.xml", "--format", "tbx").status == 0
        assert b"<martif" in (tmp_path / "terms.xml").read_bytes()

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("export", "terms.docx"), "The ending of terms.docx is no glossary's"),
            (("export", "terms.csv", "--format", "xls"), "Known: csv, tsv, tbx"),
            (("import", "terms"), "Name a file in .csv, .tsv, .tbx"),
        ],
    )
    @pytest.mark.usefixtures("folder")
    def test_unknown_formats(self, workflow, words, said):
        one_sentence(workflow("glossary", *words), said, status=2)

    def test_a_hostile_file_leaves_the_glossary_alone(self, workflow, folder, tmp_path):
        (tmp_path / "bad.tbx").write_text('<!DOCTYPE m [<!ENTITY a "b">]><martif>&a;</martif>')
        one_sentence(workflow("glossary", "import", "bad.tbx"), "bad.tbx:1 defines entities")
        assert not (folder / "bad.csv").exists()


class TestSuggest:
    @pytest.fixture
    def reviewed(self, tmp_path, folder):
        pairs = {
            "Выступил Аскар Бекович.": "Askar Bekovich spoke.",
            "Встреча с Аскаром Бековичем прошла.": "A meeting with Askar Bekovich took place.",
            "Письмо Аскара Бековича.": "A letter by Askar Bekovich.",
            "Аскар Бекович и ОДКБ.": "Askar Bekovitch and the CSTO.",
            "Генеральный секретарь ОДКБ.": "The CSTO Secretary General.",
        }
        with Store.open(str(tmp_path / "workflow.db")) as store:
            saved = save(store, [[source] for source in pairs])
            stored = store.pairs_of(saved.id)
            for each in list(stored):
                decide(store, each.id, "approved", pairs[each.pair.source])
            other = save(store, [["Аскар Бекович молчал."]] * 5, "/desk/other.txt")
            assert other.id != saved.id  # what nobody approved counts for nothing
        return folder

    @pytest.mark.usefixtures("reviewed")
    def test_terms_and_spellings_from_approved_pairs(self, workflow):
        found = workflow("glossary", "suggest", "--json").json
        (term,) = [t for t in found["terms"] if t["target"] == "Askar Bekovich"]
        assert (term["source"], term["times"], term["share"]) == ("Аскар Бекович", 3, 0.75)
        assert "CSTO" not in json.dumps(found["terms"])
        (name,) = found["spellings"]
        assert (name["source"], name["targets"]) == (
            "Бекович",
            [["Bekovich", 3], ["Bekovitch", 1]],
        )
        shown = workflow("glossary", "suggest").out
        assert re.search(r"Аскар Бекович +Askar Bekovich +3 +75%", shown)
        assert "Bekovich (3), Bekovitch (1)" in shown

    @pytest.mark.usefixtures("folder")
    def test_nothing_to_suggest(self, workflow, tmp_path):
        Store.open(str(tmp_path / "workflow.db")).close()
        outcome = workflow("glossary", "suggest")
        assert (outcome.status, outcome.err) == (0, "The approved pairs suggest nothing.\n")

    @pytest.mark.usefixtures("folder")
    def test_no_database(self, workflow):
        one_sentence(workflow("glossary", "suggest"), "There is no database")
