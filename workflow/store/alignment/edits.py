"""What reviewers change about alignments: each change a transaction, on record, to be undone."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from workflow.errors import ConflictError, UsageError
from workflow.model import Origin, Pair, Status
from workflow.store import changes, pairs, segments
from workflow.store.alignment import alignment_rows, beads, spans
from workflow.store.alignment.aligned import AlignmentEdit, BeadState
from workflow.store.alignment.beads import Texts
from workflow.store.alignment.spans import Span
from workflow.store.connection import now, writing
from workflow.store.paragraphs import next_id
from workflow.store.segments import touched

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database

    from workflow.store.alignment.aligned import StoredSentence
    from workflow.store.alignment.alignment_rows import Head
    from workflow.store.alignment.beads import Find, Row
    from workflow.store.rows import StoredPair

    _State = dict[str, Any]
    _Beads = tuple[list[Span], list[Pair | None]]

_COLUMNS = "id, version, action, who, edited_at, position, before, after, undoes"
_MOST = 2**62  # SQLite's integers have 64 bits


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits which alignment, and the version of it that lay before them."""

    alignment: int
    version: int
    who: str
    find: Find


def merge(db: Database, editor: Editor, position: int) -> AlignmentEdit:
    """Make one bead of this one and the next."""
    return _edit(db, editor, "merge", position, 2, spans.merge)


def split(db: Database, editor: Editor, position: int, sizes: tuple[int, int]) -> AlignmentEdit:
    """Cut a bead after its first `sizes` source and target sentences."""
    return _edit(db, editor, "split", position, 1, lambda found: spans.split(found[0], sizes))


def shift(db: Database, editor: Editor, position: int, side: str, count: int) -> AlignmentEdit:
    """Give the last `count` sentences of a side to the next bead, or take as many from it."""
    return _edit(db, editor, "shift", position, 2, partial(spans.shift, side=side, count=count))


def undo(db: Database, editor: Editor) -> AlignmentEdit:
    """Take back the newest edit that is not taken back yet, with its pairs as they were."""

    def restored(here: _Place) -> _Beads:
        states = json.loads(before)
        return [_span(state) for state in states], [_pair(here, state) for state in states]

    with writing(db):
        head = _current(db, editor)
        row = db.execute(
            "SELECT id, action, position, before, after FROM alignment_edits e"
            " WHERE alignment_id = ? AND action <> 'undo'"
            " AND NOT EXISTS (SELECT 1 FROM alignment_edits u WHERE u.undoes = e.id)"
            " ORDER BY id DESC LIMIT 1",
            [head.id],
        ).fetchone()
        if row is None or row[1] == "align":
            raise UsageError(
                f"there is no edit of alignment {head.id} to take back",
                "What was edited before the documents were aligned anew stays as it is.",
            )
        undone, _, position, before, after = row
        here = _place(db, head, editor, position, len(json.loads(after)))
        return _replace(db, here, "undo", *restored(here), undoes=undone)


def history(db: Database, alignment_id: int) -> list[AlignmentEdit]:
    """Return what changed about an alignment, the oldest first."""
    return [
        _read(row)
        for row in db.execute(
            f"SELECT {_COLUMNS} FROM alignment_edits WHERE alignment_id = ? ORDER BY id",
            [alignment_id],
        )
    ]


def note_run(db: Database, alignment_id: int, version: int, time: str) -> None:
    """Put on record that a run has changed the beads: what was edited before stays as it is."""
    db.execute(
        "INSERT INTO alignment_edits (alignment_id, version, action, who, edited_at, position,"
        " before, after) VALUES (?, ?, 'align', '', ?, 0, '[]', '[]')",
        [alignment_id, version, time],
    )


def _current(db: Database, editor: Editor) -> Head:
    if not editor.who.strip():
        raise UsageError("a change of an alignment needs a name for its history", "Say who.")
    head = alignment_rows.head(db, editor.alignment)
    if head.version != editor.version:
        raise ConflictError(
            f"alignment {head.id} has changed since version {editor.version}",
            "Load it again and repeat the change.",
            alignment_rows.find(db, head.id),
        )
    return head


@dataclass(frozen=True, slots=True)
class _Place:
    """The beads that an edit replaces, their sentences, and their pairs by bead."""

    head: Head
    editor: Editor
    position: int
    rows: list[Row]
    sentences: list[StoredSentence]
    texts: Texts
    known: dict[int, StoredPair]

    @property
    def states(self) -> list[_State]:
        """The beads as the history keeps them."""
        return [
            _state(
                self.texts, row.span, stored.pair if (stored := self.known.get(row.id)) else None
            )
            for row in self.rows
        ]


