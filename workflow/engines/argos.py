"""Argos packages through CTranslate2: every sentence of a run at once, guarded.

Argos Translate itself goes paragraph by paragraph, in batches of one sentence. Here sentences
are batched by length and decoded on every core; what a guard objects to is decoded otherwise, up
to twice, and the best is kept with the objection that is left.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from workflow.engines.constrain import finished
from workflow.engines.decoder import MAX_PIECES, Decoder, Stopped
from workflow.engines.links import links
from workflow.engines.stage import Stage, rounds
from workflow.model import Provenance, Translation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflow.model import Demand, Example
    from workflow.models import Model

_CHARACTERS_A_PIECE = 4


class ArgosEngine:
    """Translates with one package, or several one after the other (`models.find`).

    `jobs` is the number of batches decoded at a time, 0 for every core; it does not change
    results, the other options do and are in `provenance`. `device` is `auto`, `cpu` or `cuda`.
    Raises `ModelError` if a package cannot be loaded.
    """

    def __init__(
        self, models: Sequence[Model], *, jobs: int = 0, beam_size: int = 4, device: str = "auto"
    ) -> None:
        self.source_lang = models[0].source
        self.target_lang = models[-1].target
        self._rounds = rounds(beam_size)
        self._stages = [
            Stage(
                Decoder(model, jobs=jobs, device=device), (model.source, model.target), self._rounds
            )
            for model in models
        ]
        digests = [model.digest for model in models]
        options = {
            "compute_type": [stage.decoder.compute_type for stage in self._stages],
            "exact": [
                "figures",
                "initials",
                "names",
                "beginnings",
                "capitals",
                "closings",
                "quotes",
                "verbatim",
            ],
            "max_pieces": MAX_PIECES,
            "rounds": [asdict(each) for each in self._rounds],
            "shortlist": [stage.decoder.shortlist for stage in self._stages],
        }
        self.provenance = Provenance(
            engine="argos",
            model=" + ".join(model.name for model in models),
            digest=digests[0]
            if len(models) == 1
            else hashlib.sha256(" ".join(digests).encode()).hexdigest(),
            options=json.dumps(options, sort_keys=True, separators=(",", ":")),
        )

    def translate(
        self,
        sentences: Sequence[str],
        demands: Sequence[Sequence[Demand]] = (),
        examples: Sequence[Example | None] = (),
    ) -> Iterator[tuple[int, Translation]]:
        """Translate cleaned sentences, yielding `(index, translation)` as batches finish.

        A sentence without a letter is its own translation, but for English points in decimals and
        commas in thousands. Demanded terms are forced while
        decoding; where two packages follow each other, nothing leads from a term to its English,
        so that what is missing is put in afterwards, and examples do not count. Raises
        `EngineError`.
        """
        order = sorted(range(len(sentences)), key=lambda index: -len(sentences[index]))
        pieces = sum(map(len, sentences)) // _CHARACTERS_A_PIECE
        done: Iterator[tuple[int, Translation]] = (
            (index, Translation(sentences[index], 0.0, attempts=0)) for index in order
        )
        alone = len(self._stages) == 1
        for stage in self._stages:
            wanted = (demands, examples) if alone else ((), ())
            done = stage.translate(done, pieces, *wanted)
        with suppress(Stopped):
            for index, made in done:
                yield index, made if made.terms or not demands else finished(made, demands[index])

    def links(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[tuple[int, int], ...]]:
        """Return the links that the model's attention tells; none where two packages follow.

        The translation may be anybody's. A pair above `MAX_PIECES` has no links.
        """
        if len(self._stages) > 1:
            return [()] * len(pairs)
        return links(self._stages[0].decoder, pairs)

    def stop(self) -> None:
        """End what is translated in another thread; nothing is translated after that."""
        for stage in self._stages:
            stage.decoder.stopping.set()
