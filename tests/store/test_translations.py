from __future__ import annotations

import math
from dataclasses import replace

from tests.store.building import MODEL, decide, machine, save
from workflow.memory import Memory, Query
from workflow.model import Applied, Demand, Origin, Sentence, Translation
from workflow.text import key

MADE = Translation("The session is over.", -0.5, 2, "loop")


def test_a_translation_is_found_again_by_its_key(store):
    run = store.begin_run("translate", {})
    store.save_translations([(Sentence("Заседание окончено."), MADE)], "ru", "en", MODEL, run)
    asked = [Sentence("Заседание окончено."), Sentence("Другое.")]
    assert store.cached(asked, "ru", "en", MODEL) == {asked[0]: MADE}


def test_other_demands_are_another_translation(store):
    run = store.begin_run("translate", {})
    demand = Demand(0, 4, ("CSTO",), "ОДКБ")
    free, held = Sentence("ОДКБ решила."), Sentence("ОДКБ решила.", (demand,))
    term = Applied("ОДКБ", 0, 4, 4, 8, "constrained")
    made = Translation("The CSTO decided.", -0.5, terms=(term,))
    store.save_translations([(free, MADE), (held, made)], "ru", "en", MODEL, run)
    assert store.cached([held, free], "ru", "en", MODEL) == {held: made, free: MADE}
    changed = Sentence("ОДКБ решила.", (replace(demand, english=("the CSTO",)),))
    assert store.cached([changed], "ru", "en", MODEL) == {}


def test_only_the_same_model_options_and_languages_count(store):
    run = store.begin_run("translate", {})
    store.save_translations([(Sentence("Да."), MADE)], "ru", "en", MODEL, run)

    def known(source_lang="ru", target_lang="en", **changes):
        return store.cached([Sentence("Да.")], source_lang, target_lang, replace(MODEL, **changes))

    assert known()
    assert known(segmenter="segmenter 2"), "a sentence is the same whoever cut it out"
    assert not known(digest="1" * 64)
    assert not known(options="{}")
    assert not known(engine="echo")
    assert not known(source_lang="bg")
    assert not known(target_lang="de")


def test_what_was_made_first_stays(store):
    run = store.begin_run("translate", {})
    for text in "Yes.", "Aye.":
        store.save_translations(
            [(Sentence("Да."), Translation(text, -0.1))], "ru", "en", MODEL, run
        )
    assert store.cached([Sentence("Да.")], "ru", "en", MODEL)[Sentence("Да.")].text == "Yes."


def test_a_score_that_is_no_number(store):
    run = store.begin_run("translate", {})
    store.save_translations([(Sentence("Да."), Translation("", math.nan))], "ru", "en", MODEL, run)
    assert math.isnan(store.cached([Sentence("Да.")], "ru", "en", MODEL)[Sentence("Да.")].score)


def test_thousands_at_once(store):
    run = store.begin_run("translate", {})
    sources = [Sentence(f"Пункт {n}.") for n in range(3000)]
    store.save_translations(((s, MADE) for s in sources), "ru", "en", MODEL, run)
    assert len(store.cached(sources, "ru", "en", MODEL)) == 3000


def test_every_machine_pair_says_what_made_it(store):
    run = store.begin_run("translate", {})
    store.save_translations([(Sentence("Да."), Translation("Yes.", -0.1))], "ru", "en", MODEL, run)
    save(store, [["Да.", "Нет."]])
    save(
        store, [["Да."]], path="/desk/b.txt", make=lambda s: replace(machine(s), origin="document")
    )
    assert [s.pair.provenance for s in store.pairs_of(1)] == [MODEL, MODEL]
    assert [s.pair.provenance for s in store.pairs_of(2)] == [None]
    assert store.cached([Sentence("Нет.")], "ru", "en", MODEL)
    kept = store.db.execute(
        "SELECT t.target FROM pairs JOIN translations t ON t.id = pairs.translation_id"
    ).fetchall()
    assert kept == [("Yes.",), ("English of Нет.",)], "as the model made them"


def approved(store, sources, target_lang="en"):
    """Return by key what the memory has of sentences that nobody needs to look at."""
    found = Memory.open(store, "ru", target_lang).exact(Query(source) for source in sources)
    return {key(query.source): match for query, match in found.items() if match.settled}


def test_only_what_a_person_approved_is_a_memory(store):
    save(store, [["Да.", "Нет.", "Указ."]])
    assert approved(store, ["Да.", "Нет.", "Указ."]) == {}
    decide(store, 1, "approved", "Yes.")
    decide(store, 2, "rejected")
    decide(store, 3, "corrected", "A decree.")
    found = approved(store, [" Да. ", "Нет.", "Указ."])
    assert {k: pair.target for k, pair in found.items()} == {key("Да."): "Yes."}
    assert found[key("Да.")].origin is Origin.MACHINE
    assert approved(store, ["Да."], "de") == {}


def test_the_newest_approval_wins(store):
    save(store, [["Да.", "Да."]])
    for number, time in (1, "2026-02-01"), (2, "2026-01-01"):
        decide(store, number, "approved", time)
        store.db.execute("UPDATE pairs SET updated_at = ? WHERE id = ?", [time, number])
    assert approved(store, ["Да."])[key("Да.")].target == "2026-02-01"
