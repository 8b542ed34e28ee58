from __future__ import annotations

from tests.contracts.pair_formats import PairFormatContract
from tests.interchange.test_tmx import as_xml


class TestXliff12(PairFormatContract):
    name = "xliff"

    def written_as(self, unit):
        return as_xml(unit)

    def spoiled(self, path):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<source>Два.</source>", ""), encoding="utf-8")
