"""Every error that a user can cause or meet.

    WorkflowError               exit status 1
    ├── UsageError              2, the command line or the configuration is wrong
    ├── DocumentError           a document cannot be read or written
    ├── ModelError              a model is missing, broken or refused
    ├── EngineError             an engine failed while it translated
    ├── GlossaryError           a term base cannot be read or contradicts itself
    ├── ExchangeError           an export cannot be written, or an import cannot be read
    ├── StoreError              the database cannot be used
    │   ├── MissingError        what was asked for by number is not there
    │   └── BusyError           for now: another program is writing
    ├── ConflictError           somebody has changed in the meantime what was to be changed
    ├── AccessError             the review app refuses: no login, or not allowed
    └── Interrupted             130, the user stopped the run

`message` is one sentence, without a full stop, that says what is wrong and with what; `hint` is
what to do next, best as a command. The library raises; only `workflow.cli` prints and exits.
"""

from __future__ import annotations


class WorkflowError(Exception):
    """The root: a one-sentence `message`, a `hint` and the `exit_code` of the command line."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint if not hint or hint.endswith((".", "?", "!")) else f"{hint}."

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else f"{self.message}."


class UsageError(WorkflowError):
    """The command line or the configuration is wrong."""

    exit_code = 2


class DocumentError(WorkflowError):
    """A document cannot be read or written; the others go on."""


class ModelError(WorkflowError):
    """A model is missing, broken or refused."""


class EngineError(WorkflowError):
    """An engine failed while it translated."""


class GlossaryError(WorkflowError):
    """A term base cannot be read or contradicts itself; `message` names file and line."""


class ExchangeError(WorkflowError):
    """An export cannot be written, or a file to import is refused as a whole."""


class ConflictError(WorkflowError):
    """A pair or an alignment has changed since the version that the change was meant for.

    `current` is the `StoredPair` or `StoredAlignment` as it is now, where there is one.
    """

    def __init__(self, message: str, hint: str = "", current: object = None) -> None:
        super().__init__(message, hint)
        self.current = current


class AccessError(WorkflowError):
    """A login is missing or wrong, or a role does not allow what was asked."""


class StoreError(WorkflowError):
    """The database is locked, read-only, full, corrupt or from a newer version."""


class MissingError(StoreError):
    """What was asked for by its number is not in the database."""


class BusyError(StoreError):
    """Another program has been writing for longer than the timeout; trying again may help."""


class Interrupted(WorkflowError):  # noqa: N818 (it is no error of anybody's)
    """The user stopped the run; what was stored is stored."""

    exit_code = 130
