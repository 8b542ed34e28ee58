"""Files that want to hurt: what every format of XML refuses, in one sentence and in no time."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib import import_module

import pytest

from workflow import registry
from workflow.errors import ExchangeError
from workflow.model import Unit

TMX = (
    '{0}<tmx version="1.4"><header srclang="ru"/><body>{1}<tu tuid="{2}">\n'
    '<tuv xml:lang="ru"><seg>{3}</seg></tuv><tuv xml:lang="en"><seg>b</seg></tuv></tu></body></tmx>'
)
XLIFF = (
    '{0}<xliff version="1.2"><file source-language="ru" target-language="en" original="{2}">'
    '<body>{1}<trans-unit id="1"><source>{3}</source><target>b</target></trans-unit></body></file>'
    "</xliff>"
)
XLIFF2 = (
    '{0}<xliff version="2.1" srcLang="ru" trgLang="en"><file id="f" original="{2}">{1}'
    '<unit id="u"><segment><source>{3}</source><target>b</target></segment></unit></file></xliff>'
)
FORMATS = [("tmx", TMX), ("xliff", XLIFF), ("xliff2", XLIFF2)]
BOMB = '<!ENTITY b0 "ha">' + "".join(f'<!ENTITY b{i} "{f"&b{i - 1};" * 10}">' for i in range(1, 12))
SECRET = '<!DOCTYPE x [<!ENTITY s SYSTEM "{}">]>'


def form(name):
    module, _, member = registry.PAIR_FORMATS[name].partition(":")
    return getattr(import_module(module), member)()


def refused(name, path):
    began = time.process_time()
    with pytest.raises(ExchangeError) as caught:
        list(form(name).read(path, ("ru", "en")))
    assert time.process_time() - began < 5
    assert caught.value.message.startswith(str(path))
    assert "\n" not in caught.value.message
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize(("name", "file"), FORMATS)
class TestHostile:
    @pytest.mark.parametrize(
        ("doctype", "junk", "attribute", "text", "said"),
        [
            (f"<!DOCTYPE x [{BOMB}]>", "", "", "&b11;", "defines entities"),
            (f"<!DOCTYPE x [{BOMB}]>", "", "&b11;", "a", "defines entities"),
            ('<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hosts">%p;]>', "", "", "a", "entities"),
            ("", "<x>" * 300 + "</x>" * 300, "", "a", "nested more than 256 deep"),
            ("", "", "", "я" * 5_200_000, "longer than 10 MB"),
            ("", "<x/>" * 300_000, "", "a", "a record of more than"),
            ("<!--" * 300_000, "", "", "a", "is no XML"),
            ("<x" + " " * 17_000_000, "", "", "a", "a text of more than 16 MiB"),
        ],
    )
    def test_bombs_are_one_sentence(
        self, tmp_path, name, file, doctype, junk, attribute, text, said
    ):
        path = tmp_path / "hostile.xml"
        path.write_text(file.format(doctype, junk, attribute, text), encoding="utf-8")
        assert said in refused(name, path)

    def test_nothing_outside_the_file_is_read(self, tmp_path, name, file):
        secret = tmp_path / "secret.txt"
        secret.write_text("password")
        path = tmp_path / "hostile.xml"
        doctype = SECRET.format(secret.as_uri())
        path.write_text(file.format(doctype, "", "", "&s;"), encoding="utf-8")
        assert "password" not in refused(name, path)
        path.write_text(file.format(doctype, "", "&s;", "a"), encoding="utf-8")
        assert "password" not in refused(name, path)

    def test_a_document_type_that_is_not_there_is_not_looked_for(self, tmp_path, name, file):
        path = tmp_path / "fine.xml"
        doctype = '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'
        path.write_text(file.format(doctype, "", "", "а"), encoding="utf-8")
        (unit,) = form(name).read(path, ("ru", "en"))
        assert isinstance(unit, Unit)
        assert (unit.source, unit.target) == ("а", "b")

    @pytest.mark.parametrize("encoding", ["ebcdic-x", "rot13", "hex"])
    def test_an_unknown_encoding_is_one_sentence(self, tmp_path, name, file, encoding):
        path = tmp_path / "other.xml"
        declared = f'<?xml version="1.0" encoding="{encoding}"?>'
        path.write_text(file.format(declared, "", "", "a"), encoding="utf-8")
        assert f"unknown encoding {encoding}" in refused(name, path)

    def test_many_references_to_mend_take_no_time(self, tmp_path, name, file):
        path = tmp_path / "slow.xml"
        text = "<![CDATA[" + "<![CDATA[&x" * 50_000 + "]]>" + "& &#11;&x" * 50_000
        path.write_text(file.format("", "", "", text), encoding="utf-8")
        began = time.process_time()
        *faults, unit = form(name).read(path, ("ru", "en"))
        assert time.process_time() - began < 5
        assert len(faults) == 1
        assert unit.source.endswith("&  &x")


READ = """
import resource, sys
from importlib import import_module
from pathlib import Path
module, member, path = sys.argv[1:]
form = getattr(import_module(module), member)()
count = sum(1 for _ in form.read(Path(path), ("ru", "en")))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(count, peak / (1024 if sys.platform != "darwin" else 1024 * 1024))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the peak of memory")
def test_the_parser_lets_go_of_what_is_read(tmp_path):
    """Tree nodes live outside of Python's memory, so the peak of the process is measured."""

    def peak(count: int) -> float:
        path = tmp_path / f"{count}.tmx"
        before, unit, after = TMX.format("", "", "1", "слово " * 200).partition("<tu ")
        record = unit + after[: after.index("</body>")]
        path.write_text(before + record * count + "</body></tmx>", encoding="utf-8")
        told = subprocess.run(
            [sys.executable, "-c", READ, "workflow.interchange.tmx", "Tmx", str(path)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        assert int(told[0]) == count
        return float(told[1])

    assert peak(20_000) < peak(1_000) + 10  # MiB; the difference of the files is 40
