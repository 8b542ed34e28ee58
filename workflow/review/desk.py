"""What one running review server is: its database, its people, how it is reached."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from workflow.review.accounts import Accounts
from workflow.review.attempts import Attempts
from workflow.review.sessions import Sessions
from workflow.review.site import Site

if TYPE_CHECKING:
    from datasette.app import Datasette

    from workflow.review.private import PrivateFile


@dataclass(frozen=True, slots=True)
class Desk:
    """A review server of the database at `path`; `cookie` is the name of its session's cookie."""

    path: str
    cookie: str
    accounts: Accounts
    sessions: Sessions
    site: Site = field(default_factory=Site)
    read_only: bool = False
    attempts: Attempts = field(default_factory=Attempts)
    # A hash of a password takes 32 MiB and a quarter of a second.
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))


def make_desk(path: str, file: PrivateFile, *, site: Site, local: str, read_only: bool) -> Desk:
    """Return a desk; `local` names the person who logs in by the link from the terminal."""
    accounts = Accounts(file)
    # Cookies do not know ports: two desks on one machine must not overwrite each other's.
    cookie = f"workflow_review_{file.mark}"
    return Desk(path, cookie, accounts, Sessions(accounts, local), site, read_only)


_DESKS: WeakKeyDictionary[Datasette, Desk] = WeakKeyDictionary()


def attach(datasette: Datasette, desk: Desk) -> None:
    """Make a Datasette instance the review server of a desk."""
    _DESKS[datasette] = desk


def desk_of(datasette: Datasette) -> Desk | None:
    """Return the desk of a Datasette instance; None for one that is not ours."""
    return _DESKS.get(datasette)


def running(datasette: Datasette) -> Desk:
    """Return the desk of a Datasette instance that is known to have one."""
    return _DESKS[datasette]
