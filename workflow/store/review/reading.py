"""A document as a reader sees it: its paragraphs in order, with the pairs that stand in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from workflow.store import pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

    from workflow.store.rows import StoredPair


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: `text[start:stop]`, and the pairs of which it is the source.

    Without pairs it is text in the language `lang` that nothing was done to: the English that
    stood there, or what is no sentence.
    """

    start: int
    stop: int
    lang: str
    pairs: tuple[StoredPair, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a document; `place` is its offsets in the decoded file.

    The pieces cover its text in order, white space between them aside.
    """

    position: int
    kind: str
    lang: str
    place: str
    text: str
    pieces: tuple[Piece, ...]


class Neighbour(NamedTuple):
    """A sentence near another: the number of its pair, its texts and status."""

    id: int
    source: str
    target: str
    status: str


def blocks(db: Database, document_id: int, after: int, limit: int) -> list[Block]:
    """Return the paragraphs of a document after a position, in reading order."""
    rows = db.execute(
        "SELECT id, position, kind, lang, place, text FROM paragraphs"
        " WHERE document_id = ? AND position > ? ORDER BY position LIMIT ?",
        [document_id, after, limit],
    ).fetchall()
    if not rows:
        return []
    first, last = rows[0][1], rows[-1][1]
    standing = _standing(db, document_id, first, last)
    passages = defaultdict(list)
    for paragraph_id, start, stop, lang in db.execute(
        "SELECT s.paragraph_id, s.start, s.stop, s.lang FROM paragraphs p"
        " JOIN passages s ON s.paragraph_id = p.id"
        " WHERE p.document_id = ? AND p.position BETWEEN ? AND ? ORDER BY p.position, s.start",
        [document_id, first, last],
    ):
        passages[paragraph_id].append((start, stop, lang))
    return [
        Block(
            position,
            kind,
            lang,
            place,
            text,
            tuple(_pieces(text, lang, passages[number], standing[number])),
        )
        for number, position, kind, lang, place, text in rows
    ]


def alignments(db: Database, document_id: int) -> list[tuple[int, str, str]]:
    """Return number and paths of the alignments of which a document is a side."""
    rows = db.execute(
        "SELECT a.id, s.path, t.path FROM alignments a JOIN documents s ON s.id = a.source_id"
        " JOIN documents t ON t.id = a.target_id WHERE a.source_id = ? OR a.target_id = ?"
        " ORDER BY a.id",
        [document_id, document_id],
    )
    return [tuple(row) for row in rows]


def _standing(
    db: Database, document_id: int, first: int, last: int
) -> defaultdict[int, dict[tuple[int, int], list[StoredPair]]]:
    """Return the pairs of paragraphs by paragraph row and by where they stand in it.

    A pair of several sentences stands from the first to the last of those in its paragraph.
    """
    rows = db.execute(
        "SELECT pairs.id, p.id, s.start, max(s.stop, ifnull((SELECT max(t.stop) FROM beads b"
        " JOIN sentences t ON t.alignment_id = b.alignment_id AND t.side = 'source'"
        " AND t.position >= b.source_start AND t.position < b.source_stop"
        " WHERE b.id = pairs.bead_id AND t.paragraph_id = p.id), 0)) FROM paragraphs p"
        " CROSS JOIN segments s ON s.paragraph_id = p.id"
        " CROSS JOIN pairs ON pairs.segment_id = s.id"
        " WHERE p.document_id = ? AND p.position BETWEEN ? AND ? AND s.start IS NOT NULL"
        " ORDER BY p.position, s.start, pairs.target_lang, pairs.id",
        [document_id, first, last],
    ).fetchall()
    stored = pairs.by_id(db, [row[0] for row in rows])
    found: defaultdict[int, dict[tuple[int, int], list[StoredPair]]] = defaultdict(dict)
    for number, paragraph_id, start, stop in rows:
        found[paragraph_id].setdefault((start, stop), []).append(stored[number])
    return found


def _pieces(
    text: str,
    lang: str,
    passages: Sequence[tuple[int, int, str]],
    standing: dict[tuple[int, int], list[StoredPair]],
) -> Iterator[Piece]:
    end = 0
    for (start, stop), here in standing.items():
        yield from _between(text, max(end, 0), start, lang, passages)
        yield Piece(start, stop, here[0].pair.source_lang, tuple(here))
        end = max(end, stop)
    yield from _between(text, end, len(text), lang, passages)


def _between(
    text: str, start: int, stop: int, lang: str, passages: Sequence[tuple[int, int, str]]
) -> Iterator[Piece]:
    """Yield what stands between sentences, cut where the language changes."""
    for first, last, passage_lang in passages or [(0, len(text), lang)]:
        a, b = max(start, first), min(stop, last)
        inner = text[a:b].strip()
        if a < b and inner:
            a += len(text[a:b]) - len(text[a:b].lstrip())
            yield Piece(a, a + len(inner), passage_lang, ())


def neighbours(db: Database, pair_id: int, count: int) -> tuple[list[Neighbour], list[Neighbour]]:
    """Return up to `count` sentences before and after a pair's, in reading order."""
    row = db.execute(
        "SELECT p.document_id, p.position, s.start, pairs.target_lang FROM pairs"
        " JOIN segments s ON s.id = pairs.segment_id JOIN paragraphs p ON p.id = s.paragraph_id"
        " WHERE pairs.id = ? AND p.position IS NOT NULL AND s.start IS NOT NULL",
        [pair_id],
    ).fetchone()
    if row is None:
        return [], []
    document_id, position, start, lang = row
    before, after = (
        [
            Neighbour(*found)
            for found in db.execute(
                "SELECT pairs.id, pairs.source, pairs.target, pairs.status FROM paragraphs p"
                " CROSS JOIN segments s ON s.paragraph_id = p.id"
                " CROSS JOIN pairs ON pairs.segment_id = s.id"
                f" WHERE p.document_id = ? AND p.position {than}= ? AND s.start IS NOT NULL"
                f" AND (p.position, s.start) {than} (?, ?) AND pairs.target_lang = ?"
                f" ORDER BY p.position {way}, s.start {way} LIMIT ?",
                [document_id, position, position, start, lang, count],
            )
        ]
        for than, way in (("<", "DESC"), (">", "ASC"))
    )
    return before[::-1], after