def _edit(
    db: Database,
    editor: Editor,
    action: str,
    position: int,
    width: int,
    change: Callable[[Sequence[Span]], list[Span]],
) -> AlignmentEdit:
    with writing(db):
        here = _place(db, _current(db, editor), editor, position, width)
        after = change([row.span for row in here.rows])
        settled = any(touched(stored.pair) for stored in here.known.values())
        status = Status.REWORK if settled else Status.MACHINE
        wanted = [here.texts.pair(span, editor.find, status) for span in after]
        return _replace(db, here, action, after, wanted)


def _place(db: Database, head: Head, editor: Editor, position: int, width: int) -> _Place:
    stop = min(position, _MOST) + width
    rows = beads.read(db, head.id, stop - width, stop)
    if len(rows) != width:
        raise UsageError(
            f"alignment {head.id} has no bead {stop - 1}", "Load it again; beads count from 0."
        )
    start, end = rows[0].span.start, rows[-1].span.stop
    source, target = (
        alignment_rows.sentences(db, head.id, side, start[n], end[n])
        for n, side in enumerate(alignment_rows.SIDES)
    )
    texts = Texts(
        [s.text for s in source],
        [s.text for s in target],
        (head.source_lang, head.target_lang),
        start,
    )
    known = pairs.by_bead(db, head.id, position, stop)
    return _Place(head, editor, position, rows, source, texts, known)


def _replace(
    db: Database,
    here: _Place,
    action: str,
    after: Sequence[Span],
    wanted: Sequence[Pair | None],
    undoes: int | None = None,
) -> AlignmentEdit:
    """Put beads and pairs in place of those that are there, and the change on record."""
    head, time, ids = here.head, now(), [row.id for row in here.rows]
    beads.remove(db, ids[len(after) :])
    beads.make_room(db, head.id, here.position + len(ids), len(after) - len(ids))
    first = next_id(db, "beads")
    ids = [*ids, *range(first, first + len(after))][: len(after)]
    beads.write(
        db,
        head.id,
        (
            (number, here.position + n, span, here.texts.key(span))
            for n, (number, span) in enumerate(zip(ids, after, strict=True))
        ),
    )
    starts = [span.start[0] - here.texts.first[0] for span in after]
    at = beads.claim(
        db, here.sentences, [n for n, pair in zip(starts, wanted, strict=True) if pair]
    )
    rows = zip(ids, wanted, [at.get(n) for n in starts], strict=True)
    written = beads.follow(db, list(rows), here.known, by_hand=True)
    changes.write(db, 0, written, {}, time)
    segments.sweep(db, head.source_id)
    db.execute(
        "UPDATE alignments SET version = version + 1, updated_at = ? WHERE id = ?", [time, head.id]
    )
    states = [_state(here.texts, *each) for each in zip(after, wanted, strict=True)]
    cursor = db.execute(
        "INSERT INTO alignment_edits (alignment_id, version, action, who, edited_at, position,"
        " before, after, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(head.id, head.version + 1, action, here.editor.who, time, here.position),
            *(json.dumps(each, ensure_ascii=False) for each in (here.states, states)),
            undoes,
        ],
    )
    row = db.execute(
        f"SELECT {_COLUMNS} FROM alignment_edits WHERE id = ?", [cursor.lastrowid]
    ).fetchone()
    return _read(row)


def _state(texts: Texts, span: Span, pair: Pair | None) -> _State:
    source, target = texts.of(span)
    kept = ("source", "target", "origin", "status", "score")
    return {
        "start": span.start,
        "stop": span.stop,
        "score": span.score,
        "edited": span.edited,
        "source": source,
        "target": target,
        "pair": pair and {name: getattr(pair, name) for name in kept},
    }


def _span(state: _State) -> Span:
    return Span(tuple(state["start"]), tuple(state["stop"]), state["score"], state["edited"])


def _pair(here: _Place, state: _State) -> Pair | None:
    values = state["pair"]
    if values is None:
        return None
    pair = Pair(
        values["source"],
        values["target"],
        *here.texts.langs,
        Origin(values["origin"]),
        Status(values["status"]),
        values["score"],
    )
    return replace(pair, findings=tuple(here.editor.find(pair)))


def _read(row: tuple[Any, ...]) -> AlignmentEdit:
    number, version, action, who, edited_at, position, before, after, undoes = row
    states = [
        tuple(
            BeadState(
                _span(state).type,
                state["source"],
                state["target"],
                state["pair"] and state["pair"]["status"],
            )
            for state in json.loads(side)
        )
        for side in (before, after)
    ]
    return AlignmentEdit(
        number, version, action, who, edited_at, position, states[0], states[1], undoes
    )
