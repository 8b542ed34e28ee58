from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.building import decide, everything, labels, machine, page, place, save
from workflow.errors import StoreError
from workflow.model import Detection, Labelled, Origin, Passage, Status
from workflow.store import Store

TEXT = [["Первое предложение.", "Второе."], ["Указ № 5."], [], ["Третье.", "Второе."]]


def counts(saved):
    return saved.inserted, saved.updated, saved.unchanged, saved.kept


def targets(store, number=1):
    return [stored.pair.target for stored in store.pairs_of(number)]


def standing(store, number=1):
    """The sentences that stand in the document, by paragraph."""
    found = {}
    for stored in store.pairs_of(number):
        if stored.paragraph is not None:
            found.setdefault(stored.paragraph, []).append(stored.pair.source)
    return found


def test_what_is_saved_can_be_read(store):
    saved = save(store, TEXT)
    assert counts(saved) == (5, 0, 0, 0)
    stored = list(store.pairs_of(saved.id))
    assert [s.pair for s in stored] == [item.pair for item in place(TEXT)]
    assert [s.pair for s in stored] == list(saved.pairs)
    assert [s.paragraph for s in stored] == [0, 0, 1, 3, 3]
    assert stored[2].place == "28-37"
    document = store.document(saved.id)
    assert document == store.document("/desk/news.txt")
    assert (document.title, document.encoding, document.size) == (
        "News",
        "utf-8",
        len(page(TEXT).source),
    )


def test_the_same_again_changes_nothing_at_all(store):
    save(store, TEXT)
    before = everything(store)
    assert counts(save(store, TEXT)) == (0, 0, 5, 0)
    assert everything(store) == before


def test_a_score_that_moves_in_its_last_digits_is_no_change(store):
    save(store, TEXT)
    before = everything(store)
    saved = save(store, TEXT, make=lambda s: replace(machine(s), score=-0.2500001))
    assert counts(saved) == (0, 0, 5, 0)
    assert everything(store) == before


def test_a_new_target_of_the_machine_replaces_its_old_one(store):
    save(store, TEXT)
    saved = save(store, TEXT, make=lambda s: replace(machine(s), target=f"Better {s}"))
    assert counts(saved) == (0, 5, 0, 0)
    stored = list(store.pairs_of(saved.id))
    assert [s.pair.target for s in stored] == [f"Better {s.pair.source}" for s in stored]
    assert {s.version for s in stored} == {2}
    assert store.search("better указ")


def test_new_findings_replace_the_old_and_leave_the_pair(store):
    save(store, TEXT)
    saved = save(store, TEXT, make=lambda s: replace(machine(s), findings=()))
    assert counts(saved) == (0, 1, 4, 0)
    assert not store.status().findings
    assert {s.version for s in store.pairs_of(saved.id)} == {1}


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.MACHINE])
def test_what_a_person_decided_wins_over_the_machine(store, status):
    first = save(store, TEXT)
    number = next(s.id for s in store.pairs_of(first.id) if s.pair.source == "Указ № 5.")
    decide(store, number, status, "Decree No. 5.")
    saved = save(store, TEXT, make=lambda s: replace(machine(s), target="worse"))
    assert counts(saved) == (0, 4, 0, 1)
    assert saved.pairs[2].target == "Decree No. 5."
    assert saved.pairs[2].status is status
    assert "Decree No. 5." in targets(store)


def test_what_a_person_wrote_wins_whatever_its_status(store):
    save(store, TEXT, make=lambda s: replace(machine(s), origin=Origin.HUMAN, target="ours"))
    saved = save(store, TEXT)
    assert counts(saved) == (0, 0, 0, 5)
    assert {pair.target for pair in saved.pairs} == {"ours"}


def test_only_changed_paragraphs_change(store):
    save(store, TEXT)
    ids = {s.pair.source: s.id for s in store.pairs_of(1)}
    changed = [["Новое."], *TEXT[:1], ["Указ № 6."], *TEXT[2:]]
    saved = save(store, changed)
    assert counts(saved) == (2, 0, 4, 0)
    assert standing(store) == {0: ["Новое."], 1: TEXT[0], 2: ["Указ № 6."], 4: TEXT[3]}
    kept = {s.pair.source: s.id for s in store.pairs_of(1) if s.pair.source in ids}
    assert kept == {source: ids[source] for source in kept}
    assert len(kept) == 3


def test_a_correction_survives_a_change_elsewhere_in_its_paragraph(store):
    save(store, TEXT)
    number = next(s.id for s in store.pairs_of(1) if s.pair.source == "Первое предложение.")
    decide(store, number, "corrected", "The first sentence.")
    saved = save(store, [["Вставка.", "Первое предложение.", "Второе!"], *TEXT[1:]])
    assert saved.pairs[1].target == "The first sentence."
    assert next(s.paragraph for s in store.pairs_of(1) if s.id == number) == 0


def test_a_correction_survives_its_paragraph_and_comes_back_with_it(store):
    save(store, TEXT)
    number = next(s.id for s in store.pairs_of(1) if s.pair.source == "Указ № 5.")
    decide(store, number, "approved", "Decree No. 5.")
    assert save(store, TEXT[:1]).unchanged == 2
    last = list(store.pairs_of(1))[-1]
    assert (last.id, last.paragraph, last.pair.target) == (number, None, "Decree No. 5.")
    positions = store.db.execute("SELECT position FROM paragraphs ORDER BY id").fetchall()
    assert positions == [(0,), (None,)], "untouched paragraphs that are gone are removed"
    saved = save(store, [*TEXT, ["Указ № 5."]])
    assert saved.kept == 1
    assert number in [s.id for s in store.pairs_of(1) if s.paragraph is not None]


