"""What TMX of any program says: units, and what had to be left out or guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from workflow import languages as known
from workflow.interchange.facts import moment, understood
from workflow.interchange.safexml import LANG, child, children, flat, localname, records
from workflow.model import Fault, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CONTENT_KEPT = frozenset(("hi",))  # the other inline elements hold codes of the original format

_ONCES = 100  # things to say about a whole file: an honest one has a few


class _Variant(NamedTuple):
    lang: str
    text: str
    element: Any


class TmxReader:
    """The state of reading one file: its source language, and what was said about the whole."""

    def __init__(self, languages: tuple[str, str] | None) -> None:
        self._wanted = tuple(known.code(tag) for tag in languages or ())
        self._default = ""
        self._said: set[str] = set()

    def read(self, path: Path) -> Iterator[Unit | Fault]:
        """Yield the units of the file, each fault of a record before its units."""
        for item in records(path, "TMX", "tmx", ("header", "tu")):
            if isinstance(item, Fault):
                yield item
            elif item[0] == "end" and localname(item[1]) == "header":
                yield from self._header(item[1])
            elif item[0] == "end":
                yield from self._tu(item[1])

    def _header(self, header: Any) -> Iterator[Fault]:
        self._default = known.code(header.get("srclang", ""))
        if not self._default:
            yield Fault(header.sourceline, "the header names no source language", taken=True)

    def _once(self, line: int, message: str) -> Iterator[Fault]:
        if message not in self._said and len(self._said) < _ONCES:
            self._said.add(message)
            yield Fault(line, f"{message} (here, and perhaps further down)", taken=True)

    def _tu(self, tu: Any) -> Iterator[Unit | Fault]:
        problems: list[str] = []
        line = tu.sourceline
        variants = []
        for tuv in children(tu, "tuv"):
            tag = tuv.get(LANG) or ""
            if not tag and (tag := tuv.get("lang", "")):
                yield from self._once(line, "the language stands in lang instead of xml:lang")
            lang = known.code(tag)
            if lang != tag.replace("_", "-").partition("-")[0].lower():
                yield from self._once(line, f"the language {tag[:40]} is taken for {lang[:40]}")
            variants += _variant(tuv, lang, problems)
        source, targets = self._chosen(tu, variants)
        if source is None or not source.text:
            problems.append("it has no source text")
        elif not targets:
            problems.append("it has no translation")
        elif self._guessed(tu, source):
            yield from self._once(
                line, f"the first language, {source.lang[:40]}, is taken for the source"
            )
        units = []
        if source is not None and source.text:
            units = [_unit(tu, source, target, problems) for target in targets]
        if problems:
            yield Fault(line, "; ".join(dict.fromkeys(problems)), taken=bool(units))
        yield from units

    def _chosen(self, tu: Any, variants: list[_Variant]) -> tuple[_Variant | None, list[_Variant]]:
        """Return the source among the variants, and its translations."""
        by_lang = {variant.lang: variant for variant in reversed(variants)}
        if self._wanted and by_lang.keys() >= {*self._wanted}:
            source, target = self._wanted
            return by_lang[source], [v for v in variants if v.lang == target]
        source = known.code(tu.get("srclang", "")) or self._default
        chosen = by_lang.get(source, variants[0] if variants else None)
        return chosen, [v for v in variants if chosen and v.lang != chosen.lang]

    def _guessed(self, tu: Any, source: _Variant) -> bool:
        named = known.code(tu.get("srclang", "")) or self._default
        return source.lang != named and source.lang not in self._wanted[:1]


def _variant(tuv: Any, lang: str, problems: list[str]) -> list[_Variant]:
    """Return the text of a `tuv`, or nothing and a problem."""
    seg = child(tuv, "seg")
    if seg is None or not lang:
        problems.append("a variant has no segment" if lang else "a variant has no language")
        return []
    return [_Variant(lang, flat(seg, _CONTENT_KEPT, problems), tuv)]


def _unit(tu: Any, source: _Variant, target: _Variant, problems: list[str]) -> Unit:
    about = [
        (prop.get("type", "").removeprefix("x-"), prop.text or "")
        for place in (tu, target.element)
        for prop in children(place, "prop")
    ]
    fields, wrong = understood(about)
    problems += wrong
    times = {
        field: _time(tu, target.element, attribute, problems)
        for field, attribute in (("created_at", "creationdate"), ("updated_at", "changedate"))
    }
    notes = [n.text or "" for place in (tu, target.element) for n in children(place, "note")]
    author = _either(tu, target.element, "changeid") or _either(tu, target.element, "creationid")
    about_it = {"author": author, "notes": tuple(notes)} | times | fields
    return Unit(
        source.text, target.text, source.lang, target.lang, id=tu.get("tuid", ""), **about_it
    )


def _either(tu: Any, tuv: Any, attribute: str) -> str:
    value: str = tuv.get(attribute) or tu.get(attribute) or ""
    return value


def _time(tu: Any, tuv: Any, attribute: str, problems: list[str]) -> str:
    text = _either(tu, tuv, attribute)
    try:
        return text and moment(text)
    except ValueError:
        problems.append(f"the {attribute} «{text[:40]}» is no time and is left out")
        return ""
