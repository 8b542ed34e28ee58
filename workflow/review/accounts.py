"""The people of a review server: their names, roles and passwords, in the private file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from workflow.errors import UsageError
from workflow.review import passwords
from workflow.review.access import ROLES

if TYPE_CHECKING:
    from workflow.review.private import PrivateFile

_NAME = re.compile(r"\w[\w.@-]{0,63}")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in, unless `disabled`; `created_at` is ISO 8601, UTC."""

    name: str
    role: str
    disabled: bool
    created_at: str


class Accounts:
    """The users in a private file. Names differ in more than the case of letters."""

    def __init__(self, file: PrivateFile) -> None:
        self.file = file

    def all(self) -> list[User]:
        """Return every user, by name."""
        users = self.file.read()["users"]
        return [_user(name, users[name]) for name in sorted(users)]

    def find(self, name: str) -> User | None:
        """Return the user of this name, in whatever case it is written."""
        users = self.file.read()["users"]
        stored = _stored(users, name)
        return _user(stored, users[stored]) if stored else None

    def add(self, name: str, role: str, password: str) -> User:
        """Add a user. Raises `UsageError` for a name that is taken or cannot be one, or a role."""
        name = unicodedata.normalize("NFC", name)
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} cannot be a user's name",
                "Up to 64 letters, digits and . _ - @, beginning with a letter or digit.",
            )
        _check_role(role)
        user = {
            "role": role,
            "password": passwords.hashed(password),
            "disabled": False,
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with self.file.change() as content:
            if taken := _stored(content["users"], name):
                raise UsageError(
                    f"there is a user {taken} already",
                    f"For a new password: workflow review password {taken}.",
                )
            content["users"][name] = user
        return _user(name, user)

    def set_password(self, name: str, password: str) -> User:
        """Give a user a new password, which ends the user's sessions."""
        return self._alter(name, password=passwords.hashed(password))

    def set_role(self, name: str, role: str) -> User:
        """Give a user another role, at once."""
        _check_role(role)
        return self._alter(name, role=role)

    def set_disabled(self, name: str, disabled: bool) -> User:  # noqa: FBT001 (its name says it)
        """Shut a user out at once and end the user's sessions, or let the user in again."""
        return self._alter(name, disabled=disabled)

    def _alter(self, name: str, **values: Any) -> User:
        with self.file.change() as content:
            stored = _stored(content["users"], name)
            if stored is None:
                raise UsageError(f"there is no user {name}", "List them: workflow review user list")
            content["users"][stored].update(values)
            if "role" not in values:
                content["sessions"] = {
                    key: session
                    for key, session in content["sessions"].items()
                    if session["user"] != stored
                }
            return _user(stored, content["users"][stored])

    def verify(self, name: str, password: str) -> User | None:
        """Return the user of this name and password; None, as slowly, for any other."""
        users = self.file.read()["users"]
        stored = _stored(users, name)
        right = passwords.matches(password, users[stored]["password"] if stored else None)
        if not right or stored is None or users[stored]["disabled"]:
            return None
        return _user(stored, users[stored])


def _stored(users: dict[str, Any], name: str) -> str | None:
    folded = unicodedata.normalize("NFC", name).casefold()
    return next((known for known in users if known.casefold() == folded), None)


def _user(name: str, values: dict[str, Any]) -> User:
    return User(name, values["role"], values["disabled"], values["created_at"])


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise UsageError(f"{role} is no role", f"One of: {', '.join(ROLES)}.")
