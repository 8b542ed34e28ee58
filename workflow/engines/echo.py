"""A stand-in for a real engine, for tests: quick, deterministic, and it needs no package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.model import Provenance, Translation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.models import Model


class EchoEngine:
    """Returns each sentence behind the code of the target language: `[en] Привет`.

    `models` may be empty: it then goes from Russian to English. `jobs` is taken and not needed.
    """

    def __init__(self, models: Sequence[Model] = (), *, jobs: int = 0) -> None:
        del jobs
        self.source_lang = models[0].source if models else "ru"
        self.target_lang = models[-1].target if models else "en"
        self.provenance = Provenance("echo", f"{self.source_lang}-{self.target_lang}", "", "{}")

    def translate(self, sentences: Sequence[str]) -> Iterator[tuple[int, Translation]]:
        """Yield every sentence with its mark; one without text has the problem `empty`."""
        for index, sentence in enumerate(sentences):
            if sentence:
                yield index, Translation(f"[{self.target_lang}] {sentence}", 0.0)
            else:
                yield index, Translation("", 0.0, problem="empty")