def test_white_space_moves_sentences_and_keeps_them(store):
    save(store, TEXT)
    before = [(s.id, s.version) for s in store.pairs_of(1)]
    document = page(TEXT, gap=" \u00ad  ")
    run = store.begin_run("translate", {})
    saved = store.save_document(run, document, labels(document), place(TEXT, gap=" \u00ad  "))
    assert counts(saved) == (0, 0, 5, 0)
    assert [(s.id, s.version) for s in store.pairs_of(1)] == before
    for start, stop, text, paragraph in store.db.execute(
        "SELECT s.start, s.stop, s.text, p.text FROM segments s"
        " JOIN paragraphs p ON p.id = s.paragraph_id"
    ):
        assert paragraph[start:stop] == text


def test_another_target_language_stands_beside(store):
    save(store, TEXT)
    save(store, TEXT, make=lambda s: replace(machine(s), target_lang="de", target="deutsch"))
    assert [s.pair.target_lang for s in store.pairs_of(1)] == ["de", "en"] * 5
    assert counts(save(store, TEXT)) == (0, 0, 5, 0)


def test_another_source_language_leaves_the_first_alone(store):
    text = [["Русское."], ["Беларускае."]]
    document = page(text)
    labelled = [
        Labelled(d, (Passage(0, len(p.text), d),))
        for p, d in zip(
            document.paragraphs,
            [Detection("ru", 1, "a", ""), Detection("be", 1, "a", "")],
            strict=True,
        )
    ]
    russian = place(text)[:1]
    other = place(text, lambda s: replace(machine(s), source_lang="be"))[1:]
    run = store.begin_run("translate", {})
    store.save_document(run, document, labelled, russian)
    store.save_document(run, document, labelled, other)
    assert [s.pair.source for s in store.pairs_of(1)] == ["Русское.", "Беларускае."]
    assert counts(store.save_document(run, document, labelled, russian)) == (0, 0, 1, 0)
    # Once a paragraph proves to be in another language its pair has no ground.
    store.save_document(run, document, [labelled[0], labelled[0]], russian)
    assert [s.pair.source for s in store.pairs_of(1)] == ["Русское."]


def test_the_language_decision_is_stored_and_renewed(store):
    save(store, TEXT)
    document = page(TEXT)
    other = Detection("bg", 0.6, "pycld2", "no ы in it")
    store.save_document(1, document, labels(document, other), place(TEXT))
    for table in "paragraphs", "passages":
        rows = store.db.execute(f"SELECT DISTINCT lang, confidence, reason FROM {table}").fetchall()
        assert rows == [("bg", 0.6, "no ы in it")]


def test_paths_mean_the_same_from_every_folder(store, tmp_path, monkeypatch):
    save(store, TEXT, path=str(tmp_path / "a" / "news.txt"))
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert save(store, TEXT, path="news.txt").unchanged == 5
    assert store.document("../a/news.txt") is not None
    assert store.document("other.txt") is None
    assert store.document(10**30) is None
    assert save(store, TEXT, path="stdin:0a1b").inserted == 5
    assert store.document("stdin:0a1b").path == "stdin:0a1b"


def test_a_file_name_that_is_no_utf8(store):
    saved = save(store, TEXT, path="/desk/caf\udce9.txt")
    assert store.document("/desk/caf\udce9.txt").id == saved.id
    assert store.document(saved.id).path == "/desk/caf\\udce9.txt"


def test_half_a_surrogate_pair_is_refused_and_nothing_stored(store):
    with pytest.raises(StoreError, match="surrogate") as caught:
        save(store, [["Плохо \ud800."]])
    assert "UTF-8" in caught.value.hint
    assert store.document("/desk/news.txt") is None
    assert save(store, TEXT).inserted == 5


NASTY = [
    "'); DROP TABLE pairs; --",
    "\0",
    "a\0b",
    "🏳️‍🌈",
    "\u202eשלום",
    "%s {0}",
    "=1+1",
    "x" * 100_000,
]


def test_nasty_strings_come_back_as_they_were(store):
    saved = save(store, [[text] for text in NASTY])
    assert [s.pair.source for s in store.pairs_of(saved.id)] == NASTY
    assert store.check() == []


SENTENCES = st.sampled_from(["Да.", "Нет.", "Указ № 5.", "Беседа.", "Итог.", "ё."])
VERSIONS = st.lists(st.lists(st.lists(SENTENCES, max_size=3), max_size=5), min_size=2, max_size=4)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(versions=VERSIONS, data=st.data())
def test_whatever_is_edited_the_store_has_the_document_and_what_people_did(
    versions, data, tmp_path_factory
):
    with Store.open(str(tmp_path_factory.mktemp("edits") / "pairs.db")) as store:
        decided = {}
        for version in versions:
            saved = save(store, version)
            stored = [
                row[0]
                for row in store.db.execute(
                    "SELECT text FROM paragraphs WHERE position IS NOT NULL ORDER BY position"
                )
            ]
            assert stored == [" ".join(sentences) for sentences in version]
            assert standing(store) == {n: list(s) for n, s in enumerate(version) if s}
            known = {s.id: s.pair.target for s in store.pairs_of(1)}
            assert decided.items() <= known.items(), "what a person did is never lost"
            placed = place(version)
            for item, pair in zip(placed, saved.pairs, strict=True):
                assert pair.source == item.pair.source
                assert pair.target == item.pair.target or pair.target in decided.values()
            assert sum(counts(saved)) == len(placed)
            before = everything(store)
            save(store, version)
            assert everything(store) == before
            for number in (
                data.draw(st.lists(st.sampled_from(sorted(known)), max_size=2)) if known else ()
            ):
                decided[number] = f"decision {len(decided)} on {number}"
                decide(store, number, "corrected", decided[number])
        assert store.check() == []
