"""The sentences of a document that are in one language, with their vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workflow.align.evidence import is_closed
from workflow.embed import embed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

SAME = 0.9
"""The cosine from which two sentences of one language say the same."""

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

    `paragraphs[i]` is the number of the paragraph of sentence i, `vectors[i]` its vector;
    `closed[i]` says whether it ends like a sentence.
    """

    texts: list[str]
    paragraphs: NDArray[np.int64]
    vectors: NDArray[np.float32]
    closed: NDArray[np.bool_]

    @classmethod
    def of(cls, sentences: Sequence[tuple[int, str]]) -> Side:
        """Embed the sentences, given as (paragraph number, text); equal texts once."""
        texts = [text for _, text in sentences]
        rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        vectors = embed(list(rows))[[rows[text] for text in texts]]
        return cls(
            texts,
            np.array([paragraph for paragraph, _ in sentences]),
            vectors,
            np.array([is_closed(text) for text in texts]),
        )

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

    def rival(self, other: Run, run: Run) -> float:
        """Return the best cosine, to the other language's run, of a sentence outside this run.

        -1 where there is none. A sentence almost like the run says the same (a headline in the
        page's title, with the site's name) and is no rival. Neither is a full sentence where two
        headlines are compared: the article's first sentence says again what the headline said.
        """
        rivals = self.vectors @ run.vector < SAME
        rivals[list(run.indices)] = False
        if is_closed(run.text) == is_closed(other.text):
            rivals &= self.closed == is_closed(other.text)
        return float((self.vectors @ other.vector).max(where=rivals, initial=-1.0))
