"""How far review has come, in the words of XLIFF 1.2 and XLIFF 2."""

from __future__ import annotations

from workflow.model import Status

STATES_12 = {
    Status.MACHINE: "needs-review-translation",
    Status.CORRECTED: "translated",
    Status.APPROVED: "final",
    Status.REJECTED: "needs-translation",
    Status.REWORK: "needs-translation",
}
"""The `state` of a target in XLIFF 1.2 by our status."""

STATES_2 = {
    Status.MACHINE: "initial",
    Status.CORRECTED: "translated",
    Status.APPROVED: "final",
    Status.REJECTED: "initial",
    Status.REWORK: "initial",
}
"""The `state` of a segment in XLIFF 2 by our status."""

_STATUSES = {
    "final": Status.APPROVED,
    "signed-off": Status.APPROVED,
    "reviewed": Status.APPROVED,
    "translated": Status.CORRECTED,
    "needs-translation": Status.REWORK,
}


def status(state: str, stored: Status | None, states: dict[Status, str]) -> Status:
    """Return the status that a state means.

    `stored` is the status that the file remembers from when it was written: it stands until
    somebody has changed the state. Any state of another kind, or none, is `machine`.
    """
    if stored is not None and states[stored] == state:
        return stored
    return _STATUSES.get(state, Status.MACHINE)
