"""What clients send, read strictly: a wrong value is refused with the name of its field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from workflow.errors import UsageError
from workflow.model import Origin, Status
from workflow.store.review.filters import Filter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workflow.store.review.bulk import Items

_TIME = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?)?)?)?")
_BIGGEST = 2**63 - 1
FIELDS = (
    "status",
    "document",
    "lang",
    "origin",
    "finding",
    "term",
    "score_min",
    "score_max",
    "reviewer",
    "since",
    "until",
    "text",
    "memory",
)
"""The names of a filter's wishes, in a query string and in a body."""


class BadValue(UsageError):  # noqa: N818 (it says what is wrong)
    """A value cannot be used; `field` names it."""

    def __init__(self, field: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.field = field


def text(values: Mapping[str, Any], field: str, default: str | None = None) -> str:
    """Return a string; it must be there unless there is a default."""
    value = values.get(field, default)
    if not isinstance(value, str):
        raise BadValue(field, f"{field} must be a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadValue(field, f"{field} has half a character in it") from None
    return value


def number(values: Mapping[str, Any], field: str, default: int | None = None) -> int:
    """Return a whole number, also written in letters as query strings have it."""
    value = values.get(field, default)
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value):
        value = int(value)
    if type(value) is not int or abs(value) > _BIGGEST:
        raise BadValue(field, f"{field} must be a whole number")
    return value


def flag(values: Mapping[str, Any], field: str) -> bool:
    """Return a truth value, false where there is none."""
    value = values.get(field, False)
    if type(value) is not bool:
        raise BadValue(field, f"{field} must be true or false")
    return value


def limit(values: Mapping[str, Any], default: int, most: int) -> int:
    """Return how many rows are wanted."""
    value = number(values, "limit", default)
    if not 1 <= value <= most:
        raise BadValue("limit", f"limit must be from 1 to {most}")
    return value


def wish(values: Mapping[str, Any]) -> Filter:
    """Return the filter that the values describe; names that are no wish of it are passed over.

    Each value is a text, a number, or for `status` and `origin` a list or texts with commas.
    """
    return Filter(
        statuses=tuple(_choice("status", name, Status) for name in _several(values, "status")),
        document=_optional(values, "document"),
        lang=text(values, "lang", ""),
        origins=tuple(_choice("origin", name, Origin) for name in _several(values, "origin")),
        finding=text(values, "finding", ""),
        term=text(values, "term", ""),
        score_min=_real(values, "score_min"),
        score_max=_real(values, "score_max"),
        reviewer=text(values, "reviewer", ""),
        since=time(values, "since"),
        until=time(values, "until"),
        text=text(values, "text", "").strip(),
        memory=_optional(values, "memory"),
    )


def body_wish(values: Mapping[str, Any]) -> Filter:
    """Return the filter of a body, which must not hold anything else."""
    filters = values.get("filter")
    if not isinstance(filters, dict):
        raise BadValue("filter", "filter must be an object")
    unknown = sorted(set(filters) - set(FIELDS))
    if unknown:
        raise BadValue("filter", f"there is no filter {unknown[0]}", f"Known: {', '.join(FIELDS)}")
    return wish(filters)


def time(values: Mapping[str, Any], field: str, default: str | None = "") -> str:
    """Return a day or time in UTC, as the database writes times."""
    value = text(values, field, default)
    if value and not _TIME.fullmatch(value):
        raise BadValue(field, f"{field} must be a day or a time in UTC", "Such as 2026-11-22.")
    return value.removesuffix("Z")


def ids(values: Mapping[str, Any], field: str) -> Items:
    """Return a list of pairs: numbers, or numbers with the version that was seen."""
    given = values.get(field)
    found: Items = []
    for item in given if isinstance(given, list) else (None,):
        pair: list[Any] = item if isinstance(item, list) else [item, None]
        if [type(value) for value in pair] not in ([int, int], [int, type(None)]):
            raise BadValue(field, f"{field} must be a list of numbers or of [number, version]")
        found.append((pair[0], pair[1]))
    return found


def _several(values: Mapping[str, Any], field: str) -> Sequence[str]:
    given = values.get(field) or []
    if isinstance(given, str):
        given = given.split(",")
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise BadValue(field, f"{field} must be a text or a list of texts")
    return list(dict.fromkeys(name for part in given for name in part.split(",") if name))


def _choice(field: str, name: str, kind: Any) -> Any:
    try:
        return kind(name)
    except ValueError:
        known = ", ".join(kind)
        raise BadValue(field, f"there is no {field} {name}", f"Known: {known}.") from None


def _optional(values: Mapping[str, Any], field: str) -> int | None:
    return None if values.get(field) in (None, "") else number(values, field)


def _real(values: Mapping[str, Any], field: str) -> float | None:
    value = values.get(field)
    if value in (None, ""):
        return None
    try:
        found = float(value) if type(value) in (int, float, str) else float("nan")
    except (ValueError, OverflowError):
        found = float("nan")
    if not abs(found) < float("inf"):
        raise BadValue(field, f"{field} must be a number")
    return found
