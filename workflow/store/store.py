"""The store: everything the rest of the desk may ask of the database."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from workflow.store import (
    changes,
    documents,
    notices,
    pairs,
    reports,
    runs,
    search,
    translations,
    upkeep,
)
from workflow.store.alignment import alignment_rows, alignments, edits
from workflow.store.connection import connect, reading
from workflow.store.exchange import importing, units
from workflow.store.faults import reported
from workflow.store.memory import memories, remembered, suggestions
from workflow.store.review.reviewing import Reviews

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
    from sqlite3 import Connection
    from types import TracebackType
    from typing import Self

    from sqlite_utils import Database

    from workflow.align.beads import Bead
    from workflow.model import Document, Labelled, Pair, Provenance, Sentence, Translation, Unit
    from workflow.store.alignment.aligned import (
        AlignedSide,
        AlignmentEdit,
        AlignmentOverview,
        SavedAlignment,
        StoredAlignment,
    )
    from workflow.store.alignment.beads import Find
    from workflow.store.exchange.importing import Intake
    from workflow.store.exchange.merging import Merged
    from workflow.store.exchange.selection import Candidate, Selection
    from workflow.store.memory.memories import StoredMemory
    from workflow.store.memory.remembered import IndexState, Rejected, Remembered
    from workflow.store.memory.suggestions import StoredSuggestion
    from workflow.store.rows import (
        Hit,
        Notice,
        Overview,
        PlacedPair,
        SavedDocument,
        StoredDocument,
        StoredPair,
        StoreStatus,
    )


class Store:
    """A database file of documents, pairs and how they came about.

    Every method raises `StoreError` where the file is locked for longer than the timeout,
    read-only, damaged or full; what a method has returned from is on the disk. Use a store in the
    thread that opened it; several processes may use one file at once.
    """

    def __init__(self, path: str, db: Database, migrated: tuple[str, ...] = ()) -> None:
        self.path = path
        self.db = db
        self.migrated = migrated
        """The migrations that opening applied, by name."""

    @classmethod
    def open(cls, path: str, *, create: bool = True, timeout: float = 20.0) -> Self:
        """Open the database at `path`, bringing an older one up to date.

        Without `create` the file must exist; the folder must exist in any case. `timeout` is the
        seconds to wait for another process that is writing. Raises `StoreError` if the file is no
        database of ours, damaged, read-only, locked, or from a newer version.
        """
        with reported(path):
            db, migrated = connect(path, create=create, timeout=timeout)
        return cls(path, db, migrated)

    @classmethod
    def over(cls, path: str, connection: Connection) -> Self:
        """Return a store that uses a connection somebody else has opened, and will close."""
        from sqlite_utils import Database

        return cls(path, Database(connection, execute_plugins=False))

    @property
    def reviews(self) -> Reviews:
        """The pairs as reviewers see and change them."""
        return Reviews(self.path, self.db)

    def close(self) -> None:
        """Close the file; closing twice is no error."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _use(self) -> Iterator[Database]:
        with reported(self.path):
            yield self.db

    @property
    def version(self) -> int:
        """The version of the schema: how many migrations the file has been through."""
        with self._use() as db:
            return upkeep.version(db)

    def begin_run(self, command: str, options: Mapping[str, object]) -> int:
        """Record that a run begins, and return its number.

        Runs that a process left behind when it was killed are marked `interrupted`.
        """
        with self._use() as db:
            return runs.begin(db, command, options)

    def end_run(self, run: int, state: str, counts: Mapping[str, object]) -> None:
        """Record how a run ended: `state` is `done`, `failed` or `interrupted`."""
        with self._use() as db:
            runs.end(db, run, state, counts)

    def cached(
        self,
        sentences: Iterable[Sentence],
        source_lang: str,
        target_lang: str,
        provenance: Provenance,
    ) -> dict[Sentence, Translation]:
        """Return what the same model made of a sentence before, under the same demands.

        The same model is the same engine, digest and options; the segmenter does not matter to a
        sentence.
        """
        with self._use() as db:
            return translations.cached(db, sentences, source_lang, target_lang, provenance)

    def save_translations(
        self,
        items: Iterable[tuple[Sentence, Translation]],
        source_lang: str,
        target_lang: str,
        provenance: Provenance,
        run: int,
    ) -> None:
        """Store machine translations of sentences, in one short transaction.

        A sentence that the same model has translated before keeps what it had.
        """
        with self._use() as db:
            translations.save(db, items, source_lang, target_lang, provenance, run)

    def all_approved(self, source_lang: str, target_lang: str) -> Iterator[Pair]:
        """Yield every pair that a person approved, those of no document included."""
        with self._use() as db:
            yield from pairs.all_approved(db, source_lang, target_lang)

    def pairs(self, source_lang: str, target_lang: str) -> Iterator[StoredPair]:
        """Yield every pair of two languages, the oldest first."""
        with self._use() as db:
            yield from pairs.every(db, source_lang, target_lang)

    def replace_pairs(self, run: int, items: Sequence[tuple[StoredPair, Pair]]) -> int:
        """Put new machine pairs in place of stored ones, and return how many.

        A pair that has changed since it was read, or that a person has touched, is left alone.
        """
        with self._use() as db:
            return changes.replace(db, run, items)

    def save_document(
        self,
        run: int,
        document: Document,
        labelled: Sequence[Labelled],
        pairs: Sequence[PlacedPair],
        notices: Sequence[Notice] = (),
    ) -> SavedDocument:
        """Store a document and its pairs, five hundred of them in one transaction.

        If it breaks off in a longer document, storing it again does the rest. The same content
        again changes nothing. In a changed document the paragraphs and sentences that still stand
        keep their rows; a pair that a person touched (a status other than `machine`, or origin
        `human`) is never overwritten or removed: the answer has the stored one. Untouched pairs of
        sentences that are gone are removed. `labelled` runs parallel to `document.paragraphs`.
        `notices` take the place of the document's earlier ones.
        """
        with self._use() as db:
            return documents.save(db, run, document, labelled, pairs, notices)

    def save_alignment(
        self,
        run: int,
        source: AlignedSide,
        target: AlignedSide,
        beads: Sequence[Bead],
        *,
        mode: str,
        find: Find = lambda _: (),
    ) -> SavedAlignment:
        """Store two documents, how their sentences correspond, and the pairs, in one transaction.

        `beads` must cover the sentences of both sides once and in order (`ValueError`). Each with
        text on both sides gets a pair of origin `aligned`, with the findings of `find`. The same
        again changes nothing. A bead that a person has made, or whose pair a person has touched,
        stands where its sentences stand; the run's beads make room. Such a pair is never
        overwritten or removed. `UsageError` where both sides are one document.
        """
        with self._use() as db:
            return alignments.save(db, run, (source, target), beads, mode, find)

    def alignment(self, number: int) -> StoredAlignment | None:
        """Return an alignment by its number."""
        with self._use() as db:
            return alignment_rows.find(db, number)

    def alignments(self) -> Iterator[AlignmentOverview]:
        """Yield an overview of every alignment, by the paths of its documents."""
        with self._use() as db:
            yield from alignment_rows.overviews(db)

    def merge_beads(
        self, alignment: int, bead: int, *, version: int, who: str, find: Find = lambda _: ()
    ) -> AlignmentEdit:
        """Make one bead of bead number `bead`, from 0, and the next.

        This and the other edits check the `version` of the alignment that the person saw
        (`ConflictError` if it has changed), count it on, keep history, and make the pairs follow: a
        changed bead's pair has the text of its sentences, and the status `rework` where a person
        had touched a pair that it replaces. `UsageError` for what cannot be done.
        """
        with self._use() as db:
            return edits.merge(db, edits.Editor(alignment, version, who, find), bead)

    def split_bead(
        self,
        alignment: int,
        bead: int,
        sizes: tuple[int, int],
        *,
        version: int,
        who: str,
        find: Find = lambda _: (),
    ) -> AlignmentEdit:
        """Cut a bead after its first `sizes` source and target sentences."""
        with self._use() as db:
            return edits.split(db, edits.Editor(alignment, version, who, find), bead, sizes)

    def shift_border(
        self,
        alignment: int,
        bead: int,
        side: str,
        count: int,
        *,
        version: int,
        who: str,
        find: Find = lambda _: (),
    ) -> AlignmentEdit:
        """Move the last `count` sentences of a bead's `source` or `target` to the next bead.

        A negative `count` moves as many of the next bead's first sentences to this one. A bead
        that becomes empty disappears.
        """
        with self._use() as db:
            return edits.shift(db, edits.Editor(alignment, version, who, find), bead, side, count)

    def undo_edit(
        self, alignment: int, *, version: int, who: str, find: Find = lambda _: ()
    ) -> AlignmentEdit:
        """Take back the newest edit that is not taken back yet; its pairs become what they were.

        `UsageError` where there is none since a run last changed the alignment.
        """
        with self._use() as db:
            return edits.undo(db, edits.Editor(alignment, version, who, find))

    def alignment_history(self, alignment: int) -> list[AlignmentEdit]:
        """Return every change of an alignment's beads since it was made, the oldest first."""
        with self._use() as db:
            return edits.history(db, alignment)

    @property
    def identity(self) -> str:
        """The random name of this database, by which an export finds its pairs again."""
        with self._use() as db:
            return units.identity(db)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read the database as it is now inside the block, whatever others write meanwhile."""
        with self._use() as db, reading(db):
            yield

    def count_languages(self, selection: Selection) -> dict[tuple[str, str], int]:
        """Count the pairs of a selection by source and target language, the most first."""
        with self._use() as db:
            return units.languages(db, selection)

    def candidates(self, selection: Selection) -> Iterator[Candidate]:
        """Yield the pairs of a selection: documents by path, in reading order, then the others."""
        with self._use() as db:
            yield from units.candidates(db, selection)

    def units(self, ids: Iterable[int]) -> Iterator[Unit]:
        """Yield pairs as translation units, by their numbers and in that order.

        A pair that is gone is left out; findings that were dismissed are, too.
        """
        with self._use() as db:
            yield from units.units(db, ids)

    def merge_units(self, items: Sequence[Unit], how: Intake) -> Merged:
        """Take a batch of units from a file, in one transaction, and say what became of each.

        A unit whose id names a pair of this database corrects that pair if the file has changed
        it, and is a conflict where a person has changed the pair since; the others become new
        pairs, but for those that the memory has already. Doing it again changes nothing.
        """
        with self._use() as db:
            return importing.merge(db, items, how)

    def document(self, path_or_id: str | int) -> StoredDocument | None:
        """Return a document by its path (absolute, or from the working folder) or its number."""
        with self._use() as db:
            return documents.find(db, path_or_id)

    def documents(self) -> Iterator[Overview]:
        """Yield an overview of every document, by path."""
        with self._use() as db:
            yield from reports.overviews(db)

    def pairs_of(self, document_id: int) -> Iterator[StoredPair]:
        """Yield a document's pairs in reading order, then those that no longer stand in it."""
        with self._use() as db:
            yield from pairs.of_document(db, document_id)

    def notices_of(self, document_id: int) -> Iterator[Notice]:
        """Yield what was noticed in the passages of a document that no pair holds."""
        with self._use() as db:
            yield from notices.of_document(db, document_id)

    def memories(self) -> list[StoredMemory]:
        """Return the named translation memories by name."""
        with self._use() as db:
            return memories.every(db)

    def memory(self, name: str) -> StoredMemory:
        """Return the translation memory of that name; `UsageError` if there is none."""
        with self._use() as db:
            return memories.named(db, name)

    def set_memory(
        self,
        name: str,
        *,
        read_only: bool = False,
        penalty: int = 0,
        licence: str = "",
        origin: str = "",
    ) -> StoredMemory:
        """Make a translation memory, or change what is said about the one of that name.

        `penalty` is the percent taken off each of its matches, 0 to 100. `UsageError` for another
        penalty, or a name that is empty or has more than one line.
        """
        with self._use() as db:
            said = memories.Terms(read_only, penalty, licence, origin)
            return memories.put(db, name, said)

    def remove_memory(self, name: str, *, edited: bool = False) -> int:
        """Remove a translation memory and its pairs, and return how many those were.

        `UsageError` if there is none of that name, it is read-only, or people have changed pairs of
        it and `edited` does not say that these may go, too.
        """
        with self._use() as db:
            return memories.remove(db, name, edited=edited)

    def remembered(
        self, keys: Iterable[str], source_lang: str, target_lang: str
    ) -> dict[str, list[Remembered]]:
        """Return by `text.key` the pairs of a sentence that are translation memory."""
        with self._use() as db:
            return remembered.by_key(db, keys, source_lang, target_lang)

    def rejected(
        self, keys: Iterable[str], source_lang: str, target_lang: str
    ) -> dict[str, Rejected]:
        """Return by `text.key` what people have rejected for a sentence."""
        with self._use() as db:
            return remembered.rejected(db, keys, source_lang, target_lang)

    def contexts(self, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Return the cleaned sentences before and after pairs, empty at the ends of a document.

        A pair that stands in no document any more, and an imported one of which no neighbour is
        known, have none.
        """
        with self._use() as db:
            return remembered.contexts(db, ids)

    def memory_sources(
        self, source_lang: str, target_lang: str, *, after: int = 0, reviewed: bool = False
    ) -> Generator[tuple[str, str], None, None]:
        """Yield key and source of what is memory, each source once.

        With `after`, only of the pairs that have changed since a change (`IndexState`); with
        `reviewed`, only what people approved or corrected.
        """
        with self._use() as db:
            yield from remembered.sources(db, source_lang, target_lang, after, reviewed=reviewed)

    def memory_size(self, source_lang: str, target_lang: str, *, reviewed: bool = False) -> int:
        """Return how many pairs of two languages are memory; see `memory_sources`."""
        with self._use() as db:
            return remembered.count(db, source_lang, target_lang, reviewed=reviewed)

    def memory_examples(
        self, source_lang: str, target_lang: str, limit: int
    ) -> list[tuple[str, str]]:
        """Return source and target of the memory's newest pairs, what people made first."""
        with self._use() as db:
            return remembered.examples(db, source_lang, target_lang, limit)

    def index_state(self, source_lang: str, target_lang: str) -> IndexState:
        """Return which indexes of the memory there are, and what changes they know."""
        with self._use() as db:
            return remembered.index_state(db, source_lang, target_lang)

    def add_index(
        self,
        kept: Sequence[tuple[str, int]],
        new: tuple[str, int],
        source_lang: str,
        target_lang: str,
    ) -> bool:
        """Record an index, `(token, change)`, that continues those kept, in place of any others.

        Returns False, and changes nothing, where one of those is no longer there.
        """
        with self._use() as db:
            return remembered.add_index(db, kept, new, source_lang, target_lang)

    def index_tokens(self) -> set[str]:
        """Return the names of the indexes that belong to this database."""
        with self._use() as db:
            return remembered.index_tokens(db)

    def save_suggestions(self, items: Mapping[int, Sequence[StoredSuggestion]]) -> None:
        """Store what the memory suggests for pairs, by number, in place of what was, at once."""
        with self._use() as db:
            suggestions.save(db, items)

    def suggestions(self, ids: Iterable[int]) -> dict[int, list[StoredSuggestion]]:
        """Return by pair what the memory suggested for it, the most alike first."""
        with self._use() as db:
            return suggestions.of_pairs(db, ids)

    def search(self, query: str, *, limit: int = 20, lang: str | None = None) -> list[Hit]:
        """Return the pairs that have every word of the query on either side, best first.

        Russian words are found in any case form; words in double quotes must stand together, in
        that order. Nothing in a query is an operator. `lang` narrows to one source language. A
        query without a word finds nothing; `UsageError` if it has more than 64 words.
        """
        with self._use() as db:
            return search.search(db, query, limit=limit, lang=lang)

    def status(self) -> StoreStatus:
        """Count what the database holds."""
        with self._use() as db:
            return reports.status(db)

    def backup(self, target: str) -> None:
        """Write a copy of the database to `target`, while others go on using the database.

        The copy appears whole or not at all. It may replace an earlier copy; `StoreError` if
        `target` is any other file, or the database itself.
        """
        with self._use() as db:
            upkeep.backup(db, self.path, target)

    def vacuum(self) -> None:
        """Rewrite the file without the space that deleted rows left."""
        with self._use() as db:
            upkeep.vacuum(db)

    def check(self) -> list[str]:
        """Return what is wrong with the file, a sentence each; nothing for a sound one."""
        with self._use() as db:
            return upkeep.check(db)
