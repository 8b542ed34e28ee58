"""Alignments in the store: saved whole, kept as people left them, edited with history."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.building import decide, everything, labels, page, place, save
from workflow.align.beads import Bead
from workflow.errors import ConflictError, StoreError, UsageError
from workflow.model import Detection, Finding, Origin, Segment, Severity, Status
from workflow.store import AlignedSide, Store

ENGLISH = Detection("en", 0.99, "script", "Latin")
RU = [["Первое.", "Второе.", "Третье."], ["Четвёртое.", "Пятое."], ["Шестое."]]
EN = [["One.", "Two and three."], ["Four.", "Five."], ["Added.", "Six."]]
BEADS = [
    Bead((0,), (0,), 0.9),
    Bead((1, 2), (1,), 0.8),
    Bead((3,), (2,), 0.7),
    Bead((4,), (3,), 0.6),
    Bead((), (4,)),
    Bead((5,), (5,), 0.5),
]
SHAPES = ["1-1", "2-1", "1-1", "1-1", "0-1", "1-1"]


def side(paragraphs, path, lang):
    document = page(paragraphs, path)
    sentences = []
    for number, texts in enumerate(paragraphs):
        start = 0
        for text in texts:
            sentences.append((number, Segment(text, start, start + len(text))))
            start += len(text) + 1
    detection = ENGLISH if lang == "en" else None
    labelled = labels(document, *([detection] if detection else []))
    return AlignedSide(document, labelled, lang, sentences)


def align(store, source=RU, target=EN, beads=BEADS, find=lambda _: (), path="/desk/en.txt"):
    return store.save_alignment(
        store.begin_run("align", {}),
        side(source, "/desk/ru.txt", "ru"),
        side(target, path, "en"),
        beads,
        mode="corpus",
        find=find,
    )


def straight(n):
    return [Bead((i,), (i,), 0.9) for i in range(n)]


def counts(saved):
    return saved.inserted, saved.updated, saved.unchanged, saved.kept


def shape(store, number=1):
    return [bead.type for bead in store.alignment(number).beads]


def covers(alignment):
    """Whether the beads have every sentence of both sides once and in order."""
    source = [i for bead in alignment.beads for i in bead.source]
    target = [i for bead in alignment.beads for i in bead.target]
    return source == list(range(len(alignment.source_sentences))) and target == list(
        range(len(alignment.target_sentences))
    )


def texts(store, number=1):
    return [
        (bead.pair.pair.source, bead.pair.pair.target) if bead.pair else None
        for bead in store.alignment(number).beads
    ]


def test_what_is_saved_can_be_read(store):
    saved = align(store)
    assert counts(saved) == (5, 0, 0, 0)
    alignment = store.alignment(saved.id)
    assert (alignment.version, alignment.mode) == (1, "corpus")
    assert (alignment.source.path, alignment.target.path) == ("/desk/ru.txt", "/desk/en.txt")
    assert [(b.source, b.target, b.score) for b in alignment.beads] == [
        (b.source, b.target, b.score) for b in BEADS
    ]
    assert [b.type for b in alignment.beads] == SHAPES
    assert texts(store)[1] == ("Второе. Третье.", "Two and three.")
    assert texts(store)[4] is None
    assert {b.pair.pair.origin for b in alignment.beads if b.pair} == {Origin.ALIGNED}
    sentence = alignment.target_sentences[4]
    assert (sentence.paragraph, sentence.start, sentence.text) == (2, 0, "Added.")
    (overview,) = store.alignments()
    assert (overview.beads, overview.gaps, overview.reviewed) == (6, 1, 0)
    assert store.alignment(2) is None
    assert store.alignment(10**30) is None


def test_the_pairs_stand_in_the_source_document(store):
    align(store)
    rows = store.db.execute("SELECT paragraph, source, target, origin FROM bilingual").fetchall()
    assert rows[1] == (1, "Второе. Третье.", "Two and three.", "aligned")
    assert [row[0] for row in rows] == [1, 1, 2, 2, 3]
    assert [hit.stored.pair.target for hit in store.search("пятый")] == ["Five."]
    view = store.db.execute("SELECT bead, type, source, target FROM aligned").fetchall()
    assert view[1] == (2, "2-1", "Второе. Третье.", "Two and three.")
    assert view[4] == (5, "0-1", None, "Added.")


def test_the_same_again_changes_nothing_at_all(store):
    align(store)
    before = everything(store)
    beads = [Bead(b.source, b.target, b.score + 1e-6) for b in BEADS]
    assert counts(align(store, beads=beads)) == (0, 0, 5, 0)
    assert everything(store) == before


def test_beads_must_cover_both_sides(store):
    for beads in (BEADS[:-1], BEADS[1:], [BEADS[1], BEADS[0], *BEADS[2:]], [*BEADS, BEADS[-1]]):
        with pytest.raises(ValueError, match=r"beads cover|does not follow"):
            align(store, beads=beads)
    assert not list(store.alignments())


def test_a_document_and_itself(store):
    with pytest.raises(UsageError, match="itself"):
        align(store, path="/desk/ru.txt")
    assert not list(store.documents())


def test_findings_come_with_the_pairs(store):
    def find(pair):
        if "Four" in pair.target:
            yield Finding("numbers", Severity.WARNING, "4 is spelt out")

    align(store, find=find)
    assert store.status().findings == {("numbers", "warning"): 1}
    assert counts(align(store)) == (0, 1, 4, 0)
    assert not store.status().findings


def test_better_beads_replace_the_old_and_keep_equal_ones(store):
    align(store)
    before = {bead.type: bead.id for bead in store.alignment(1).beads}
    beads = [*BEADS[:4], Bead((5,), (4, 5), 0.4)]
    saved = align(store, beads=beads)
    assert (counts(saved), saved.version) == ((1, 0, 4, 0), 2)
    alignment = store.alignment(1)
    assert alignment.beads[1].id == before["2-1"]
    assert shape(store) == ["1-1", "2-1", "1-1", "1-1", "1-2"]
    assert store.check() == []
    assert [edit.action for edit in store.alignment_history(1)] == ["align"]


def test_a_bead_whose_pair_a_person_touched_stays(store):
    align(store)
    decide(store, 2, "approved", "Two, three.")
    saved = align(store, beads=[Bead((0, 1), (0, 1)), Bead((2,), ()), *BEADS[2:]])
    assert (saved.kept, saved.pinned) == (1, 1)
    assert shape(store) == SHAPES
    assert texts(store)[1] == ("Второе. Третье.", "Two, three.")
    assert covers(store.alignment(1))


def test_a_pair_that_a_person_touched_outlives_its_sentence(store):
    align(store)
    decide(store, 2, "approved", "Two, three.")
    source = [["Первое.", "Новое."], *RU[1:]]
    beads = [Bead((0,), (0,)), Bead((1,), (1,)), *(moved(b) for b in BEADS[2:])]
    assert counts(align(store, source, beads=beads)) == (1, 0, 4, 0)
    assert texts(store)[1] == ("Новое.", "Two and three.")
    gone = [stored for stored in store.pairs_of(1) if stored.paragraph is None]
    assert [stored.pair.target for stored in gone] == ["Two, three."]
    align(store)
    assert texts(store)[1] == ("Второе. Третье.", "Two, three.")
    assert store.check() == []


def moved(bead, by=-1):
    return Bead(tuple(i + by for i in bead.source), bead.target, bead.score)


def test_translating_the_source_leaves_aligned_pairs(store):
    align(store)
    before = texts(store)
    save(store, RU, path="/desk/ru.txt")
    assert len(list(store.pairs_of(1))) == 5 + 6
    assert texts(store) == before
    assert counts(align(store)) == (0, 0, 5, 0)
    saved = save(store, RU, path="/desk/ru.txt")
    assert counts(saved) == (0, 0, 6, 0)
    # A run that translates one sentence of an unchanged document has no say about alignments.
    document = page(RU, "/desk/ru.txt")
    run = store.begin_run("translate", {})
    store.save_document(run, document, labels(document), place(RU)[:1])
    assert texts(store) == before
    assert store.check() == []


def test_an_alignment_outlives_its_document_as_it_was(store):
    align(store)
    decide(store, 2, "approved")
    save(store, [["Всё другое."], RU[2]], path="/desk/ru.txt")
    alignment = store.alignment(1)
    assert covers(alignment)
    assert [s.text for s in alignment.source_sentences] == [s for p in RU for s in p]
    # The pairs of sentences that are gone went with them, but for the one that a person approved.
    assert texts(store) == [
        None,
        ("Второе. Третье.", "Two and three."),
        *[None] * 3,
        texts(store)[5],
    ]
    store.split_bead(1, 1, (1, 0), version=1, who="Anna")
    assert texts(store)[2] == ("Третье.", "Two and three.")
    assert store.check() == []
    assert align(store).inserted == 3
    assert shape(store) == ["1-1", "1-0", "1-1", "1-1", "1-1", "0-1", "1-1"]
    assert store.check() == []


def test_a_translated_document_can_be_aligned(store):
    save(store, RU, path="/desk/ru.txt")
    assert counts(align(store)) == (5, 0, 0, 0)
    assert store.status().origins == {"machine": 6, "aligned": 5}


def test_one_source_and_two_translations(store):
    align(store)
    align(store, path="/desk/en-2.txt")
    assert [a.target for a in store.alignments()] == ["/desk/en-2.txt", "/desk/en.txt"]
    assert texts(store, 1) == texts(store, 2)
    assert counts(align(store)) == (0, 0, 5, 0)


def test_merge_split_shift(store):
    align(store)
    edit = store.merge_beads(1, 2, version=1, who="Anna")
    assert (edit.version, edit.action, edit.who, edit.position) == (2, "merge", "Anna", 2)
    assert [state.type for state in edit.before] == ["1-1", "1-1"]
    assert texts(store)[2] == ("Четвёртое. Пятое.", "Four. Five.")
    store.split_bead(1, 2, (1, 1), version=2, who="Boris")
    assert shape(store) == SHAPES
    store.split_bead(1, 1, (1, 0), version=3, who="Anna")
    assert texts(store)[1:3] == [None, ("Третье.", "Two and three.")]
    store.shift_border(1, 5, "target", -1, version=4, who="Anna")
    assert shape(store) == ["1-1", "1-0", "1-1", "1-1", "1-1", "0-2", "1-0"]
    store.shift_border(1, 5, "target", 2, version=5, who="Anna")
    assert shape(store) == ["1-1", "1-0", "1-1", "1-1", "1-1", "1-2"]
    assert texts(store)[5] == ("Шестое.", "Added. Six.")
    assert covers(store.alignment(1))
    assert store.check() == []
    edited = [bead.edited for bead in store.alignment(1).beads]
    assert edited == [False, True, True, True, True, True]


def test_a_run_leaves_what_people_edited(store):
    align(store)
    store.merge_beads(1, 2, version=1, who="Anna")
    before = everything(store)
    align(store)
    assert everything(store) == before
    align(store, [["Новое."], *RU], EN, [Bead((0,), ()), *(moved(b, 1) for b in BEADS)])
    assert shape(store) == ["1-0", "1-1", "2-1", "2-2", "0-1", "1-1"]
    with pytest.raises(UsageError, match="no edit"):
        store.undo_edit(1, version=3, who="Anna")


def test_an_old_version_is_refused(store):
    align(store)
    store.merge_beads(1, 0, version=1, who="Anna")
    before = everything(store)
    for edit in (
        lambda: store.merge_beads(1, 0, version=1, who="Boris"),
        lambda: store.undo_edit(1, version=3, who="Boris"),
        lambda: store.merge_beads(7, 0, version=1, who="Boris"),
    ):
        with pytest.raises((ConflictError, StoreError), match=r"has changed since|no alignment"):
            edit()
    assert everything(store) == before


def test_what_cannot_be_done(store):
    align(store)
    before = everything(store)
    for edit in (
        lambda: store.merge_beads(1, 5, version=1, who="Anna"),
        lambda: store.merge_beads(1, -1, version=1, who="Anna"),
        lambda: store.merge_beads(1, 10**30, version=1, who="Anna"),
        lambda: store.split_bead(1, 0, (0, 0), version=1, who="Anna"),
        lambda: store.split_bead(1, 0, (1, 1), version=1, who="Anna"),
        lambda: store.split_bead(1, 1, (3, 0), version=1, who="Anna"),
        lambda: store.split_bead(1, 1, (-1, 1), version=1, who="Anna"),
        lambda: store.shift_border(1, 0, "source", 2, version=1, who="Anna"),
        lambda: store.shift_border(1, 0, "target", 0, version=1, who="Anna"),
        lambda: store.undo_edit(1, version=1, who="Anna"),
        lambda: store.merge_beads(1, 0, version=1, who=" "),
    ):
        with pytest.raises(UsageError):
            edit()
    assert everything(store) == before


def test_undo_brings_back_what_a_person_made_of_a_pair(store):
    align(store)
    decide(store, 3, "corrected", "Fourth.")
    store.merge_beads(1, 2, version=1, who="Anna")
    (pair,) = (b.pair.pair for b in store.alignment(1).beads if b.type == "2-2")
    assert (pair.target, pair.status) == ("Four. Five.", Status.REWORK)
    edit = store.undo_edit(1, version=2, who="Boris")
    assert (edit.action, edit.undoes) == ("undo", 1)
    beads = store.alignment(1).beads
    assert (beads[2].pair.pair.target, beads[2].pair.pair.status) == ("Fourth.", "corrected")
    assert beads[2].pair.version == 4
    assert [(b.score, b.edited) for b in beads] == [(b.score, False) for b in BEADS]


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "shift"]),
        st.integers(0, 6),
        st.sampled_from(["source", "target"]),
        st.integers(-2, 2),
        st.integers(0, 2),
    ),
    max_size=8,
)


def attempt(store, action, bead, side, count, other):
    """Try an edit; say whether it could be done."""
    version = store.alignment(1).version
    try:
        if action == "merge":
            store.merge_beads(1, bead, version=version, who="Anna")
        elif action == "split":
            store.split_bead(1, bead, (abs(count), other), version=version, who="Anna")
        else:
            store.shift_border(1, bead, side, count, version=version, who="Anna")
    except UsageError:
        return False
    return True


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS)
def test_edits_cover_every_sentence_and_undo_restores(tmp_path_factory, edits):
    with Store.open(str(tmp_path_factory.mktemp("edits") / "pairs.db")) as store:
        align(store)
        seen = [(shape(store), texts(store))]
        for edit in edits:
            if attempt(store, *edit):
                alignment = store.alignment(1)
                assert covers(alignment)
                assert all(bead.source or bead.target for bead in alignment.beads)
                assert all((bead.pair is None) == ("0" in bead.type) for bead in alignment.beads)
                seen.append((shape(store), texts(store)))
        history = store.alignment_history(1)
        assert [e.version for e in history] == list(range(2, len(seen) + 1))
        left = align(store)
        assert (shape(store), texts(store)) == seen[-1], "a run leaves what a person made"
        assert left.version == len(seen)
        for before, _ in reversed(list(pairwise(seen))):
            store.undo_edit(1, version=store.alignment(1).version, who="Boris")
            assert (shape(store), texts(store)) == before
        assert store.check() == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=EDITS,
    kept=st.lists(st.integers(0, 7), min_size=1, max_size=8, unique=True).map(sorted),
    added=st.integers(0, 3),
)
def test_a_changed_document_is_covered_whatever_was_edited(tmp_path_factory, edits, kept, added):
    ru, en = [f"Предложение {n}." for n in range(8)], [f"Sentence {n}." for n in range(8)]
    with Store.open(str(tmp_path_factory.mktemp("edits") / "pairs.db")) as store:
        align(store, [ru], [en], straight(8))
        for edit in edits:
            attempt(store, *edit)
        new = [ru[n] for n in kept] + [f"Новое {n}." for n in range(added)]
        shared = min(len(new), len(en))
        beads = straight(shared)
        beads += [Bead((i,), ()) for i in range(shared, len(new))]
        beads += [Bead((), (i,)) for i in range(shared, len(en))]
        align(store, [new], [en], beads)
        alignment = store.alignment(1)
        assert covers(alignment)
        assert [s.text for s in alignment.source_sentences] == new
        assert all((bead.pair is None) == ("0" in bead.type) for bead in alignment.beads)
        before = everything(store)
        align(store, [new], [en], beads)
        assert everything(store) == before
        assert store.check() == []
