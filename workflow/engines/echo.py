"""A stand-in for a real engine, for tests: quick, deterministic, and it needs no package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.model import Applied, Provenance, Translation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.model import Demand, Example
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
        self._stopped = False

    def translate(
        self,
        sentences: Sequence[str],
        demands: Sequence[Sequence[Demand]] = (),
        examples: Sequence[Example | None] = (),
    ) -> Iterator[tuple[int, Translation]]:
        """Yield every sentence with its mark and, in place of its terms, their English.

        One without text has the problem `empty`. Examples are passed over.
        """
        del examples
        for index, sentence in enumerate(sentences):
            if self._stopped:
                return
            if sentence:
                yield index, self._marked(sentence, demands[index] if demands else ())
            else:
                yield index, Translation("", 0.0, problem="empty")

    def links(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[tuple[int, int], ...]]:
        """Return no links."""
        return [()] * len(pairs)

    def stop(self) -> None:
        """Translate no more."""
        self._stopped = True

    def _marked(self, sentence: str, demands: Sequence[Demand]) -> Translation:
        text = f"[{self.target_lang}] "
        terms = []
        at = 0
        for each in demands:
            text += sentence[at : each.start]
            place = len(text), len(text) + len(each.english[0])
            text += each.english[0]
            terms.append(Applied(each.entry, each.start, each.stop, *place, "replaced"))
            at = each.stop
        return Translation(text + sentence[at:], 0.0, terms=tuple(terms))
