"""Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from workflow.documents import encoding as codec
from workflow.documents import front_matter
from workflow.documents.markdown_blocks import read_blocks
from workflow.documents.runs import headline
from workflow.documents.splice import Replacement, apply, replacements, restated
from workflow.model import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.documents.splice import Slot
    from workflow.model import Edit, Paragraph

# What is markup wherever it stands; `_` inside a word, a lone `<` or `&` is not.
_ANYWHERE = re.compile(
    r"[\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
)
_QUOTES = re.compile("[\"'()]")
# What is markup where a line begins: headings, quotes, rules, fences, bullets, numbers.
_AT_LINE_START = re.compile(r"^(\s*(?:\d{1,9}(?=[.)](?:\s|$)))?)([#>+=~.)-])")
_HEADING_END = re.compile(r"#(?=#*\s*$)")
_LINE_ENDS = re.compile(r"\s*[\r\n]\s*")
_DELIMITERS = re.compile("[*_~]{2}")
_LETTER = re.compile(r"[^\W\d_]")
_BEFORE = 80
_NOTHING = "\u200b"
"""Keeps `****` and `> ` from meaning something else where no word is left for them."""


class Markdown:
    """Markdown: CommonMark with tables, strikethrough and front matter.

    Code, HTML, link targets and link definitions are left alone.
    """

    name: ClassVar[str] = "markdown"
    suffixes: ClassVar[tuple[str, ...]] = (".md", ".markdown")

    def read(self, data: bytes, path: str, encoding: str | None = None) -> Document:
        """Read Markdown; raises `DocumentError` if it is no text."""
        text, found = codec.decode(data, path, encoding)
        head = list(front_matter.paragraphs(text))
        read = (*head, *read_blocks(text, front_matter.end(text)).paragraphs)
        return Document(path, self.name, found, data, headline(read), read)

    def write(
        self, document: Document, edits: Sequence[Edit], languages: tuple[str, str] | None = None
    ) -> bytes:
        """Write the document with its edits, in its encoding; what that lacks as references.

        The front matter's `lang`, if it is the first of `languages`, becomes the second.
        """
        text = codec.to_text(document.source, document.encoding)
        body = front_matter.end(text)

        def escape(new: str, slot: Slot, paragraph: Paragraph) -> str:
            return codec.representable(_escaped(new, slot, paragraph, text), document.encoding)

        def in_head(edit: Edit) -> bool:
            return document.paragraphs[edit.paragraph].runs[0].start < body

        changes = replacements(document, [edit for edit in edits if not in_head(edit)], escape)
        changes += _links_kept(text, body, changes) if changes else []
        for number in {edit.paragraph for edit in edits if in_head(edit)}:
            own = [edit for edit in edits if edit.paragraph == number]
            paragraph = document.paragraphs[number]
            if change := front_matter.rewritten(text, paragraph, own, document.encoding):
                changes.append(change)
        if changes and languages:
            changes += restated(text, front_matter.stated(text), languages)
        return codec.to_bytes(apply(text, changes), document.encoding)


def _escaped(new: str, slot: Slot, paragraph: Paragraph, text: str) -> str:
    # The end of a line before a quote mark stays; any other would begin a new block.
    tail = slot.text[len(slot.text.rstrip()) :]
    tail = tail if _LINE_ENDS.fullmatch(tail) and new.endswith(tail) else ""
    words = _LINE_ENDS.sub(" ", new.removesuffix(tail))
    around = text[slot.start - 1 : slot.start] + text[slot.stop : slot.stop + 1]
    if not words.strip() and (tail or (not words and _DELIMITERS.fullmatch(around))):
        return _NOTHING + tail
    words = _ANYWHERE.sub(r"\\\g<0>", words)
    if paragraph.kind == "attribute":  # a title ends with its quote mark
        words = _QUOTES.sub(r"\\\g<0>", words)
    if paragraph.kind == "cell":
        words = words.replace("|", r"\|")
    if paragraph.kind == "heading":
        words = _HEADING_END.sub(r"\\#", words)
    before = re.split(r"[\r\n]", text[max(slot.start - _BEFORE, 0) : slot.start])[-1]
    if not _LETTER.search(before):
        words = _AT_LINE_START.sub(r"\1\\\2", words)
    return words + tail


def _links_kept(text: str, body: int, changes: list[Replacement]) -> list[Replacement]:
    """Name the target of `[label]` and `[label][]` where the label is changed."""
    kept = []
    for link in read_blocks(text, body).shortcuts:
        if any(link.start <= change.start <= link.stop for change in changes):
            label = text[link.start : link.stop]
            kept.append(Replacement(link.stop, link.end, f"][{label}]"))
    return kept
