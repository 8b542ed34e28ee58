"""Term bases as TBX-Basic (ISO 30042:2008, TermBase eXchange, version 2).

An entry is a `termEntry`: the kind is its subject field, the note its note. The Russian term has
the gender, and the case rule as a note («case: exact»). The first English term is the preferred
one and has the source of the official form; accepted variants are admitted terms, forbidden ones
deprecated terms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.errors import GlossaryError
from workflow.glossary import KINDS, make_entry
from workflow.interchange.safexml import LANG, OPTIONS, has_entities, localname, reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from workflow.glossary import Entry

LIMIT = 64 * 1024 * 1024
"""The largest file that is read, in bytes."""

STATUS = "administrativeStatus"
PREFERRED, ADMITTED, DEPRECATED, SUPERSEDED = (
    f"{name}Term-admn-sts" for name in ("preferred", "admitted", "deprecated", "superseded")
)
GENDERS = {"m": "masculine", "f": "feminine", "n": "neuter"}
CASE_NOTE = "case: "

_DOCTYPE = '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">'


class Tbx:
    """TBX-Basic, one `termEntry` an entry; entities and external files are never followed.

    A file of another program is read as well: each of its Russian terms becomes an entry with
    the English of its `termEntry`; a subject field that is no kind of ours becomes `term`.
    """

    name = "tbx"
    suffixes = (".tbx",)

    def read(self, path: Path) -> list[Entry]:
        """Return the entries of a file of at most 64 MiB."""
        root = _parsed(path)
        return [
            entry
            for concept in root.iter("termEntry")
            for entry in _entries(concept, f"{path}:{concept.sourceline}", str(path))
        ]

    def write(self, entries: Sequence[Entry]) -> bytes:
        """Return the file; `GlossaryError` for characters that XML has no way to write."""
        from lxml import etree

        root = etree.Element("martif", {"type": "TBX", LANG: "en"})
        header = _below(root, "martifHeader")
        description = _below(header, "fileDesc")
        _below(_below(description, "titleStmt"), "title", "Glossary")
        _below(_below(description, "sourceDesc"), "p", "Russian and English terms")
        _below(_below(header, "encodingDesc"), "p", "TBXBasicXCSV02.xcs", type="XCSURI")
        body = _below(_below(root, "text"), "body")
        for number, entry in enumerate(entries, start=1):
            try:
                _write(_below(body, "termEntry", id=f"t{number}"), entry)
            except ValueError as error:
                raise GlossaryError(
                    f"{entry.place} has a character that XML cannot hold", "Type the cell anew"
                ) from error
        data: bytes = etree.tostring(
            root, encoding="UTF-8", xml_declaration=True, pretty_print=True, doctype=_DOCTYPE
        )
        return data


def _below(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    from lxml import etree

    element = etree.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _write(concept: Any, entry: Entry) -> None:
    _below(concept, "descrip", entry.kind, type="subjectField")
    if entry.note:
        _below(concept, "note", entry.note)
    english, russian = _below(concept, "langSet"), _below(concept, "langSet")
    english.set(LANG, "en")
    russian.set(LANG, "ru")
    preferred = _term(english, entry.target, PREFERRED)
    if entry.official:
        _below(preferred, "admin", entry.official, type="source")
    for variants, status in ((entry.accept, ADMITTED), (entry.forbid, DEPRECATED)):
        for variant in variants:
            _term(english, variant, status)
    source = _term(russian, entry.source, PREFERRED)
    if entry.gender:
        _below(source, "termNote", GENDERS[entry.gender], type="grammaticalGender")
    if entry.case:
        _below(source, "note", CASE_NOTE + entry.case)


def _term(language: Any, text: str, status: str) -> Any:
    group = _below(language, "tig")
    _below(group, "term", text)
    _below(group, "termNote", status, type=STATUS)
    return group


def _parsed(path: Path) -> Any:
    """Return the root of a TBX file that asks for nothing outside itself."""
    from lxml import etree

    try:
        with path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except OSError as error:
        why = (error.strerror or "cannot be opened").lower()
        raise GlossaryError(f"{path} cannot be read: {why}", "Check the path") from error
    if len(data) > LIMIT:
        raise GlossaryError(f"{path} is larger than 64 MiB", "Split it into smaller files")
    try:
        root = etree.fromstring(data, etree.XMLParser(**OPTIONS))
    except etree.XMLSyntaxError as error:
        if b"<!ENTITY" in data:  # such as those that expand to gigabytes
            raise _entities(path) from error
        raise GlossaryError(
            f"{path}:{error.lineno or 1} is no XML: {reason(error)}", "Export it anew"
        ) from error
    if has_entities(root):
        raise _entities(path)
    for reference in root.iter(etree.Entity):
        raise GlossaryError(
            f"{path}:{reference.sourceline} refers to the unknown entity {reference.text}",
            "Write the character itself",
        )
    if root.tag != "martif":
        raise GlossaryError(
            f"{path}:1 is no TBX-Basic of version 2: its root is <{localname(root)}>",
            "Export it as TBX-Basic version 2 (martif)",
        )
    return root


def _entities(path: Path) -> GlossaryError:
    return GlossaryError(f"{path}:1 defines entities, which no term base needs", "Remove them")


def _entries(concept: Any, where: str, file: str) -> Iterator[Entry]:
    english = list(_groups(concept, "en"))
    forbidden = [g for g in english if _note(g, STATUS) in (DEPRECATED, SUPERSEDED)]
    approved = [group for group in english if group not in forbidden]
    approved.sort(key=lambda group: _note(group, STATUS) != PREFERRED)
    russian = list(_groups(concept, "ru"))
    if not russian or not approved:
        missing = "English" if russian else "Russian"
        raise GlossaryError(f"{where} has no {missing} term", "Add the term or delete the entry")
    kind = _text(concept.find("descrip[@type='subjectField']"))
    genders = {name: letter for letter, name in GENDERS.items()}
    for group in russian:
        notes = (_text(note) for note in group.iter("note"))
        case = next((note for note in notes if note.startswith(CASE_NOTE)), "")
        yield make_entry(
            {
                "source": _text(next(group.iter("term"), None)),
                "target": _text(next(approved[0].iter("term"), None)),
                "kind": kind if kind in KINDS else "term",
                "accept": "|".join(_text(g.find(".//term")) for g in approved[1:]),
                "forbid": "|".join(_text(g.find(".//term")) for g in forbidden),
                "case": case.removeprefix(CASE_NOTE),
                "gender": genders.get(_note(group, "grammaticalGender"), ""),
                "note": _text(concept.find("note")),
                "official": _text(approved[0].find(".//admin[@type='source']")),
            },
            file=file,
            line=concept.sourceline,
        )


def _groups(concept: Any, language: str) -> Iterator[Any]:
    """Yield the `tig` or `ntig` of a language, whatever the region."""
    for section in concept.iter("langSet"):
        if (section.get(LANG) or "").lower().replace("_", "-").split("-")[0] == language:
            yield from section.iter("tig", "ntig")


def _note(group: Any, kind: str) -> str:
    return _text(group.find(f".//termNote[@type='{kind}']"))


def _text(element: Any) -> str:
    return "" if element is None else "".join(element.itertext()).strip()
