"""The translation memory: what was made of a sentence before, or of one like it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.memory.adapt import adapt, skeleton
from workflow.memory.index import Index
from workflow.memory.match import Kind, Match, Query, rank
from workflow.memory.similarity import SAME
from workflow.memory.tokens import compared
from workflow.model import Status
from workflow.store.memory.remembered import Rejected
from workflow.text import clean, key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import Self

    from workflow.memory.index import Progress
    from workflow.memory.phrasebook import Hint, Phrasebook
    from workflow.memory.vectors import Vectors
    from workflow.store import Store
    from workflow.store.memory.remembered import Remembered

THRESHOLD = 70
"""Percent from which a match is worth proposing."""

_SPARE = 4
"""Sources looked at for each match wanted: for some the memory has nothing to offer any more."""

_MOST = 1_000
"""Sources after which no more are looked at."""

SEMANTIC_MOST = 50_000
"""Approved and corrected pairs up to which meaning is compared: two minutes of making vectors."""

NEAREST = 0.6
"""The cosine from which sentences mean the like; of 2,000 others the nearest has 0.40 (median)."""

_REVIEWED = frozenset({Status.APPROVED, Status.CORRECTED})

_NOTHING = Rejected(frozenset(), frozenset())


class Memory:
    """The memory of a database between two languages.

    It is what `Store` holds at each moment: nothing needs to be built, saved or closed. `memories`
    are the names of those to ask, with an empty name for pairs of this database's own documents;
    without it all are asked.
    """

    def __init__(
        self,
        store: Store,
        source_lang: str,
        target_lang: str,
        *,
        memories: Collection[str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._store = store
        self._languages = (source_lang, target_lang)
        self._memories = memories
        self._progress = progress
        self._vectors: Vectors | None = None
        self._embedded = 0
        self._counted = (-1, 0)
        self._phrasebook: Phrasebook | None = None
        self.index = Index(store, source_lang, target_lang, progress)

    @classmethod
    def open(
        cls,
        store: Store,
        source_lang: str,
        target_lang: str,
        *,
        memories: Collection[str] | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Return the memory of a database; `UsageError` for a name that no memory has."""
        for name in memories or ():
            if name:
                store.memory(name)
        return cls(store, source_lang, target_lang, memories=memories, progress=progress)

    def exact(self, queries: Iterable[Query]) -> dict[Query, Match]:
        """Return for each sentence that the memory has the best pair of it.

        Its kind is `context` where the same sentences stand before and after it, else `exact`.
        """
        wanted = {query: key(query.source) for query in queries}
        keys = set(wanted.values())
        found = self._store.remembered(keys, *self._languages)
        rejected = self._store.rejected(found, *self._languages)
        contexts = self._store.contexts(pair.id for pairs in found.values() for pair in pairs)
        best = {}
        for query, source_key in wanted.items():
            refused = rejected.get(source_key, _NOTHING)
            matches = [
                self._match(_kind(query, contexts.get(pair.id)), SAME, pair)
                for pair in self._offered(found.get(source_key, ()), refused)
            ]
            if matches:
                best[query] = max(matches, key=rank)
        return best

    def fuzzy(self, source: str, threshold: int = THRESHOLD, limit: int = 5) -> list[Match]:
        """Return the pairs whose sources are most like a sentence, the best first.

        Of pairs with the same source and target the best is given only. Percentages have the
        penalties of the memories taken off; `threshold` is the least.
        """
        spare = _SPARE * limit
        while True:
            near, matches = self._alike(source, threshold, spare)
            if len(matches) >= limit or near < spare or spare > _MOST:
                return matches[:limit]
            spare *= _SPARE

    def _alike(self, source: str, threshold: int, limit: int) -> tuple[int, list[Match]]:
        """Return how many sources the index gave of `limit`, and what the memory has for them."""
        lang = self._languages[0]
        source_key = key(source)
        near = self.index.near(compared(source, lang), threshold, limit)
        percents = {each.key.hex(): min(each.percent, SAME - 1) for each in near}
        common = skeleton(source, lang)
        adaptable = self.index.adaptable(common, limit)
        keys = {source_key, *percents, *(digest.hex() for digest in adaptable)}
        found = self._store.remembered(keys, *self._languages)
        refused = self._store.rejected([source_key], *self._languages).get(source_key, _NOTHING)
        matches = (
            self._compare(source, common, pair, percents.get(pair.key, 0))
            for pairs in found.values()
            for pair in self._offered(pairs, refused)
        )
        return len(near), _best(
            m for m in matches if m and m.percent >= threshold and m.target not in refused.targets
        )

    def semantic(
        self, sources: Sequence[str], limit: int = 3, *, most: int | None = SEMANTIC_MOST
    ) -> list[list[Match]]:
        """Return for each sentence what people made of sentences that mean the like, as hints.

        Only approved and corrected pairs are looked at. Their vectors are made as needed, some
        seven hundred a second, and kept; where there are more pairs than `most` nothing is found,
        and nothing made. Ask for many sentences at once.
        """
        if most is not None and self._reviewed_size() > most:
            return [[] for _ in sources]
        vectors = self._reviewed()
        near = vectors.near(sources, limit + _SPARE)
        keys = {each.hex() for found in near for _, each in found}
        pairs = self._store.remembered(keys, *self._languages)
        own = [key(source) for source in sources]
        rejected = self._store.rejected(own, *self._languages)
        return [
            _best(
                self._match(Kind.SEMANTIC, int(100 * cosine), pair)
                for cosine, each in found
                if cosine >= NEAREST and each.hex() != source_key
                for pair in self._offered(
                    pairs.get(each.hex(), ()), rejected.get(source_key, _NOTHING)
                )
                if pair.status in _REVIEWED
            )[:limit]
            for source_key, found in zip(own, near, strict=True)
        ]

    def _reviewed_size(self) -> int:
        """Return how many pairs people made; they are counted again only after a change."""
        change = self._store.index_state(*self._languages).change
        if change != self._counted[0]:
            self._counted = change, self._store.memory_size(*self._languages, reviewed=True)
        return self._counted[1]

    def _reviewed(self) -> Vectors:
        """Return the vectors of what people approved or corrected, up to now."""
        from workflow.memory.vectors import Vectors

        if self._vectors is None:
            folder = Path(f"{self._store.path}-memory") / f"vectors-{self._languages[0]}"
            self._vectors = Vectors(folder)
        change = self._store.index_state(*self._languages).change
        if change != self._embedded:
            sources = self._store.memory_sources(
                *self._languages, after=min(self._embedded, change), reviewed=True
            )
            self._vectors.add(sources, self._progress)
            self._embedded = change
        return self._vectors

    def phrases(self, source: str) -> list[Hint]:
        """Return the phrases of a sentence that recur in the memory with a stable translation.

        Only into English. They are looked for in the newest pairs, which takes some seconds now
        and then.
        """
        if self._languages[1] != "en":
            return []
        if self._phrasebook is None:
            from workflow.memory.phrasebook import Phrasebook

            self._phrasebook = Phrasebook(self._store, *self._languages)
        return self._phrasebook.find(source)

    def lookup(self, query: Query, threshold: int = THRESHOLD, limit: int = 5) -> list[Match]:
        """Return all that the memory knows about a sentence, the best first."""
        matches = self.fuzzy(query.source, threshold, limit)
        same = self.exact([query]).get(query)
        return _best([*([same] if same else []), *matches])[:limit]

    def _offered(self, pairs: Iterable[Remembered], refused: Rejected) -> Iterator[Remembered]:
        """Yield the pairs that nobody has rejected and whose memory is asked."""
        for pair in pairs:
            asked = self._memories is None or pair.memory in self._memories
            if asked and pair.id not in refused.pairs and pair.target not in refused.targets:
                yield pair

    def _compare(self, source: str, common: str, pair: Remembered, percent: int) -> Match | None:
        """Return what a pair is to a sentence with a skeleton, None for nothing.

        `percent` is how alike the two sources are, 0 where that is not known.
        """
        if key(source) == pair.key:
            return self._match(Kind.EXACT, SAME, pair)
        if skeleton(pair.source, self._languages[0]) == common:
            adapted = adapt(source, pair.source, pair.target, *self._languages)
            if adapted is not None:
                return replace(self._match(Kind.ADAPTED, SAME - 1, pair), target=adapted)
        return self._match(Kind.FUZZY, percent, pair) if percent else None

    def _match(self, kind: Kind, percent: int, pair: Remembered) -> Match:
        return Match(
            kind,
            max(percent - pair.penalty, 0),
            pair.id,
            pair.source,
            pair.target,
            pair.target,
            pair.status,
            pair.origin,
            pair.memory,
            pair.penalty,
            pair.updated_at,
        )


def _kind(query: Query, context: tuple[str, str] | None) -> Kind:
    mine = clean(query.before), clean(query.after)
    return Kind.CONTEXT if any(mine) and mine == context else Kind.EXACT


def _best(matches: Iterable[Match]) -> list[Match]:
    """Return matches, the best first, those with the same source and target once."""
    found: dict[tuple[str, str], Match] = {}
    for match in sorted(matches, key=rank, reverse=True):
        found.setdefault((match.source, match.target), match)
    return list(found.values())
