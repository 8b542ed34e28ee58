"""What every translation engine does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.model import Demand, Example, Provenance, Translation


class Engine(Protocol):
    """Translates sentences of one language into another.

    Made as `EngineClass(models, jobs=N)`: `models` is a chain as `workflow.models.find` returns
    it, `jobs` 0 means every core. `tests/contracts/engines.py` is its specification.
    """

    source_lang: str
    target_lang: str
    provenance: Provenance

    def translate(
        self,
        sentences: Sequence[str],
        demands: Sequence[Sequence[Demand]] = (),
        examples: Sequence[Example | None] = (),
    ) -> Iterator[tuple[int, Translation]]:
        """Translate cleaned sentences (`text.clean`), yielding `(index, translation)` as done.

        `demands` are the terms of each sentence, without overlaps, or empty for none at all; each
        stands in the translation, whose `terms` say where and how, one for each demand. `examples`
        are one or None for each sentence, or none at all; an engine may pass over them.
        Every index comes once, in any order: longest first is fastest. A sentence that cannot be
        translated comes with its `problem`; `EngineError` is for an engine that cannot go on.
        """
        ...

    def links(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[tuple[int, int], ...]]:
        """Return for each pair of a sentence and its translation which words come from where.

        Each link is an offset into the sentence and the offset of a word of the translation that
        comes from there; a pair has none if the engine does not know. May be called while
        another thread translates. Raises `EngineError`.
        """
        ...

    def stop(self) -> None:
        """End what is translated in another thread: the rest does not come.

        For good: an engine that was stopped translates no more.
        """
        ...
