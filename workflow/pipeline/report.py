"""What a run did: the same figures for people and for machines."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.errors import WorkflowError

SENTENCES = ("translated", "repaired", "document", "memory", "reviewed", "reused", "failed")
"""How a sentence got its English: by the engine in this run, from nothing or from a similar
sentence's translation; from the same document; from the memory; from a person, here; from an
earlier run or an identical sentence; or with a guard of the engine still objecting."""


@dataclass(slots=True)
class DocumentReport:
    """One document of a run; `message` and `hint` say why a failed one failed.

    `content` is the translated document where it came from standard input and has no file.
    """

    path: str
    state: str = "done"
    output: str | None = None
    bilingual: str | None = None
    content: bytes | None = None
    message: str = ""
    hint: str = ""
    notes: list[str] = field(default_factory=list)
    paragraphs: Counter[str] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)

    @classmethod
    def failed(cls, path: str, error: WorkflowError) -> DocumentReport:
        """Return the report of a document that could not be done."""
        return cls(path, "failed", message=error.message, hint=error.hint)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "path": self.path,
            "state": self.state,
            "output": self.output,
            "bilingual": self.bilingual,
            "message": self.message,
            "hint": self.hint,
            "notes": self.notes,
            "paragraphs": dict(sorted(self.paragraphs.items())),
            "sentences": {name: self.sentences[name] for name in SENTENCES},
            "findings": dict(sorted(self.findings.items())),
        }


@dataclass(slots=True)
class Report:
    """One run: its documents, what was passed over, and the seconds of each step."""

    model: str = ""
    notes: list[str] = field(default_factory=list)
    documents: list[DocumentReport] = field(default_factory=list)
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    _steps: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time inside the block to the step `name`; an inner step's time is its own."""
        started = time.perf_counter()
        self._steps.append(name)
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self._steps.pop()
            self.seconds[name] = self.seconds.get(name, 0.0) + spent
            if self._steps:
                outer = self._steps[-1]
                self.seconds[outer] = self.seconds.get(outer, 0.0) - spent

    @property
    def failures(self) -> int:
        """How many documents failed."""
        return sum(document.state == "failed" for document in self.documents)

    def total(self, what: str) -> Counter[str]:
        """Sum `paragraphs`, `sentences` or `findings` over the documents."""
        return sum((getattr(document, what) for document in self.documents), Counter[str]())

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        sentences = self.total("sentences")
        return {
            "model": self.model,
            "notes": self.notes,
            "documents": [document.as_dict() for document in self.documents],
            "passed_over": [{"path": path, "reason": why} for path, why in self.passed_over],
            "totals": {
                "documents": len(self.documents),
                "failed": self.failures,
                "paragraphs": dict(sorted(self.total("paragraphs").items())),
                "sentences": {name: sentences[name] for name in SENTENCES},
                "findings": dict(sorted(self.total("findings").items())),
            },
            "seconds": {name: round(spent, 3) for name, spent in self.seconds.items()},
        }
