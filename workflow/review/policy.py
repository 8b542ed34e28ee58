"""The headers of every answer: what a browser may do with it.

Our own pages allow scripts and styles from files of this server, and nothing inline. Datasette's
pages have inline scripts: those that stand in its templates get a nonce, made for each answer, so
that a script which came with a value still does not run; its one inline handler is allowed by its
hash, and so are all inline styles.
"""

from __future__ import annotations

import base64
import hashlib
import re
from contextvars import ContextVar

from jinja2.ext import Extension

from workflow.review.access import PREFIX

NONCE: ContextVar[str] = ContextVar("nonce", default="")
"""The nonce of the answer that is being made."""

_POLICY = (
    "default-src 'none'; script-src 'self'{script}; style-src 'self'{style}; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Opens the list of columns on a narrow screen: table.html of Datasette 1.0a41.
_HANDLER = base64.b64encode(hashlib.sha256(b"openColumnChooser()").digest()).decode()
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With no-referrer, browsers would send forms with `Origin: null`.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_KEPT = (f"{PREFIX}/static/", "/-/static/", "/favicon.ico")


class TemplateNonces(Extension):
    """Gives the scripts of a template's source a nonce; what is filled in later gets none."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 (Jinja's signature)
        """Put the nonce into the script tags of a template."""
        return re.sub(r"<script\b", '<script nonce="{{ csp_nonce() }}"', source)


def headers(
    sent: list[tuple[bytes, bytes]], route: str, *, nonce: str, secure: bool
) -> list[tuple[bytes, bytes]]:
    """Return the headers to send in place of `sent`, for a route without the base URL."""
    own = route == PREFIX or route.startswith(f"{PREFIX}/")
    script = f" 'nonce-{nonce}' 'unsafe-hashes' 'sha256-{_HANDLER}'"
    policy = (
        _POLICY.format(script="", style="")
        if own
        else _POLICY.format(script=script, style=" 'unsafe-inline'")
    )
    ours = {**_HEADERS, "content-security-policy": policy}
    if not route.startswith(_KEPT):
        ours["cache-control"] = "no-store"
    kept = [
        (name, _cookie(value, secure=secure) if name.lower() == b"set-cookie" else value)
        for name, value in sent
        if name.decode("latin-1").lower() not in ours
    ]
    return kept + [(name.encode(), value.encode()) for name, value in ours.items()]


def _cookie(value: bytes, *, secure: bool) -> bytes:
    """Return a cookie that scripts cannot read, and that TLS does not leave."""
    lower = value.lower()
    if b"httponly" not in lower:
        value += b"; HttpOnly"
    if secure and b"secure" not in lower.split(b";", 1)[1]:
        value += b"; Secure"
    return value
