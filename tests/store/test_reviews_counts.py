"""The counts that triggers keep are those that counting would find, whatever happened."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlite_utils import Database

from tests.store.building import decide, machine, save
from workflow.errors import WorkflowError
from workflow.model import Finding, Severity, Status
from workflow.store import Store
from workflow.store.review.bulk import Task
from workflow.store.review.filters import Filter
from workflow.store.review.reviewed import Change
from workflow.store.schema import MIGRATIONS, STEPS

COUNTED = """
SELECT coalesce((SELECT p.document_id FROM segments s JOIN paragraphs p ON p.id = s.paragraph_id
    WHERE s.id = pairs.segment_id), 0), source_lang, target_lang, origin, status, author, count(*)
FROM pairs GROUP BY 1, 2, 3, 4, 5, 6
"""
FINDINGS = """
SELECT check_name, status, count(DISTINCT pairs.id) FROM findings f JOIN pairs ON pairs.id = pair_id
WHERE NOT EXISTS (SELECT 1 FROM dismissals d WHERE d.pair_id = f.pair_id
    AND d.check_name = f.check_name AND d.message = f.message) GROUP BY 1, 2
"""
PRIORITY = """
SELECT pairs.id, pairs.priority, -coalesce(sum(CASE severity WHEN 'error' THEN 100
    WHEN 'warning' THEN 10 WHEN 'info' THEN 1 ELSE 0 END), 0)
FROM pairs LEFT JOIN findings f ON f.pair_id = pairs.id AND NOT EXISTS (SELECT 1 FROM dismissals d
    WHERE d.pair_id = f.pair_id AND d.check_name = f.check_name AND d.message = f.message)
GROUP BY 1 HAVING priority <> 3
"""
SENTENCES = ("Указ № 5.", "Да.", "Нет 5.", "Итог 55.")
TEXTS = st.lists(st.lists(st.sampled_from(SENTENCES), max_size=3), max_size=3)
MESSAGES = st.sampled_from(["a", "b"])
CHECKS = st.sampled_from(["numbers", "length"])
PAIR = st.integers(1, 12)


def agree(db):
    """Compare what is kept with what there is."""
    by_document = {tuple(row[:6]): row[6] for row in db.execute(COUNTED)}
    together: dict[tuple[str, ...], int] = {}
    for found, number in by_document.items():
        together[found[1:]] = together.get(found[1:], 0) + number
    kept = {tuple(row[:6]): row[6] for row in db.execute("SELECT * FROM pair_counts WHERE pairs")}
    wanted = {found: number for found, number in by_document.items() if found[0]}
    assert kept == wanted | {(0, *found): number for found, number in together.items()}
    kept = db.execute("SELECT * FROM finding_counts WHERE pairs ORDER BY 1, 2").fetchall()
    assert kept == db.execute(f"{FINDINGS} ORDER BY 1, 2").fetchall()
    assert [row for row in db.execute(PRIORITY) if row[1] != row[2]] == []


class Review(RuleBasedStateMachine):
    """Runs and people in any order."""

    @initialize()
    def begin(self):
        self.store = Store.open(str(self.path))
        self.store.db.conn.executescript(
            "DELETE FROM pairs; DELETE FROM segments; DELETE FROM paragraphs;"
        )
        self.reviews = self.store.reviews

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()

    @rule(text=TEXTS, path=st.sampled_from(["/desk/a.txt", "/desk/b.txt"]), more=st.booleans())
    def translate(self, text, path, more):
        save(self.store, text, path, lambda s: machine(s + " 5" * more))

    @rule(
        pair=PAIR,
        status=st.sampled_from([None, *Status]),
        words=st.sampled_from([None, "x", "y"]),
        author=st.sampled_from(["anna", "boris"]),
        noisy=st.sets(st.tuples(CHECKS, MESSAGES)),
    )
    def edit(self, pair, status, words, author, noisy):
        found = [Finding(check, Severity.ERROR, message) for check, message in sorted(noisy)]
        change = Change(author, words, status=status, reason="r")
        try:
            self.reviews.edit(pair, self.reviews.get(pair).version, change, lambda _: found)
        except WorkflowError:
            return

    @rule(pair=PAIR, to=st.integers(1, 3))
    def revert(self, pair, to):
        try:
            self.reviews.revert(pair, self.reviews.get(pair).version, to, author="anna")
        except WorkflowError:
            return

    @rule(pair=PAIR, which=st.integers(0, 3), undo=st.booleans())
    def dismiss(self, pair, which, undo):
        found = self.reviews.findings(pair)[which : which + 1]
        for noticed in found:
            finding = noticed.finding
            if undo:
                self.reviews.restore(pair, finding.check, finding.message)
            else:
                self.reviews.dismiss(pair, finding.check, finding.message, author="a", reason="r")

    @rule(status=st.sampled_from(list(Status)))
    def script(self, status):
        decide(self.store, 1, status)

    @rule(action=st.sampled_from(["approve", "rework"]))
    def bulk(self, action):
        self.reviews.bulk(self.reviews.select(Filter()), Task(action, "vera"))

    @rule(pair=PAIR)
    def gone(self, pair):
        self.store.db.execute("DELETE FROM pairs WHERE id = ?", [pair])

    @invariant()
    def counts_agree(self):
        if hasattr(self, "store"):
            agree(self.store.db)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("counts") / "pairs.db"


def test_counts(path):
    Review.path = path
    run_state_machine_as_test(
        Review,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_migration_counts_what_is_there(tmp_path):
    file = tmp_path / "old.db"
    db = Database(file)
    db.enable_wal()
    names = [step.__name__ for step in STEPS]
    MIGRATIONS.apply(db, stop_before=names[names.index("queue") :])
    db.conn.executescript(
        f"PRAGMA user_version = {names.index('queue')};"
        "INSERT INTO runs VALUES (1, 't', NULL, 'c', '{}', 'w', 'h', 1, 'done', '{}');"
        "INSERT INTO documents VALUES (1, '/a', 'A', 'text', 'utf-8', 'd', 1, 1, 't', 't');"
        "INSERT INTO paragraphs VALUES (1, 1, 0, 'text', '', 'Да.', 'k', 'ru', 1, 'd', 'r');"
        "INSERT INTO segments VALUES (1, 1, 0, 3, 'Да.');"
    )
    for segment, status in ((1, "machine"), (None, "approved")):
        db.execute(
            "INSERT INTO pairs (segment_id, source, target, source_lang, target_lang, origin,"
            " status, source_key, source_lemmas, created_at, updated_at)"
            " VALUES (?, 'Да.', 'Yes.', 'ru', 'en', 'machine', ?, 'k', 'да', 't', 't')",
            [segment, status],
        )
        for check, severity in (("numbers", "error"), ("length", "warning"), ("length", "info")):
            db.execute(
                "INSERT INTO findings (pair_id, check_name, severity, message)"
                " SELECT max(id), ?, ?, ? FROM pairs",
                [check, severity, severity],
            )
    db.execute("INSERT INTO dismissals VALUES (1, 1, 'numbers', 'error', 'anna', 'r', 't')")
    db.close()
    with Store.open(str(file)) as store:
        agree(store.db)
        assert store.reviews.counts().finding == {"length": 2, "numbers": 1}
        assert [row.stored.id for row in store.reviews.page()[0]] == [2, 1]
        assert store.reviews.progress()[0].statuses == {"machine": 1}
