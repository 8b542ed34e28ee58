from __future__ import annotations

from dataclasses import replace

from tests.contracts.pair_formats import PairFormatContract
from tests.interchange.test_tmx import as_xml


class TestXliff2(PairFormatContract):
    name = "xliff2"

    def written_as(self, unit):
        source, target = (
            "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
            for text in (unit.source, unit.target)
        )
        return replace(as_xml(unit), source=source, target=target)

    def spoiled(self, path):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<source>Два.</source>", ""), encoding="utf-8")
