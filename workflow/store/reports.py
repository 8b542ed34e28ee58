"""Counts: of each document, and of the whole database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.store.rows import Overview, StoreStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


def overviews(db: Database) -> Iterator[Overview]:
    """Yield what the view `documents_overview` says, by path."""
    for row in db.query("SELECT * FROM documents_overview"):
        by_language = (part.split() for part in (row["languages"] or "").split(", ") if part)
        yield Overview(
            row["id"],
            row["path"],
            row["title"],
            row["format"],
            row["paragraphs"],
            {lang: int(count) for lang, count in by_language},
            row["pairs"],
            row["reviewed"],
            row["findings"],
            row["updated_at"],
        )


def status(db: Database) -> StoreStatus:
    """Count everything that is stored."""

    def count(sql: str) -> int:
        number: int = db.execute(f"SELECT count(*) FROM {sql}").fetchone()[0]
        return number

    def grouped(columns: str, table: str) -> dict[tuple[str, ...], int]:
        rows = db.execute(
            f"SELECT {columns}, count(*) AS n FROM {table} GROUP BY {columns}"
            f" ORDER BY n DESC, {columns}"
        )
        return {tuple(row[:-1]): row[-1] for row in rows}

    def by_name(column: str, table: str) -> dict[str, int]:
        return {name: number for (name,), number in grouped(column, table).items()}

    noticed = (
        "(SELECT check_name, severity FROM findings"
        " UNION ALL SELECT check_name, severity FROM notices)"
    )
    return StoreStatus(
        documents=count("documents"),
        paragraphs=by_name("lang", "paragraphs WHERE position IS NOT NULL"),
        pairs=count("pairs"),
        statuses=by_name("status", "pairs"),
        origins=by_name("origin", "pairs"),
        languages={(a, b): n for (a, b), n in grouped("source_lang, target_lang", "pairs").items()},
        findings={(a, b): n for (a, b), n in grouped("check_name, severity", noticed).items()},
        translations=count("translations"),
        runs=by_name("state", "runs"),
    )
