"""What goes back to clients: stored values as JSON, as `docs/review-api.md` describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.store import StoredAlignment, StoredPair

if TYPE_CHECKING:
    from workflow.model import Finding
    from workflow.store.review.reading import Block, Neighbour
    from workflow.store.review.reviewed import BulkResult, Comment, Counts, Noticed, Revision, Row
    from workflow.store.review.tally import Progress, Standing

    Json = dict[str, Any]


def pair(stored: StoredPair) -> Json:
    """Return what every list says of a pair."""
    found = stored.pair
    return {
        "id": stored.id,
        "version": stored.version,
        "source": found.source,
        "target": found.target,
        "source_lang": found.source_lang,
        "target_lang": found.target_lang,
        "origin": found.origin,
        "status": found.status,
        "score": found.score,
        "document": None
        if stored.document_id is None
        else {"id": stored.document_id, "path": stored.document, "title": stored.title},
        "paragraph": stored.paragraph,
        "place": stored.place,
        "kind": stored.kind,
        "findings": [finding(each) for each in found.findings],
        "author": stored.author,
        "reason": stored.reason,
        "updated_at": stored.updated_at,
    }


def row(found: Row) -> Json:
    """Return a pair in the queue."""
    return {**pair(found.stored), "comments": found.comments, "cursor": found.cursor}


def finding(found: Finding) -> Json:
    """Return a finding."""
    return {"check": found.check, "severity": found.severity, "message": found.message}


def noticed(found: Noticed) -> Json:
    """Return a finding with its dismissal."""
    by = found.dismissed
    dismissed = by and {"author": by.author, "reason": by.reason, "at": by.at}
    return {**finding(found.finding), "dismissed": dismissed}


def comment(found: Comment) -> Json:
    """Return a comment."""
    return {"id": found.id, "author": found.author, "text": found.text, "at": found.at}


def revision(found: Revision) -> Json:
    """Return a version of a pair."""
    names = ("version", "source", "target", "origin", "status", "author", "reason", "at")
    return {name: getattr(found, name) for name in names}


def neighbour(found: Neighbour) -> Json:
    """Return a sentence near a pair."""
    return dict(found._asdict())


def counts(found: Counts) -> Json:
    """Return the counts of a filter."""
    names = ("total", "more", "status", "origin", "lang", "reviewer", "finding")
    return {name: getattr(found, name) for name in names}


def bulk(found: BulkResult) -> Json:
    """Return what a change of many pairs did."""
    return {
        "changed": len(found.changed),
        "unchanged": len(found.unchanged),
        "conflicts": list(found.conflicts),
        "refused": [{"id": number, "why": why} for number, why in found.refused],
        "examples": [
            {"id": number, "before": before, "after": after}
            for number, before, after in found.examples
        ],
    }


def block(found: Block) -> Json:
    """Return a paragraph of a document with what stands in it."""
    return {
        "position": found.position,
        "kind": found.kind,
        "lang": found.lang,
        "place": found.place,
        "text": found.text,
        "pieces": [
            {
                "start": piece.start,
                "stop": piece.stop,
                "text": found.text[piece.start : piece.stop],
                "lang": piece.lang,
                "pairs": [stored.id for stored in piece.pairs],
            }
            for piece in found.pieces
        ],
        "pairs": [pair(stored) for piece in found.pieces for stored in piece.pairs],
    }


def progress(found: Progress) -> Json:
    """Return how far review of a document has come."""
    return {
        "id": found.id,
        "path": found.name,
        "title": found.title,
        "statuses": dict(found.statuses),
    }


def standing(found: Standing) -> Json:
    """Return how far review has come altogether."""
    return {
        "statuses": dict(found.total),
        "languages": [{"lang": name, "statuses": by} for name, by in found.languages.items()],
        "reviewers": [{"name": name, "statuses": by} for name, by in found.reviewers.items()],
        "findings": [{"check": name, "pairs": count} for name, count in found.findings.items()],
        "distance": [
            {"day": each.day, "pairs": each.pairs, "mean": each.rate} for each in found.effort
        ],
    }


def alignment(found: StoredAlignment) -> Json:
    """Return an alignment with its beads and their sentences."""
    sides = {"source": found.source_sentences, "target": found.target_sentences}
    return {
        "id": found.id,
        "version": found.version,
        "source": {"id": found.source.id, "path": found.source.path, "title": found.source.title},
        "target": {"id": found.target.id, "path": found.target.path, "title": found.target.title},
        "source_lang": found.source_lang,
        "target_lang": found.target_lang,
        "updated_at": found.updated_at,
        "beads": [
            {
                "position": position,
                "type": bead.type,
                "score": bead.score,
                "edited": bead.edited,
                "pair": bead.pair and {"id": bead.pair.id, "status": bead.pair.pair.status},
            }
            | {side: [at[n].text for n in getattr(bead, side)] for side, at in sides.items()}
            for position, bead in enumerate(found.beads)
        ],
    }


def current(found: object) -> Json | None:
    """Return what a conflict is with."""
    if isinstance(found, StoredPair):
        return pair(found)
    return alignment(found) if isinstance(found, StoredAlignment) else None
