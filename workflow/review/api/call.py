"""A request to the API: who asks, what was sent, and the way to the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from workflow.errors import WorkflowError
from workflow.review.desk import running
from workflow.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from sqlite3 import Connection

    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that is allowed; `values` are those of the query string or of the body."""

    datasette: Datasette
    request: Request
    actor: dict[str, Any]
    values: dict[str, Any]

    @property
    def who(self) -> str:
        """The name under which changes are made."""
        return str(self.actor["id"])

    @property
    def number(self) -> int:
        """The number in the route."""
        return int(self.request.url_vars["number"])

    async def allowed(self, action: str) -> None:
        """Raise `Refused` unless the actor is allowed another action too."""
        from workflow.review.access import require

        await require(self.datasette, self.request, action)

    async def read(self, work: Callable[[Store], T]) -> T:
        """Return what `work` reads from the store, in a thread."""
        path = running(self.datasette).path

        def reading(connection: Connection) -> T:
            return work(Store.over(path, connection))

        found: T = await self._database().execute_fn(reading)
        return found

    async def write(self, work: Callable[[Store], T]) -> T:
        """Return what `work` returns that writes to the store, in the thread that writes.

        Keep it short: everybody's changes wait for each other there.
        """
        path = running(self.datasette).path

        def writing(connection: Connection) -> T | WorkflowError:
            # What Datasette sees raised, it prints; what we refuse is nobody's fault.
            try:
                return work(Store.over(path, connection))
            except WorkflowError as error:
                return error

        done = await self._database().execute_write_fn(writing, transaction=False)
        if isinstance(done, WorkflowError):
            raise done
        changed: T = done
        return changed

    def _database(self) -> Database:
        path = running(self.datasette).path
        return next(d for d in self.datasette.databases.values() if str(d.path) == str(path))
