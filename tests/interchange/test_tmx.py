from __future__ import annotations

from dataclasses import fields, replace

from tests.contracts.pair_formats import PairFormatContract
from workflow.interchange.xmltext import holdable


def visible(value):
    """What XML brings back of a string, or of strings and findings."""
    if isinstance(value, str):
        return holdable(str(value))
    if isinstance(value, tuple):
        return tuple(
            replace(v, message=holdable(v.message)) if hasattr(v, "message") else visible(v)
            for v in value
        )
    return value


def as_xml(unit):
    return replace(unit, **{f.name: visible(getattr(unit, f.name)) for f in fields(unit)})


def to_the_second(time):
    return f"{time[:19]}.000+00:00" if time else ""


class TestTmx(PairFormatContract):
    name = "tmx"

    def written_as(self, unit):
        return replace(
            as_xml(unit),
            created_at=to_the_second(unit.created_at),
            updated_at=to_the_second(unit.updated_at),
        )

    def spoiled(self, path):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<seg>Два.</seg>", ""), encoding="utf-8")
