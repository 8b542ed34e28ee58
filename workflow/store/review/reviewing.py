"""Review: what people ask of the pairs, and what they do to them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from workflow.store.faults import reported
from workflow.store.review import bulk, effort, history, queue, reading, remarks, reviews, tally
from workflow.store.review.filters import Filter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from workflow.store.alignment.beads import Find
    from workflow.store.review.bulk import Items, Task
    from workflow.store.review.reading import Block, Neighbour
    from workflow.store.review.reviewed import (
        BulkResult,
        Change,
        Comment,
        Counts,
        Noticed,
        Revision,
        Row,
    )
    from workflow.store.review.tally import Progress, Standing
    from workflow.store.rows import StoredPair

ALL = Filter()
"""The filter that finds every pair."""


class Reviews:
    """The pairs of a store as reviewers see and change them.

    Every change names the `version` of the pair that the person saw, and becomes the next one;
    `ConflictError`, with the pair as it is now, where it has changed since. `MissingError` where a
    pair is gone. `UsageError` for what the rules of review forbid: a decision without a name, a
    rejection without a reason, an empty translation approved. `find` looks at a changed pair as
    checks do.
    """

    def __init__(self, path: str, db: Database) -> None:
        self.path = path
        self.db = db

    @contextmanager
    def _use(self) -> Iterator[Database]:
        with reported(self.path):
            yield self.db

    def get(self, pair: int) -> StoredPair:
        """Return a pair."""
        with self._use() as db:
            return reviews.get(db, pair)

    def edit(
        self, pair: int, version: int, change: Change, find: Find = lambda _: ()
    ) -> StoredPair:
        """Make a change to a pair and return it as it is then.

        A changed text makes it `corrected`, also where it was approved, unless the change says
        otherwise; as it stands, a pair may be approved, rejected (with a reason) or sent to
        rework, but what is rejected is not approved before it was reworked or corrected. The
        findings of a changed text are found again. What changes nothing makes no version.
        """
        with self._use() as db:
            return reviews.edit(db, pair, version, change, find)

    def revert(
        self,
        pair: int,
        version: int,
        to: int,
        *,
        author: str,
        reason: str = "",
        find: Find = lambda _: (),
    ) -> StoredPair:
        """Make version `to` the newest one again: its texts, origin and status."""
        with self._use() as db:
            return history.revert(db, pair, version, to, author, reason, find)

    def draft(self, pair: int) -> str | None:
        """Return the newest target that no person made; None where a person began the pair."""
        with self._use() as db:
            return effort.draft(db, pair)

    def history(self, pair: int) -> list[Revision]:
        """Return every version of a pair, the oldest first, the present one last."""
        with self._use() as db:
            return history.history(db, pair)

    def identical(self, pair: int) -> Items:
        """Return number and version of the other pairs with the same source and languages."""
        with self._use() as db:
            return bulk.identical(db, pair)

    def select(self, wish: Filter) -> Items:
        """Return number and version of every pair that a filter finds, by number."""
        with self._use() as db:
            return bulk.select(db, wish)

    def in_order(self, wish: Filter) -> list[int]:
        """Return the number of every pair that a filter finds, by document, in reading order."""
        with self._use() as db:
            return queue.in_order(db, wish)

    def languages(self, wish: Filter) -> list[tuple[str, str]]:
        """Return the pairs of languages that a filter finds."""
        with self._use() as db:
            return queue.languages(db, wish)

    def changes_by(self, author: str, since: str, until: str = "") -> Items:
        """Return number and version of the pairs that a person changed in a time.

        `since` and `until` are days or times, ISO 8601, UTC, both included.
        """
        with self._use() as db:
            return bulk.changes_by(db, author, since, until)

    def bulk(
        self,
        items: Items,
        task: Task,
        *,
        dry_run: bool = False,
        find: Find = lambda _: (),
        as_of: str = "",
    ) -> BulkResult:
        """Do the same to many pairs, in short transactions.

        They are given by number, with the version that was seen or None; `as_of` is the time when
        they were looked at, if it is known. A pair that has changed since, is gone, or may not be
        changed so, is left as it is and listed. A dry run changes nothing and says what would
        happen.
        """
        with self._use() as db:
            return bulk.run(db, items, task, find, dry_run=dry_run, as_of=as_of)

    def choices(self) -> dict[str, list[Any]]:
        """Return what filters can be set to: documents, languages, checks, terms, people."""
        with self._use() as db:
            return tally.choices(db)

    def comments(self, pair: int) -> list[Comment]:
        """Return what was said about a pair, the oldest first."""
        with self._use() as db:
            return remarks.comments(db, pair)

    def comment(self, pair: int, *, author: str, text: str) -> Comment:
        """Say something about a pair."""
        with self._use() as db:
            return remarks.add_comment(db, pair, author, text)

    def findings(self, pair: int) -> list[Noticed]:
        """Return the findings of a pair, each with its dismissal if there is one."""
        with self._use() as db:
            return remarks.findings(db, pair)

    def dismiss(self, pair: int, check: str, message: str, *, author: str, reason: str) -> None:
        """Call a finding harmless, because of a reason; it stays so when it is found again."""
        with self._use() as db:
            remarks.dismiss(db, pair, check, message, author, reason)

    def restore(self, pair: int, check: str, message: str) -> None:
        """Take the dismissal of a finding back."""
        with self._use() as db:
            remarks.restore(db, pair, check, message)

    def page(
        self, wish: Filter = ALL, *, after: str = "", back: bool = False, limit: int = 50
    ) -> tuple[list[Row], str | None]:
        """Return the pairs that a filter finds after a cursor, and the next cursor if any.

        In a document they come in reading order, the answers to a search as they were stored, else
        those first that need a person most: the gravest findings, then the lowest scores. `back`
        goes the other way, the nearest first. `UsageError` for a cursor of another order.
        """
        with self._use() as db:
            return queue.page(db, wish, after=after, back=back, limit=limit)

    def cursor(self, pair: int, wish: Filter = ALL) -> str:
        """Return the place of a pair in the order of a filter, found by it or not."""
        with self._use() as db:
            return queue.cursor_of(db, wish, pair)

    def next_unreviewed(self, wish: Filter = ALL, after: str = "") -> Row | None:
        """Return the next pair of a filter that waits for a person, or None.

        After the last one it begins anew; the pair at the cursor itself is no answer.
        """
        with self._use() as db:
            return queue.next_unreviewed(db, wish, after)

    def counts(self, wish: Filter = ALL) -> Counts:
        """Count what a filter finds, in all and by field."""
        with self._use() as db:
            return tally.counts(db, wish)

    def standing(self) -> Standing:
        """Return how far review has come: by language and reviewer, what is found, what changed."""
        with self._use() as db:
            return tally.standing(db)

    def progress(self, *, after: str = "", limit: int = 100) -> list[Progress]:
        """Return how far review of each document has come, by path, those after a path."""
        with self._use() as db:
            return tally.documents(db, after=after, limit=limit)

    def blocks(self, document: int, *, after: int = -1, limit: int = 200) -> list[Block]:
        """Return the paragraphs of a document after a position, with their pairs, in order."""
        with self._use() as db:
            return reading.blocks(db, document, after, limit)

    def alignments(self, document: int) -> list[tuple[int, str, str]]:
        """Return the alignments of which a document is a side: number, source and target path."""
        with self._use() as db:
            return reading.alignments(db, document)

    def neighbours(self, pair: int, count: int = 2) -> tuple[list[Neighbour], list[Neighbour]]:
        """Return the sentences before and after a pair's in its document, `count` of each."""
        with self._use() as db:
            return reading.neighbours(db, pair, count)
