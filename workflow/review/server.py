"""Starting the review app: Datasette with our plugin, in this process, until it is stopped."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import StoreError, UsageError
from workflow.review.access import PREFIX
from workflow.review.private import PrivateFile
from workflow.review.site import Site
from workflow.store import Store
from workflow.store.faults import reported
from workflow.store.served import is_immutable

if TYPE_CHECKING:
    from collections.abc import Callable

    from datasette.app import Datasette

    from workflow.review.desk import Desk

_PATIENCE = 5
"""The seconds that requests have to finish when the server is stopped."""


@dataclass(frozen=True, slots=True)
class Started:
    """A server that answers: where, and the link that logs in once, empty where users exist."""

    url: str
    link: str


def build(
    path: str,
    *,
    site: Site | None = None,
    local: str = "local",
    read_only: bool = False,
    glossary: Path | None = None,
) -> tuple[Datasette, Desk]:
    """Return a Datasette that is the review app of the database at `path`, and its desk.

    `local` names who comes in by the link from the terminal; `glossary` is a file or folder, None
    the default one. The database is checked and brought up to date first; with `read_only` it is
    only checked. Raises `StoreError` where it cannot be used, `GlossaryError` for the glossary.
    """
    _require_datasette()
    from datasette.app import Datasette
    from datasette.plugins import pm

    from workflow.review import plugin
    from workflow.review.api import terms
    from workflow.review.desk import attach, make_desk
    from workflow.review.guard import LARGEST_BODY

    immutable = _look(path, read_only=read_only)
    terms.use(glossary)
    file, site = PrivateFile(Path(path)), site or Site()
    if not pm.has_plugin("workflow"):
        pm.register(plugin, "workflow")
        # It prints the values of every variable to the terminal when a page is not found.
        pm.unregister(name="datasette.handle_exception")
    desk = make_desk(path, file, site=site, local=local, read_only=read_only)
    datasette = Datasette(
        files=[] if immutable else [path],
        immutables=[path] if immutable else [],
        secret=file.secret() if not read_only else None,
        default_deny=True,
        settings={
            "base_url": site.prefix,
            "force_https_urls": site.origin.startswith("https:"),
            "max_post_body_bytes": LARGEST_BODY,
            "allow_download": False,
            "allow_signed_tokens": False,
        },
    )
    attach(datasette, desk)
    return datasette, desk


def _require_datasette() -> None:
    # Plugins for Datasette that happen to be installed are none of ours.
    os.environ.setdefault("DATASETTE_LOAD_PLUGINS", "")
    try:
        import datasette  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "the review app needs Datasette, which is not installed",
            'Install it: pip install "workflow-desk[review]".',
        ) from error


def _look(path: str, *, read_only: bool) -> bool:
    if any(sign in str(Path(path).absolute()) for sign in "?#%"):
        raise UsageError(
            f"Datasette cannot open {path}, because of the ?, # or % in it", "Rename the file."
        )
    if read_only:
        with reported(path):
            return is_immutable(path)
    Store.open(path, create=False).close()
    return False


def serve(datasette: Datasette, desk: Desk, *, port: int, ready: Callable[[Started], None]) -> None:
    """Serve until SIGINT or SIGTERM; calls `ready` once the server answers. Port 0 is any free one.

    Raises `UsageError` where the address cannot be listened on, or where other machines could reach
    a server that has no users.
    """
    import uvicorn

    from workflow.review.api.terms import warm_up

    users = any(not user.disabled for user in desk.accounts.all())
    if not (users or desk.site.is_local):
        raise UsageError(
            "other machines can reach this server, and it has no users",
            f"Add one: workflow review user add NAME --role admin --db {desk.path}",
        )
    listening = _listen(desk.site.host, port)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready(_started(desk, listening, users=users))
                # The first edit would wait for dictionaries to be read.
                asyncio.get_running_loop().run_in_executor(None, warm_up)

    server = Server(
        uvicorn.Config(
            datasette.app(),
            lifespan="on",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(desk.site.proxy),
            forwarded_allow_ips=desk.site.proxy or None,
            timeout_graceful_shutdown=_PATIENCE,
        )
    )
    # uvicorn raises the signal that stopped it once more, when everything is closed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    with listening:
        asyncio.run(server.serve([listening]))
    if not server.started:
        raise StoreError("the review server could not start", "What it said above tells why.")


def _started(desk: Desk, listening: socket.socket, *, users: bool) -> Started:
    url = desk.site.url(*listening.getsockname()[:2]) + PREFIX
    return Started(url, "" if users else f"{url}/login?token={desk.sessions.make_link()}")


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"port {port} of {host} is in use by another program",
                "Name another: --port N; 0 takes any free one.",
            ) from error
        raise UsageError(
            f"{host} port {port} cannot be listened on: {error.strerror}",
            "Name another: --host ADDRESS, --port N.",
        ) from error
