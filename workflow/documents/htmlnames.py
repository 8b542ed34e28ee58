"""What the reader needs to know about HTML elements and attributes (WHATWG HTML, and older use)."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCK = _names("""
    address article aside blockquote body br button canvas caption center col colgroup dd details
    dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6
    head header hgroup hr html iframe legend li link main menu meta nav noframes noscript object
    ol optgroup option p pre script section select style summary table tbody td template textarea
    tfoot th thead title tr ul video
""")
"""Elements that end a paragraph where they begin and where they end."""

VOID = _names("""
    area base basefont bgsound br col embed frame hr img input keygen link meta param source track
    wbr
""")
"""Elements without content or end tag."""

UNTOUCHED = _names("code iframe kbd math samp script style svg template textarea var")
"""Elements whose content is no prose, or not the page's."""

KINDS = {
    "title": "title",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
}
"""The kind of a paragraph by the nearest of these elements around it; `text` without one."""

SIBLINGS = {
    "li": (("li",), ("ul", "ol", "menu", "dir")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "tr": (("tr", "td", "th"), ("table",)),
    "td": (("td", "th"), ("table", "tr")),
    "th": (("td", "th"), ("table", "tr")),
    "option": (("option",), ("select",)),
}
"""By element: those that end where it begins, unless one of the second group stands between."""

READ_ATTRIBUTES = _names("title alt placeholder aria-label label summary")
"""Attributes of any element that people read."""

BUTTONS = _names("submit button reset")
"""Types of `input` whose `value` people read."""

META = _names("""
    description abstract og:title og:description og:site_name og:image:alt twitter:title
    twitter:description twitter:image:alt dc.title dc.description
""")
"""Names of `meta` elements whose `content` people read."""
