"""Other programs open what we write: OmegaT, translate-toolkit, gettext, the official schemas."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from tests.contracts.pair_formats import FULL, HEADER, NASTY
from workflow import registry
from workflow.model import Status, Unit
from workflow.xmltext import holdable

OMEGAT = Path("/usr/share/omegat/OmegaT.jar")  # Debian's package omegat
SCHEMAS = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")

TEXTS = [
    ("Встреча состоялась.", "The meeting took place."),
    ("Цена < 5 & больше 3.", "The price is < 5 & over 3."),
    ("Президент России прибыл в Ереван.", "The President of Russia arrived in Yerevan."),
]
STATUSES = (Status.APPROVED, Status.MACHINE, Status.CORRECTED)
UNITS = [
    replace(FULL, id=f"3f2a9c.{n}", source=source, target=target, status=status)
    for n, ((source, target), status) in enumerate(zip(TEXTS, STATUSES, strict=True), start=1)
]


def form(name):
    module, _, member = registry.PAIR_FORMATS[name].partition(":")
    return getattr(import_module(module), member)()


def write(name, path, units):
    form(name).write(iter(units), path, HEADER)
    return path


def read(name, path):
    return form(name).read(path)


def run(*command):
    words = [str(part) for part in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0">
{}
<source_lang>ru</source_lang><target_lang>en</target_lang>
<source_tok>org.omegat.tokenizer.LuceneRussianTokenizer</source_tok>
<target_tok>org.omegat.tokenizer.LuceneEnglishTokenizer</target_tok>
<sentence_seg>true</sentence_seg>
<support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags>
</project></omegat>
"""
FOLDERS = ("source", "target", "tm", "glossary", "dictionary")


@pytest.mark.skipif(
    not (OMEGAT.exists() and shutil.which("java")), reason="OmegaT is missing (apt: omegat)"
)
class TestOmegaT:
    def translated(self, tmp_path, memory, **sources):
        """Translate files of the given endings; return the log and the folder of what was made."""
        project = tmp_path / "project"
        for folder in (*FOLDERS, "tm/auto", "omegat"):
            (project / folder).mkdir(parents=True)
        places = "".join(f"<{name}_dir>__DEFAULT__</{name}_dir>" for name in FOLDERS)
        places += "<glossary_file>__DEFAULT__</glossary_file>"
        (project / "omegat.project").write_text(PROJECT.format(places), encoding="utf-8")
        for ending, content in sources.items():
            (project / "source" / f"a.{ending}").write_text(content, encoding="utf-8")
        shutil.copy(memory, project / "tm" / "auto" / "memory.tmx")
        home = f"-Duser.home={tmp_path}"
        log = run(
            "java", home, "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-jar", OMEGAT,
            project, "--mode=console-translate",
        )  # fmt: skip
        return log, project / "target"

    def test_our_memory_translates_our_source(self, tmp_path):
        memory = write("tmx", tmp_path / "m.tmx", UNITS)
        source = " ".join(source for source, _ in TEXTS) + "\n\nНеизвестное предложение.\n"
        log, target = self.translated(tmp_path, memory, txt=source)
        assert "TF_TM_LOAD_ERROR" not in log
        assert "Created by: workflow" in log
        expected = " ".join(target for _, target in TEXTS) + "\n\nНеизвестное предложение.\n"
        assert (target / "a.txt").read_text(encoding="utf-8") == expected

    def test_a_memory_without_source_language_is_what_it_refuses(self, tmp_path):
        memory = write("tmx", tmp_path / "m.tmx", UNITS)
        text = memory.read_text(encoding="utf-8").replace(' srclang="ru"', "")
        memory.write_text(text, encoding="utf-8")
        log, target = self.translated(tmp_path, memory, txt=TEXTS[0][0])
        assert "TF_TM_LOAD_ERROR" in log
        assert (target / "a.txt").read_text(encoding="utf-8") == TEXTS[0][0]

    def test_what_it_does_with_our_po_and_xliff_comes_back_onto_the_pairs(self, tmp_path):
        memory = write("tmx", tmp_path / "m.tmx", UNITS)
        older = [replace(unit, target="older") for unit in UNITS]
        sources = {
            ending: write(name, tmp_path / f"a.{ending}", older).read_text(encoding="utf-8")
            for name, ending in (("po", "po"), ("xliff", "xlf"))
        }
        log, target = self.translated(tmp_path, memory, **sources)
        assert "TF_TM_LOAD_ERROR" not in log
        # It keeps what is translated, translates what is fuzzy, and takes the flag away.
        redone = replace(UNITS[1], status=Status.APPROVED)
        assert list(read("po", target / "a.po")) == [older[0], redone, older[2]]
        assert list(read("xliff", target / "a.xlf")) == older

    def test_its_document_type_finds_our_memory_valid(self, tmp_path):
        from lxml import etree

        with zipfile.ZipFile(OMEGAT) as jar, jar.open("schemas/tmx14.dtd") as file:
            dtd = etree.DTD(file)
        nasty = [Unit(text, text, "ru", "en") for text in NASTY]
        for n, units in enumerate(([], UNITS, nasty)):
            path = write("tmx", tmp_path / f"{n}.tmx", units)
            assert dtd.validate(etree.parse(path)), dtd.error_log


