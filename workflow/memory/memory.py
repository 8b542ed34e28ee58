"""The translation memory: what was made of a sentence before, or of one like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.memory.index import Index
from workflow.memory.match import Kind, Match, Query, rank
from workflow.memory.similarity import SAME
from workflow.memory.tokens import compared
from workflow.store.remembered import Rejected
from workflow.text import clean, key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import Self

    from workflow.memory.index import Progress
    from workflow.store import Store
    from workflow.store.remembered import Remembered

THRESHOLD = 70
"""Percent from which a match is worth proposing."""

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
        near = self.index.near(compared(source, self._languages[0]), threshold, 4 * limit)
        source_key = key(source)
        percents = {
            each.key.hex(): min(each.percent, SAME - 1)
            for each in near
            if each.key.hex() != source_key
        }
        found = self._store.remembered([*percents, source_key], *self._languages)
        refused = self._store.rejected([source_key], *self._languages).get(source_key, _NOTHING)
        matches = [
            self._match(Kind.FUZZY, percents[pair.key], pair)
            if pair.key in percents
            else self._match(Kind.EXACT, SAME, pair)
            for pairs in found.values()
            for pair in self._offered(pairs, refused)
        ]
        return _best([match for match in matches if match.percent >= threshold], limit)

    def lookup(self, query: Query, threshold: int = THRESHOLD, limit: int = 5) -> list[Match]:
        """Return all that the memory knows about a sentence, the best first."""
        matches = self.fuzzy(query.source, threshold, limit)
        same = self.exact([query]).get(query)
        return _best([*([same] if same else []), *matches], limit)

    def _offered(self, pairs: Iterable[Remembered], refused: Rejected) -> Iterator[Remembered]:
        """Yield the pairs that nobody has rejected and whose memory is asked."""
        for pair in pairs:
            asked = self._memories is None or pair.memory in self._memories
            if asked and pair.id not in refused.pairs and pair.target not in refused.targets:
                yield pair

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


def _best(matches: Iterable[Match], limit: int) -> list[Match]:
    """Return the best matches, those with the same source and target once."""
    found: dict[tuple[str, str], Match] = {}
    for match in sorted(matches, key=rank, reverse=True):
        found.setdefault((match.source, match.target), match)
    return list(found.values())[:limit]
