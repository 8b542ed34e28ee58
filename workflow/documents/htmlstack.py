"""The open elements of a page that is being read, however badly they are closed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.documents.htmlnames import BLOCK, KINDS, SIBLINGS, UNTOUCHED, VOID
from workflow.languages import code

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Element:
    """An element with what it has from the elements around it.

    `block_lang` is the language that the innermost block around declares.
    """

    tag: str = ""
    lang: str | None = None
    block_lang: str | None = None
    kind: str = "text"
    untouched: bool = False
    preformatted: bool = False

    def child(self, tag: str, attributes: Mapping[str, str | None]) -> Element:
        """Return an element that begins inside this one."""
        declared = attributes.get("lang") or attributes.get("xml:lang")
        lang = code(declared) if declared else self.lang
        translate = (attributes.get("translate") or "").lower()
        marked = "notranslate" in (attributes.get("class") or "").split() or translate == "no"
        return Element(
            tag,
            lang or None,
            (lang or None) if tag in BLOCK else self.block_lang,
            KINDS.get(tag, self.kind),
            tag in UNTOUCHED or marked or (self.untouched and translate != "yes"),
            tag == "pre" or self.preformatted,
        )


class OpenElements:
    """A stack of elements. Every operation is cheap on any page, however deep."""

    def __init__(self) -> None:
        self._open = [Element()]
        self._counts = Counter[str]()

    @property
    def top(self) -> Element:
        """The innermost element; one without a name if none is open."""
        return self._open[-1]

    def push(self, element: Element) -> None:
        """Open an element inside the innermost one."""
        self._open.append(element)
        self._counts[element.tag] += 1

    def close(self, tag: str) -> None:
        """Close the innermost element of this name with all in it; an end tag of none is noise."""
        if self._counts[tag]:
            depth = next(n for n, each in enumerate(reversed(self._open), 1) if each.tag == tag)
            self._close_last(depth)

    def close_implied(self, tag: str) -> None:
        """Close the elements whose end tag may be left out before this start tag."""
        closes, barriers = SIBLINGS.get(tag, ((), ()))
        if tag in BLOCK and (tag not in VOID or tag == "hr"):
            closes = (*closes, "p")
            barriers = barriers or tuple(BLOCK - {"p"})
        if not any(self._counts[each] for each in closes):
            return
        ended = 0
        for depth, element in enumerate(reversed(self._open), 1):
            if element.tag in closes:
                ended = depth
            elif element.tag in barriers:
                break
        self._close_last(ended)

    def _close_last(self, number: int) -> None:
        for _ in range(number):
            self._counts[self._open.pop().tag] -= 1
