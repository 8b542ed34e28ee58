"""Who is logged in: sessions of users, and the one-time link of a desk without users."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflow.review.accounts import Accounts

LIFETIME = 7 * 24 * 3600
"""How many seconds a login is good for."""


class Sessions:
    """Sessions by their token; the private file has only hashes of the tokens.

    `local` names the person at the terminal, who gets in through `link`, as an admin; that session
    ends with the server.
    """

    def __init__(self, accounts: Accounts, local: str) -> None:
        self.accounts = accounts
        self.link: str | None = None
        self._local = local
        self._local_sessions: set[str] = set()

    def make_link(self) -> str:
        """Return a token that `use_link` takes once; an earlier one is void."""
        self.link = secrets.token_urlsafe(32)
        return self.link

    def use_link(self, token: str) -> str | None:
        """Open a session for the token of the link; None if it is wrong, used or there is none."""
        if self.link is None or not hmac.compare_digest(self.link.encode(), token.encode()):
            return None
        self.link = None
        session = secrets.token_urlsafe(32)
        self._local_sessions.add(_digest(session))
        return session

    def open(self, name: str) -> str:
        """Open a session for a user, and return its token, new every time."""
        token = secrets.token_urlsafe(32)
        now = time.time()
        with self.accounts.file.change() as content:
            content["sessions"] = {
                key: session
                for key, session in content["sessions"].items()
                if session["until"] > now
            }
            content["sessions"][_digest(token)] = {"user": name, "until": int(now) + LIFETIME}
        return token

    def close(self, token: str) -> None:
        """End a session; one that has ended is no error."""
        digest = _digest(token)
        self._local_sessions.discard(digest)
        if digest in self.accounts.file.read()["sessions"]:
            with self.accounts.file.change() as content:
                content["sessions"].pop(digest, None)

    def actor(self, token: str) -> dict[str, str] | None:
        """Return whose session this is, `{"id": name, "role": role}`, as things stand now."""
        digest = _digest(token)
        if digest in self._local_sessions:
            return {"id": self._local, "role": "admin"}
        session = self.accounts.file.read()["sessions"].get(digest)
        if session is None or session["until"] <= time.time():
            return None
        user = self.accounts.find(session["user"])
        if user is None or user.disabled:
            return None
        return {"id": user.name, "role": user.role}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
