from __future__ import annotations

from dataclasses import fields, replace

from tests.contracts.pair_formats import PairFormatContract


def visible(value):
    """What PO brings back: NUL and half characters are replaced."""
    if isinstance(value, str):
        text = str(value).replace("\x00", "␀")
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    if isinstance(value, tuple):
        return tuple(
            replace(v, message=visible(v.message)) if hasattr(v, "message") else visible(v)
            for v in value
        )
    return value


class TestPo(PairFormatContract):
    name = "po"

    def written_as(self, unit):
        return replace(unit, **{f.name: visible(getattr(unit, f.name)) for f in fields(unit)})

    def spoiled(self, path):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"Два."', '"Два.'), encoding="utf-8")