@pytest.mark.skipif(
    not SCHEMAS.exists(), reason="the schemas are missing (apt: php-symfony-translation)"
)
@pytest.mark.parametrize(
    ("name", "schema"),
    [("xliff", "xliff-core-1.2-strict.xsd"), ("xliff2", "xliff-core-2.0.xsd")],
)
def test_the_official_schemas_find_our_xliff_valid(tmp_path, name, schema):
    from lxml import etree

    class Local(etree.Resolver):
        def resolve(self, url, _public, context):
            return self.resolve_filename(str(SCHEMAS / Path(url).name), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    validate = etree.XMLSchema(etree.parse(SCHEMAS / schema, parser))
    nasty = [Unit(text, text, "ru", "en") for text in NASTY]
    every = [replace(FULL, status=status) for status in Status]
    for n, units in enumerate(([], UNITS, nasty, every)):
        path = write(name, tmp_path / f"{n}.xlf", units)
        assert validate.validate(etree.parse(path)), validate.error_log


class TestTranslateToolkit:
    @pytest.fixture(autouse=True)
    def installed(self):
        pytest.importorskip("translate", reason="translate-toolkit is missing (extra: peers)")

    def tool(self, module, *arguments):
        start = f"from translate.{module} import main; main()"
        return run(sys.executable, "-c", start, *arguments)

    @pytest.mark.parametrize(
        ("name", "module", "store"),
        [
            ("tmx", "tmx", "tmxfile"),
            ("xliff", "xliff", "Xliff1File"),
            ("xliff2", "xliff2", "Xliff2File"),
            ("po", "pypo", "pofile"),
        ],
    )
    def test_it_reads_the_very_texts(self, tmp_path, name, module, store):
        units = [
            *UNITS,
            *(replace(FULL, id=f"n.{n}", source=t, target=t) for n, t in enumerate(NASTY)),
        ]
        path = write(name, tmp_path / f"a.{name}", units)
        storage = pytest.importorskip(f"translate.storage.{module}")
        opened = getattr(storage, store).parsefile(str(path))
        gone = "".join(map(chr, range(32))).replace("\t", "").replace("\n", "").replace("\r", "")
        dropped = str.maketrans("", "", gone) if name == "xliff2" else {}  # it passes over <cp>
        assert [(str(u.source), str(u.target)) for u in opened.units if u.source] == [
            tuple(
                text.translate(dropped) if dropped else holdable(text)
                for text in (u.source, u.target)
            )
            for u in units
        ]

    @pytest.mark.parametrize(
        ("name", "ending", "reviewed"), [("tmx", "tmx", 3), ("xliff", "xlf", 1), ("po", "po", 2)]
    )
    def test_pocount_counts_what_is_reviewed(self, tmp_path, name, ending, reviewed):
        path = write(name, tmp_path / f"a.{ending}", UNITS)
        header, row = self.tool("tools.pocount", "--csv", path).strip().splitlines()[-2:]
        counts = dict(zip(header.split(","), row.split(","), strict=False))
        assert int(counts["Total Message"]) == 3
        assert int(counts["Translated Messages"]) == reviewed

    def test_xliff_to_po_to_tmx(self, tmp_path):
        from translate.storage.tmx import tmxfile

        xliff = write("xliff", tmp_path / "a.xlf", UNITS)
        self.tool("convert.xliff2po", xliff, tmp_path / "a.po")
        po = write("po", tmp_path / "b.po", UNITS)
        self.tool("convert.po2tmx", "-l", "en", "--source-language=ru", po, tmp_path / "b.tmx")
        assert len((tmp_path / "a.po").read_text(encoding="utf-8").split("msgstr")) == 5
        store = tmxfile.parsefile(str(tmp_path / "b.tmx"))
        reviewed = [(u.source, u.target) for u in UNITS if u.status is not Status.MACHINE]
        assert [(u.source, u.target) for u in store.units] == reviewed

    @pytest.mark.parametrize(("name", "ending"), [("xliff", "xlf"), ("po", "po")])
    def test_pofilter_finds_nothing(self, tmp_path, name, ending):
        approved = [replace(unit, status=Status.APPROVED) for unit in UNITS]
        path = write(name, tmp_path / f"a.{ending}", approved)
        self.tool("filters.pofilter", "--language=en", path, tmp_path / f"found.{ending}")
        assert not (tmp_path / f"found.{ending}").exists()
        worse = [replace(unit, target=unit.target + " 17 <b>") for unit in approved]
        path = write(name, tmp_path / f"b.{ending}", worse)
        self.tool("filters.pofilter", "--language=en", path, tmp_path / f"found.{ending}")
        assert (tmp_path / f"found.{ending}").exists()


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is missing")
def test_msgfmt_compiles_our_po(tmp_path):
    units = [*UNITS, *(replace(FULL, id=f"n.{n}", source=t, target=t) for n, t in enumerate(NASTY))]
    path = write("po", tmp_path / "a.po", units)
    said = run("msgfmt", "--check-format", "--statistics", "-o", tmp_path / "a.mo", path)
    assert f"{len(units) - 1} translated messages, 1 fuzzy translation." in said
    assert "warning" not in said
