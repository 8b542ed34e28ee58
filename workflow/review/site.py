"""How a review server is reached: its address, the base URL before it, the names it answers to."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from workflow.errors import UsageError

if TYPE_CHECKING:
    from typing import Self

_PATH = re.compile(r"/([\w.~-]+/)*", re.ASCII)
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@/\\?#\s]+)(:\d+)?")
_ANY = {"", "0.0.0.0", "::"}  # noqa: S104 (these are addresses to listen on, but no names)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Site:
    """The address `host` that is listened on, and what browsers call it.

    `prefix` is the path of the base URL, `/` at its ends; `origin` its scheme, name and port, or
    empty; `proxy` the address of a proxy whose `X-Forwarded-For` and `X-Forwarded-Proto` are
    believed, or empty.
    """

    host: str = "127.0.0.1"
    prefix: str = "/"
    origin: str = ""
    proxy: str = ""

    @classmethod
    def of(cls, host: str, base_url: str, proxy: str = "") -> Self:
        """Return the site of a base URL: a path, or a whole URL. `UsageError` if it is neither."""
        parts = urlsplit(base_url)
        prefix = parts.path.rstrip("/") + "/"
        whole = parts.scheme in _PORTS and _HOST.fullmatch(parts.netloc)
        path_only = not parts.scheme and not parts.netloc
        if not (whole or path_only) or parts.query or parts.fragment or not _PATH.fullmatch(prefix):
            raise UsageError(
                f"the base URL {base_url!r} cannot be one",
                "Give a path, /desk/, or all of it, https://example.org/desk/.",
            )
        return cls(host, prefix, f"{parts.scheme}://{parts.netloc.lower()}" if whole else "", proxy)

    def url(self, address: str, port: int) -> str:
        """Return the base URL, without the last slash, of a server that listens there."""
        name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104
        origin = self.origin or f"http://{f'[{name}]' if ':' in name else name}:{port}"
        return origin + self.prefix.rstrip("/")

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        name = _name(urlsplit(self.origin).netloc) if self.origin else "localhost"
        return _is_loopback(self.host) and _is_loopback(name) and not self.proxy

    def answers_to(self, host: str, local_address: str) -> bool:
        """Say whether a `Host` header names this server; any other name may be a rebound one.

        `local_address` is where the connection arrived.
        """
        if not _HOST.fullmatch(host):
            return False
        name = _name(host)
        own = {self.host.lower(), local_address.lower(), _name(urlsplit(self.origin).netloc)}
        return name in own - _ANY or (_is_loopback(name) and _is_loopback(local_address))

    def origin_of(self, scope: dict[str, Any], host: str) -> tuple[str, str, int]:
        """Return scheme, name and port of the pages of a request, whose `Host` header is known."""
        return origin_parts(self.origin or f"{scope.get('scheme', 'http')}://{host}")

    def is_secure(self, scope: dict[str, Any]) -> bool:
        """Whether the browser reaches the server over TLS."""
        return self.origin.startswith("https:") or scope.get("scheme") == "https"


def origin_parts(origin: str) -> tuple[str, str, int]:
    """Return scheme, name and port of an origin (RFC 6454, 4); `ValueError` if it is none."""
    parts = urlsplit(origin)
    if not parts.hostname or parts.scheme not in _PORTS:
        raise ValueError(origin)
    return parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme]


def _name(netloc: str) -> str:
    found = _HOST.fullmatch(netloc)
    return found[1].strip("[]").lower() if found else ""


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
