"""`workflow review`: the review app, and who may use it."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from workflow.cli import output
from workflow.cli.options import DB, Db, Glossary, Json
from workflow.cli.show import existing
from workflow.errors import StoreError, UsageError

if TYPE_CHECKING:
    from workflow.review.accounts import Accounts, User
    from workflow.review.server import Started


class ServesByDefault(TyperGroup):
    """A group whose command `serve` may be left out."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `serve` before options, and where there is nothing."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["serve", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=ServesByDefault,
    help="""The review app: people correct and approve pairs in the browser.

    `workflow review` alone is `workflow review serve`.
    """,
    rich_markup_mode=None,
)
users = typer.Typer(
    help="Who may log in, and as what.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(users, name="user")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The user's name.")]
_ROLES = "viewer, reviewer, approver or admin."
RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help=_ROLES)]
Stdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Listen on this address.")]
Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="Listen on this port; 0 is any free one.")
]
BaseUrl = Annotated[
    str,
    typer.Option(
        "--base-url",
        metavar="URL",
        help="What browsers ask for: a path, /desk/, or all of it, https://example.org/desk/.",
    ),
]
Proxy = Annotated[
    str,
    typer.Option(
        "--proxy",
        metavar="ADDRESS",
        help="Believe X-Forwarded-For and X-Forwarded-Proto of the proxy at this address.",
    ),
]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Refuse every change.")]
Open = Annotated[bool, typer.Option("--open", help="Open the browser.")]


@app.command("serve")
def serve(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8001,
    base_url: BaseUrl = "/",
    proxy: Proxy = "",
    read_only: ReadOnly = False,
    open_browser: Open = False,
    glossary: Glossary = None,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Serve the review app, until Ctrl-C.

    Without users, on this machine only, it prints a link that logs in once.
    """
    from workflow.review import server
    from workflow.review.site import Site

    def ready(started: Started) -> None:
        if json:
            output.print_json({"url": started.url, "login": started.link, "database": str(db)})
        elif started.link:
            typer.echo(f"{db} is open for review; log in with this link, which is good once:")
            typer.echo(f"  {started.link}")
        else:
            typer.echo(f"{db} is open for review: {started.url}")
        sys.stdout.flush()
        if open_browser:
            import webbrowser

            webbrowser.open(started.link or started.url)

    datasette, desk = server.build(
        str(db),
        site=Site.of(host, base_url, proxy),
        local=_me(),
        read_only=read_only,
        glossary=glossary,
    )
    server.serve(datasette, desk, port=port, ready=ready)
    output.say("stopped; everything that was saved is stored")


@app.command("init")
def init(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The first admin's name.")] = "admin",
    *,
    password_stdin: Stdin = False,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Prepare a database for several reviewers: bring it up to date, add the first admin."""
    with existing(db):
        accounts = _accounts(db)
    if accounts.all():
        raise UsageError(
            f"{accounts.file.path} has users already", "Add another: workflow review user add NAME"
        )
    _report(accounts.add(name, "admin", _password(from_stdin=password_stdin)), "added", json=json)


@app.command("password")
def password(name: Name, *, password_stdin: Stdin = False, db: Db = DB, json: Json = False) -> None:
    """Give a user a new password, which ends the user's sessions."""
    accounts = _accounts(db)
    _known(accounts, name)
    user = accounts.set_password(name, _password(from_stdin=password_stdin))
    _report(user, "has a new password", json=json)


@users.command("add")
def add(
    name: Name,
    *,
    role: RoleOption = "reviewer",
    password_stdin: Stdin = False,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Add a user; asks for the password."""
    _report(_accounts(db).add(name, role, _password(from_stdin=password_stdin)), "added", json=json)


@users.command("list")
def show(*, db: Db = DB, json: Json = False) -> None:
    """List the users."""
    every = _accounts(db).all()
    if json:
        output.print_json([_row(user) for user in every])
    else:
        output.print_table(
            ("name", "role", "state", "since"),
            [(u.name, u.role, "disabled" if u.disabled else "active", u.created_at) for u in every],
        )


@users.command("role")
def role(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="ROLE", help=_ROLES)],
    *,
    db: Db = DB,
    json: Json = False,
) -> None:
    """Give a user another role, at once."""
    user = _accounts(db).set_role(name, new)
    _report(user, f"is {user.role} now", json=json)


@users.command("disable")
def disable(name: Name, *, db: Db = DB, json: Json = False) -> None:
    """Shut a user out, at once; what the user did stays."""
    _report(_accounts(db).set_disabled(name, True), "is shut out", json=json)


@users.command("enable")
def enable(name: Name, *, db: Db = DB, json: Json = False) -> None:
    """Let a user in again who was shut out."""
    _report(_accounts(db).set_disabled(name, False), "may log in", json=json)


def _accounts(db: Path) -> Accounts:
    from workflow.review.accounts import Accounts
    from workflow.review.private import PrivateFile

    if not db.exists():
        raise StoreError(f"there is no database {db}", "Make one: workflow translate FILE.")
    return Accounts(PrivateFile(db))


def _known(accounts: Accounts, name: str) -> None:
    if accounts.find(name) is None:
        raise UsageError(f"there is no user {name}", "List them: workflow review user list")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask for the password",
            "Give it on standard input: --password-stdin.",
        )
    given = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != given:
        raise UsageError("the two passwords differ", "Try again.")
    return given


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "local"


def _row(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "role": user.role,
        "disabled": user.disabled,
        "created_at": user.created_at,
    }


def _report(user: User, what: str, *, json: bool) -> None:
    if json:
        output.print_json(_row(user))
    else:
        typer.echo(f"{user.name} {what}")
