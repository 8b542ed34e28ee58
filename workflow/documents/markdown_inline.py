"""Where the words stand between the inline markup of Markdown (CommonMark 0.31, GFM strike).

markdown-it-py gives inline tokens no places, so each of its inline rules is wrapped to note what
it consumed. Everything that no rule noted is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from markdown_it.rules_block import reference
from markdown_it.rules_inline import (
    autolink,
    backtick,
    emphasis,
    entity,
    escape,
    html_inline,
    image,
    link,
    newline,
    strikethrough,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

    Rule = Callable[[StateInline, bool], bool]

# A footnote, or the box of a task; markdown-it reads neither.
_LABEL = re.compile(r"\[\^[^\]\s]+\]:?|\[[ xX]\](?=\s)")

_TITLE = re.compile(
    r"""\]\(.*?\s(?:"((?:[^"\\]|\\.)+)"|'((?:[^'\\]|\\.)+)'|\(((?:[^()\\]|\\.)+)\))\s*\)""",
    re.DOTALL,
)
_SPELLED = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#[xX]?[0-9a-fA-F]+|\w+);")


@dataclass(frozen=True, slots=True)
class Piece:
    """`content[start:stop]` reads `text`; None where it is markup, a newline where a line ends."""

    start: int
    stop: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A reference link whose label is also its text: `[start:stop]`, closed up to `end`."""

    start: int
    stop: int
    end: int


@dataclass
class Inline:
    """The markup of an inline text, and the links named by their text.

    `aside` has what is read apart: descriptions of images and titles, each with its place.
    """

    pieces: list[Piece] = field(default_factory=list)
    aside: list[tuple[int, str, Inline]] = field(default_factory=list)
    shortcuts: list[Shortcut] = field(default_factory=list)
    delimiters: list[tuple[int, int, Token]] = field(default_factory=list)

    def markup(self) -> list[Piece]:
        """Return what is not plain text, in order; delimiters that delimit nothing are plain."""
        pairs = [
            Piece(start, stop, None)
            for start, stop, token in self.delimiters
            if token.type != "text" or not token.content
        ]
        return sorted([*self.pieces, *pairs], key=lambda piece: piece.start)


def read_inline(parser: MarkdownIt, content: str, env: EnvType) -> Inline:
    """Parse the content of a block; `parser` is prepared by `note_places`."""
    found = env["inline"] = Inline()
    parser.inline.parse(content, parser, env, [])
    return found


def note_places(parser: MarkdownIt) -> None:
    """Make a parser note in `env["inline"]` what its inline rules consume."""
    rules: dict[str, tuple[Rule, Callable[[StateInline, int, int], None]]] = {
        "newline": (newline, _line_end),
        "escape": (escape, _character),
        "entity": (entity, _character),
        "backticks": (backtick, _code),
        "emphasis": (emphasis.tokenize, _delimiters),
        "strikethrough": (strikethrough.tokenize, _delimiters),
        "link": (link, _link),
        "autolink": (autolink, _markup),
        "html_inline": (html_inline, _html),
    }
    for name, (rule, note) in rules.items():
        parser.inline.ruler.at(name, _noting(rule, note))
    parser.inline.ruler.at("image", _image)
    parser.inline.ruler.before("link", "label", _noting(_label, _markup))
    parser.block.ruler.at("reference", _definition)
    parser.disable(["inline", "text_join", "fragments_join"])


def _noting(rule: Rule, note: Callable[[StateInline, int, int], None]) -> Rule:
    def noting(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it calls it so)
        start, tokens = state.pos, len(state.tokens)
        done = rule(state, silent)
        if done and not silent:
            note(state, start, tokens)
        return done

    return noting


def _found(state: StateInline) -> Inline:
    found = state.env["inline"]
    assert isinstance(found, Inline)
    return found


def _markup(state: StateInline, start: int, _tokens: int) -> None:
    _found(state).pieces.append(Piece(start, state.pos, None))


def _line_end(state: StateInline, start: int, _tokens: int) -> None:
    if state.tokens[-1].type == "hardbreak":
        _found(state).pieces.append(Piece(start, state.pos, "\n"))


def _character(state: StateInline, start: int, tokens: int) -> None:
    token = state.tokens[-1]
    if token.type == "hardbreak":
        _line_end(state, start, tokens)
    elif token.content != token.markup:
        _found(state).pieces.append(Piece(start, state.pos, token.content))


def _code(state: StateInline, start: int, tokens: int) -> None:
    if len(state.tokens) > tokens and state.tokens[-1].type == "code_inline":
        _markup(state, start, tokens)


def _html(state: StateInline, start: int, _tokens: int) -> None:
    line_end = re.match(r"<br\b", state.src[start : start + 4], re.IGNORECASE)
    _found(state).pieces.append(Piece(start, state.pos, "\n" if line_end else None))


def _delimiters(state: StateInline, start: int, tokens: int) -> None:
    stop = state.pos
    for token in reversed(state.tokens[tokens:]):
        if stop <= start:
            break
        begin = stop - len(token.content)
        _found(state).delimiters.append((begin, stop, token))
        stop = begin


def _link(state: StateInline, start: int, _tokens: int) -> None:
    end = state.pos
    stop = state.md.helpers.parseLinkLabel(state, start, True)
    state.pos = end
    found = _found(state)
    found.pieces += Piece(start, start + 1, None), Piece(stop, end, None)
    if state.src[stop + 1 : end] in ("", "[]"):
        found.shortcuts.append(Shortcut(start + 1, stop, end))
    _title(found, state.src, stop, end)


def _image(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    start, outer = state.pos, _found(state)
    state.env["inline"] = inner = Inline()
    done = image(state, silent)
    state.env["inline"] = outer
    if done and not silent:
        label = state.tokens[-1].content
        stop = start + 2 + len(label)
        outer.pieces.append(Piece(start, state.pos, None))
        outer.aside.append((start + 2, label, inner))
        if state.src[stop + 1 : state.pos] in ("", "[]"):
            outer.shortcuts.append(Shortcut(start + 2, stop, state.pos))
        _title(outer, state.src, stop, state.pos)
    return done


def _title(found: Inline, content: str, start: int, stop: int) -> None:
    """Note the title in `](target "title")`, with the references and escapes that spell it."""
    match = _TITLE.fullmatch(content, start, stop)
    if match and match.lastindex:
        title = match[match.lastindex]
        pieces = [
            Piece(each.start(), each.end(), each[1] or unescape(each[0]))
            for each in _SPELLED.finditer(title)
        ]
        found.aside.append((match.start(match.lastindex), title, Inline(pieces)))


def _label(state: StateInline, silent: bool) -> bool:  # noqa: ARG001, FBT001
    match = _LABEL.match(state.src, state.pos, state.posMax)
    if match:
        state.pos = match.end()
    return match is not None


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read the definition of a link, and not the text of a footnote in one word."""
    begin = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", begin) and reference(state, start, end, silent)
