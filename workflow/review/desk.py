"""What one running review server is: its database, its people, how it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from datasette.app import Datasette


@dataclass(frozen=True, slots=True)
class Desk:
    """The settings of a review server; `path` is the database's file."""

    path: str
    read_only: bool = False


_DESKS: WeakKeyDictionary[Datasette, Desk] = WeakKeyDictionary()


def attach(datasette: Datasette, desk: Desk) -> None:
    """Make a Datasette instance the review server of a desk."""
    _DESKS[datasette] = desk


def desk_of(datasette: Datasette) -> Desk | None:
    """Return the desk of a Datasette instance; None for one that is not ours."""
    return _DESKS.get(datasette)
