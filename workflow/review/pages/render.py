"""Pages from templates: escaped without exception, in the reader's language, below the base URL."""

from __future__ import annotations

import json
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from workflow.review.access import ACTIONS, PREFIX
from workflow.review.pages import messages
from workflow.review.pages.assets import digest

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

CLIENT = "js."
"""Messages that the scripts show begin with this."""


async def page(
    datasette: Datasette, request: Request, template: str, *, status: int = 200, **values: Any
) -> Response:
    """Answer a request with a page.

    Every template knows `lang`, `t` (a message by name), `label` (what a check is called), `number`
    (spells one), `url` (a path of the app below the base URL), `actor`, and `may`: the names of the
    actions that the actor is allowed.
    """
    lang = messages.chosen(request)
    actor = request.actor
    may = [a for a in ACTIONS if actor and await datasette.allowed(action=a, actor=actor)]
    base = str(datasette.urls.path(PREFIX))
    shared = {
        "lang": lang,
        "interface": messages.LANGUAGES,
        "base": base,
        "assets": f"{base}/static/{digest()}",
        "url": lambda path: base + path,
        "home": str(datasette.urls.instance()),
        "here": str(datasette.urls.path(request.full_path)),
        "path": request.path.removeprefix(PREFIX),
        "t": partial(messages.message, lang),
        "label": partial(messages.label, lang),
        "said": partial(messages.finding, lang),
        "number": partial(messages.spelled, lang),
        "actor": actor,
        "may": may,
        "client": {
            "lang": lang,
            "base": base,
            "may": may,
            "user": actor["id"] if actor else "",
            "messages": _for_scripts(lang),
            "findings": messages.findings(lang),
        },
    }
    html = _environment().get_template(template).render(**shared, **values)
    return Response.html(html, status=status)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("workflow.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data"] = _data
    return environment


@cache
def _for_scripts(lang: str) -> dict[str, Any]:
    every = messages.catalogue(lang).items()
    return {name.removeprefix(CLIENT): text for name, text in every if name.startswith(CLIENT)}


def _data(value: Any) -> str:
    """Return JSON for a `<script type="application/json">`; nothing in it ends the element."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 (the line above is the escaping)
