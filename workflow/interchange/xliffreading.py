"""What XLIFF 1.2 and 2 of any program say: units, and what had to be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from workflow import languages as known
from workflow.interchange.facts import understood
from workflow.interchange.safexml import LANG, child, children, flat, localname, records
from workflow.interchange.xliffstates import STATES_2, STATES_12, status
from workflow.model import UNDETERMINED, Fault, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Inline elements whose content is text; the others are empty or hold codes of the original format.
_CONTENT_KEPT = frozenset(("g", "mrk", "pc"))
_NO_LOSS = frozenset(("mrk", "sm", "em"))  # they only mark text


class _Texts(NamedTuple):
    """A source and its target, None where it is missing, and what tells it from its siblings."""

    source: str
    target: str | None
    suffix: str = ""


class XliffReader:
    """The state of reading one file: the languages and the document of what comes next."""

    def __init__(self, languages: tuple[str, str] | None) -> None:
        self._given = languages or ("", "")
        self._root = ("", "")  # as XLIFF 2 says them, for all files
        self._languages = ("", "")
        self._document = ""
        self._problems: list[str] = []

    def read(self, path: Path) -> Iterator[Unit | Fault]:
        """Yield the units of the file, the fault of a record before its units."""
        for item in records(path, "XLIFF", "xliff", ("file", "trans-unit", "unit")):
            if isinstance(item, Fault):
                yield item
                continue
            event, element = item
            name = localname(element)
            if event == "start" and name == "xliff":
                self._root = (element.get("srcLang", ""), element.get("trgLang", ""))
            elif event == "start" and name == "file":
                yield from self._file(element)
            elif event == "end" and name != "file":
                yield from self._record(element, name)

    def _file(self, file: Any) -> Iterator[Fault]:
        self._document = file.get("original", "")
        source = file.get("source-language", self._root[0])
        target = file.get("target-language", self._root[1])
        for side, lang, given in zip(
            ("source", "target"), (source, target), self._given, strict=True
        ):
            if not lang and not given:
                yield Fault(file.sourceline, f"the file names no {side} language", taken=True)
        self._languages = (source, target)

    def _record(self, element: Any, name: str) -> Iterator[Unit | Fault]:
        self._problems = []
        read = self._trans_unit if name == "trans-unit" else self._unit
        units = list(read(element))
        if self._problems:
            said = "; ".join(dict.fromkeys(self._problems))
            yield Fault(element.sourceline, said, taken=bool(units))
        yield from units

    def _trans_unit(self, element: Any) -> Iterator[Unit]:
        """Yield the units of a `trans-unit` of XLIFF 1.2."""
        about = [
            (context.get("context-type", "").removeprefix("x-"), context.text or "")
            for group in children(element, "context-group")
            if group.get("name", "").startswith("workflow")
            for context in children(group, "context")
        ]
        target = child(element, "target")
        state = "" if target is None else target.get("state", "")
        if element.get("approved") == "yes":
            state = "final"
        elif element.get("approved") == "no" and state in ("final", "signed-off"):
            state = "translated"
        fields = self._fields(children(element, "note"), about, state, STATES_12)
        lang = "" if target is None else target.get(LANG, "")
        identity = element.get("resname", element.get("id", ""))
        for texts in self._segments(element, target):
            yield from self._made(texts, identity, lang, fields)

    def _segments(self, element: Any, target: Any) -> list[_Texts]:
        """Return the texts of a `trans-unit`: one pair, or one a segment where both sides have."""
        sources = _marked(child(element, "seg-source"))
        targets = _marked(target)
        if len(sources) > 1 and targets:
            return [
                _Texts(
                    self._text_or_none(sources.get(mid)) or "",
                    self._text_or_none(targets.get(mid)),
                    f"#{mid}",
                )
                for mid in sources | targets
            ]
        source = child(element, "source")
        return [_Texts(self._text_or_none(source) or "", self._text_or_none(target))]

    def _unit(self, element: Any) -> Iterator[Unit]:
        """Yield the units of a `unit` of XLIFF 2, one a segment."""
        about = [
            (meta.get("type", ""), meta.text or "")
            for group in element.iterfind("{*}metadata/{*}metaGroup[@category='workflow']")
            for meta in children(group, "meta")
        ]
        identity = element.get("name", element.get("id", ""))
        segments = list(children(element, "segment"))
        for number, segment in enumerate(segments, start=1):
            notes = element.iterfind("{*}notes/{*}note")
            fields = self._fields(notes, about, segment.get("state", ""), STATES_2)
            target = child(segment, "target")
            texts = _Texts(
                self._text_or_none(child(segment, "source")) or "",
                self._text_or_none(target),
                f"#{number}" if len(segments) > 1 else "",
            )
            yield from self._made(texts, identity, "", fields)

    def _fields(
        self, notes: Iterator[Any], about: list[tuple[str, str]], state: str, states: dict[Any, str]
    ) -> dict[str, Any]:
        fields, problems = understood(about)
        self._problems += problems
        fields["status"] = status(state, fields.get("status"), states)
        return fields | {
            "document": self._document,
            "notes": tuple("".join(note.itertext()) for note in notes),
        }

    def _made(
        self, texts: _Texts, identity: str, lang: str, fields: dict[str, Any]
    ) -> Iterator[Unit]:
        if not texts.source or texts.target is None:
            self._problems.append(
                "it has no translation" if texts.source else "it has no source text"
            )
            return
        source, target = (
            known.code(tag or given) or UNDETERMINED
            for tag, given in zip(self._languages, self._given, strict=True)
        )
        target = known.code(lang) or target
        identity = identity and identity + texts.suffix
        yield Unit(texts.source, texts.target, source, target, id=identity, **fields)

    def _text_or_none(self, element: Any) -> str | None:
        if element is None:
            return None
        return flat(element, _CONTENT_KEPT, self._problems, _NO_LOSS)


def _marked(element: Any) -> dict[str, Any]:
    """Return the segments that are marked inside a source or target, by their `mid`.

    None where a `mid` is there twice: what belongs together is not known then.
    """
    if element is None:
        return {}
    marks = [mark for mark in element.iter("{*}mrk") if mark.get("mtype") == "seg"]
    by_mid = {mark.get("mid", ""): mark for mark in marks}
    return by_mid if len(by_mid) == len(marks) else {}
