"""The sentences of a document that are in one language, with their vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workflow.embed import embed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

LONGEST_RUN = 4
"""Sentences that one sentence of the other language may correspond to, at most."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive sentences of one paragraph, taken as one text."""

    indices: tuple[int, ...]
    text: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Side:
    """All sentences of one language, in document order.

    `paragraphs[i]` is the number of the paragraph of sentence i; `twins[i]` is the index of the
    first sentence with the same text.
    """

    texts: list[str]
    paragraphs: NDArray[np.int64]
    twins: NDArray[np.int64]
    vectors: NDArray[np.float32]

    @classmethod
    def of(cls, sentences: Sequence[tuple[int, str]]) -> Side:
        """Embed the sentences, given as (paragraph number, text); equal texts once."""
        texts = [text for _, text in sentences]
        first: dict[str, int] = {}
        twins = [first.setdefault(text, index) for index, text in enumerate(texts)]
        distinct, rows = np.unique(np.array(twins), return_inverse=True)
        vectors = embed([texts[index] for index in distinct])
        paragraphs = np.array([paragraph for paragraph, _ in sentences])
        return cls(texts, paragraphs, np.array(twins), vectors[rows])

    def runs(self, spans: Iterable[tuple[int, ...]]) -> list[Run]:
        """Return the text and vector of each span of indices, embedding what is not yet."""
        spans = list(spans)
        texts = [" ".join(self.texts[index] for index in span) for span in spans]
        joined = iter(embed([t for t, span in zip(texts, spans, strict=True) if len(span) > 1]))
        return [
            Run(span, text, self.vectors[span[0]] if len(span) == 1 else next(joined))
            for span, text in zip(spans, texts, strict=True)
        ]

    def is_run(self, span: Sequence[int]) -> bool:
        """Whether these consecutive indices lie in one paragraph of this side, and are not many."""
        return (
            0 < len(span) <= LONGEST_RUN
            and span[0] >= 0
            and span[-1] < len(self.texts)
            and bool(self.paragraphs[span[0]] == self.paragraphs[span[-1]])
        )

    def rival(self, vector: NDArray[np.float32], span: Sequence[int]) -> float:
        """Return the best cosine of a sentence outside the span that says something else.

        -1 where there is none.
        """
        others = ~np.isin(self.twins, self.twins[list(span)])
        return float((self.vectors @ vector).max(where=others, initial=-1.0))
