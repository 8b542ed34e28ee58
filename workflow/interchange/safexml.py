"""Reading XML of unknown origin, as a stream: nothing outside the file, no entities, no surprises.

The parser never loads a DTD, opens the network or replaces entities, and keeps the limits of
libxml2 that `huge_tree` would lift: 256 levels, texts of 10 MB, an amplification by entities of 5.
A segment of a million characters passes; bombs do not.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from workflow.errors import ExchangeError
from workflow.interchange.wellformed import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from workflow.model import Fault

OPTIONS = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""The arguments of every parser of this project that reads XML from elsewhere."""

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LIMITS = {
    "amplification": "its entities expand without end",
    "Excessive depth": "its elements are nested more than 256 deep",
    "too long": "a text is longer than 10 MB",
}
_RECORD, _TAGS = 64 * 1024 * 1024, 200_000  # bytes and tags of a record: no honest file has more
_HEAD = 1024 * 1024  # bytes before the root


def records(
    path: Path, form: str, root: str, tags: Sequence[str]
) -> Iterator[tuple[str, Any] | Fault]:
    """Yield `("start", root)`, then each of the elements `tags` at its start and its end.

    An element is whole at its end, and gone when the next item is asked for. Namespaces do not
    matter. A `Fault` tells of characters that had to be replaced. Raises `ExchangeError` for what
    is not `form`, XML whose root is `root`; for entities; for what is broken from a place on.
    """
    stream = chunks(path)
    head, first = _root(path, form, stream)
    if localname(first) != root:
        raise ExchangeError(
            f"{path} is no {form}: its root is <{localname(first)[:40]}>", f"Export it as {form}"
        )
    if has_entities(first):
        raise ExchangeError(f"{path} defines entities, which no {form} needs", "Remove them")
    yield "start", first
    yield from _events(path, form, head, stream, [f"{{*}}{tag}" for tag in tags])


def _events(
    path: Path,
    form: str,
    head: list[bytes | Fault],
    stream: Iterator[bytes | Fault],
    names: list[str],
) -> Iterator[tuple[str, Any] | Fault]:
    from lxml import etree

    parser = etree.XMLPullParser(events=("start", "end"), tag=names, encoding="utf-8", **OPTIONS)
    waiting = tags = 0
    for piece in chain(head, stream):
        if not isinstance(piece, bytes):
            yield piece
            continue
        broken = None
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError as error:
            broken = error
        waiting += len(piece)
        tags += piece.count(b"<")
        for event, element in parser.read_events():
            yield event, element
            if event == "end":
                _forget(element)
                waiting = tags = 0
        if broken is not None:
            raise no_xml(path, form, broken) from broken
        if waiting > _RECORD or tags > _TAGS:
            raise ExchangeError(
                f"{path} has a record of more than 64 MiB or 200,000 tags", "Split the record"
            )
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise no_xml(path, form, error) from error


def _root(
    path: Path, form: str, stream: Iterator[bytes | Fault]
) -> tuple[list[bytes | Fault], Any]:
    """Return what had to be read until the root began, and the root without its content."""
    from lxml import etree

    parser = etree.XMLPullParser(events=("start",), encoding="utf-8", **OPTIONS)
    head: list[bytes | Fault] = []
    size = 0
    for piece in stream:
        head.append(piece)
        if not isinstance(piece, bytes):
            continue
        broken = None
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError as error:
            broken = error
        for _, root in parser.read_events():
            return head, root
        if broken is not None:
            raise no_xml(path, form, broken) from broken
        size += len(piece)
        if size > _HEAD:
            break
    raise ExchangeError(f"{path} is no XML: it has no element", f"Export it as {form}")


def no_xml(path: Path, form: str, error: Any) -> ExchangeError:
    """Return what to say of a file that breaks the rules of XML."""
    return ExchangeError(
        f"{path}:{error.lineno or 1} is no XML: {reason(error)}", f"Export it anew as {form}"
    )


def reason(error: Any) -> str:
    """Return in words why the parser stopped."""
    # The parser quotes the file, sometimes over several lines.
    said: str = (error.msg or "it is empty").partition("\n")[0].partition(", line")[0][:120]
    for limit, meaning in _LIMITS.items():
        if limit in said:
            return meaning
    return said


def has_entities(root: Any) -> bool:
    """Return whether the document of this element defines entities of its own."""
    inside = root.getroottree().docinfo.internalDTD
    return inside is not None and any(True for _ in inside.iterentities())


def localname(element: Any) -> str:
    """Return the name of an element without its namespace."""
    name: str = element.tag
    return name.rpartition("}")[2]


def children(element: Any, name: str) -> Iterator[Any]:
    """Yield the children of this name, whatever their namespace."""
    found: Iterator[Any] = element.iterchildren(f"{{*}}{name}")
    return found


def child(element: Any, name: str) -> Any:
    """Return the first child of this name, whatever its namespace, or None."""
    return next(children(element, name), None)


def flat(
    element: Any,
    kept: frozenset[str],
    problems: list[str],
    silent: frozenset[str] = frozenset(),
) -> str:
    """Return the text of an element, and add to `problems` what it loses.

    Of inline elements in `kept` the content is text; of others nothing is. Those in `silent` are
    no loss. XLIFF's `<cp hex="000B"/>` is a character.
    """
    if not len(element):
        return element.text or ""
    parts, lost = [element.text or ""], set()
    for inner in element:
        name = localname(inner)
        character = _character(inner) if name == "cp" else ""
        if character:
            parts.append(character)
        else:
            lost |= {name} - silent
        if name in kept:
            parts.append(flat(inner, kept, problems, silent))
        parts.append(inner.tail or "")
    problems += [f"the inline tag {name[:40]} is left out" for name in sorted(lost)]
    return "".join(parts)


def _character(element: Any) -> str:
    """Return the character that a `cp` of XLIFF 2 stands for, or nothing."""
    try:
        character = chr(int(element.get("hex", ""), 16))
    except (ValueError, OverflowError):
        return ""
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character


def _forget(element: Any) -> None:
    """Free an element, and all that stands before it."""
    element.clear()
    for node in (element, *element.iterancestors()):
        while (before := node.getprevious()) is not None:
            node.getparent().remove(before)
